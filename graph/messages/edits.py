"""Refusals and summaries of edits."""

from graph.messages.template import Template

SENTENCES = {
    "code-given-from-above": Template(
        "The code of a {kind} is given from above; say it.",
        "{kind}编码须由上级给定，请填写。",
    ),
    "kind-not-in": Template(
        "A {kind} can't be in a {parent}.",
        "{kind}不能隶属于{parent}。",
    ),
    "no-digits-left": Template(
        "The digit template leaves no digit after {front} for a {kind}; say its code, or set another template.",
        "编码规则在 {front} 之后未给{kind}留位数；请给定编码，或另设编码规则。",
    ),
    "codes-used-up": Template(
        "Every {digits}-digit number after {front} has been given, so no code is left for a {kind}; say "
        "one, or set a digit template with more digits.",
        "{front} 之后的 {digits} 位编号均已使用，{kind}编码已用尽；请给定编码，或设定位数更多的编码规则。",
    ),
    "area-adrift": Template(
        "Management area {parent} is part of nothing, so no {kind} can be numbered.",
        "管区 {parent} 没有上级，无法为{kind}编码。",
    ),
    "no-such-unit": Template(
        "No unit has the code {code}.",
        "没有这个编码的单位：{code}。",
    ),
    "unit-not-alive": Template(
        "Unit {code} is not alive on {day}; it lives {life}.",
        "单位 {code} 在 {day} 不存在；其存续期为 {life}。该单位当日不存在",
    ),
    "no-such-fact": Template(
        "No {kind:small} has the id {fact}.",
        "没有编号为 {fact} 的{kind}，查无此编号。",
    ),
    "day-implausible": Template(
        "{day} is no day on which anything takes effect; dates run to {last}.",
        "{day} 不能作为生效日期；日期最晚为 {last}。日期有误",
    ),
    "text-missing": Template(
        "{what} is empty; say one.",
        "{what}不能为空，请填写。",
    ),
    "a-rota": Template(
        "A rota",
        "排班",
    ),
    "rota-ends-too-soon": Template(
        "A rota from {start} can't end on {end}: `end` comes after it.",
        "始于 {start} 的排班不能止于 {end}：止须晚于起（`end`）。",
    ),
    "rota-member-count": Template(
        "A rota has 1 to {most} members, not {count}.",
        "排班须有 1 至 {most} 名成员，现为 {count} 名：成员数有误。",
    ),
    "the-name": Template(
        "The name",
        "名称",
    ),
    "note-rota": Template(
        "rota {rota} {start}",
        "排班 {rota} {start}",
        both="rota 排班 {rota} {start}",
    ),
    "rota-ended": Template(
        "The rota {rota} ends on {end} already.",
        "排班{rota}已于 {end} 结束：该排班已结束。",
    ),
    "the-end-of-a-rota": Template(
        "The end of a rota",
        "排班停用",
    ),
    "note-end-rota": Template(
        "end rota {rota} {on}",
        "停用排班 {rota} {on}",
        both="end rota 停用排班 {rota} {on}",
    ),
    "swap-straddles": Template(
        "A swap of {one_day} and {other_day} straddles {on}; let the rota end before or after both.",
        "{one_day} 与 {other_day} 的换班跨越停用日 {on}；请在两者之前或之后停用排班。",
    ),
    "interval-is-no-day": Template(
        "[{start}, {end}) is no day: `end` comes after `start`.",
        "[{start}, {end}) 不含任何一天：止须晚于起（`end` 晚于 `start`）。",
    ),
    "no-shift-between": Template(
        "No shift of {rota} begins from {start} until before {end}.",
        "自 {start} 至 {end} 之前，{rota}没有班次：该时段无班次。",
    ),
    "the-reason": Template(
        "The reason",
        "事由",
    ),
    "note-override": Template(
        "override {rota} {start} {by}",
        "替班 {rota} {start} {by}",
        both="override 替班 {rota} {start} {by}",
    ),
    "override-past": Template(
        "The override of {start} is past: its last shift has begun. Put another to correct it.",
        "{start} 的替班最后一班次已开始，不可删除；如需更正请另行替班。",
    ),
    "note-remove-override": Template(
        "remove override {override}",
        "取消替班 {override}",
        both="remove override 取消替班 {override}",
    ),
    "a-swap": Template(
        "A swap",
        "换班",
    ),
    "no-shift-begins": Template(
        "no shift begins",
        "没有班次开始",
    ),
    "turn-of": Template(
        "it is the turn of {turn}",
        "轮到{turn}",
    ),
    "not-their-turn": Template(
        "On {day} {whose}, not that of {member}.",
        "{day} {whose}，当日不是{member}的班次。",
    ),
    "note-swap": Template(
        "swap {rota} {names}",
        "换班 {rota} {names}",
        both="swap 换班 {rota} {names}",
    ),
    "note-remove-swap": Template(
        "remove swap {swap}",
        "取消换班 {swap}",
        both="remove swap 取消换班 {swap}",
    ),
    "hand-over-past": Template(
        "{what} takes effect at the hour of hand-over, {hour}: on {free} at the earliest, not on {day}, "
        "when that hour is past. Who was on duty is a record; to say who really serves until then, "
        "override the shift.",
        "{what}于交接时间 {hour} 生效：最早为 {free}，不能是 {day}，当日交接时间已过。值班记录不可更改；如"
        "需更正实际值班人，请替班。",
    ),
    "said-of-a-rota": Template(
        "What is said of a rota",
        "对排班的登记",
    ),
    "note-department": Template(
        "add department {name}",
        "新增部门 {name}",
        both="add department 新增部门 {name}",
    ),
    "note-station": Template(
        "station {called} {mode} {centre}",
        "入驻 {called} {mode} {centre}",
        both="station 入驻 {called} {mode} {centre}",
    ),
    "stationing-ends-wrong": Template(
        "The stationing lasts {start} to {end}; it can't end on {on}.",
        "入驻期为 {start} 至 {end}；不能止于 {on}：日期有误。",
    ),
    "note-end-stationing": Template(
        "end stationing {stationing}",
        "撤出 {stationing}",
        both="end stationing 撤出 {stationing}",
    ),
    "note-add-person": Template(
        "add person {name}",
        "新增人员 {name}",
        both="add person 新增人员 {name}",
    ),
    "note-correct-person": Template(
        "correct person {person}",
        "更正人员 {person}",
        both="correct person 更正人员 {person}",
    ),
    "person-gone": Template(
        "{person} is gone from {end} on already.",
        "{person}已于 {end} 注销。",
    ),
    "person-gone-too-soon": Template(
        "{person} is known from {start}, and can't be gone on {on}.",
        "{person}自 {start} 起登记，不能于 {on} 注销：注销早于登记。",
    ),
    "note-remove-person": Template(
        "remove person {person}",
        "注销人员 {person}",
        both="remove person 注销人员 {person}",
    ),
    "post-ends-too-soon": Template(
        "A post from {start} can't end on {end}: `end` comes after it.",
        "始于 {start} 的任职不能止于 {end}：离岗日期须晚于上岗（`end`）。",
    ),
    "note-appoint": Template(
        "appoint {person} {role} {target}",
        "任命 {person} {role} {target}",
        both="appoint 任命 {person} {role} {target}",
    ),
    "post-ended": Template(
        "The holding {holding} ends on {end} already.",
        "任职 {holding} 已于 {end} 结束：该任职已结束。",
    ),
    "post-not-begun": Template(
        "The holding {holding} begins on {start}; it can't end on {on}.",
        "任职 {holding} 始于 {start}，不能止于 {on}：早于上岗日期。",
    ),
    "note-end-post": Template(
        "end post {person} {role} {of}",
        "离任 {person} {role} {of}",
        both="end post 离任 {person} {role} {of}",
    ),
    "post-not-held": Template(
        "The holding {holding} does not hold on {on}.",
        "任职 {holding} 在 {on} 不有效：当日不在任。",
    ),
    "note-rank": Template(
        "rank {holding} {rank}",
        "主备 {holding} {rank}",
        both="rank 主备 {holding} {rank}",
    ),
    "note-correct-post": Template(
        "correct post {holding}",
        "更正任职 {holding}",
        both="correct post 更正任职 {holding}",
    ),
    "absence-ends-too-soon": Template(
        "An absence from {start} can't end on {end}: `end` is the first day back, after it.",
        "始于 {start} 的缺岗不能止于 {end}：`end` 为返岗首日，返岗日期须晚于离岗。",
    ),
    "note-absence": Template(
        "absence {person} {kind} {start}",
        "缺岗 {person} {kind} {start}",
        both="absence 缺岗 {person} {kind} {start}",
    ),
    "note-correct-absence": Template(
        "correct absence {absence}",
        "更正缺岗 {absence}",
        both="correct absence 更正缺岗 {absence}",
    ),
    "absence-ended": Template(
        "The absence {absence} ends on {end} already.",
        "缺岗 {absence} 已于 {end} 结束：已返岗。",
    ),
    "absence-not-begun": Template(
        "The absence {absence} begins on {start}; nobody is back from it on {on}.",
        "缺岗 {absence} 始于 {start}，不能在 {on} 返岗：早于缺岗日期。",
    ),
    "note-back": Template(
        "back {absence}",
        "返岗 {absence}",
        both="back 返岗 {absence}",
    ),
    "worker-unsaid": Template(
        "Nothing is said of the worker; give at least one of the fields.",
        "未填任何内容；请至少填写一项。",
    ),
    "note-worker": Template(
        "standing {person}",
        "等级 {person}",
        both="standing 等级 {person}",
    ),
    "note-department-appraisal": Template(
        "appraise department {department} {period} {start} {indicator} {value:g}{unit}",
        "部门考核 {department} {period} {start} {indicator} {value:g}{unit}",
        both="appraise department 部门考核 {department} {period} {start} {indicator} {value:g}{unit}",
    ),
    "note-appraisal": Template(
        "appraisal {person} {period} {start}",
        "考核 {person} {period} {start}",
        both="appraisal 考核 {person} {period} {start}",
    ),
    "split-in-one": Template(
        "Grid {grid} is split into {count} part; it takes two or more.",
        "网格 {grid} 只拆分为 {count} 个：至少拆分为两个。",
    ),
    "grid-undescribed": Template(
        "Grid {grid} has no state or village on {on}.",
        "网格 {grid} 在 {on} 的网格状态或隶属缺失。",
    ),
    "note-split": Template(
        "split {grid} → {parts}",
        "拆分 {grid} → {parts}",
        both="split 拆分 {grid} → {parts}",
    ),
    "merge-of-one": Template(
        "A merge takes two or more different grids.",
        "合并须两个以上不同网格。",
    ),
    "merge-across-villages": Template(
        "The grids are part of {count} villages; a grid lies in one.",
        "这些网格分属 {count} 个村（社区）；须同属一村（社区）。",
    ),
    "note-merge": Template(
        "merge {grids} → {new}",
        "合并 {grids} → {new}",
        both="merge 合并 {grids} → {new}",
    ),
    "code-given-before": Template(
        "The code {code} was given before; codes are never given again.",
        "编码 {code} 曾经使用：编码不可重复使用。",
    ),
    "note-renumber": Template(
        "renumber {code} → {new}",
        "变更编码 {code} → {new}",
        both="renumber 变更编码 {code} → {new}",
    ),
    "not-a-grid": Template(
        "{code} is a {kind}, not a grid.",
        "{code} 是{kind}，不是网格。",
    ),
    "shares-foreign": Template(
        "are not micro-grids of this grid",
        "不属于本网格",
    ),
    "shares-missing": Template(
        "are left out",
        "未分配",
    ),
    "shares-twice": Template(
        "are given to several parts",
        "重复分配",
    ),
    "shares-wrong": Template(
        "Micro-grids {named} {what}; the parts of {old} share out all, once each.",
        "微网格 {named} {what}；{old} 的各部分须分完全部微网格，且各一次。",
    ),
    "post-not-kept": Template(
        "The holding {holding} is no post of {of} that lasts over {on}.",
        "任职 {holding} 不是 {of} 的、延续到 {on} 之后的岗位：任职不在其中。",
    ),
    "merge-of-types": Template(
        "General and dedicated grids are merged; say which the new one is.",
        "被合并的有全科网格也有专属网格，须指明网格类型。",
    ),
    "note-gaps-closed": Template(
        "gaps closed {m2:,.0f} m²",
        "填补缝隙 {m2:,.0f} m²",
        both="gaps closed 填补缝隙 {m2:,.0f} m²",
    ),
    "note-in-parts": Template(
        "in parts {metres:,.1f} m apart",
        "不相连，相距 {metres:,.1f} m",
        both="in parts 不相连, {metres:,.1f} m apart",
    ),
    "note-reward": Template(
        "reward {complexity} {yuan:g} yuan",
        "以案定补 {complexity} {yuan:g} 元",
        both="reward 以案定补 {complexity} {yuan:g} 元",
    ),
    "the-reference": Template(
        "The reference",
        "案件编号",
    ),
    "note-mediation": Template(
        "mediation {mediator} {complexity} {reference}",
        "调解 {mediator} {complexity} {reference}",
        both="mediation 调解 {mediator} {complexity} {reference}",
    ),
    "minimum-negative": Template(
        "minimum is {minimum}; it is 0 or more.",
        "最少人数为 {minimum}：最少人数不能为负。",
    ),
    "note-standard": Template(
        "standard {role} {kind} ≥ {minimum}",
        "配备标准 {role} {kind} ≥ {minimum}",
        both="standard 配备标准 {role} {kind} ≥ {minimum}",
    ),
    "ladder-empty": Template(
        "A ladder without rungs leads to nobody.",
        "责任阶梯不能为空：没有阶级就找不到任何人。",
    ),
    "note-ladder": Template(
        "ladder {roles}",
        "责任阶梯 {roles}",
        both="ladder 责任阶梯 {roles}",
    ),
    "note-policy": Template(
        "policy {name}",
        "流转政策 {name}",
        both="policy 流转政策 {name}",
    ),
    "code-needed": Template(
        "A {kind} that is part of nothing needs a code.",
        "没有上级的{kind}须给定编码。",
    ),
    "note-found": Template(
        "found {name} {code}",
        "设立 {name} {code}",
        both="found 设立 {name} {code}",
    ),
    "unit-without-state": Template(
        "Unit {code} has no state on {on}.",
        "单位 {code} 在 {on} 没有状态：当日无状态。",
    ),
    "note-describe": Template(
        "describe {name} {code}",
        "变更 {name} {code}",
        both="describe 变更 {name} {code}",
    ),
    "note-boundary": Template(
        "boundary {code}",
        "边界 {code}",
        both="boundary 边界 {code}",
    ),
    "part-already": Template(
        "Unit {code} is part of {under} on {on} already.",
        "单位 {code} 在 {on} 已隶属 {under}：隶属关系未变。",
    ),
    "note-move": Template(
        "move {code} → {under}",
        "调整隶属 {code} → {under}",
        both="move 调整隶属 {code} → {under}",
    ),
    "unit-has-parts": Template(
        "Unit {code} still has parts on {on}: {named}. Move or retire them first.",
        "单位 {code} 在 {on} 仍有下级：{named}。须先处理下级单位：调整隶属或撤销。",
    ),
    "note-retire": Template(
        "retire {code}",
        "撤销 {code}",
        both="retire 撤销 {code}",
    ),
    "note-drops": Template(
        "drops {unit} {days}",
        "作废后续登记 {unit} {days}",
        both="drops 作废后续登记 {unit} {days}",
    ),
    "note-undo": Template(
        "undo {change}: {summary}",
        "撤回 {change}：{summary}",
        both="undo 撤回 {change}: {summary}",
    ),
}
