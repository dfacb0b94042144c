"""Steps of a route, returns, and what may be wrong with cases and policies."""

from graph.messages.template import Template

SENTENCES = {
    "nobody-to-act": Template(
        "Nobody is there to act, so nothing was decided; fill a post or name a stand-in. {tried}",
        "无人可承办，未作决定；请任命或指定代岗人。{tried}",
        both="Nobody is there to act, so nothing was decided; fill a post or name a stand-in. 无人可承办。{tried}",
    ),
    "decision-superseded": Template(
        "{old} stands no longer: {new} took its place. Return that one.",
        "决定 {old} 已被 {new} 取代：该决定已被取代，请退回后者。",
    ),
    "decided-for-good": Template(
        "The centre has decided {reference} for good after {returns} returns.",
        "综治中心已在 {returns} 次退单后对 {reference} 作出最终决定：已属地兜底，不再退回。",
    ),
    "policy-hole": Template(
        "{count} combinations reach no rule, the first of them: {first}. Add a rule for the rest.",
        "有 {count} 种组合没有规则，首先是：{first}。政策有漏项，请为其余情形增加规则。",
    ),
    "policy-conflict": Template(
        "Rules {one} and {other} disagree in {number} combinations, such as {case}, and neither goes "
        "first. Give one of them a lower `order`.",
        "规则 {one} 与 {other} 在 {number} 种组合上不一致，如 {case}，且无先后：规则冲突，请给其一更小的 order。",
    ),
    "policy-rule-idle": Template(
        "Rule {code} ({name}) never decides: others go first wherever it fits.",
        "规则 {code}（{name}）永不生效：凡适用之处总有别的规则在先。",
    ),
    "policy-field-unsaid": Template(
        "Rule {code} sends {matter} to a committee, but the matter names no field.",
        "规则 {code} 把 {matter} 交给调委会，但该事项未指定领域：未指定调委会。",
    ),
    "reference-taken": Template(
        "{reference} was decided for another case already: {standing}. Return that decision, or use another reference.",
        "{reference} 已有不同案件的决定：{standing}。请退回该决定，或另用编号：该编号已有不同案件的决定。",
    ),
    "escalation-out-of-order": Template(
        "The next escalation of {found} is {next}, not {number}.",
        "{found} 的下一次提级为第 {next} 次，不是第 {number} 次。",
    ),
    "built-upon": Template(
        "{after} by {actor} ({reason}) changed the same facts since; undo it first.",
        "{actor} 的 {after}（{reason}）之后改动了同样的内容；须先撤回后续变更。",
    ),
    "step-told": Template(
        "{what}: {reason}",
        "{what}：{reason}",
    ),
    "rival": Template(
        "{actor}: {reason}",
        "{actor}：{reason}",
    ),
    "place-elsewhere": Template(
        "Another place is given with WRONG_PLACE alone.",
        "仅属地不符可另指地点（WRONG_PLACE）。",
    ),
    "note-faulty": Template(
        "The note {fault}.",
        "备注{fault}。",
    ),
    "reference-faulty": Template(
        "The reference {fault}.",
        "编号{fault}。",
    ),
    "deadline-unknown": Template(
        "{found} has no such deadline; its deadlines: {named}.",
        "{found} 没有此时限；其时限有：{named}。",
    ),
    "escalation-exhausted": Template(
        "{found} has {most} escalations, and {escalated} are taken: nobody is left.",
        "{found} 共可提级 {most} 次，已提 {escalated} 次：已无上级可提。",
    ),
    "decision-gone": Template(
        "{found} stands no longer: {new} took its place.",
        "决定 {found} 已被 {new} 取代：该决定已被取代。",
    ),
    "revision-unknown-there": Template(
        "There is no revision {expected}; the newest is {newest}.",
        "无此版本 {expected}；最新版本为 {newest}。",
    ),
    "answer-changed-since": Template(
        "Since revision {expected} the answer has become another. Look again, then decide.",
        "自版本 {expected} 以来答案已变。请重新查看后再决定。",
    ),
    "stability-risk": Template(
        "stability risk",
        "有稳定风险",
    ),
    "no-stability-risk": Template(
        "no stability risk",
        "无稳定风险",
    ),
    "situation": Template(
        "{matter}, {level}, {channel}, {risk}, {hours} hours",
        "{matter}、{level}、{channel}、{risk}、{hours}",
    ),
    "the-calendar": Template(
        "calendar",
        "日历",
        chinese_first=True,
    ),
    "nobody-instead": Template(
        "{why}, and nobody is there instead.",
        "{why}，且无人接替",
        chinese_first=True,
    ),
    "asked-instead": Template(
        "{why}; {name} is asked instead.",
        "{why}，改由{name}承办",
        chinese_first=True,
    ),
    "stands-in-no-longer": Template(
        "{name} stands in for {covered} no longer",
        "{name}不再代{covered}",
        chinese_first=True,
    ),
    "holds-no-longer": Template(
        "{name} is {role} no longer",
        "{name}已不任{role}",
        chinese_first=True,
    ),
    "returned-times-before-the-centre-decides": Template(
        "returned {before} times before: the centre decides, for good.",
        "已退单{before}次，属地兜底裁定，不再退回",
        chinese_first=True,
    ),
    "routed-anew": Template(
        "{because}: routed anew.",
        "{because}：重新流转",
        chinese_first=True,
    ),
    "the-rule-for-returns-names-who": Template(
        "{because}: the rule for returns names who acts.",
        "{because}：按退单规则指定承办",
        chinese_first=True,
    ),
    "it-stays-with-whom-it-came": Template(
        "{because}: it stays with whom it came to first.",
        "{because}：首办负责，不予退回",
        chinese_first=True,
    ),
    "goes-outside": Template(
        "goes to {body} ({level}).",
        "报{body}（{level}）",
        chinese_first=True,
    ),
    "department-on-duty": Template(
        "{department} ({mode}) is on duty: {names}.",
        "{department}{mode}，{names}当班",
        chinese_first=True,
    ),
    "not-stationed": Template(
        "{called} is stationed at no centre that serves the place.",
        "{called}未进驻本地综治中心",
        chinese_first=True,
    ),
    "at-next-shift": Template(
        "{department} takes it at its next shift, {start:%m-%d %H:%M}.",
        "{department}下一班{start:%m-%d %H:%M}",
        chinese_first=True,
    ),
    "officer-called": Template(
        "{department} is off duty; its officer {asked} is called.",
        "{department}不当班，联系值班员{asked}",
        chinese_first=True,
    ),
    "officers-concerned": Template(
        "its officers are concerned",
        "值班员须回避",
        chinese_first=True,
    ),
    "nobody-on-duty": Template(
        "nobody is on duty",
        "无人当班",
        chinese_first=True,
    ),
    "no-committee-or-expert": Template(
        "no committee or expert for {field} is there.",
        "没有可用的{field}调委会",
        chinese_first=True,
    ),
    "task-force-member-missing": Template(
        "nobody is there as {role} of the task force.",
        "专班成员{role}无人到位",
        chinese_first=True,
    ),
    "task-force-member": Template(
        "{role}",
        "专班成员{role}",
        chinese_first=True,
    ),
    "department-takes-part": Template(
        "{called} takes part; on duty: {names}.",
        "{called}参加，{names}当班",
        chinese_first=True,
    ),
    "before-others": Template(
        "before {others}",
        "，先于 {others}",
        chinese_first=True,
    ),
    "rule-applies": Template(
        "rule {code} ({rule}) applies to {matter}, {level}{when}{after}.",
        "{matter}、{level}{when}：按“{rule}”（{code}）办理{after}",
        chinese_first=True,
    ),
    "escalation-step": Template(
        "escalation",
        "提级",
        chinese_first=True,
    ),
    "nobody-of-that-level-or-above": Template(
        "nobody of that level or above is there: who is next is asked now.",
        "同级及以上无人可承办，即行提级",
        chinese_first=True,
    ),
    "nobody-of-that-level-or-above-2": Template(
        "nobody of that level or above is there to be asked.",
        "同级及以上无人可提",
        chinese_first=True,
    ),
    "escalation-2": Template(
        "escalation {number}",
        "提级{number}",
        chinese_first=True,
    ),
    "ceases-to-hold": Template(
        "{who} ceases to be {role} of {unit}.",
        "{who}不再任{unit}{role}",
        chinese_first=True,
    ),
    "founded-without": Template(
        "{unit} is founded with no {role}.",
        "{unit}设立时未配{role}",
        chinese_first=True,
    ),
    "standard-raised": Template(
        "the staffing standard asks for more {role}s from then on.",
        "配备标准提高，{role}须增配",
        chinese_first=True,
    ),
    "grid-reclassified": Template(
        "{unit} changes its grid type and needs one more {role}.",
        "{unit}网格类型变更，须增配{role}",
        chinese_first=True,
    ),
    "post-vacant": Template(
        "no {role} of {unit} holds the post.",
        "{unit}的{role}空缺",
        chinese_first=True,
    ),
    "excluded": Template(
        "{called} is excluded.",
        "{called}须回避",
        chinese_first=True,
    ),
    "present": Template(
        "{called} holds the post of {role} and is present.",
        "{role}{called}在岗",
        chinese_first=True,
    ),
    "away-uncovered-there": Template(
        "{called} is away ({kind}) and nobody present stands in.",
        "{called}{kind}，无人代岗",
        chinese_first=True,
    ),
    "stood-in-for": Template(
        "{stand_in} stands in for {called}, away ({kind}).",
        "{called}{kind}，由{stand_in}代岗",
        chinese_first=True,
    ),
    "place-of-no-code": Template(
        "no unit has the code {code}.",
        "没有编码为 {code} 的单位",
        chinese_first=True,
    ),
    "now-covered-by": Template(
        "{fate}; now covered by: {names}",
        "{fate}；现由以下单位承接：{names}",
        chinese_first=True,
    ),
    "and-nothing-preceded-it": Template(
        "and nothing preceded it",
        "此前无对应单位",
        chinese_first=True,
    ),
    "and-nothing-succeeds-it": Template(
        "and nothing succeeds it",
        "无承接单位",
        chinese_first=True,
    ),
    "comes-into-being-on": Template(
        "{called} comes into being on {start}",
        "{called} 于 {start} 才设立",
        chinese_first=True,
    ),
    "was-retired-on": Template(
        "{called} was retired on {end}",
        "{called} 已于 {end} 撤销",
        chinese_first=True,
    ),
    "point-near-border": Template(
        "the point is within {near_metres:g} m of a border.",
        "该点距界线不足 {near_metres:g} 米",
        chinese_first=True,
    ),
    "nothing-is-recorded-before": Template(
        "nothing is recorded before {begins}.",
        "当日尚无记录，记录始于 {begins}",
        chinese_first=True,
    ),
    "no-boundary-near": Template(
        "no unit with a boundary is anywhere near the point.",
        "该点附近没有已划界的单位",
        chinese_first=True,
    ),
    "point-in-no-unit": Template(
        "the point is in no unit; the nearest is {unit} {unit_id}, {metres:.0f} m away.",
        "该点不在任何单位范围内，最近的是{unit}（{unit_id}），{metres:.0f} 米",
        chinese_first=True,
    ),
    "duty-covered": Template(
        "{source}; {stand_in} covers for {person} ({kind})",
        "{source}；{stand_in}代岗（{person}{kind}）",
        chinese_first=True,
    ),
    "is-away": Template(
        "{name} is away ({kind})",
        "{name}{kind}",
        chinese_first=True,
    ),
    "off-duty-until": Template(
        "{called}: {why}, until its next shift at {start:%m-%d %H:%M}.",
        "{called}：{why}，下一班{start:%m-%d %H:%M}",
        chinese_first=True,
    ),
    "off-duty-of": Template(
        "{called}: {why}.",
        "{called}：{why}",
        chinese_first=True,
    ),
    "at-hours": Template(
        ", {hours}",
        "、{hours}",
    ),
    "stands-alone": Template(
        "{fate}, {alone}.",
        "{fate}，{alone}",
        chinese_first=True,
    ),
    "source-word": Template(
        "{source}",
        "{source}",
        chinese_first=True,
    ),
    "escalated-step": Template(
        "escalation {number}: {what}",
        "提级{number}：{what}",
        both="提级{number}：{what}",
    ),
    "expert-pool": Template(
        "{centre}, its experts",
        "{centre}专家库",
        both="{centre}专家库",
    ),
    "post-of-pool": Template(
        "{called}: {role}",
        "{called}{role}",
        both="{called}{role}",
    ),
    "an-outside-body": Template(
        "outside",
        "上报",
        both="outside",
    ),
    "a-committee": Template(
        "committee",
        "调解组织",
        both="committee",
    ),
    "a-return": Template(
        "return",
        "退单",
        both="return",
    ),
    "the-policy": Template(
        "policy",
        "政策",
        both="policy",
    ),
    "role-of-unit": Template(
        "{role} of {unit}",
        "{unit}{role}",
        chinese_first=True,
    ),
    "source-and-rota": Template(
        "{source} {rota}",
        "{source} {rota}",
        chinese_first=True,
    ),
    "duty-wanting": Template(
        "{department}: {want}.",
        "{department}：{want}",
        chinese_first=True,
    ),
    "no-rota-turn": Template(
        "no rota gives the department a turn",
        "轮驻未排班",
    ),
    "no-officer-shift": Template(
        "its officers' rota has no shift then",
        "排班有空档",
    ),
    "no-duty-officer": Template(
        "the department has no duty officer",
        "无值班员",
    ),
    "officer-away": Template(
        "the officer is away and nobody stands in",
        "值班员缺岗、无人代",
    ),
    "policy-no-toml": Template(
        "The policy is not readable TOML: {error}.",
        "流转政策不是可读的 TOML：“{error}”。政策文件格式有误",
    ),
    "policy-incoherent": Template(
        "The policy does not hold together: {faults}.",
        "政策内容有误：{faults}。",
    ),
    "policy-too-long": Template(
        "has {count:,} characters; at most {most:,} are read",
        "有 {count:,} 个字符，最多读取 {most:,} 个",
    ),
    "policy-too-deep": Template(
        "has lists and tables more than {most} deep within each other",
        "列表和表的嵌套超过 {most} 层",
    ),
    "policy-key-too-long": Template(
        "has a key of more than {most} parts",
        "有超过 {most} 段的键",
    ),
    "policy-too-many-words": Template(
        "has more than {most:,} names, numbers and texts",
        "名称、数字和文本超过 {most:,} 个",
    ),
    "policy-word-too-long": Template(
        "has a word of more than {most} characters without quotes",
        "有超过 {most} 个字符且未加引号的词",
    ),
    "policy-too-large": Template(
        "The policy {what} (line {line}). Look whether it is a policy at all.",
        "政策文件过大或嵌套过深：{what}（第 {line} 行）。请核对是否为政策文件。",
    ),
    "matter-unknown": Template(
        "The policy knows no matter {matter!r}; it knows {known}.",
        "政策中无此事项 {matter!r}；有 {known}。",
    ),
    "no-rule-for": Template(
        "The policy has no rule for {situation}.",
        "政策有漏项：没有适用于“{situation}”的规则。",
    ),
    "no-policy-on-day": Template(
        "No routing policy is in force on {day}: set one first.",
        "{day} 没有生效的流转政策，请先设定。",
    ),
    "place-not-one": Template(
        "The place may be any of {codes}: ask with the code of one of them.",
        "地点不唯一，可能是 {codes} 之一；请用其中一个的编码查询。",
    ),
    "place-unclear": Template(
        "{message}",
        "地点不明：{message}",
    ),
    "feed-of-what": Template(
        "A feed is of a centre, a department or a person.",
        "只能订阅中心、部门或人员的值班日历。",
    ),
    "level-not-in-policy": Template(
        "The policy knows no level {level!r}; it knows {known}.",
        "政策中无此等级 {level!r}；有 {known}。",
    ),
}
