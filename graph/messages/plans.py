"""The plan of an import in words."""

from graph.messages.template import Template

SENTENCES = {
    "fault": Template(
        "{place}: {why} {remedy}",
        "{place}：{why}{remedy}",
    ),
    "fault-of-value": Template(
        "{place}: {value!r}: {why} {remedy}",
        "{place}：“{value}”：{why}{remedy}",
    ),
    "in-sheet": Template(
        "sheet {sheet}",
        "工作表“{sheet}”",
    ),
    "in-row": Template(
        "row {row}",
        "第 {row} 行",
        both="row {row}",
    ),
    "in-column": Template(
        "column {column}",
        "列 {column}",
    ),
    "row-of-sheet": Template(
        "{row} of sheet {sheet}",
        "工作表“{sheet}”{row}",
        both="{row} of sheet {sheet}",
    ),
    "row-of-file": Template(
        "{row} of {file}",
        "{file} {row}",
        both="{row} of {file}",
    ),
    "rest-unread": Template(
        " The rest was not read any more.",
        " 错误过多，其余未读。",
        both=" The rest was not read any more (错误过多，其余未读).",
    ),
    "import-refused": Template(
        "{count:,} faults; nothing was taken.{rest}\n{faults}",
        "有 {count:,} 处错误，未导入任何内容。{rest}\n{faults}",
        both="{count:,} faults; nothing was taken (有错误，未导入任何内容).{rest}\n{faults}",
    ),
    "import-refused-by-one": Template(
        "1 fault; nothing was taken.{rest}\n{faults}",
        "有 1 处错误，未导入任何内容。{rest}\n{faults}",
        both="1 fault; nothing was taken (有错误，未导入任何内容).{rest}\n{faults}",
    ),
    "more-doubts": Template(
        "There were {count:,} more doubts than are listed.",
        "更多存疑未列出：还有 {count:,} 处。",
    ),
    "mend-and-import-again": Template(
        "Mend these and import again.",
        "请先处理以上各处，再重新导入。",
    ),
    "datum-not-known": Template(
        "The datum {datum} is not known; known are {known}.",
        "坐标系 {datum} 无法识别；可用的有 {known}。",
    ),
    "no-such-file": Template(
        "There is no such file.",
        "没有这个文件。",
    ),
    "check-name-and-folder": Template(
        "Check its name and folder.",
        "请核对名称和文件夹。",
    ),
    "no-known-sheet": Template(
        "No sheet with headings that are known was found.",
        "没有找到表头可识别的工作表。",
    ),
    "sheet-left-out": Template(
        "Sheet {sheet}: {why}",
        "工作表“{sheet}”：{why}",
    ),
    "see-headings": Template(
        "See docs/import.md for the headings, or give them in a mapping file.",
        "表头见 docs/import.md，或在映射文件中给出。",
    ),
    "post-over": Template(
        "The post of {mention} is over, and it is not said since when it was held; the row was left out.",
        "“{mention}”的任职已结束，但未写明何时上岗；该行未采用。",
    ),
    "add-start-and-telephone": Template(
        "Add “上岗日期” and the telephone number.",
        "请补“上岗日期”和电话号码。",
    ),
    "broken-by-rule": Template(
        "{message} (rule {rule})",
        "{message}（规则 {rule}）",
    ),
    "see-rules": Template(
        "See docs/rules.md.",
        "见 docs/rules.md。",
    ),
    "redraw-or-correct": Template(
        "Redraw one of them along the common border, or correct the code.",
        "请以公共边为准重绘其中之一，或更正编码。",
    ),
    "correct-unless-meant": Template(
        "Correct it, unless it is meant so.",
        "如非有意，请更正。",
    ),
    "changes-past-duty": Template(
        "It would change who was on duty, from {day} on: that is a record.",
        "自 {day} 起会改变谁在值班：过去的值班记录不可更改。",
    ),
    "take-effect-later": Template(
        "Let it take effect on {free} at {hand_over} or later; who really served in the past belongs on "
        "the sheet “值班调整”.",
        "请于 {free} 的 {hand_over} 或更晚生效；实际值班人请填“值班调整”表。",
    ),
    "calendars-need-office": Template(
        "Calendars are read with the office's zone, its roster and the time.",
        "读取日历须有本单位的时区、值班名单和当前时间。",
    ),
    "plan-sheet": Template(
        "{file}{sheet}: {kind}, heading row {heading}, {rows} rows",
        "{file}{sheet}：{kind}，表头第 {heading} 行，共 {rows} 行",
        both="{file}{sheet}: {kind}, heading 表头 row {heading}, {rows} rows",
    ),
    "plan-column": Template(
        "    {letter:>3} {heading} → {meaning}",
        "    {letter:>3} {heading} → {meaning}",
    ),
    "plan-unused": Template(
        "    unused: {columns}",
        "    未使用：{columns}",
        both="    unused 未使用: {columns}",
    ),
    "plan-left-out": Template(
        "    left out {reason}",
        "    跳过 {reason}",
        both="    left out 跳过 {reason}",
    ),
    "plan-more-left-out": Template(
        "    left out {count} more",
        "    跳过 另有 {count} 处",
        both="    left out 跳过 {count} more",
    ),
    "plan-calendar": Template(
        "{file}: calendar {name}, {events} events: {series} without end, {dated} single turns",
        "{file}：日历 {name}，{events} 个日程：{series} 个长期，{dated} 个逐日",
        both="{file}: calendar 日历 {name}, {events} events 日程: {series} without end 长期, {dated} single turns 逐日",
    ),
    "plan-added": Template(
        "Added",
        "新增",
        both="Added 新增",
    ),
    "plan-corrected": Template(
        "Corrected",
        "更正",
        both="Corrected 更正",
    ),
    "plan-ended": Template(
        "Ended",
        "终止",
        both="Ended 终止",
    ),
    "plan-untouched": Template(
        "Not mentioned and left alone: {units} units, {holdings} posts held",
        "未提及、保持不变：{units} 个单位，{holdings} 项任职",
        both="Not mentioned and left alone 未提及、保持不变: {units} units 单位, {holdings} posts held 任职",
    ),
    "plan-doubtful": Template(
        "Doubtful: {count}",
        "存疑：{count}",
        both="Doubtful 存疑: {count}",
    ),
    "plan-doubt": Template(
        "  ? {doubt}",
        "  ? {doubt}",
        both="  ? {doubt}",
    ),
    "plan-more-doubts": Template(
        "  ? and {count} more",
        "  ? 另有 {count} 处",
        both="  ? and {count} more",
    ),
    "plan-count": Template(
        "{count} {kind}",
        "{kind} {count}",
        both="{count} {kind}",
    ),
    "plan-tally": Template(
        "{title}: {counts}",
        "{title}：{counts}",
        both="{title}: {counts}",
    ),
    "plan-sample": Template(
        "  {sign} {told}",
        "  {sign} {told}",
        both="  {sign} {told}",
    ),
    "lasting-from": Template(
        "{what}, from {start}",
        "{what}，自 {start} 起",
        both="{what}, from {start}",
    ),
    "lasting-until": Template(
        "{what}, from {start} until {end} (exclusive)",
        "{what}，自 {start} 至 {end}（不含）",
        both="{what}, from {start} until {end} (exclusive)",
    ),
    "annulled": Template(
        "{what}, annulled ({start})",
        "{what}，作废（{start}）",
        both="{what}, annulled 作废 ({start})",
    ),
    "with-changes": Template(
        "{told} [{changes}]",
        "{told} [{changes}]",
        both="{told} [{changes}]",
    ),
    "field-changed": Template(
        "{field} changed",
        "{field} 已变更",
        both="{field} changed 已变更",
    ),
    "field-becomes": Template(
        "{field} {before} → {after}",
        "{field} {before} → {after}",
        both="{field} {before} → {after}",
    ),
    "a-unit": Template(
        "{kind} {unit}",
        "{kind} {unit}",
        both="{kind} {unit}",
    ),
    "unit-called": Template(
        "{unit} is called {name}",
        "{unit} 名为 {name}",
        both="{unit} is called {name}",
    ),
    "unit-called-of-size": Template(
        "{unit} is called {name}, {households} households",
        "{unit} 名为 {name}，{households} 户",
        both="{unit} is called {name}, {households} 户",
    ),
    "is-part-of": Template(
        "{child} is part of {parent}",
        "{child} 隶属 {parent}",
        both="{child} is part of {parent}",
    ),
    "holds-post": Template(
        "{person}: {role} of {of}",
        "{person}：{of} 的{role}",
        both="{person}: {role} of {of}",
    ),
    "holds-post-as": Template(
        "{person}: {role} ({rank}) of {of}",
        "{person}：{of} 的{role}（{rank}）",
        both="{person}: {role} {rank} of {of}",
    ),
    "somebody": Template(
        "person {name} ({person})",
        "人员 {name}（{person}）",
        both="person {name} ({person})",
    ),
    "rota-told": Template(
        "rota {name}: {rule} at {hour}, {days}",
        "排班 {name}：{rule}，{hour} 交接，{days}",
        both="rota 排班 {name}: {rule} at {hour}, {days}",
    ),
    "rota-fact": Template(
        "{kind}: {rota}, {member}",
        "{kind}：{rota}，{member}",
        both="{kind}: {rota}, {member}",
    ),
    "swap-told": Template(
        "swap {rota}: {one} {one_day} ⇄ {other} {other_day}",
        "换班 {rota}：{one} {one_day} ⇄ {other} {other_day}",
        both="swap 换班 {rota}: {one} {one_day} ⇄ {other} {other_day}",
    ),
    "reward-told": Template(
        "reward {complexity} {yuan:g} yuan",
        "以案定补 {complexity} {yuan:g} 元",
        both="reward 以案定补 {complexity} {yuan:g} 元",
    ),
    "mediation-told": Template(
        "mediation {person}: {reference}, {complexity}",
        "调解 {person}：{reference}，{complexity}",
        both="mediation 调解 {person}: {reference}, {complexity}",
    ),
    "fact-told": Template(
        "{kind}: {name}",
        "{kind}：{name}",
        both="{kind}: {name}",
    ),
}
