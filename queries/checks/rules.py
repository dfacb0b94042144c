"""The rules of all time, asked of the whole model: only past the service can they be broken, or by rules made later."""

from collections.abc import Iterator
from functools import partial

from graph.rules.absences import cover_present
from graph.rules.form import identity_kept
from graph.rules.invariants import FORM_RULES, RULES
from graph.rules.links import life_within, link_resolves
from graph.rules.step import Rule
from graph.rules.units import level_order
from graph.step import Step
from graph.view import View
from queries.checks.finding import Check, Fault, Severity, fault

BASIS = frozenset({identity_kept, link_resolves, life_within, level_order})
"""Rules without which no question can be asked: a tree that runs in a circle has no top."""

NUMBERS: dict[str, tuple[str, str]] = {
    "text-clean": ("W101", "文字规范"),
    "interval-in-order": ("W102", "起止有序"),
    "date-plausible": ("W103", "日期合理"),
    "number-in-range": ("W104", "数值在范围内"),
    "geometry-valid": ("W105", "边界有效"),
    "identity-kept": ("W106", "身份不变"),
    "link-resolves": ("W107", "引用存在"),
    "life-within": ("W108", "存续期内"),
    "one-at-a-time": ("W109", "同时只有一个"),
    "one-primary": ("W110", "主岗唯一"),
    "always-described": ("W111", "名称不断"),
    "always-placed": ("W112", "隶属不断"),
    "level-order": ("W113", "层级有序"),
    "grid-typed": ("W114", "网格类型"),
    "succession-in-order": ("W115", "承接有序"),
    "cover-present": ("W116", "代岗不成环"),
    "rota-readable": ("W117", "排班可读"),
    "rota-members": ("W118", "排班成员"),
    "duty-in-order": ("W119", "替班换班有序"),
}
"""The number of each rule and what it is called in Chinese."""

LATER: dict[str, tuple[str, str, str]] = {
    "names-apart": ("W120", "名称可辨", "改名，或合并为一个 / rename one of them, or keep but one."),
    "post-possible": (
        "W121",
        "岗位归属",
        "终止任职并改任；或改正责任阶梯、配备标准 / end the post and appoint anew; or correct ladder or standard.",
    ),
    "template-in-order": ("W122", "编码规则有序", "改正编码规则 / correct the digit template."),
    "code-fits": ("W123", "编码合规", "变更编码，旧编码仍可查到 / renumber the unit; the old code leads on."),
    "code-in-place": (
        "W124",
        "编码与所在村相符",
        "变更编码，旧编码仍可查到 / renumber the unit by a code of its village; the old code leads on.",
    ),
    "centre-serves": (
        "W125",
        "综治中心层级",
        "改由村（社区）中心负责 / leave it to the village's; end this one.",
    ),
    "department-named": ("W126", "部门不重名", "合并为一个，或改名 / keep one of them, or rename the other."),
    "appraisal-period": ("W127", "考核周期", "按自然月、季、年更正 / correct it to the whole month, quarter or year."),
    "mediation-recorded": ("W128", "一案一登", "作废多余的，或更正日期 / annul the one too many, or correct its day."),
}
"""Rules that came when there were records already, which may break them: a breach is a warning, and mended so."""

REMEDY = "更正所列事实，或从备份恢复 / correct the facts named, or restore a backup."


def breaches(rule: Rule, view: View) -> Iterator[Fault]:
    """Every breach of a rule in the whole model, at whatever date; each once."""
    facts = {fact.id: fact for fact in view.snapshot}
    step = Step(view.snapshot, view.snapshot, facts)
    seen: set[object] = set()
    try:
        for problem in rule(step):
            # a circle of stand-ins is told anew from each of them
            what = frozenset(problem.ids) if rule is cover_present else problem.message
            if what not in seen:
                seen.add(what)
                yield Fault(problem.message, problem.ids)
    except OverflowError:
        return  # a date at the end of the calendar, with no day before or after it: `date-plausible` names it


def baseless(view: View) -> Iterator[Fault]:
    """The rules hold that every question rests on: identity-kept, link-resolves, life-within, level-order."""
    broken = [rule.__name__.replace("_", "-") for rule in RULES_AND_FORM if rule in BASIS and any(breaches(rule, view))]
    if broken:
        names = ", ".join(broken)
        zh = f"基本规则被破坏（{names}），其余检查未进行"
        yield fault(zh, f"rules that every question rests on are broken ({names}): nothing else was checked.")


def _check(rule: Rule) -> Check:
    name = rule.__name__.replace("_", "-")
    looks_for = f"The rule `{name}` holds over all time."
    if name in LATER:
        number, zh, remedy = LATER[name]
        return Check(number, Severity.WARNING, f"{zh} / {name}", remedy, partial(breaches, rule), looks_for)
    number, zh = NUMBERS[name]
    return Check(number, Severity.ERROR, f"{zh} / {name}", REMEDY, partial(breaches, rule), looks_for)


RULES_AND_FORM: tuple[Rule, ...] = (*FORM_RULES, *RULES)

BASELESS = Check(
    "W100",
    Severity.ERROR,
    "其余检查未进行 / nothing else was checked",
    "先更正下列错误 / mend the errors that follow first.",
    baseless,
)
CHECKS = (BASELESS, *(_check(rule) for rule in RULES_AND_FORM))
