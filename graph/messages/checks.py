"""What integrity checks find, and how it is mended."""

from graph.messages.template import Template

SENTENCES = {
    "rota-days-off-unknown": Template(
        "{rota}: {unknown}",
        "{rota}：{unknown}",
        chinese_first=True,
    ),
    "nobody-answers": Template(
        "nobody answers",
        "无人负责",
        chinese_first=True,
    ),
    "appoint-somebody-on-any-rung-of": Template(
        "appoint somebody on any rung of the ladder, or name a stand-in.",
        "任命责任阶梯上的任一岗位，或指定代岗",
        chinese_first=True,
    ),
    "away-without-cover": Template(
        "away without cover",
        "离岗无人顶替",
        chinese_first=True,
    ),
    "name-a-stand-in-or-appoint": Template(
        "name a stand-in, or appoint a backup.",
        "指定代岗人，或配 B 角",
        chinese_first=True,
    ),
    "stand-in-away": Template(
        "stand-in away",
        "代岗人不在岗",
        chinese_first=True,
    ),
    "name-another-who-is-present": Template(
        "name another who is present.",
        "另指定在岗的代岗人",
        chinese_first=True,
    ),
    "vacant-for-long": Template(
        "vacant for long",
        "长期空缺",
        chinese_first=True,
    ),
    "appoint-somebody-or-change-the-staffing": Template(
        "appoint somebody, or change the staffing standard.",
        "任命，或调整配备标准",
        chinese_first=True,
    ),
    "away-for-long": Template(
        "away for long",
        "长期离岗",
        chinese_first=True,
    ),
    "record-their-return-or-end-their": Template(
        "record their return, or end their posts.",
        "销假，或终止其岗位",
        chinese_first=True,
    ),
    "away-uncovered": Template(
        "{who}, {role} of {of}, is away ({absence}) with neither a stand-in nor a backup present.",
        "{who}（{of}{role}）{absence}，无人代岗也无 B 角",
        chinese_first=True,
    ),
    "stand-in-away-too": Template(
        "{cover}, who stands in for {who}, is away too; {instead}.",
        "{who}的代岗人{cover}也不在岗，{instead}",
        chinese_first=True,
    ),
    "away-for-days": Template(
        "{who} has been away ({kind}) for {days} days.",
        "{who}{kind}已 {days} 天",
        chinese_first=True,
    ),
    "nobody-at-all-answers": Template(
        "nobody at all answers for {who}: no rung of the ladder is present.",
        "{who}按责任阶梯无一人在岗",
        chinese_first=True,
    ),
    "posts-short": Template(
        "{who} should have {required} {role}; {held} hold the post. It has been short for {days} days.",
        "{who}应有{role} {required} 人，现有 {held} 人，已缺 {days} 天",
        chinese_first=True,
    ),
    "unreadable-decision": Template(
        "unreadable decision",
        "决定无法读取",
        chinese_first=True,
    ),
    "somebody-wrote-to-the-database-past": Template(
        "somebody wrote to the database past the service: restore a backup.",
        "从备份恢复",
        chinese_first=True,
    ),
    "stray-event-or-deadline": Template(
        "stray event or deadline",
        "进展或时限无主",
        chinese_first=True,
    ),
    "restore-a-backup-or-delete-the": Template(
        "restore a backup, or delete the node if its decision is not missed.",
        "从备份恢复",
        chinese_first=True,
    ),
    "events-out-of-order": Template(
        "events out of order",
        "进展无序",
        chinese_first=True,
    ),
    "compare-with-the-callers-own-record": Template(
        "compare with the caller's own record of the case; restore a backup.",
        "核对后从备份恢复",
        chinese_first=True,
    ),
    "broken-chain-of-returns": Template(
        "broken chain of returns",
        "退单链断裂",
        chinese_first=True,
    ),
    "revision-beyond-the-head": Template(
        "revision beyond the head",
        "版本不存在",
        chinese_first=True,
    ),
    "the-journal-is-older-than-the": Template(
        "the journal is older than the decision: restore both from one backup.",
        "恢复同一次备份的台账与决定",
        chinese_first=True,
    ),
    "policy-not-in-force-then": Template(
        "policy not in force then",
        "政策不存在",
        chinese_first=True,
    ),
    "restore-journal-and-decisions-from-one": Template(
        "restore journal and decisions from one backup.",
        "恢复同一次备份的台账与决定",
        chinese_first=True,
    ),
    "assignee-unknown-then": Template(
        "assignee unknown then",
        "承办人不存在",
        chinese_first=True,
    ),
    "another-answer-when-asked-again": Template(
        "another answer when asked again",
        "复核不符",
        chinese_first=True,
    ),
    "see-whether-wangge-holidays-says-what": Template(
        "see whether WANGGE_HOLIDAYS says what it said then; else return the case.",
        "核对节假日文件；必要时退单重新流转",
        chinese_first=True,
    ),
    "decision-unreadable": Template(
        "decision {decision_id}: {why}.",
        "决定 {decision_id} 无法读取：{why}",
        chinese_first=True,
    ),
    "event-before-decision": Template(
        "was decided after its event {event}.",
        "的进展早于决定：{event}",
    ),
    "event-after-superseded": Template(
        "stood no longer at its event {event}.",
        "被取代后仍有进展：{event}",
    ),
    "succession-that-ends-nowhere": Template(
        "succession that ends nowhere",
        "承接中断",
        chinese_first=True,
    ),
    "record-what-succeeded-the-last-of": Template(
        "record what succeeded the last of them.",
        "为最后的单位补记承接",
        chinese_first=True,
    ),
    "retired-without-heirs": Template(
        "retired without heirs",
        "撤销无承接",
        chinese_first=True,
    ),
    "if-another-unit-took-its-places": Template(
        "if another unit took its places over, record that.",
        "若有单位接管其范围，补记承接",
        chinese_first=True,
    ),
    "succeeded-by-nothing": Template(
        "{who} was succeeded by {names}, which are gone and were succeeded by nothing.",
        "{who}由{names}承接，而后者已撤销且无承接",
        chinese_first=True,
    ),
    "retired-without-heirs-on": Template(
        "{who} was retired on {end} without heirs.",
        "{who}已于 {end} 撤销，无承接单位",
        chinese_first=True,
    ),
    "siblings-of-one-name": Template(
        "siblings of one name",
        "同级重名",
        chinese_first=True,
    ),
    "rename-so-that-each-can-be": Template(
        "rename, so that each can be told from the others.",
        "改名，使同级名称互不相同",
        chinese_first=True,
    ),
    "code-in-the-name": Template(
        "code in the name",
        "名称含编码",
        chinese_first=True,
    ),
    "name-of-the-unit-above-in": Template(
        "name of the unit above in the name",
        "名称含上级名",
        chinese_first=True,
    ),
    "leave-it-out-it-is-shown": Template(
        "leave it out; it is shown with the unit anyway.",
        "去掉上级名称，显示时自会带上",
        chinese_first=True,
    ),
    "name-too-long": Template(
        "name too long",
        "名称过长",
        chinese_first=True,
    ),
    "shorten-it-to-30-characters-other": Template(
        "shorten it to 30 characters; other platforms take no more.",
        "缩短到 30 字以内",
        chinese_first=True,
    ),
    "code-not-under-its-parents": Template(
        "code not under its parent's",
        "编码与隶属不符",
        chinese_first=True,
    ),
    "renumber-it-if-codes-are-to": Template(
        "renumber it if codes are to tell where a unit is; the old code leads on.",
        "若编码须反映隶属，重新编号",
        chinese_first=True,
    ),
    "siblings-called-alike": Template(
        "{above} has {count} called {shared}: {codes}.",
        "{above}下有 {count} 个单位都叫{shared}：{codes}",
        chinese_first=True,
    ),
    "name-holds-code": Template(
        "the name of {who} holds the code {code}.",
        "{who}的名称里含有编码 {code}",
        chinese_first=True,
    ),
    "name-repeats-above": Template(
        "the name of {who} repeats that of the unit above, {parents}.",
        "{who}的名称里重复了上级名称{parents}",
        chinese_first=True,
    ),
    "name-of-length": Template(
        "the name of {who} has {length} characters.",
        "{who}的名称有 {length} 个字",
        chinese_first=True,
    ),
    "code-not-of-parent": Template(
        "{who} is part of {parent} and its code does not begin with it.",
        "{who}隶属{parent}，编码却不以其开头",
        chinese_first=True,
    ),
    "no-outline": Template(
        "no outline",
        "缺边界",
        chinese_first=True,
    ),
    "draw-it-a-point-in-it": Template(
        "draw it: a point in it is answered for by others, or by nobody.",
        "补绘边界",
        chinese_first=True,
    ),
    "overlapping-outlines": Template(
        "overlapping outlines",
        "边界重叠",
        chinese_first=True,
    ),
    "redraw-one-of-them-along-the": Template(
        "redraw one of them along the common border.",
        "以公共边为准重绘其中之一",
        chinese_first=True,
    ),
    "outline-beyond-the-unit-above": Template(
        "outline beyond the unit above",
        "边界越出上级",
        chinese_first=True,
    ),
    "redraw-it-or-correct-what-the": Template(
        "redraw it, or correct what the unit is part of.",
        "重绘，或更正隶属",
        chinese_first=True,
    ),
    "parts-that-do-not-cover-the": Template(
        "parts that do not cover the whole",
        "下级未覆盖上级",
        chinese_first=True,
    ),
    "give-the-gap-to-one-of": Template(
        "give the gap to one of the parts.",
        "把空白处划入某一下级",
        chinese_first=True,
    ),
    "has-no-outline": Template(
        "{who} has no outline, while others beside it have.",
        "{who}没有边界，同级的有",
        chinese_first=True,
    ),
    "ground-in-no-part": Template(
        "{share:.1%} of {who} is in none of its parts.",
        "{who}有 {share:.1%} 未划入任何下级",
        chinese_first=True,
    ),
    "general-grid-without-micro-grids": Template(
        "general grid without micro-grids",
        "全科网格无微网格",
        chinese_first=True,
    ),
    "divide-it-or-make-it-a": Template(
        "divide it, or make it a dedicated grid if it holds no households.",
        "划分微网格并配协管员",
        chinese_first=True,
    ),
    "village-without-grids": Template(
        "village without grids",
        "村（社区）无网格",
        chinese_first=True,
    ),
    "found-at-least-one-grid-nobody": Template(
        "found at least one grid: nobody below the village answers for its places.",
        "至少设一个网格",
        chinese_first=True,
    ),
    "has-no-micro-grid": Template(
        "{who} has no micro-grid.",
        "{who}没有微网格",
        chinese_first=True,
    ),
    "has-no-grid": Template(
        "{who} has no grid.",
        "{who}没有网格",
        chinese_first=True,
    ),
    "somebody-known-twice": Template(
        "somebody known twice",
        "人员重复",
        chinese_first=True,
    ),
    "give-the-posts-to-one-of": Template(
        "give the posts to one of them and end the other.",
        "把岗位并到一人名下，终止另一人",
        chinese_first=True,
    ),
    "an-id-number-known-twice": Template(
        "an ID number known twice",
        "身份证号重复",
        chinese_first=True,
    ),
    "look-at-the-papers-if-they": Template(
        "look at the papers; if they are one person, keep one.",
        "核对；若为同一人则合并",
        chinese_first=True,
    ),
    "somebody-who-never-held-a-post": Template(
        "somebody who never held a post",
        "从未任职",
        chinese_first=True,
    ),
    "appoint-them-or-annul-the-person": Template(
        "appoint them, or annul the person.",
        "任命，或作废其记录",
        chinese_first=True,
    ),
    "responsible-and-out-of-reach": Template(
        "responsible and out of reach",
        "责任人无电话",
        chinese_first=True,
    ),
    "add-the-number-they-are-named": Template(
        "add the number: they are named as the one to call.",
        "补录电话",
        chinese_first=True,
    ),
    "posts-of-too-many-units": Template(
        "posts of too many units",
        "任职过多",
        chinese_first=True,
    ),
    "share-them-out-among-others": Template(
        "share them out among others.",
        "分给他人",
        chinese_first=True,
    ),
    "somebody-with-no-post-left": Template(
        "somebody with no post left",
        "已无岗位",
        chinese_first=True,
    ),
    "if-they-have-left-end-the": Template(
        "if they have left, end the person: why keep their number?",
        "若已离开，终止其记录",
        chinese_first=True,
    ),
    "never-held-a-post": Template(
        "{who} holds no post and never held one.",
        "{who}从未任任何岗位",
        chinese_first=True,
    ),
    "no-post-since": Template(
        "{who} has held no post since {last}.",
        "{who}自 {last} 起无岗位",
        chinese_first=True,
    ),
    "posts-of-units": Template(
        "{who} holds posts of {count} units.",
        "{who}在 {count} 个单位任职",
        chinese_first=True,
    ),
    "no-routing-policy": Template(
        "no routing policy",
        "无流转政策",
        chinese_first=True,
    ),
    "set-one-docs-policy-md-until": Template(
        "set one (docs/policy.md): until then no case can be routed.",
        "设定流转政策",
        chinese_first=True,
    ),
    "faulty-routing-policy": Template(
        "faulty routing policy",
        "流转政策有误",
        chinese_first=True,
    ),
    "mend-the-file-check-it-with": Template(
        "mend the file, check it with `wangge policy check`, set it again.",
        "修正后重新设定",
        chinese_first=True,
    ),
    "department-of-the-policy-unknown": Template(
        "department of the policy unknown",
        "政策所指部门不存在",
        chinese_first=True,
    ),
    "add-the-department-or-correct-its": Template(
        "add the department, or correct its name in the policy.",
        "新增部门，或更正政策中的名称",
        chinese_first=True,
    ),
    "field-of-the-policy-without-a": Template(
        "field of the policy without a committee",
        "政策所指调解领域无人",
        chinese_first=True,
    ),
    "set-up-a-committee-or-name": Template(
        "set up a committee or name an expert, or correct the policy.",
        "设立调委会或聘任专家，或更正政策",
        chinese_first=True,
    ),
    "cases-that-reach-nobody": Template(
        "cases that reach nobody",
        "案件无人承办",
        chinese_first=True,
    ),
    "appoint-somebody-on-the-ladder-or": Template(
        "appoint somebody on the ladder, or name a stand-in for whoever is away.",
        "任命或指定代岗",
        chinese_first=True,
    ),
    "no-policy-in-force": Template(
        "no routing policy is in force.",
        "没有生效的流转政策",
        chinese_first=True,
    ),
    "policy-names-no-department": Template(
        "{policy} sends cases to the department {name}, and none is called so.",
        "{policy}所指的部门{name}不存在",
        chinese_first=True,
    ),
    "policy-names-no-field": Template(
        "{policy} names the field {field}, and no committee or expert has it.",
        "{policy}所指的{field}没有调委会或专家",
        chinese_first=True,
    ),
    "cases-reach-nobody": Template(
        "cases of {where} by {rules} reach nobody from {start} to {end}.",
        "{where}自{start}至{end}（不含）按 {rules} 流转的案件无人承办",
        chinese_first=True,
    ),
    "rename-one-of-them-or-keep": Template(
        "rename one of them, or keep but one.",
        "改名，或合并为一个",
        chinese_first=True,
    ),
    "end-the-post-and-appoint-anew": Template(
        "end the post and appoint anew; or correct ladder or standard.",
        "终止任职并改任；或改正责任阶梯、配备标准",
        chinese_first=True,
    ),
    "correct-the-digit-template": Template(
        "correct the digit template.",
        "改正编码规则",
        chinese_first=True,
    ),
    "renumber-the-unit-the-old-code": Template(
        "renumber the unit; the old code leads on.",
        "变更编码，旧编码仍可查到",
        chinese_first=True,
    ),
    "renumber-the-unit-by-a-code": Template(
        "renumber the unit by a code of its village; the old code leads on.",
        "变更编码，旧编码仍可查到",
        chinese_first=True,
    ),
    "leave-it-to-the-villages-end": Template(
        "leave it to the village's; end this one.",
        "改由村（社区）中心负责",
        chinese_first=True,
    ),
    "keep-one-of-them-or-rename": Template(
        "keep one of them, or rename the other.",
        "合并为一个，或改名",
        chinese_first=True,
    ),
    "correct-it-to-the-whole-month": Template(
        "correct it to the whole month, quarter or year.",
        "按自然月、季、年更正",
        chinese_first=True,
    ),
    "annul-the-one-too-many-or": Template(
        "annul the one too many, or correct its day.",
        "作废多余的，或更正日期",
        chinese_first=True,
    ),
    "correct-the-facts-named-or-restore": Template(
        "correct the facts named, or restore a backup.",
        "更正所列事实，或从备份恢复",
        chinese_first=True,
    ),
    "nothing-else-was-checked": Template(
        "nothing else was checked",
        "其余检查未进行",
        chinese_first=True,
    ),
    "mend-the-errors-that-follow-first": Template(
        "mend the errors that follow first.",
        "先更正下列错误",
        chinese_first=True,
    ),
    "basic-rules-broken": Template(
        "rules that every question rests on are broken ({names}): nothing else was checked.",
        "基本规则被破坏（{names}），其余检查未进行",
        chinese_first=True,
    ),
    "days-off-not-known": Template(
        "days off not known",
        "放假安排未知",
        chinese_first=True,
    ),
    "state-them-in-the-file-of": Template(
        "state them in the file of WANGGE_HOLIDAYS (docs/duty.md).",
        "公布后列入 WANGGE_HOLIDAYS",
        chinese_first=True,
    ),
    "rota-beyond-the-known-days-off": Template(
        "rota beyond the known days off",
        "排班超出已知放假安排",
        chinese_first=True,
    ),
    "state-them-in-the-file-of-2": Template(
        "state them in the file of WANGGE_HOLIDAYS: they decide its shifts.",
        "公布后列入 WANGGE_HOLIDAYS",
        chinese_first=True,
    ),
    "rota-without-a-shift": Template(
        "rota without a shift",
        "排班无班次",
        chinese_first=True,
    ),
    "look-at-its-rule-and-its": Template(
        "look at its rule and its dates: nobody is ever on duty by it.",
        "核对轮值规则和起止日期",
        chinese_first=True,
    ),
    "no-ladder": Template(
        "no ladder",
        "无责任阶梯",
        chinese_first=True,
    ),
    "set-one-until-then-nobody-answers": Template(
        "set one: until then nobody answers for anything.",
        "设定责任阶梯",
        chinese_first=True,
    ),
    "no-standard": Template(
        "no standard",
        "无配备标准",
        chinese_first=True,
    ),
    "set-one-until-then-no-vacancy": Template(
        "set one: until then no vacancy is seen.",
        "设定配备标准",
        chinese_first=True,
    ),
    "no-digit-template": Template(
        "no digit template",
        "无编码规则",
        chinese_first=True,
    ),
    "set-one-until-then-codes-cant": Template(
        "set one: until then codes can't be checked.",
        "设定编码规则",
        chinese_first=True,
    ),
    "nobody-on-call": Template(
        "nobody on call",
        "随叫随到无人可叫",
        chinese_first=True,
    ),
    "appoint-a-duty-officer-of-the": Template(
        "appoint a duty officer of the department.",
        "为部门任命值班员",
        chinese_first=True,
    ),
    "no-ladder-in-force": Template(
        "no responsibility ladder is in force.",
        "没有生效的责任阶梯",
        chinese_first=True,
    ),
    "no-standard-in-force": Template(
        "no staffing standard is in force.",
        "没有生效的配备标准",
        chinese_first=True,
    ),
    "no-template-in-force": Template(
        "no digit template is in force.",
        "没有生效的编码规则",
        chinese_first=True,
    ),
    "on-call-without-officer": Template(
        "{department} is on call at {centre} and has no duty officer.",
        "{department}在{centre}随叫随到，却没有值班员",
        chinese_first=True,
    ),
    "rota-without-shift": Template(
        "{rota} has no shift before it ends ({end}).",
        "{rota}在停用（{end}）之前没有班次",
        chinese_first=True,
    ),
    "households-that-do-not-add-up": Template(
        "households that do not add up",
        "户数不合计",
        chinese_first=True,
    ),
    "count-again-and-correct-the-whole": Template(
        "count again and correct the whole or its parts.",
        "核对并更正整体或下级的户数",
        chinese_first=True,
    ),
    "people-that-do-not-add-up": Template(
        "people that do not add up",
        "人口不合计",
        chinese_first=True,
    ),
    "count-again-and-correct-the-whole-2": Template(
        "count again and correct the whole or its parts.",
        "核对并更正整体或下级的人口",
        chinese_first=True,
    ),
    "fewer-people-than-households": Template(
        "fewer people than households",
        "人少于户",
        chinese_first=True,
    ),
    "look-at-the-two-numbers-were": Template(
        "look at the two numbers: were they swapped?",
        "核对两数，是否填反",
        chinese_first=True,
    ),
    "grid-out-of-proportion": Template(
        "grid out of proportion",
        "网格规模悬殊",
        chinese_first=True,
    ),
    "think-of-splitting-or-merging-it": Template(
        "think of splitting or merging it; where all is as it should be, nothing need be done.",
        "考虑拆分或合并",
        chinese_first=True,
    ),
    "parts-off-sum": Template(
        "{who} has {whole} {noun}, its parts together {known}.",
        "{who}{noun} {whole}，下级合计 {known}",
        chinese_first=True,
    ),
    "homes-and-people": Template(
        "{who} has {homes} households and {people} people.",
        "{who}有 {homes} 户却只有 {people} 人",
        chinese_first=True,
    ),
    "homes-off-usual": Template(
        "{who} has {homes} households; the usual one of its kind ({kind}) has {usual:g}.",
        "{who}有 {homes} 户，{kind}一般为 {usual:g} 户",
        chinese_first=True,
    ),
    "nobody-present": Template(
        "nobody answers",
        "无人在岗",
    ),
    "answers-in-fact": Template(
        "{name} answers",
        "实由{name}代岗",
    ),
    "rule-text-clean": Template(
        "text-clean",
        "文字规范",
        chinese_first=True,
    ),
    "rule-interval-in-order": Template(
        "interval-in-order",
        "起止有序",
        chinese_first=True,
    ),
    "rule-date-plausible": Template(
        "date-plausible",
        "日期合理",
        chinese_first=True,
    ),
    "rule-number-in-range": Template(
        "number-in-range",
        "数值在范围内",
        chinese_first=True,
    ),
    "rule-geometry-valid": Template(
        "geometry-valid",
        "边界有效",
        chinese_first=True,
    ),
    "rule-identity-kept": Template(
        "identity-kept",
        "身份不变",
        chinese_first=True,
    ),
    "rule-link-resolves": Template(
        "link-resolves",
        "引用存在",
        chinese_first=True,
    ),
    "rule-life-within": Template(
        "life-within",
        "存续期内",
        chinese_first=True,
    ),
    "rule-one-at-a-time": Template(
        "one-at-a-time",
        "同时只有一个",
        chinese_first=True,
    ),
    "rule-one-primary": Template(
        "one-primary",
        "主岗唯一",
        chinese_first=True,
    ),
    "rule-always-described": Template(
        "always-described",
        "名称不断",
        chinese_first=True,
    ),
    "rule-always-placed": Template(
        "always-placed",
        "隶属不断",
        chinese_first=True,
    ),
    "rule-level-order": Template(
        "level-order",
        "层级有序",
        chinese_first=True,
    ),
    "rule-grid-typed": Template(
        "grid-typed",
        "网格类型",
        chinese_first=True,
    ),
    "rule-succession-in-order": Template(
        "succession-in-order",
        "承接有序",
        chinese_first=True,
    ),
    "rule-cover-present": Template(
        "cover-present",
        "代岗不成环",
        chinese_first=True,
    ),
    "rule-rota-readable": Template(
        "rota-readable",
        "排班可读",
        chinese_first=True,
    ),
    "rule-rota-members": Template(
        "rota-members",
        "排班成员",
        chinese_first=True,
    ),
    "rule-duty-in-order": Template(
        "duty-in-order",
        "替班换班有序",
        chinese_first=True,
    ),
    "rule-indicator-in-range": Template(
        "indicator-in-range",
        "指标值在范围内",
        chinese_first=True,
    ),
    "rule-names-apart": Template(
        "names-apart",
        "名称可辨",
        chinese_first=True,
    ),
    "rule-post-possible": Template(
        "post-possible",
        "岗位归属",
        chinese_first=True,
    ),
    "rule-template-in-order": Template(
        "template-in-order",
        "编码规则有序",
        chinese_first=True,
    ),
    "rule-code-fits": Template(
        "code-fits",
        "编码合规",
        chinese_first=True,
    ),
    "rule-code-in-place": Template(
        "code-in-place",
        "编码与所在村相符",
        chinese_first=True,
    ),
    "rule-centre-serves": Template(
        "centre-serves",
        "综治中心层级",
        chinese_first=True,
    ),
    "rule-department-named": Template(
        "department-named",
        "部门不重名",
        chinese_first=True,
    ),
    "rule-appraisal-period": Template(
        "appraisal-period",
        "考核周期",
        chinese_first=True,
    ),
    "rule-mediation-recorded": Template(
        "mediation-recorded",
        "一案一登",
        chinese_first=True,
    ),
    "same-name-and-phone": Template(
        "have one name and telephone number",
        "姓名电话相同",
    ),
    "same-id-number": Template(
        "have one ID number",
        "身份证号相同",
    ),
    "known-twice": Template(
        "{names} {have}.",
        "{names}{have}",
        chinese_first=True,
    ),
    "without-telephone": Template(
        "{who} is {roles} and has no telephone number.",
        "{who}任{roles}，却没有电话",
        chinese_first=True,
    ),
    "policy-faulty": Template(
        "{policy}: {fault}",
        "{policy}有误：{fault}",
        chinese_first=True,
    ),
    "policy-finding": Template(
        "{check}: {finding}",
        "{check}：{finding}",
    ),
    "stray-event": Template(
        "a stray event: {what}.",
        "有一条进展不属于任何决定：{what}",
        chinese_first=True,
    ),
    "stray-deadline": Template(
        "a stray deadline: {what}.",
        "有一条时限不属于任何决定：{what}",
        chinese_first=True,
    ),
    "of-decision": Template(
        "{decision} ({reference}) {fault}",
        "{reference} 的决定 {decision} {fault}",
        chinese_first=True,
    ),
    "answer-not-understood": Template(
        "its frozen answer can't be understood: {error}",
        "冻结的答案无法理解：{error}",
    ),
    "escalations-off": Template(
        "counts {escalated} escalations; its events say {taken}.",
        "的提级次数（{escalated}）与进展（{taken}）不符",
    ),
    "deadline-off": Template(
        "has its deadline {step} met at {at} without its event, or inversely.",
        "的时限“{step}”（{at}）与进展不符",
    ),
    "returns-off": Template(
        "is handed back {count} times, superseded by {new} at {at}.",
        "退单（{count} 次）与取代（{new}，{at}）不符",
    ),
    "returned-from-nothing": Template(
        "came of a return, of what is not known ({before}).",
        "缺少前一决定（{before}）",
    ),
    "chain-broken": Template(
        "does not follow {before}: {due} was due.",
        "与前一决定 {before} 不衔接（应为 {due}）",
    ),
    "revision-missing": Template(
        "rests on revision {number}, which there is not.",
        "所据版本 {number} 不存在",
    ),
    "policy-not-in-force": Template(
        "rests on policy {policy}; in force then was {found}.",
        "所据政策 {policy} 当时并未生效（当时为 {found}）",
    ),
    "assignees-missing": Template(
        "names {missing}, not known at its revision.",
        "承办人不存在：{missing}",
    ),
    "not-asked-again": Template(
        "can't be asked again: {error}",
        "无法复核：{error}",
    ),
    "part-differs": Template(
        "{part}: {frozen} was frozen, {again} comes now",
        "{part}：当时 {frozen}，现为 {again}",
    ),
    "another-answer": Template(
        "is another when asked again: {what}.",
        "复核结果不同：{what}",
    ),
    "no-time": Template(
        "no time",
        "无时间",
    ),
    "households": Template(
        "households",
        "户数",
    ),
    "people": Template(
        "people",
        "人口",
    ),
    "leave-the-code-out": Template(
        "leave the code out: “第一网格”, not “5060802 第二网格”.",
        "名称只写名字，如“第一网格”",
        chinese_first=True,
    ),
    "finding": Template(
        "{number}  {severity}  {message}",
        "{number}  {severity}  {message}",
        both="{number}  {severity}  {message}",
    ),
    "finding-remedy": Template(
        "      → {remedy}",
        "      → {remedy}",
        both="      → {remedy}",
    ),
    "severity": Template(
        "{severity}",
        "{severity}",
    ),
}
