"""What is wrong or doubtful in single cells."""

from graph.messages.template import Template

SENTENCES = {
    "write-duty-date": Template(
        "Write it as 2026-12-30, or from when to when in the title: “2026年12月29日至2027年1月3日”.",
        "请写作 2026-12-30，或在标题中写明起止：2026年12月29日至2027年1月3日。",
    ),
    "title-speaks-of": Template(
        "the title speaks of {span}",
        "标题为 {span}",
    ),
    "stands-above": Template(
        "{above} stands above it",
        "上一行为 {above}",
    ),
    "duty-year-doubtful": Template(
        "This is {day}; {around}, so that {other} may be meant.",
        "此处为 {day}；而{around}，可能应为 {other}。",
    ),
    "correct-year": Template(
        "Correct the year.",
        "请更正年份。",
    ),
    "duty-day-off-title": Template(
        "This is {day}; the title speaks of {span}.",
        "此处为 {day}；标题为 {span}。",
    ),
    "look-which": Template(
        "Look which of them is right.",
        "请核对哪个正确。",
    ),
    "no-such-day": Template(
        "There is no such day in the calendar.",
        "日历中没有这一天。",
    ),
    "correct-date": Template(
        "Correct the date.",
        "请更正日期。",
    ),
    "duty-day-runs-on": Template(
        "{word} was read as {day}, since the table runs on.",
        "{word} 按 {day} 读取，因为表格接续到下年或下月（跨年或跨月）。",
    ),
    "duty-day-by-title": Template(
        "{word} was read as {day}; the title speaks of {span}.",
        "{word} 按 {day} 读取；标题为 {span}。",
    ),
    "duty-month-unknown": Template(
        "It can't be told of which year or month {word} is.",
        "无法确定 {word} 属于哪年哪月。",
    ),
    "duty-days-anew": Template(
        "The days begin anew below; it can't be told of which month day {day} is.",
        "下方日期重新起算，无法确定 {day}日属于哪个月。",
    ),
    "duty-month-unsaid": Template(
        "The year or month is not said.",
        "未写明年份或月份。",
    ),
    "write-duty-month": Template(
        "Write 2025-06-03, or “2025年6月” in the title or the sheet's name.",
        "请写作 2025-06-03，或在标题、工作表名中写 2025年6月。",
    ),
    "write-each-name": Template(
        "Write the name of each person; “空缺” if nobody holds the post.",
        "请写出每个人的姓名；无人任职请写“空缺”。",
    ),
    "names-nobody-taken": Template(
        "{word} names nobody; nothing was taken from the cell.",
        "{word} 不是人名，该单元格未采用任何内容。",
    ),
    "words-left-out": Template(
        "The words {words} were left out.",
        "“{words}”未采用。",
    ),
    "no-names-left-out": Template(
        "{words}: no names; left out.",
        "{words}：不是人名，未采用。",
    ),
    "number-without-name": Template(
        "There is a telephone number without a name.",
        "有电话号码，没有姓名。",
    ),
    "write-name-and-number": Template(
        "Write name and number of each person.",
        "请写出每个人的姓名和号码。",
    ),
    "number-no-telephone": Template(
        "There is a number that is no telephone number.",
        "有一个号码不是电话号码。",
    ),
    "correct-mobile": Template(
        "Correct it: a mobile number has 11 digits.",
        "请更正：手机号码为 11 位。",
    ),
    "second-number-left-out": Template(
        "A second number, {number}, was left out.",
        "第二个号码 {number} 未采用。",
    ),
    "more-than-named": Template(
        "{word!r} says that there are more; only who is named was taken.",
        "{word!r} 表示还有其他人；只采用了写明的姓名。",
    ),
    "has-left": Template(
        "“{note}” says that the person has left.",
        "“{note}”表示此人已离任。",
    ),
    "write-who-or-vacant": Template(
        "Write who holds the post now, or “空缺”.",
        "请写现任人员，或“空缺”。",
    ),
    "marks-left-out": Template(
        "The marks around {name} were left out.",
        "{name} 前后的符号未采用。",
    ),
    "names-nobody": Template(
        "{word} names nobody.",
        "{word} 不是人名。",
    ),
    "taken-for-people": Template(
        "Taken for {count} people.",
        "按 {count} 人读取。",
    ),
    "one-number-several-names": Template(
        "There is one telephone number for several names.",
        "一个电话号码对应多个姓名。",
    ),
    "not-who": Template(
        "{word!r} does not say who.",
        "{word!r} 未写明是谁。",
    ),
    "does-not-say-who": Template(
        "{word} does not say who.",
        "{word} 未写明是谁。",
    ),
    "write-name": Template(
        "Write the name.",
        "请写出姓名。",
    ),
    "sends-elsewhere": Template(
        "{word} sends to another place; it names nobody.",
        "{word} 指向别处，不是人名。",
    ),
    "how-many-not-who": Template(
        "{word} says how many, not who.",
        "{word} 是人数，不是人名。",
    ),
    "post-not-name": Template(
        "{word} is a post or a form of address, not the name of a person.",
        "{word} 是职务或称呼，不是人名。",
    ),
    "body-not-person": Template(
        "{word} is a body or an office, not a person.",
        "{word} 是单位或机构，不是人。",
    ),
    "title-or-name": Template(
        "{title} is a post or a body, too; {word} was taken for a name.",
        "{title} 也是职务或机构；{word} 按姓名读取。",
    ),
    "title-not-whole-name": Template(
        "{word} says {title}, and no whole name.",
        "{word} 含 {title}，姓名不完整。",
    ),
    "name-faulty": Template(
        "The name {fault}.",
        "姓名{fault}。",
    ),
    "no-name-of-person": Template(
        "{name!r} is no name of a person.",
        "{name!r} 不是人名。",
    ),
    "write-name-beside-number": Template(
        "Write the name, and the number beside it.",
        "请写姓名，号码写在旁边。",
    ),
    "name-ends-in-digit": Template(
        "The name ends in a digit: if that tells namesakes apart, give their telephone numbers instead.",
        "姓名以数字结尾：如用于区分同名者，请改填电话号码。",
    ),
    "name-not-in-full": Template(
        "The name is not said in full.",
        "姓名不完整。",
    ),
    "name-like-place": Template(
        "{ending} is how places and offices end; it was taken for a name.",
        "“{ending}”常为地名或单位名的结尾；按姓名读取。",
    ),
    "name-long": Template(
        "{name} is long for a name.",
        "{name} 作为姓名过长。",
    ),
    "maybe-two-names": Template(
        "{name} may be two names; it was taken for one.",
        "{name} 可能是两个姓名；按一人读取。",
    ),
    "no-time-of-day": Template(
        "This is no time of day.",
        "不是时刻。",
    ),
    "write-time": Template(
        "Write it as 08:30.",
        "请写作 08:30。",
    ),
    "no-length-of-shift": Template(
        "This is no length of a shift.",
        "不是班次时长。",
    ),
    "write-minutes": Template(
        "Write its minutes in digits, such as 540.",
        "请用数字写分钟数，如 540。",
    ),
    "rules-understood": Template(
        "“每日”, “每周一、三、五” and “每月1日、15日” are understood too.",
        "也可写作“每日”“每周一、三、五”“每月1日、15日”。",
    ),
    "no-whole-latin-name": Template(
        "is no whole name in Latin letters",
        "不是完整的拉丁字母姓名",
    ),
    "no-known-surname": Template(
        "does not begin with a family name that is known",
        "开头不是已知的姓",
    ),
    "long-for-surname": Template(
        "is long for a name with a family name of one character",
        "单姓姓名过长",
    ),
    "mobile-digits": Template(
        "A mobile number has 11 digits; this has {count}.",
        "手机号码为 11 位，此处为 {count} 位。",
    ),
    "correct-number": Template(
        "Correct the number.",
        "请更正号码。",
    ),
    "no-telephone": Template(
        "This is no telephone number.",
        "不是电话号码。",
    ),
    "write-telephone": Template(
        "Write a mobile number of 11 digits, or area code and number.",
        "请写 11 位手机号码，或区号加号码。",
    ),
    "one-number-taken": Template(
        "{found} was taken, {left!r} left out.",
        "已采用 {found}，{left!r} 未采用。",
    ),
    "keep-one-number": Template(
        "Keep one number in the cell; note the other.",
        "单元格中只留一个号码，其余另行备注。",
    ),
    "extension-kept": Template(
        "The extension {tail} was kept behind the number {head}.",
        "分机号 {tail} 已附在号码 {head} 之后。",
    ),
    "word-no-name": Template(
        "{word} is no name.",
        "{word} 不是名称。",
    ),
    "name-or-blank": Template(
        "Write the name, or leave the cell blank.",
        "请写名称，或留空。",
    ),
    "word-names-several": Template(
        "{word} names several at once.",
        "{word} 指多个。",
    ),
    "row-for-each": Template(
        "Write one row for each, or list the names, parted by “、”.",
        "请每个写一行，或用“、”分隔列出名称。",
    ),
    "text-faulty": Template(
        "The text {fault}.",
        "文本{fault}。",
    ),
    "private-character-read": Template(
        "{named}, a private character of old systems, was read as {rare}.",
        "自造字 {named} 按 {rare} 读取。",
    ),
    "number-not-whole": Template(
        "The number is not whole.",
        "数字不是整数。",
    ),
    "write-digits-as-text": Template(
        "Write the digits as text.",
        "请以文本填写数字（设置单元格格式为“文本”）。",
    ),
    "digits-lost": Template(
        "The cell holds a number, of which Excel keeps 15 digits; the further ones are lost.",
        "单元格为数字，Excel 只保留 15 位，末尾位数已丢失。",
    ),
    "format-as-text": Template(
        "Format the column as text and enter it again.",
        "请把该列格式设为文本后重新填写。",
    ),
    "digits-lost-scientific": Template(
        "The digits were lost when the number was written in scientific form.",
        "数字被写成科学计数法，位数已丢失。",
    ),
    "no-code": Template(
        "This is no code: a code has digits and letters only.",
        "不是编码：编码只含数字和字母。",
    ),
    "correct-code": Template(
        "Correct the code.",
        "请更正编码。",
    ),
    "no-whole-number": Template(
        "This is no whole number.",
        "不是整数。",
    ),
    "write-number-alone": Template(
        "Write the number in digits, nothing else.",
        "请只用数字填写。",
    ),
    "write-number": Template(
        "Write the number in digits.",
        "请用数字填写。",
    ),
    "no-number": Template(
        "This is no number.",
        "不是数字。",
    ),
    "write-score": Template(
        "Write the score in digits.",
        "请用数字填写得分。",
    ),
    "no-measure": Template(
        "This is no number.",
        "不是数字。",
    ),
    "write-measure": Template(
        "Write it in digits, with its unit if you like.",
        "请用数字填写，可带单位。",
    ),
    "no-money": Template(
        "This is no amount of money.",
        "不是金额。",
    ),
    "write-yuan": Template(
        "Write the yuan in digits.",
        "请用数字填写金额（元）。",
    ),
    "write-date": Template(
        "Write it as 2025-01-31.",
        "请写作 2025-01-31。",
    ),
    "time-without-day": Template(
        "This is a time of day without a day.",
        "只有时刻，没有日期。",
    ),
    "year-alone": Template(
        "This says only the year.",
        "只写了年份。",
    ),
    "write-whole-date": Template(
        "Write year, month and day, as in 2025-01-31.",
        "请写年、月、日，如 2025-01-31。",
    ),
    "no-date": Template(
        "This is no date that can be understood.",
        "不是可识别的日期。",
    ),
    "weekday-wrong": Template(
        "{day} is a {weekday}.",
        "{day} 是{weekday}。",
    ),
    "correct-date-or-weekday": Template(
        "Correct the date or the weekday.",
        "请更正日期或星期。",
    ),
    "day-in-china": Template(
        "{there} is of another time zone, and another day in China.",
        "{there} 为其他时区，在中国是另一天（时区不同，日期相差一天）。",
    ),
    "january-or-october": Template(
        "This number may be January (2025.1) or October (2025.10): the cell has lost the zero.",
        "此数可能是一月（2025.1）或十月（2025.10）：单元格丢失了末尾的零。",
    ),
    "write-month": Template(
        "Write it as 2025-01 or 2025-10.",
        "请写作 2025-01 或 2025-10。",
    ),
    "number-no-date": Template(
        "This number is no date.",
        "此数不是日期。",
    ),
    "no-such-month": Template(
        "There is no such month.",
        "没有这个月份。",
    ),
    "date-out-of-range": Template(
        "Dates run from {first} to {last}.",
        "日期限 {first} 至 {last}。",
    ),
    "id-of-first-generation": Template(
        "This is an ID number of the first generation.",
        "这是第一代身份证号。",
    ),
    "give-18": Template(
        "Give the one of 18 characters.",
        "请填写 18 位号码。",
    ),
    "id-form-wrong": Template(
        "An ID number has 17 digits and a check digit or X.",
        "身份证号为 17 位数字加校验位（数字或 X）。",
    ),
    "id-birth-wrong": Template(
        "The date of birth in the ID number is none.",
        "身份证号中的出生日期无效。",
    ),
    "id-check-wrong": Template(
        "The check digit of the ID number is wrong.",
        "身份证号校验码错误。",
    ),
    "a-gender": Template(
        "a gender",
        "性别",
    ),
    "genders-known": Template(
        "“男” or “女”",
        "男或女",
    ),
    "a-grid-type": Template(
        "a type of grid",
        "网格类型",
    ),
    "grid-types-known": Template(
        "“全科网格” or “专属网格”",
        "全科网格或专属网格",
    ),
    "no-rank": Template(
        "This is no rank.",
        "不是可识别的主备角色。",
    ),
    "write-rank": Template(
        "Write “A角”, “B角” or “成员”.",
        "请写 A角、B角或成员。",
    ),
    "a-level": Template(
        "a level",
        "层级",
    ),
    "urban-or-rural": Template(
        "urban or rural",
        "城乡类型",
    ),
    "settings-known": Template(
        "“城区” or “农村”",
        "城区或农村",
    ),
    "yes-or-no": Template(
        "yes or no",
        "是否",
    ),
    "answers-known": Template(
        "“是” or “否”",
        "是或否",
    ),
    "word-unknown": Template(
        "This is not {what} that is known.",
        "不是可识别的{what}。",
    ),
    "write-known": Template(
        "Write {known}.",
        "请写{known}。",
    ),
    "such-a-word": Template(
        "a word",
        "词语",
    ),
    "how-many": Template(
        "{name}: {doubt}",
        "{name}：{doubt}",
    ),
}
