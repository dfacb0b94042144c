"""What a change breaks: refusals of the rules that every model keeps."""

from graph.messages.template import Template

SENTENCES = {
    "stand-ins-in-circle": Template(
        "The stand-ins would lead in a circle from {start}: {names}; name somebody who is present.",
        "自 {start} 起，代岗人首尾相接成环：{names}；请指定在岗的人。",
    ),
    "template-out-of-order": Template(
        "The digit template gives a {below} {below_digits} digits and a {above} {above_digits}; the lower "
        "level needs more, since its code begins with that of the level above.",
        "编码规则给{below}定 {below_digits} 位，给{above}定 {above_digits} 位；下级编码以上级编码开头，下级"
        "位数须多于上级。",
    ),
    "code-unfit": Template(
        "{fault}; its first day is {start}. Correct the code, or leave it out to be given the next free one.",
        "{fault}；其首日为 {start}。请更正编码，或不填以取得下一个可用编码：编码不合规则。",
    ),
    "code-out-of-place": Template(
        "{unit} can't lie in {village}: the code of a {kind} begins with its village's. Found another "
        "there, and retire this one.",
        "{unit}不能设在{village}：{kind}编码须以所在村（社区）编码开头，不能跨村（社区）。请在那里另设，并撤销原单位。",
    ),
    "rota-names-no-day": Template(
        "{fact}: the rule {rule} names no day from {anchor} on.",
        "{fact}：规则 {rule} 自 {anchor} 起没有任何一天。",
    ),
    "rota-shifts-too-long": Template(
        "{fact}: the rule {rule} has shifts begin {days:,} days apart; one that lasts until the next "
        "begins has {longest} days at most: say how long they last.",
        "{fact}：规则 {rule} 的班次相隔 {days:,} 天；持续到下一班的班次最长 {longest} 天，请给定时长：班次过长。",
    ),
    "rota-lacks-first": Template(
        "{rota} begins with member {first}, and has none of that order.",
        "{rota}从第 {first} 位开始，却没有这个顺序的成员。",
    ),
    "rota-too-many-members": Template(
        "{rota} has {count} members; at most {most} take turns.",
        "{rota}有 {count} 名成员；最多 {most} 名轮值。",
    ),
    "rota-member-out-of-step": Template(
        "Member {order} of {rota} takes part {days}, the rota lasts {rota_days}; end the rota and let "
        "another follow instead.",
        "{rota}的第 {order} 位成员参加 {days}，排班持续 {rota_days}；请停用该排班，另立新的接续。",
    ),
    "swap-days-wrong": Template(
        "lasts {days}; it holds from {first} to the day after {last}",
        "持续 {days}；应自 {first} 至 {last} 的次日",
    ),
    "swap-with-itself": Template(
        "swaps one member or one day with itself",
        "把同一成员或同一天换给自己",
    ),
    "swap-of-nonmember": Template(
        "names {side}, who takes no turns in the rota",
        "涉及 {side}，而其不参加该排班",
    ),
    "swap-twice": Template(
        "{swap} and {other} both swap the shift of {day}; remove one of them first.",
        "{swap} 与 {other} 都调换了 {day} 的班次；请先撤销其一。",
    ),
    "rota-of-departments": Template(
        "departments",
        "部门",
    ),
    "rota-wrong-members": Template(
        "{rota} is a rota of {whose}; {member} is no {wanted}.",
        "{rota}由{whose}轮值；{member} 不是{wanted}。",
    ),
    "interval-reversed": Template(
        "{fact} ends on {end}, before it starts on {start}; correct one of them.",
        "{fact} 的止日 {end} 早于起日 {start}；请更正其一。",
    ),
    "date-implausible": Template(
        "{fact} has {field} {value}; {fault}.",
        "{fact} 的 {field} 为 {value}：{fault}。",
    ),
    "number-out-of-range": Template(
        "{fact}: {name} is {value}; {fault}.",
        "{fact}：{name} 为 {value}；{fault}。",
    ),
    "dates-range": Template(
        "dates run from {first} to {last}",
        "日期限 {first} 至 {last}",
    ),
    "number-range": Template(
        "it runs from {low:,.0f} to {high:,.0f}",
        "取值范围为 {low:,.0f} 至 {high:,.0f}",
    ),
    "boundary-invalid": Template(
        "The boundary of unit {unit} {fault}.",
        "单位 {unit} 的边界{fault}。",
    ),
    "id-of-other-kind": Template(
        "The id {fact} is a {old}; it can't become a {new}.",
        "编号 {fact} 是{old}，不能改为{new}。",
    ),
    "field-fixed": Template(
        "{fact}: {name} is {old} and can't become {new}; end this one and put another.",
        "{fact}：{name} 为 {old}，不能改为 {new}；请终止这一条，另立一条。",
    ),
    "link-unresolved": Template(
        "{fact}: {name} names {target}, which is no {classes}.",
        "{fact}：{name} 指向 {target}，而那不是{classes}。",
    ),
    "life-beyond": Template(
        "{fact} ({days}) names {target}, which lasts {target_days}; end or shorten it too.",
        "{fact}（{days}）涉及{target}，而后者持续 {target_days}；请一并终止或缩短。",
    ),
    "two-primaries": Template(
        "{of} would have two primary holders (A角) of {role} from {start}: {first} ({days}) and {second} "
        "({second_days}); end one of them, or appoint as backup (B角).",
        "自 {start} 起，{of}的{role}将有两名 A 角：{first}（{days}）与{second}（{second_days}）；请终止其一"
        "，或改任 B 角。",
    ),
    "two-at-once": Template(
        "Two {kind} facts{whose} would hold together from {start}: {a} ({days}) and {b} ({second_days}); "
        "end the first by then.",
        "自 {start} 起，{whose}两条{kind}将同时有效：{a}（{days}）与 {b}（{second_days}）；请届时终止前一条。",
    ),
    "whose": Template(
        " of {subject}",
        "{subject}的",
    ),
    "names-alike": Template(
        "{one} and {other} would be called {a!r} and {b!r} at once, which nobody can tell apart; use the "
        "one that is there, or give the other a name of its own.",
        "{one}与{other}将同时名为“{a}”和“{b}”，名称看不出区别；请沿用已有的，或另取名称。",
    ),
    "centre-misplaced": Template(
        "{centre} can't serve {unit}, a {kind}; centres are those of a village, a management area, a "
        "street or a level above.",
        "{centre}不能服务{unit}（{kind}）：综治中心设在村（社区）以上，即村（社区）、管区、街道或更高层级。",
    ),
    "departments-of-one-name": Template(
        "Two departments would be called {name} from {start} on: {one} and {other}. Use the one that is "
        "there, or give the other a name of its own.",
        "自 {start} 起将有两个部门都名为{name}：{one} 与 {other}。部门名称重复，请沿用已有的，或另取名称。",
    ),
    "post-impossible": Template(
        "{person} can't hold this post of {of}: {fault}",
        "{person}不能在{of}任此岗，岗位与任职单位不符：{fault}",
    ),
    "the-ladder": Template(
        "The ladder",
        "责任阶梯",
    ),
    "the-standard": Template(
        "The staffing standard",
        "配备标准",
    ),
    "setting-impossible": Template(
        "{called} can't ask for such a post: {fault}",
        "{called}不能要求这样的岗位：{fault}",
    ),
    "appraisal-off-period": Template(
        "A {period} appraisal of {person} covers the whole {period}, as from {start} until {end}; this one "
        "is from {given_start} until {given_end}.",
        "{person}的{period}须覆盖完整周期，如 {start} 至 {end}；此条为 {given_start} 至 {given_end}：考核周"
        "期起止有误。",
    ),
    "indicator-out-of-range": Template(
        "{indicator} of {department} is {value:g}{unit}; it runs from 0 to {most:,.0f}.",
        "{department}的{indicator}为 {value:g}{unit}；须为 0 至 {most:,.0f}：指标值超出范围。",
    ),
    "mediation-beyond-day": Template(
        "The mediation {reference} of {person} is of {start}, one day; it can't last until {end}.",
        "{person}的调解 {reference} 为 {start} 一日，不能持续到 {end}：调解成功须为一日。",
    ),
    "mediation-twice": Template(
        "{person} mediated {reference} on {start} already: {other}. Correct that one; a case is paid once.",
        "{person}已于 {start} 登记调解 {reference}：{other}。该案已登记，每案只补一次，请更正原记录。",
    ),
    "unit-undescribed": Template(
        "Unit {unit} would have no name or state from {day} on.",
        "单位 {unit} 自 {day} 起将没有名称和状态。",
    ),
    "unit-unplaced": Template(
        "{unit}, a {kind}, would be part of nothing from {day} on.",
        "{unit}（{kind}）自 {day} 起将没有上级。",
    ),
    "level-wrong": Template(
        "{child} is a {child_kind}; it can be part of {allowed}, not of {parent}, a {parent_kind}.",
        "{child}是{child_kind}，上级只能是{allowed}，不能是{parent}（{parent_kind}）。",
    ),
    "standard-typed": Template(
        "The standard for {kind} can't ask for a grid type; leave it out.",
        "{kind}的配备标准不能指定网格类型，请不填。",
    ),
    "needs-grid-type": Template(
        "needs a grid type, general (全科) or dedicated (专属)",
        "须指明网格类型：全科或专属",
    ),
    "has-no-grid-type": Template(
        "is no grid and has no grid type",
        "不是网格，不能有网格类型",
    ),
    "succession-off": Template(
        "{old} ({days}) is said to be succeeded on {start} by {new}; it has to end on that day, and both "
        "have to be of one kind.",
        "{old}（{days}）登记为 {start} 由{new}承接；它须在该日终止，且两者须为同一层级。",
    ),
    "put-twice": Template(
        "The id {fact} is put twice, as {first} and {second}.",
        "编号 {fact} 被登记两次，分别为{first}和{second}。",
    ),
    "end-of-nothing": Template(
        "Nothing has the id {fact}; it cannot be ended.",
        "没有编号为 {fact} 的记录，无法终止。",
    ),
    "end-before-start": Template(
        "{what} begins on {start}; it cannot end on {on}, before that.",
        "{what} 始于 {start}，不能在此之前的 {on} 终止。",
    ),
    "ended-already": Template(
        "{what} ended on {end} already; to let it last until {on}, correct it instead.",
        "{what} 已于 {end} 终止；若要延续到 {on}，请改为更正。",
    ),
    "swap-wrong": Template(
        "{swap} {fault}.",
        "{swap} {fault}。",
    ),
    "rota-unreadable": Template(
        "{rota}: {fault}",
        "{rota}：{fault}",
    ),
    "text-unclean": Template(
        "{fact}: {field} {fault}.",
        "{fact}：{field} {fault}。",
    ),
    "unit-typed-wrong": Template(
        "{unit} {need}.",
        "{unit}{need}。",
    ),
    "rota-of-officers": Template(
        "officers of a department",
        "部门值班人员",
    ),
    "problem": Template(
        "{rule}: {problem}",
        "{rule}：{problem}",
    ),
    "problem-and-more": Template(
        "{rule}: {problem} (and {count} more)",
        "{rule}：{problem}（另有 {count} 处）",
    ),
}
