"""What is wrong or doubtful in the rows of a table."""

from graph.messages.template import Template

SENTENCES = {
    "row-without-day": Template(
        "The row does not say on which day.",
        "该行未写明日期。",
    ),
    "give-date": Template(
        "Give the date.",
        "请填写日期。",
    ),
    "numbers-for-names": Template(
        "There are {count} telephone numbers for {names} names.",
        "电话号码 {count} 个，姓名 {names} 个。",
    ),
    "numbers-as-names": Template(
        "Write as many numbers as names, in the same order, or the number behind each name.",
        "号码与姓名数量、次序须一致，或把号码写在各姓名之后。",
    ),
    "half-a-name": Template(
        "{name} is half a name.",
        "{name} 是简写，名称不全。",
    ),
    "write-names-whole": Template(
        "Write each name whole: “第一网格、第二网格”.",
        "请写全每个名称：第一网格、第二网格。",
    ),
    "units-above-units": Template(
        "The row names several units above others of one: it cannot be told which lies in which.",
        "该行在另一些单位之上列出多个单位，无法确定从属关系。",
    ),
    "row-for-each-unit": Template(
        "Write one row for each.",
        "请每个单位写一行。",
    ),
    "codes-for-names": Template(
        "There are {count} codes for {names} names.",
        "编码 {count} 个，名称 {names} 个。",
    ),
    "codes-as-names": Template(
        "Write as many codes as names, in the same order.",
        "编码与名称数量、次序须一致。",
    ),
    "code-of-level": Template(
        "one of a {found}",
        "{found}编码",
    ),
    "code-of-length": Template(
        "of {count} characters, which no level has",
        "{count} 个字符，没有这样的层级",
    ),
    "code-of-other-level": Template(
        "The code is {what}; a {kind} is asked for.",
        "该编码是{what}；此处应为{kind}编码。",
    ),
    "cell-names-people": Template(
        "The cell names {count} people.",
        "单元格写了 {count} 个人。",
    ),
    "row-for-each-person-here": Template(
        "Write one row for each of them.",
        "请每人写一行。",
    ),
    "no-known-post": Template(
        "This is no post that is known.",
        "不是可识别的岗位。",
    ),
    "write-one-of": Template(
        "Write one of {known}.",
        "请写 {known} 之一。",
    ),
    "full-or-part-unsaid": Template(
        "“网格员” does not say whether full-time or part-time.",
        "“网格员”未写明专职还是兼职。",
    ),
    "say-full-or-part": Template(
        'Write “专职网格员” or “兼职网格员”, add a column “专职/兼职”, or say constants = {{“"专职/兼职" = '
        '"专职"”}} in the mapping file.',
        '请写专职网格员或兼职网格员，增加“专职/兼职”列，或在映射文件中写 constants = {{"专职/兼职" = "专职"}}。',
    ),
    "row-names-nobody": Template(
        "The row names nobody.",
        "该行没有写人。",
    ),
    "name-or-vacant": Template(
        "Give the name, or “空缺”.",
        "请写姓名，或“空缺”。",
    ),
    "name-not-plain": Template(
        "{text} is no plain name of a person; it was taken as it stands, for the row has a “人员编号”.",
        "{text} 不是单纯的姓名；因该行有人员编号，按原文读取。",
    ),
    "name-alone": Template(
        "Write the name alone.",
        "请只写姓名。",
    ),
    "row-for-each-person": Template(
        "Write one row for each person.",
        "请每人写一行。",
    ),
    "birth-unlike-id": Template(
        "The date of birth is not the one in the ID number.",
        "出生日期与身份证号不符。",
    ),
    "correct-one": Template(
        "Correct one of them.",
        "请更正其一。",
    ),
    "gender-unlike-id": Template(
        "The gender is not the one in the ID number.",
        "性别与身份证号不符。",
    ),
    "row-without-post": Template(
        "The row says no post; only the person was taken.",
        "该行没有岗位；只采用了人员。",
    ),
    "fill-in-post": Template(
        "Fill in “岗位”.",
        "请填写“岗位”。",
    ),
    "post-without-unit": Template(
        "The row does not say which unit the {role} is of.",
        "该行未写明{role}所属的单位。",
    ),
    "give-unit": Template(
        "Give the code or the name of the unit, such as “网格编码”, or “所属村” and “所属网格”.",
        "请给出单位编码或名称，如“网格编码”，或“所属村”和“所属网格”。",
    ),
    "instructor-of-village": Template(
        "An instructor (网格指导员) is of a grid as a rule; the row names a village only, and so it was taken.",
        "网格指导员通常属于网格；该行只写了村（社区），按此读取。",
    ),
    "post-by-title": Template(
        "No column says the post; everybody was taken for a {role}, as the title says.",
        "没有岗位列；按标题，所有人均作{role}读取。",
    ),
    "add-post-column": Template(
        "Add a column “岗位” if that is not so.",
        "如不对，请增加“岗位”列。",
    ),
    "row-names-units": Template(
        "The row names several units.",
        "该行写了多个单位。",
    ),
    "row-for-each-of-units": Template(
        "Write one row for each unit.",
        "请每个单位写一行。",
    ),
    "row-names-no-unit": Template(
        "The row names no unit.",
        "该行没有写单位。",
    ),
    "give-unit-or-delete": Template(
        "Give its code or name, merge the cells that mean the same as above, or delete the row.",
        "请填写编码或名称，把与上方相同的单元格合并，或删除该行。",
    ),
    "level-unknown-by-code": Template(
        "The level of the unit cannot be told: its code has no length that the digit template knows.",
        "无法判断单位层级：编码长度不合编码规则。",
    ),
    "level-unknown": Template(
        "The level of the unit cannot be told without a code.",
        "没有编码，无法判断单位层级。",
    ),
    "code-or-level": Template(
        "Correct the code, or add a column “级别”.",
        "请更正编码，或增加“级别”列。",
    ),
    "no-grid-type-left-out": Template(
        "{kind} has no grid type; it was left out.",
        "{kind}没有网格类型，未采用。",
    ),
    "no-unit-for-role": Template(
        "The row names no unit of which there could be a {role}.",
        "该行没有可设{role}的单位。",
    ),
    "add-level-column": Template(
        "Add the column of that level, such as “网格名称”, or leave this column out.",
        "请增加该层级的列，如“网格名称”，或去掉此列。",
    ),
    "number-without-name-here": Template(
        "There is a telephone number without a name.",
        "有电话号码，没有姓名。",
    ),
    "name-in-column": Template(
        "Write the name in column {title}.",
        "请在列 {title} 中填写姓名。",
    ),
    "column-taken-full-time": Template(
        "Column {title} does not say full-time or part-time; it was read as “专职网格员”.",
        "列 {title} 未写明专职还是兼职；按专职网格员读取。",
    ),
    "say-part-time": Template(
        'If they are part-time, say so in the mapping file: “"网格员" = "兼职网格员"”.',
        '如为兼职，请在映射文件中写："网格员" = "兼职网格员"。',
    ),
}
