"""What is wrong or doubtful when rows are held against the model."""

from graph.messages.template import Template

SENTENCES = {
    "turn-of-somebody-else": Template(
        "Turn {order} of {rota} is recorded as somebody else's; who takes turns in a rota is never changed.",
        "{rota}的第 {order} 轮已登记为他人；排班成员不作更改。",
    ),
    "end-rota-and-follow": Template(
        "End the rota (失效日期 on the sheet “排班”), and let a new one follow with the members as they will be.",
        "请停用该排班（“排班”表的“失效日期”），另立新排班，成员按今后的安排。",
    ),
    "fill-in-start": Template(
        "Fill in “生效日期”.",
        "请填写“生效日期”。",
    ),
    "ends-before-begins": Template(
        "It would end on {end}, no later than it begins.",
        "止于 {end}，不晚于开始。",
    ),
    "rota-ends-before": Template(
        "{rota} ends on {end}, before this; the row was left out.",
        "{rota}在此之前的 {end} 已停用；该行未采用。",
    ),
    "on-day": Template(
        "on {start}",
        "在 {start}",
    ),
    "from-day-on": Template(
        "from {start} on",
        "自 {start} 起",
    ),
    "no-shift-when": Template(
        "No shift of {rota} begins {when}.",
        "{rota}{when}没有班次。",
    ),
    "not-turn-of": Template(
        "On {day} {whose}, not that of {side}.",
        "{day} {whose}，不是{side}的班次。",
    ),
    "correct-date-or-name": Template(
        "Correct the date or the name.",
        "请更正日期或姓名。",
    ),
    "row-does-not-say": Template(
        "The row does not say {words}.",
        "该行未写 {words}。",
    ),
    "fill-it-in": Template(
        "Fill it in.",
        "请填写。",
    ),
    "said-otherwise": Template(
        "Something else is said of the same, for the same days, in {elsewhere}.",
        "对同一事项的相同日期，{elsewhere} 另有不同记载。",
    ),
    "correct-one-row": Template(
        "Correct one of the rows.",
        "请更正其中一行。",
    ),
    "no-rota-of-leaders": Template(
        "No rota (排班) with {leads} in its name runs on its days, or on some of them; who leads was left out there.",
        "名称含 {leads} 的排班没有覆盖全部日期；未覆盖处的带班领导未采用。",
    ),
    "rota-for-leaders": Template(
        "Make one for those who lead, if it is to be kept.",
        "如需保留，请为带班领导设立排班。",
    ),
    "no-rota-runs": Template(
        "No rota (排班) of {whose} runs on {day}, of which this could be a shift.",
        "{day} 没有{whose}的排班可对应此班次。",
    ),
    "make-rota-first": Template(
        "Make one first (sheet “排班”), or correct the date, “值班部门” or “综治中心”.",
        "请先设立排班（“排班”表），或更正日期、“值班部门”或“综治中心”。",
    ),
    "rota-unclear": Template(
        "It cannot be told in which rota (排班) {called} serves: {rotas}.",
        "无法确定 {called} 在哪个排班值班：{rotas}。",
    ),
    "add-rota-column": Template(
        "Add a column “值班部门” or “排班名称”.",
        "请增加“值班部门”或“排班名称”列。",
    ),
    "place-taken": Template(
        "Somebody else has the place on {day} in {rota} already.",
        "{rota}在 {day} 的位置已有他人。",
    ),
    "rotas-at-once": Template(
        "A rota (排班) has one on duty: make as many as there are at once, or name one.",
        "一个排班同时只有一人值班：同时有几人就设几个排班，或只写一人。",
    ),
    "code-of-other-kind": Template(
        "The code {code} is given to a {kind} here; it is that of a {known}.",
        "编码 {code} 在此处给了{kind}，而它是{known}的编码。",
    ),
    "correct-code-or-level": Template(
        "Correct the code or the level.",
        "请更正编码或层级。",
    ),
    "name-ambiguous": Template(
        "{name} may be {which}.",
        "“{name}”可能是 {which}。",
    ),
    "code-or-whole-name": Template(
        "Give the code, or the whole name.",
        "请填写编码，或写全名称。",
    ),
    "without-unit-above": Template(
        "without the {wanted} that it is part of",
        "未写所属的{wanted}",
    ),
    "without-code": Template(
        "without its code",
        "未写编码",
    ),
    "named-without-code": Template(
        "{kind} {name} is named {whole}; names alone are not trusted.",
        "{kind}“{name}”{whole}；仅凭名称不予采信。",
    ),
    "street-unsaid": Template(
        "The row does not say which street it is about.",
        "该行未写明属于哪个街道。",
    ),
    "add-street": Template(
        'Add a column “所属街道” or “街道编码”, or give the mapping file constants “"街道编码" = "…"”.',
        '请增加“所属街道”或“街道编码”列，或在映射文件中写 constants "街道编码" = "…"。',
    ),
    "in-scope": Template(
        " in {scope}",
        "{scope}中",
    ),
    "no-unit-called": Template(
        "No {kind} is called {name}{inside}, and its code cannot be made up.",
        "{inside}没有名为“{name}”的{kind}，也无法编出编码。",
    ),
    "code-or-import-first": Template(
        "Give its code, import the list of units first, or correct the name.",
        "请填写编码，或先导入单位表，或更正名称。",
    ),
    "no-code-left": Template(
        "There is no free code left in {scope}.",
        "{scope}中已无可用编码。",
    ),
    "give-code": Template(
        "Give the code.",
        "请填写编码。",
    ),
    "reads-as-several": Template(
        "{name} reads as several units ({kind}); it was taken for one, which is new.",
        "“{name}”像是几个{kind}；按一个新单位读取。",
    ),
    "list-several": Template(
        "List them, parted by “、”, if they are several.",
        "如为几个，请用“、”分隔列出。",
    ),
    "code-unlike-name": Template(
        "The code is that of {code}, the name that of {others}.",
        "编码是 {code} 的，名称是 {others} 的。",
    ),
    "correct-code-or-name": Template(
        "Correct the code or the name.",
        "请更正编码或名称。",
    ),
    "code-trusted": Template(
        "The row calls {code} {name}; the code was trusted, the name left as it is.",
        "该行把编码 {code} 称作“{name}”；以编码为准，名称未变更。",
    ),
    "rename-in-units": Template(
        "To rename a unit, give code and name in a table of units.",
        "如需改名，请在单位表中同时写编码和名称。",
    ),
    "part-of-other": Template(
        "{child} is part of {parent}, not of {said_parent} as the row says.",
        "{child} 隶属 {parent}，而不是该行所写的 {said_parent}。",
    ),
    "correct-row-or-move": Template(
        "Correct the row; to move a unit, say so in a table of units.",
        "请更正该行；如需调整隶属，请在单位表中写明。",
    ),
    "parts-differ": Template(
        "{child} is said to be part of {parent} here, and of {other} in {elsewhere}.",
        "此处称 {child} 隶属 {parent}，{elsewhere} 称隶属 {other}。",
    ),
    "correct-one-of-them": Template(
        "Correct one of them.",
        "请更正其一。",
    ),
    "code-of-other-place-trusted": Template(
        "The code {child} begins with the code of {above}, but the row says that the unit is part of "
        "{parent}; the row was trusted.",
        "编码 {child} 以 {above} 的编码开头，但该行写明隶属 {parent}；以该行为准。",
    ),
    "correct-code-or-place-unless": Template(
        "Correct the code or the place, unless the unit has moved within its village.",
        "请更正编码或所属，除非该单位在本村（社区）内调整过。",
    ),
    "code-of-other-place": Template(
        "The code {child} begins with the code of {above}, but the row says that the unit is part of {parent}.",
        "编码 {child} 以 {above} 的编码开头，但该行写明隶属 {parent}。",
    ),
    "correct-code-or-place": Template(
        "Correct the code or the place.",
        "请更正编码或所属。",
    ),
    "no-person": Template(
        "If it is no person, correct the cell: “空缺” says that nobody holds the post.",
        "如不是人名，请更正该单元格：无人任职写“空缺”。",
    ),
    "row-names-nobody-here": Template(
        "The row names nobody.",
        "该行没有写人。",
    ),
    "give-name": Template(
        "Give the name.",
        "请写姓名。",
    ),
    "several-people": Template(
        "There are {count} people called {name} here; it cannot be told which is meant.",
        "此处有 {count} 个“{name}”，无法确定是哪一位。",
    ),
    "give-telephone": Template(
        "Give the telephone number.",
        "请填写电话号码。",
    ),
    "taken-for-one": Template(
        "{name} has no telephone number in every row; those in the same village, from {elsewhere} on, were "
        "taken for one person.",
        "“{name}”并非每行都有电话号码；自 {elsewhere} 起同一村（社区）的按一人处理。",
    ),
    "telephone-to-be-certain": Template(
        "Give the telephone number to be certain.",
        "请填写电话号码以便确认。",
    ),
    "id-number": Template(
        "ID number",
        "身份证号",
    ),
    "another-what": Template(
        "The same person has another {what} in {elsewhere}.",
        "同一人在 {elsewhere} 有另一个{what}。",
    ),
    "several-telephones": Template(
        "{party} has several telephone numbers; {phone} was taken.",
        "{party} 有几个电话号码；采用 {phone}。",
    ),
    "several-known": Template(
        "The model knows {count} people called {party} who may be meant.",
        "模型中有 {count} 个“{party}”可能是此人。",
    ),
    "telephone-or-id": Template(
        "Give the telephone number or the “人员编号”.",
        "请填写电话号码或“人员编号”。",
    ),
    "taken-for-known": Template(
        "{party} was taken for {known_name} ({known}), who holds a post in the same village.",
        "{party} 按 {known_name}（{known}）处理，后者在同一村（社区）任职。",
    ),
    "another-telephone": Template(
        "A {party} with another telephone number holds this post; this was taken for somebody else.",
        "任此岗的 {party} 登记的是另一个电话号码；此处按另一人处理。",
    ),
    "if-number-changed": Template(
        "If only the number has changed, give “人员编号” or the ID number.",
        "如只是换了号码，请填写“人员编号”或身份证号。",
    ),
    "nobody-of-id": Template(
        "Nobody has the id {fixed}.",
        "没有编号为 {fixed} 的人。",
    ),
    "correct-id-or-name": Template(
        "Correct “人员编号”, or give the name.",
        "请更正“人员编号”，或填写姓名。",
    ),
    "new-person-made": Template(
        "{name} {why}; somebody new was made of it.",
        "“{name}”{why}；已按新人员登记。",
    ),
    "name-of-unit-too": Template(
        "is what {what} is called, too",
        "也是{what}的名称",
    ),
    "stated-differently": Template(
        "{party}: {name} is stated differently elsewhere; the first was taken.",
        "{party}：{name} 在别处写法不同；采用第一处。",
    ),
    "called-from-now": Template(
        "{person} ({person_id}) is called {party} from now on.",
        "{person}（{person_id}）自此改名为 {party}。",
    ),
    "id-numbers-not-kept": Template(
        "ID numbers were checked and used to tell people apart, but are not kept: no key to seal them is set.",
        "身份证号已核对并用于区分人员，但未保存：没有设置封存密钥。",
    ),
    "there-again": Template(
        "{person} ({person_id}) was recorded as gone on {end}, and is there again.",
        "{person}（{person_id}）曾登记于 {end} 注销，现又出现。",
    ),
    "correct-post": Template(
        "Correct the post, or the unit or office that it is of.",
        "请更正岗位，或其所属单位、机构。",
    ),
    "vacant-and-named": Template(
        "The post is said to be vacant here, but {named} names somebody.",
        "此处称该岗位空缺，而 {named} 写了人。",
    ),
    "other-dates": Template(
        "The same person and post have other dates for the same days in {elsewhere}.",
        "同一人同一岗位的相同日期，{elsewhere} 写了不同的起止。",
    ),
    "correct-row-or-telephones": Template(
        "Correct one of the rows; if they are two people, give their telephone numbers.",
        "请更正其中一行；如为两人，请分别填写电话号码。",
    ),
    "post-end-without-start": Template(
        "The post ended on {end}, but it is not said since when it was held; the row was left out.",
        "该任职止于 {end}，但未写明何时上岗；该行未采用。",
    ),
    "add-post-start": Template(
        "Add “上岗日期”.",
        "请补“上岗日期”。",
    ),
    "post-would-end-too-soon": Template(
        "The holding would end on {end}, no later than it begins ({start}).",
        "该任职将止于 {end}，不晚于开始（{start}）。",
    ),
    "correct-dates-maybe-retired": Template(
        "Correct the dates; the unit may have been retired.",
        "请更正日期；该单位可能已撤销。",
    ),
    "post-before-unit": Template(
        "The start (上岗日期) {start} is before {target} began on {target_start}; the post counts from that day.",
        "上岗日期 {start} 早于 {target} 的起始 {target_start}；按后者起算。",
    ),
    "unit-founded-earlier": Template(
        "Give the unit an earlier “成立日期” if it was there.",
        "如单位当时已有，请填写更早的“成立日期”。",
    ),
    "no-longer-primary": Template(
        "The holder is no longer primary (A角), since the files name another.",
        "因文件写了他人，此人不再是 A角。",
    ),
    "primary-from": Template(
        "From {start} on somebody else is appointed as primary (A角) already; the holding ends on that day.",
        "自 {start} 起他人已任 A角；此任职止于该日。",
    ),
    "correct-or-import-person": Template(
        "Correct the name or the number, or import the person (人员) too.",
        "请更正姓名或号码，或一并导入人员。",
    ),
    "mediator-unknown": Template(
        "{called} is not known; who mediated has to be.",
        "{called} 未登记；调解人须已登记。",
    ),
    "correct-or-station": Template(
        "Correct it, or say on the sheet “部门入驻” how it works at the centre.",
        "请更正，或在“部门入驻”表中写明其在中心的入驻方式。",
    ),
    "no-department-called": Template(
        "No department (部门) is called {named}.",
        "没有名为“{named}”的部门。",
    ),
    "nothing-of-id": Template(
        "No {what} has the id {target}.",
        "没有编号为 {target} 的{what}。",
    ),
    "succession-incomplete": Template(
        "A succession has two units and a day.",
        "承接须有两个单位和日期。",
    ),
    "fill-in-three": Template(
        "Fill in all three.",
        "请三项填全。",
    ),
    "differs-until": Template(
        "It differs from what holds until {end}.",
        "与截至 {end} 的现有登记不同。",
    ),
    "say-since": Template(
        "Say since when it holds.",
        "请写明自何时起。",
    ),
    "end-without-start": Template(
        "It ended on {end}, but it is not said since when; the row was left out.",
        "止于 {end}，但未写明自何时起；该行未采用。",
    ),
    "add-date": Template(
        "Add the date.",
        "请补日期。",
    ),
    "recorded-from": Template(
        "This is recorded from {start} on; that was left as it is.",
        "自 {start} 起已有登记，保持不变。",
    ),
    "since-unsaid": Template(
        "The row does not say since when.",
        "该行未写明自何时起。",
    ),
    "fill-in": Template(
        "Fill in {start}.",
        "请填写 {start}。",
    ),
    "rota-unsaid": Template(
        "The row does not say of which rota (排班) it is.",
        "该行未写明属于哪个排班。",
    ),
    "fill-in-rota": Template(
        "Fill in “排班编号” or “排班名称”.",
        "请填写“排班编号”或“排班名称”。",
    ),
    "when-on": Template(
        " on {on}",
        "（{on}）",
    ),
    "several-rotas": Template(
        "There are {count} rotas (排班) called {called}{when}.",
        "名为“{called}”的排班{when}有 {count} 个。",
    ),
    "give-rota-id": Template(
        "Give “排班编号”.",
        "请填写“排班编号”。",
    ),
    "no-rota-called": Template(
        "No rota (排班) is called {called}{when}.",
        "没有名为“{called}”的排班{when}。",
    ),
    "correct-or-import-rotas": Template(
        "Correct it, or import the sheet “排班” too.",
        "请更正，或一并导入“排班”表。",
    ),
    "a-person": Template(
        "person",
        "人员",
    ),
    "no-server-of-id": Template(
        "No {what} has this id; {rota} is a rota of such.",
        "没有此编号的{what}；{rota}由{what}轮值。",
    ),
    "correct-or-import": Template(
        "Correct it, or import what it names too.",
        "请更正，或一并导入其所指内容。",
    ),
    "several-departments": Template(
        "There are {count} departments (部门) called {name}.",
        "名为“{name}”的部门有 {count} 个。",
    ),
    "correct-or-id": Template(
        "Correct it, or give its id.",
        "请更正，或填写其编号。",
    ),
    "one-in-each-row": Template(
        "Name one in each row.",
        "请每行写一人。",
    ),
    "telephone-or-number": Template(
        "Give the telephone number or the id.",
        "请填写电话号码或编号。",
    ),
    "other-number-recorded": Template(
        "another number is recorded",
        "登记的是另一个号码",
    ),
    "nobody-of-name": Template(
        "nobody of this name is known",
        "没有此姓名的人",
    ),
    "server-unknown": Template(
        "{called} is not known: {other}.",
        "{called} 未登记：{other}。",
    ),
    "nothing-of-code": Template(
        "Nothing has this code or id.",
        "没有此编码或编号。",
    ),
    "several-called": Template(
        "There are {count} called {name}.",
        "名为“{name}”的有 {count} 个。",
    ),
    "give-id": Template(
        "Give the id.",
        "请填写编号。",
    ),
    "no-target-called": Template(
        "No {what} is called {name}.",
        "没有名为“{name}”的{what}。",
    ),
    "correct-or-import-it": Template(
        "Correct the name, or import it too.",
        "请更正名称，或一并导入。",
    ),
    "target-unsaid": Template(
        "The row does not say of which {what} the {role} is.",
        "该行未写明{role}属于哪个{what}。",
    ),
    "add-its-column": Template(
        "Add its column.",
        "请增加相应的列。",
    ),
    "without-centre": Template(
        "{unit} has no governance centre; the {role} was taken as its own.",
        "{unit} 没有综治中心；{role}按该单位自身的岗位处理。",
    ),
    "centres-of-unit": Template(
        "{unit} has {count} governance centres; the {role} cannot be placed.",
        "{unit} 的综治中心有 {count} 个；无法安排{role}。",
    ),
    "name-centre": Template(
        "Give the name of the centre, committee or department.",
        "请写明中心、调解组织或部门的名称。",
    ),
    "abolished-before-founded": Template(
        "{code} is abolished before it is founded.",
        "{code} 的撤销早于成立。",
    ),
    "correct-dates": Template(
        "Correct the dates.",
        "请更正日期。",
    ),
    "described-until": Template(
        "{code} is described until {end}; it was taken as retired then.",
        "{code} 只登记到 {end}；按届时撤销处理。",
    ),
    "dates-differ": Template(
        "{what} of {code} is {second} here, and {first} in {elsewhere}.",
        "{code} 的{what}此处为 {second}，{elsewhere} 为 {first}。",
    ),
    "abolished-without-beginning": Template(
        "{code} is abolished, but not said to have begun.",
        "{code} 有撤销，但未写何时成立。",
    ),
    "add-founded": Template(
        "Add “成立日期”.",
        "请补“成立日期”。",
    ),
    "code-retired": Template(
        "{code} was retired on {end}; codes are never used again.",
        "{code} 已于 {end} 撤销；编码不可重复使用。",
    ),
    "use-successor": Template(
        "Use the code of what covers it now, or leave the row out.",
        "请改用现在覆盖该范围的单位编码，或去掉该行。",
    ),
    "described-until-only": Template(
        "{code} is described until {ends} only; it was taken as retired then.",
        "{code} 只登记到 {ends}；按届时撤销处理。",
    ),
    "add-abolished": Template(
        "Add “撤销日期”.",
        "请补“撤销日期”。",
    ),
    "unit-stated-differently": Template(
        "{code} is stated differently in {first}, for the same days.",
        "{code} 的相同日期在 {first} 有不同写法。",
    ),
    "attribute-differs": Template(
        "{attribute} of {unit} is {value} here, and {other} in {elsewhere}.",
        "{unit} 的{attribute}此处为 {value}，{elsewhere} 为 {other}。",
    ),
    "unit-is-so": Template(
        "{unit} is so",
        "{unit} 如此",
    ),
    "kind-uncalled": Template(
        "No file says what {kind} {unit} is called; its code stands for it.",
        "文件中没有{kind} {unit} 的名称；以编码代替。",
    ),
    "add-name-column": Template(
        "Add a column with its name, such as {named_by}.",
        "请增加名称列，如 {named_by}。",
    ),
    "recorded-to-come": Template(
        "{what} from {day} on, as is recorded already; that was left as it is.",
        "{what}，自 {day} 起已有登记；保持不变。",
    ),
    "date-if-earlier": Template(
        "Give the date if it is an earlier one.",
        "如日期更早，请填写日期。",
    ),
    "grid-types-unsaid": Template(
        "No grid type is stated for {count} new grids, the first here; taken for general grids (全科网格).",
        "有 {count} 个新网格未写网格类型（此为第一个）；按全科网格处理。",
    ),
    "add-grid-type": Template(
        "Add a column “网格类型” if that is not so.",
        "如不对，请增加“网格类型”列。",
    ),
    "parent-unclear": Template(
        "It cannot be told what {unit} is part of.",
        "无法确定 {unit} 隶属哪里。",
    ),
    "add-parent": Template(
        "Add a column “上级编码”, or the columns of the levels above.",
        "请增加“上级编码”列，或上级各层级的列。",
    ),
    "parent-unknown": Template(
        "The parent unit {parent} is not known.",
        "上级单位 {parent} 未登记。",
    ),
    "correct-parent": Template(
        "Correct “上级编码”.",
        "请更正“上级编码”。",
    ),
    "unit-is-part": Template(
        "{unit} is part of {parent}",
        "{unit} 隶属 {parent}",
    ),
    "retired-before-begun": Template(
        "{unit} begins on {start}; it cannot be retired on {on}.",
        "{unit} 始于 {start}，不能于 {on} 撤销。",
    ),
    "correct-abolished": Template(
        "Correct “撤销日期”, or give “成立日期” too.",
        "请更正“撤销日期”，或一并填写“成立日期”。",
    ),
    "successors-without-day": Template(
        "There are successors (承接单位编码), but no day of retirement (撤销日期).",
        "有承接单位编码，没有撤销日期。",
    ),
    "successor-unknown": Template(
        "The successor {successor} is not known.",
        "承接单位 {successor} 未登记。",
    ),
    "give-its-row": Template(
        "Give its row too.",
        "请一并给出该单位的行。",
    ),
    "see-calendar": Template(
        "See docs/duty.md, the calendar.",
        "见 docs/duty.md 中的日历一节。",
    ),
    "another-name": Template(
        "The same person has another name in {elsewhere}: {one} there, {other} here.",
        "同一人在 {elsewhere} 姓名不同：彼处为 {one}，此处为 {other}。",
    ),
    "give-its-code": Template(
        "Give its code.",
        "请填写编码。",
    ),
    "give-its-code-or": Template(
        "Give its code, or the {wanted}.",
        "请填写编码，或所属的{wanted}。",
    ),
}
