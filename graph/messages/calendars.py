"""What is wrong or doubtful in calendars."""

from graph.messages.template import Template

SENTENCES = {
    "event-names-unlike-rotas": Template(
        "The event names {count} for its turn of {day}, where rotas have {rota_count}: {rotas}.",
        "日程在 {day} 的班次写了 {count} 人，而排班有 {rota_count} 个：{rotas}。",
    ),
    "name-as-many": Template(
        "Name as many as serve together, or set another rota first.",
        "请按同时值班的人数填写，或先另设排班。",
    ),
    "turn-within-turn": Template(
        "Its turn of {day} begins or ends within a turn of {rota}, {start} to {end}.",
        "其 {day} 的班次起止落在 {rota} 的一个班次之内：{start} 至 {end}。",
    ),
    "hours-of-rota": Template(
        "Give it the hours of that rota, or end the rota first.",
        "请采用该排班的时间，或先停用该排班。",
    ),
    "part-of-turn": Template(
        "It is a part of a turn of {rota}, {start} to {end}; a turn has one officer all the time.",
        "这只是 {rota} 一个班次的一部分：{start} 至 {end}；一个班次自始至终由一人值班。",
    ),
    "one-has-all": Template(
        "Let one have all of the turn; who is away for a part of it is recorded as absent, with a stand-in.",
        "请由一人值完整班次；中途离开的登记为缺岗，并指定代岗人。",
    ),
    "past-turns-left-out": Template(
        "No rota has {count} turns that have begun; they were left out: a rota begins with a turn to come.",
        "有 {count} 个已开始的班次没有排班，未采用：排班从将来的班次开始。",
    ),
    "too-many-own-rotas": Template(
        "No rota has these {count} days, and by themselves they would be more than {most} rotas.",
        "这 {count} 天没有排班，若各自成班将超过 {most} 个排班。",
    ),
    "set-rota-first": Template(
        "Set the rota first; the events then say who serves when.",
        "请先设立排班，再由日程说明谁何时值班。",
    ),
    "calendar-cancelled": Template(
        "cancelled: {count}",
        "已取消：{count}",
        both="cancelled 已取消: {count}",
    ),
    "calendar-no-event": Template(
        "no event {name}: {count}",
        "非日程 {name}：{count}",
        both="no event 非日程 {name}: {count}",
    ),
    "too-many-series": Template(
        "{count} series without end are of one place, more than {most}.",
        "同一地点的长期日程有 {count} 个，超过 {most} 个。",
    ),
    "export-one-department": Template(
        "Export one department's duty.",
        "请只导出一个部门的值班。",
    ),
    "see-duty": Template(
        "See docs/duty.md.",
        "见 docs/duty.md。",
    ),
    "calendar-too-large": Template(
        "The calendar has more than {most} MB.",
        "日历超过 {most} MB。",
    ),
    "export-less": Template(
        "Export one department's duty, or fewer years, without attachments.",
        "请只导出一个部门的值班，或减少年份，且不带附件。",
    ),
    "too-many-events": Template(
        "The calendar has {count} events, more than {most}.",
        "日历有 {count} 个日程，超过 {most} 个。",
    ),
    "export-one-or-fewer": Template(
        "Export one department's duty, or fewer years.",
        "请只导出一个部门的值班，或减少年份。",
    ),
    "answers-invitation": Template(
        "This answers an invitation (METHOD:{method}), and puts nobody on duty: it was left out.",
        "这是对邀请的答复（METHOD:{method}），不表示有人值班，未采用。",
    ),
    "export-calendar-itself": Template(
        "Export the calendar itself.",
        "请导出日历本身。",
    ),
    "times-without-zone": Template(
        "{count} times have no zone, and were taken in {zone}; the calendar says that it is of {said}.",
        "有 {count} 个时间没有时区，按 {zone} 处理；日历自称属于 {said}。",
    ),
    "export-with-zones": Template(
        "Export it with the zone of each time, or in UTC.",
        "请导出带时区的时间，或用 UTC。",
    ),
    "no-number-here": Template(
        "This is no number.",
        "不是数字。",
    ),
    "tentative": Template(
        "The event is tentative; it was taken.",
        "日程为暂定，已采用。",
    ),
    "confirm-first": Template(
        "Confirm it first.",
        "请先确认。",
    ),
    "dtstart-count": Template(
        "The event has {count} DTSTART.",
        "日程有 {count} 个 DTSTART。",
    ),
    "give-one": Template(
        "Give one.",
        "请只给一个。",
    ),
    "declined": Template(
        "{name} declined; as an attendee they were left out.",
        "{name}已谢绝，作为参加人未采用。",
    ),
    "serving-in-title": Template(
        "Name in the title who serves.",
        "请在标题中写明值班人。",
    ),
    "twice-there": Template(
        "{name} stands there twice.",
        "{name} 重复出现。",
    ),
    "leave-one-out": Template(
        "Leave one out.",
        "请去掉一个。",
    ),
    "dtend-and-duration": Template(
        "The event has both DTEND and DURATION.",
        "日程同时有 DTEND 和 DURATION。",
    ),
    "exrule-gone": Template(
        "EXRULE is out of use since 2009.",
        "EXRULE 自 2009 年起已停用。",
    ),
    "days-in-exdate": Template(
        "Name the days in EXDATE.",
        "请在 EXDATE 中列出日期。",
    ),
    "second-rrule": Template(
        "The event has a second RRULE.",
        "日程有第二个 RRULE。",
    ),
    "make-two-events": Template(
        "Make two events of it.",
        "请拆成两个日程。",
    ),
    "change-of-all-following": Template(
        "A change of this turn and all that follow (RANGE) is not read.",
        "不读取“此班次及以后全部”的更改（RANGE）。",
    ),
    "end-series-and-begin": Template(
        "End the series before it, and begin another one.",
        "请在此之前结束该系列，另起一个。",
    ),
    "length-unsaid": Template(
        "It is not said how long the turn lasts.",
        "未写明班次时长。",
    ),
    "add-dtend": Template(
        "Add DTEND or DURATION.",
        "请加 DTEND 或 DURATION。",
    ),
    "day-and-hour": Template(
        "DTSTART and DTEND are a day and an hour.",
        "DTSTART 与 DTEND 一个是日期、一个是时刻。",
    ),
    "write-alike": Template(
        "Write both alike.",
        "请写成同一形式。",
    ),
    "dtend-is-dtstart": Template(
        "DTEND, the first day no more, is the day of DTSTART; the event was taken as one of that day.",
        "DTEND（不含）与 DTSTART 同一天；按当日一天处理。",
    ),
    "dtend-day-after": Template(
        "Let DTEND be the day after.",
        "请把 DTEND 写为次日。",
    ),
    "turn-length-wrong": Template(
        "A turn lasts whole minutes, from one to a year of them, not {length}.",
        "班次为整分钟，一分钟至一年，不能是 {length}。",
    ),
    "no-length-of-turn": Template(
        "This is no length of the turn.",
        "不是班次时长。",
    ),
    "write-p1d-or-hours": Template(
        "Write it as P1D or PT9H.",
        "请写作 P1D 或 PT9H。",
    ),
    "whole-days-alone": Template(
        "A turn of whole days lasts whole days.",
        "整日班次的时长为整日。",
    ),
    "write-p1d": Template(
        "Write it as P1D.",
        "请写作 P1D。",
    ),
    "correct-rule-or-single": Template(
        "Correct the rule, or make single events of its days.",
        "请更正规则，或改为逐日日程。",
    ),
    "count-and-until": Template(
        "The rule has both COUNT and UNTIL.",
        "规则同时有 COUNT 和 UNTIL。",
    ),
    "periods-not-read": Template(
        "Periods are not read.",
        "不读取时段（PERIOD）。",
    ),
    "event-of-each": Template(
        "Make an event of each.",
        "请各写一个日程。",
    ),
    "too-many-dates": Template(
        "RDATE and EXDATE list more than {most:,} days in this file.",
        "本文件的 RDATE 和 EXDATE 超过 {most:,} 天。",
    ),
    "export-fewer-years": Template(
        "Export fewer years.",
        "请减少导出年份。",
    ),
    "write-ical-time": Template(
        "Write it as 20260105 or 20260105T083000.",
        "请写作 20260105 或 20260105T083000。",
    ),
    "no-ical-time": Template(
        "This is no day, and no whole minute of one.",
        "不是日期，也不是整分钟的时刻。",
    ),
    "zone-and-utc": Template(
        "The time names the zone {zone} and says Z, UTC; it was taken as UTC.",
        "时间写了时区 {zone} 又写 Z（UTC）；按 UTC 处理。",
    ),
    "leave-one-of-them-out": Template(
        "Leave one of them out.",
        "请去掉其一。",
    ),
    "zone-unknown": Template(
        "No time zone has this name, and the file does not describe it.",
        "没有此名称的时区，文件中也没有说明。",
    ),
    "save-in-zone": Template(
        "Save the calendar in {zone}.",
        "请以 {zone} 时区保存日历。",
    ),
    "turns-over-clock-change": Template(
        "Its turns begin at {one} or {other} of {zone}: clocks are changed there.",
        "其班次在 {zone} 于 {one} 或 {other} 开始：当地有夏令时调整。",
    ),
    "save-event-in-zone": Template(
        "Save the event in {zone}.",
        "请以 {zone} 时区保存该日程。",
    ),
    "turns-recorded-from": Template(
        "These turns are recorded from {day} on already; the ones before were left out.",
        "这些班次自 {day} 起已有登记；之前的未采用。",
    ),
    "give-as-single": Template(
        "Give them as single events if they are to count.",
        "如需计入，请写成逐日日程。",
    ),
    "calendar-unlike-rota": Template(
        "The calendar says otherwise than the rota {rota}, and nothing of its turn of {day}.",
        "日历与排班 {rota} 不一致，且未提及其 {day} 的班次。",
    ),
    "give-everybody": Template(
        "Give a calendar of everybody who takes turns there, or end that rota first.",
        "请给出全体轮值人员的日历，或先停用该排班。",
    ),
    "turns-taken-out": Template(
        "{count} turns are taken out, and nobody serves then.",
        "有 {count} 个班次被取消，届时无人值班。",
    ),
    "name-or-end-series": Template(
        "Name who serves then, or let the series end and begin anew.",
        "请写明届时谁值班，或结束该系列另起一个。",
    ),
    "no-rule-says": Template(
        "No rule of whole days in {zone} says these turns.",
        "{zone} 时区没有整日规则可表达这些班次。",
    ),
    "export-as-ical": Template(
        "Export it as iCalendar (.ics), one department's duty, in UTF-8.",
        "请导出为 iCalendar（.ics），只含一个部门的值班，UTF-8 编码。",
    ),
    "components-too-deep": Template(
        "Components lie in each other more than {most} deep; those of a calendar lie 3 deep.",
        "组件嵌套超过 {most} 层；日历为 3 层。",
    ),
    "export-again": Template(
        "Export the calendar again.",
        "请重新导出日历。",
    ),
    "end-of-nothing-begun": Template(
        "Nothing that begins before ends here; open is {open}.",
        "此处结束的组件并未开始；当前打开的是 {open}。",
    ),
    "calendar-cut-off": Template(
        "This has no END: the file is cut off.",
        "缺少 END：文件被截断。",
    ),
    "too-many-lines": Template(
        "The calendar has more than {most:,} lines.",
        "日历超过 {most:,} 行。",
    ),
    "no-calendar-because": Template(
        "This is no calendar. {why}",
        "这不是日历。{why}",
    ),
    "no-calendar": Template(
        "This is no calendar: it does not begin with BEGIN:VCALENDAR.",
        "这不是日历：开头不是 BEGIN:VCALENDAR。",
    ),
    "line-too-long": Template(
        "The line has {count:,} characters; at most {most:,} are read.",
        "该行有 {count:,} 个字符，最多读取 {most:,} 个。",
    ),
    "fewer-years-or-shorten": Template(
        "Export fewer years, or shorten the text.",
        "请减少导出年份，或缩短文字。",
    ),
    "no-property": Template(
        "The line is no property NAME:VALUE.",
        "该行不是 名称:值。",
    ),
    "gives-no-rota": Template(
        "no rota gives them",
        "非排班",
        both="no rota gives them 非排班",
    ),
    "names-nobody-there": Template(
        "nobody is named",
        "无人",
        both="nobody is named 无人",
    ),
    "department-not-there": Template(
        "{called} does not work at {centre}.",
        "{called} 不在 {centre} 工作。",
    ),
    "correct-or-station-first": Template(
        "Correct the department or the centre, or record the stationing (部门入驻) first.",
        "请更正部门或中心，或先登记部门入驻。",
    ),
    "event-names-nobody": Template(
        "The event names nobody; {called} is there without turns ({mode}).",
        "日程没有写人；{called} 在该处不轮班（{mode}）。",
    ),
    "name-officer": Template(
        "Name the officer: “司法值班：张三 13800000001”.",
        "请写明值班员：司法值班：张三 13800000001。",
    ),
    "no-known-department": Template(
        "no department that is known",
        "没有已登记的部门",
    ),
    "departments-counted": Template(
        "{count} departments",
        "{count} 个部门",
    ),
    "event-names-what": Template(
        "The event names {what}.",
        "日程写了{what}。",
    ),
    "name-department": Template(
        "Name one, as “司法值班：张三”, or give --department; a new one is imported first (部门).",
        "请写明一个，如“司法值班：张三”，或用 --department；新部门请先导入。",
    ),
    "centre-unclear": Template(
        "It can't be told at which centre this is: {department} works at {count}.",
        "无法确定是哪个中心：{department} 所在的中心有 {count} 个。",
    ),
    "give-centre": Template(
        "Give --centre, or the centre's name as LOCATION.",
        "请用 --centre 指定，或在 LOCATION 写中心名称。",
    ),
    "taken-for-no-officer": Template(
        "{word} was taken for {name} ({id}), who is no duty officer of {department}.",
        "“{word}”按 {name}（{id}）处理，其并非 {department} 的值班员。",
    ),
    "number-behind-name": Template(
        "Give the telephone number behind the name to be certain.",
        "请在姓名后写电话号码以便确认。",
    ),
    "give-number-behind": Template(
        "Give the telephone number behind the name.",
        "请在姓名后写电话号码。",
    ),
    "correct-or-import-people": Template(
        "Correct the name, or import them (人员) first.",
        "请更正姓名，或先导入人员。",
    ),
    "names-alone": Template(
        "Write the names alone.",
        "请只写姓名。",
    ),
    "exdate-of-no-turn": Template(
        "EXDATE takes out {stated}, when no turn begins: nothing was called off by it.",
        "EXDATE 取消 {stated}，而当时没有班次开始：没有取消任何班次。",
    ),
    "hour-of-turn": Template(
        "Give the hour at which the turn begins, in its zone.",
        "请写班次开始的时刻及其时区。",
    ),
    "change-of-no-turn": Template(
        "It changes the turn of {replaces}, when none begins: it was taken as one more.",
        "更改的是 {replaces} 的班次，而当时没有班次开始：按新增一次处理。",
    ),
    "hour-of-would-be-turn": Template(
        "Give the hour at which the turn would begin, in its zone.",
        "请写该班次本应开始的时刻及其时区。",
    ),
    "series-begins-off-rule": Template(
        "The series begins on {first}, which is no day of its rule.",
        "系列始于 {first}，而规则不含这一天。",
    ),
    "dtstart-on-rule": Template(
        "Let DTSTART be the first day that the rule names.",
        "请把 DTSTART 写为规则的第一天。",
    ),
    "turns-at-same-time": Template(
        "Its turn of {day} is at the same time as one of line {line} ({other}).",
        "其 {day} 的班次与第 {line} 行（{other}）的班次同时。",
    ),
    "take-day-out": Template(
        "Take that day out of one of them; who serve together stand in one event: “张三、李四”.",
        "请在其中一处去掉这一天；同时值班的写在一个日程里：张三、李四。",
    ),
    "too-many-turns": Template(
        "The series up to this one have more than {most:,} turns until {limit}.",
        "到此为止，各系列至 {limit} 已超过 {most:,} 个班次。",
    ),
    "series-too-far": Template(
        "The series ends after {limit}: too far ahead to be listed day by day.",
        "系列在 {limit} 之后才结束：太远，无法逐日列出。",
    ),
    "end-sooner": Template(
        "Let it end sooner, or not at all.",
        "请提早结束，或不设结束。",
    ),
    "too-many-whole-days": Template(
        "The events of whole days have {days:,} days together; at most {most:,} are read.",
        "整日日程合计 {days:,} 天，最多读取 {most:,} 天。",
    ),
    "event-of-days-on-end": Template(
        "Let an event be of the days that somebody serves on end.",
        "请让一个日程对应连续值班的日子。",
    ),
    "hours-unsaid": Template(
        "The event is of whole days, and the rotas there begin at several hours.",
        "日程为整日，而当地排班的交接时间不止一个。",
    ),
    "give-hours": Template(
        "Give the hours.",
        "请写明时间。",
    ),
    "from-midnight": Template(
        "Events of whole days were taken from midnight to midnight.",
        "整日日程按零点至零点处理。",
    ),
    "give-hours-if-other": Template(
        "Give the hours if turns are handed over at another.",
        "如交接不在零点，请写明时间。",
    ),
    "same-uid": Template(
        "The event of {other} has the same UID.",
        "与 {other} 的日程 UID 相同。",
    ),
    "delete-or-recurrence": Template(
        "Delete one of the two; a changed turn of a series needs its RECURRENCE-ID.",
        "请删除其一；系列中更改的班次须有 RECURRENCE-ID。",
    ),
    "word-for-word": Template(
        "The event stands in {other} too, word for word; it was taken once.",
        "该日程与 {other} 逐字相同；只采用一次。",
    ),
    "older-version": Template(
        "This is an older version of the event of {old}, by its {by}; the newer one counts.",
        "这是 {old} 日程的旧版本（依据 {by}）；以新版本为准。",
    ),
    "delete-older": Template(
        "Delete the older one, if it should not be the other way round.",
        "如无误请删除旧版本。",
    ),
    "at-line": Template(
        "line {line}",
        "第 {line} 行",
    ),
    "events-counted": Template(
        "{count} events",
        "{count} 个日程",
    ),
    "calls-off": Template(
        "The calendar calls {what} off: {named}{more}. No turn comes of it; what is recorded already stays.",
        "日历取消了{what}：{named}{more}。不产生班次；已登记的保持不变。",
    ),
    "end-by-hand": Template(
        "End a recorded turn by hand, or name who serves instead.",
        "请手工停止已登记的班次，或写明由谁代班。",
    ),
    "zone-described-otherwise": Template(
        "The file describes {name} as {own}; it is known to be {common}, and was taken so.",
        "文件把 {name} 说明为 {own}，而公认为 {common}；按后者处理。",
    ),
    "save-in-other-zone": Template(
        "Save the calendar in a zone of another name, or write its times in UTC.",
        "请以其他名称的时区保存日历，或把时间写为 UTC。",
    ),
    "with-number": Template(
        "{name} with the number {phone}",
        "{name}（{phone}）",
    ),
    "people-called": Template(
        "There are {count} people called {called}.",
        "名为 {called} 的有 {count} 人。",
    ),
    "nobody-called": Template(
        "Nobody is called {called}.",
        "没有名为 {called} 的人。",
    ),
    "several-of-id": Template(
        "{count} {what:small}s of this id or name.",
        "此编号或名称的{what}有 {count} 个。",
    ),
    "none-of-id": Template(
        "No {what:small}s of this id or name.",
        "没有此编号或名称的{what}。",
    ),
    "no": Template(
        "no",
        "0",
    ),
    "none-at-all": Template(
        "none",
        "0",
    ),
    "line-of-file": Template(
        "{line} of {file}",
        "{file} {line}",
    ),
    "one-event": Template(
        "1 event",
        "1 个日程",
    ),
    "write-whole-number": Template(
        "Write 0, 1, 2 ….",
        "请写 0、1、2 等。",
    ),
    "left-out-so-often": Template(
        "{why}: {count}",
        "{why}：{count}",
        both="{why}: {count}",
    ),
}
