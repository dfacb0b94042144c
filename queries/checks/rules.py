"""The rules of all time, asked of the whole model: only past the service can they be broken, or by rules made later."""

from collections.abc import Iterator
from functools import partial

from graph.messages import Message, say
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

NUMBERS: dict[str, tuple[str, Message]] = {
    "text-clean": ("W101", say("rule-text-clean")),
    "interval-in-order": ("W102", say("rule-interval-in-order")),
    "date-plausible": ("W103", say("rule-date-plausible")),
    "number-in-range": ("W104", say("rule-number-in-range")),
    "geometry-valid": ("W105", say("rule-geometry-valid")),
    "identity-kept": ("W106", say("rule-identity-kept")),
    "link-resolves": ("W107", say("rule-link-resolves")),
    "life-within": ("W108", say("rule-life-within")),
    "one-at-a-time": ("W109", say("rule-one-at-a-time")),
    "one-primary": ("W110", say("rule-one-primary")),
    "always-described": ("W111", say("rule-always-described")),
    "always-placed": ("W112", say("rule-always-placed")),
    "level-order": ("W113", say("rule-level-order")),
    "grid-typed": ("W114", say("rule-grid-typed")),
    "succession-in-order": ("W115", say("rule-succession-in-order")),
    "cover-present": ("W116", say("rule-cover-present")),
    "rota-readable": ("W117", say("rule-rota-readable")),
    "rota-members": ("W118", say("rule-rota-members")),
    "duty-in-order": ("W119", say("rule-duty-in-order")),
    "indicator-in-range": ("W129", say("rule-indicator-in-range")),
}
"""The number of each rule, and what it is called."""

LATER: dict[str, tuple[str, Message, Message]] = {
    "names-apart": ("W120", say("rule-names-apart"), say("rename-one-of-them-or-keep")),
    "post-possible": (
        "W121",
        say("rule-post-possible"),
        say("end-the-post-and-appoint-anew"),
    ),
    "template-in-order": ("W122", say("rule-template-in-order"), say("correct-the-digit-template")),
    "code-fits": ("W123", say("rule-code-fits"), say("renumber-the-unit-the-old-code")),
    "code-in-place": (
        "W124",
        say("rule-code-in-place"),
        say("renumber-the-unit-by-a-code"),
    ),
    "centre-serves": (
        "W125",
        say("rule-centre-serves"),
        say("leave-it-to-the-villages-end"),
    ),
    "department-named": ("W126", say("rule-department-named"), say("keep-one-of-them-or-rename")),
    "appraisal-period": ("W127", say("rule-appraisal-period"), say("correct-it-to-the-whole-month")),
    "mediation-recorded": ("W128", say("rule-mediation-recorded"), say("annul-the-one-too-many-or")),
}
"""Rules that came when there were records already, which may break them: a breach is a warning, and mended so."""

REMEDY = say("correct-the-facts-named-or-restore")


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
        yield fault(
            say("basic-rules-broken", names=names),
        )


def _check(rule: Rule) -> Check:
    name = rule.__name__.replace("_", "-")
    looks_for = f"The rule `{name}` holds over all time."
    if name in LATER:
        number, title, remedy = LATER[name]
        return Check(number, Severity.WARNING, title, remedy, partial(breaches, rule), looks_for)
    number, title = NUMBERS[name]
    return Check(number, Severity.ERROR, title, REMEDY, partial(breaches, rule), looks_for)


RULES_AND_FORM: tuple[Rule, ...] = (*FORM_RULES, *RULES)

BASELESS = Check(
    "W100",
    Severity.ERROR,
    say("nothing-else-was-checked"),
    say("mend-the-errors-that-follow-first"),
    baseless,
)
CHECKS = (BASELESS, *(_check(rule) for rule in RULES_AND_FORM))
