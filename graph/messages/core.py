"""Refusals of the core: values, access, revisions, codes, outlines."""

from graph.messages.template import Template

SENTENCES = {
    "text-empty": Template(
        "is empty; leave it out instead",
        "为空，请不填",
    ),
    "text-too-long": Template(
        "has {count} characters; at most {longest} are kept",
        "有 {count} 个字符，最多保留 {longest} 个",
    ),
    "id-with-spaces": Template(
        "holds spaces; ids and codes have none",
        "含有空格，编号和编码不能有空格",
    ),
    "text-with-character": Template(
        "holds {character} at place {place}, {why}",
        "第 {place} 个字符 {character} {why}",
    ),
    "area-code-unfit": Template(
        "{code} is no code of a {kind}: that is the code of its street, {mark} and a number, such as {example}",
        "{code} 不是{kind}编码：应为街道编码、{mark} 加序号，如 {example}",
    ),
    "has-digits": Template(
        "{count} digits",
        "{count} 位数字",
    ),
    "has-no-digits": Template(
        "other characters than digits",
        "数字以外的字符",
    ),
    "code-of-other-length": Template(
        "{code} has {found}; the code of a {kind} has {wanted} digits by the digit template",
        "{code} 有{found}；按编码规则，{kind}编码为 {wanted} 位数字",
    ),
    "lost-mark": Template(
        "a mark without the letter that it belongs to; remove it",
        "无所依附的符号，请删去",
    ),
    "control-character": Template(
        "a control character; remove it",
        "控制字符，请删去",
    ),
    "steering-character": Template(
        "which turns the direction of writing; remove it",
        "改变文字方向的字符，请删去",
    ),
    "unseen-character": Template(
        "which nobody sees; remove it",
        "看不见的字符，请删去",
    ),
    "write-meant": Template(
        "write {meant}",
        "请写作 {meant}",
    ),
    "write-anew": Template(
        "write the character anew, or one that sounds the same",
        "请重新输入该字，或用同音字代替",
    ),
    "private-character": Template(
        "a private character, which other machines show otherwise; {remedy}",
        "自造字（专用区），别的机器显示不同；{remedy}",
    ),
    "half-character": Template(
        "half of a character; write the character anew",
        "半个字符，请重新输入",
    ),
    "lost-character": Template(
        "which stands where a character was lost; write it anew",
        "此处字符已丢失，请重新输入",
    ),
    "undefined-character": Template(
        "which is no character of Unicode; write the character anew",
        "未定义的字符，请重新输入",
    ),
    "outlines-cross": Template(
        "The outlines can't be joined: their borders cross each other all along. Draw them anew, along the "
        "common border.",
        "边界交错过多，无法合并。请沿公共边重绘。",
    ),
    "outlines-too-small": Template(
        "The outlines can't be joined: they are smaller than a centimetre.",
        "边界小于一厘米，过小，无法合并。",
    ),
    "outline-unreadable": Template(
        "is not readable WKT",
        "不是可读的 WKT",
    ),
    "outline-too-long": Template(
        "has {count:,} characters; at most {most:,} are kept: leave out points",
        "有 {count:,} 个字符，最多保留 {most:,} 个：请减少点数",
    ),
    "outline-of-no-area": Template(
        "is not a polygon or multi-polygon",
        "不是面或多面",
    ),
    "outline-empty": Template(
        "is empty",
        "为空",
    ),
    "outline-foreign": Template(
        "holds {foreign!r}, where only numbers, commas and brackets stand",
        "含有 {foreign!r}，此处只能有数字、逗号和括号",
    ),
    "outline-too-many-points": Template(
        "has {points:,} points; at most {most:,} are kept: leave out those nearer than you can draw",
        "有 {points:,} 个点，最多保留 {most:,} 个：请去掉密于绘图精度的点",
    ),
    "outline-too-many-rings": Template(
        "has {rings:,} parts and holes; at most {most:,} are kept: leave out the smallest",
        "有 {rings:,} 个部分和孔洞，最多保留 {most:,} 个：请去掉最小的",
    ),
    "outline-off-globe": Template(
        "lies outside longitude -180..180, latitude -90..90: they may be metres, or latitude first",
        "超出经度 -180..180、纬度 -90..90：可能单位为米，或纬度在前",
    ),
    "outline-to-and-fro": Template(
        "runs to and fro over itself, as no border does; draw it anew",
        "来回重叠，不成边界，请重绘",
    ),
    "outline-not-valid": Template(
        "is not a valid outline: {reason}",
        "不是有效的边界：{reason}",
    ),
    "outline-beside-itself": Template(
        "runs beside itself within half a metre many times over, as no border does; draw it anew",
        "多处在半米之内与自身并行，不成边界，请重绘",
    ),
    "outline-faulty": Template(
        "The outline {fault}.",
        "边界{fault}：边界有误。",
    ),
    "outline-too-deep": Template(
        "has brackets {depth} deep; those of such an outline are {most}",
        "括号嵌套 {depth} 层，此类边界最多 {most} 层",
    ),
    "rule-too-long": Template(
        "has {count} characters, more than {most}",
        "有 {count} 个字符，超过 {most} 个",
    ),
    "rule-lacks-freq": Template(
        "needs FREQ, one of {known}: shifts recur by whole days",
        "缺少 FREQ，应为 {known} 之一：班次按整日重复",
    ),
    "rule-part-unknown": Template(
        "has {beyond}; a {freq} rule of whole days knows {known}",
        "含有 {beyond}；{freq} 的整日规则只有 {known}",
    ),
    "rule-count-and-until": Template(
        "has both COUNT and UNTIL; give one",
        "同时有 COUNT 和 UNTIL，请只给其一",
    ),
    "rule-wkst-wrong": Template(
        "has WKST={value}; it is a weekday, such as MO",
        "WKST={value} 有误，应为星期，如 MO",
    ),
    "rule-piece-wrong": Template(
        "has {piece!r}, which is no part NAME=VALUE, or is given twice",
        "{piece!r} 不是 名称=值，或重复给出",
    ),
    "rule-number-out-of-range": Template(
        "has {name}={value}; it runs from 1 to {most}",
        "{name}={value} 有误，取值 1 至 {most}",
    ),
    "rule-byday-wrong": Template(
        "has BYDAY={value}; it is a weekday, in months and years also such as 2MO or -1FR",
        "BYDAY={value} 有误，应为星期；按月、按年时也可如 2MO 或 -1FR",
    ),
    "rule-number-wrong": Template(
        "has {name}={value}; it is a number from 1 to {most}",
        "{name}={value} 有误，应为 1 至 {most} 的数",
    ),
    "rule-until-wrong": Template(
        "has UNTIL={value}; it is a day, such as 20261231",
        "UNTIL={value} 有误，应为日期，如 20261231",
    ),
    "rule-faulty": Template(
        'The rule {text!r} {fault}. For example: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR".',
        "轮值规则 {text!r} {fault}。例如“FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR”。规则有误。",
    ),
    "clock-wrong": Template(
        "{text!r} is no time of day; write it as 08:30.",
        "{text!r} 不是时刻，应写作 08:30。交接时间有误",
    ),
    "others-kept-writing": Template(
        "Others kept writing: the change was built anew {retries} times. Try again.",
        "他人持续写入：变更已重做 {retries} 次仍未成功。请稍后重试。",
    ),
    "revision-unknown": Template(
        "There is no revision {revision}; the newest is {newest}.",
        "无此版本 {revision}；最新版本为 {newest}。",
    ),
    "going-back-cut": Template(
        " It came to revision {revision}; asked again it goes on from there.",
        "已退到版本 {revision}；可再次查询以继续。",
    ),
    "going-back": Template(
        "Going back from revision {begun} to {revision}",
        "从版本 {begun} 退到 {revision}",
    ),
    "revision-awaited": Template(
        "Revision {revision} has not come within {seconds:g} s; the newest is {newest}.",
        "{seconds:g} 秒内未等到版本 {revision}；最新版本为 {newest}，所需版本尚未到达。",
    ),
    "record-silent": Template(
        "The record has not answered for {seconds:g} s.",
        "数据库已 {seconds:g} 秒无应答：数据库暂无应答。",
    ),
    "queue-too-long": Template(
        "Other changes have been waiting for the record for {seconds:g} s; nothing was saved. Try again.",
        "其他变更等待数据库已 {seconds:g} 秒；本次未保存任何内容，请稍后重试。",
    ),
    "change-unknown": Template(
        "The journal has no {change}.",
        "台账中无此变更 {change}。",
    ),
    "changed-meanwhile": Template(
        "{actor} changed {ids} meanwhile ({reason}). Look again, then decide.",
        "{actor} 在此期间已变更 {ids}（{reason}）。请重新查看后再决定。",
    ),
    "post-of-nothing": Template(
        "There is no {role} of a {what}; it is a post of a {places}.",
        "{what}没有{role}这一岗位；{role}是{places}的岗位。",
    ),
    "centre": Template(
        "centre",
        "综治中心",
    ),
    "mediation-committee": Template(
        "mediation committee",
        "调解组织",
    ),
    "department": Template(
        "department",
        "部门",
    ),
    "listed-or": Template(
        "{first} or {last}",
        "{first}或{last}",
    ),
    "outlines-uncountable": Template(
        "The borders of {unit} and {other} cross so often that they can't be measured.",
        "{unit}与{other}的边界交错过多，无法计算。",
    ),
    "outline-outside": Template(
        "{m2:,.0f} m² of {unit} lie outside {other}, the farthest point by {metres:,.1f} m.",
        "{unit}有 {m2:,.0f} 平方米在{other}之外，最远 {metres:,.1f} 米。",
    ),
    "outlines-overlap": Template(
        "{unit} and {other} overlap by {m2:,.0f} m², at the widest {metres:,.1f} m.",
        "{unit}与{other}重叠 {m2:,.0f} 平方米，最宽 {metres:,.1f} 米。",
    ),
    "namesakes": Template(
        "From {day} on {unit} has the name of its sibling {other}.",
        "自 {day} 起，{unit}与同级的{other}同名。",
    ),
    "code-misleads": Template(
        "From {day} on {unit} is part of {other}, and its code does not begin with it.",
        "自 {day} 起，{unit}隶属{other}，编码却不以其开头。",
    ),
    "token-reused": Template(
        "The token was used for {what} already; give each request a token of its own.",
        "令牌已用于其他请求（{what}），请为每个请求另取令牌。",
    ),
    "something-else": Template(
        "something else",
        "其他内容",
    ),
    "another-change": Template(
        "another change, {made}",
        "另一变更 {made}",
    ),
    "this": Template(
        "This",
        "本请求",
    ),
    "seconds": Template(
        "{seconds:.2f} s",
        "{seconds:.2f} 秒",
    ),
    "too-costly": Template(
        "{what} costs {cost} of processor time or more; one request may cost {limit}. Ask for less at "
        "once: fewer places, days or units, or a page at a time; or let the operator raise "
        "WANGGE_REQUEST_SECONDS.",
        "{what}已耗用 {cost} 处理器时间；单个请求最多 {limit}。请求过大，请缩小范围或分次查询，或请运维人员"
        "提高 WANGGE_REQUEST_SECONDS。",
    ),
    "and-besides": Template(
        "{first}{besides}",
        "{first}{besides}",
    ),
    "revision-awaited-because": Template(
        "{first} {why}",
        "{first}{why}",
    ),
    "saved-all-the-same": Template(
        " Saved all the same: {changes}.",
        "变更已保存：{changes}。",
    ),
    "telling-of-it": Template(
        "Telling of it",
        "告知结果",
    ),
    "days-off-unknown": Template(
        "the days off and the working days that make up for them are not known for {years}, and were "
        "guessed from the holidays by law; once they are published, state them in the file of "
        "WANGGE_HOLIDAYS, with a line `{line}`.",
        "{years} 年的放假与调休安排尚未公布或未获知，按法定节假日推算；公布后列入 WANGGE_HOLIDAYS（加一行 `{line}`）",
        chinese_first=True,
    ),
    "day-worked-and-off": Template(
        "{file}, line {number}: {day} is both `{worked}` and `{off}`; take one of them out",
        "{file} 第 {number} 行：{day} 既写 `{worked}` 又写 `{off}`，请去掉其一",
    ),
    "holiday-line-wrong": Template(
        "{file}, line {number}: {line!r} is not a date and `{worked}` or `{off}`; write for example: "
        "2027-02-06 {worked} # (春节调休), or: 2027 complete # all days are here",
        "{file} 第 {number} 行：{line!r} 不是“日期 {worked}”或“日期 {off}”；例如：2027-02-06 {worked} # 春"
        "节调休，或 2027 complete # 全年齐全",
    ),
}
