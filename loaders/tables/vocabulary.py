"""The words for columns and sheets: what each kind of table can say, and what people call it.

Words are parted by blanks; Chinese brackets and capitals need no entries of their own.  `headings.py` compares.
"""

from collections.abc import Mapping

from loaders.tables.fields import LAYOUTS, Field, TableKind

PLACE_WORDS: Mapping[Field, str] = {
    Field.STREET_CODE: "街道编码 街道代码 街道编号 乡镇编码 镇街编码 乡镇街道编码 街道(乡镇)编码 street_code",
    Field.STREET_NAME: "所属街道 街道 街道名称 镇街 街镇 乡镇 乡镇街道 街道(乡镇) 镇(街道) 乡镇(街道) 所在街道 "
    "所属镇街 所属乡镇 所属乡镇街道 镇街名称 街道办事处 street street_name",
    Field.AREA_CODE: "管区编码 管区代码 管区编号 管理区编码 片区编码 area_code management_area_code",
    Field.AREA_NAME: "管区 所属管区 管区名称 管理区 所属管理区 管理区名称 片区 所属片区 片区名称 工作区 "
    "area management_area area_name",
    Field.VILLAGE_CODE: "村(社区)编码 村编码 村代码 村居编码 社区编码 社区代码 村(居)编码 村社区编码 行政村编码 "
    "村级编码 村社编码 村(社区)代码 统计用区划代码 village_code",
    Field.VILLAGE_NAME: "村(社区) 村 社区 村居 村(居) 村社区 村/社区 所属村 所属社区 所属村社区 所属村(社区) 所属村居 "
    "所属村(居) 行政村 村名 村名称 村(社区)名称 社区名称 村居名称 村社 居委会 村委会 所在村 所在社区 所在村(社区) "
    "居委会、村委会名称 居委会村委会名称 村(居)委会 村(居)名称 社区(村) 社区(村)名称 社区/村 社区村 "
    "村(居)民委员会 village village_name community",
    Field.GRID_CODE: "网格编码 网格编号 网格代码 所属网格编码 所属网格编号 所在网格编码 全科网格编码 综合网格编码 "
    "网格号 网格id grid_code grid_id",
    Field.GRID_NAME: "网格名称 所属网格 网格 网格名 所在网格 所属网格名称 全科网格 全科网格名称 综合网格 综合网格名称 "
    "负责网格 包联网格 管辖网格 基础网格 基础网格名称 二级网格 grid grid_name",
    Field.MICRO_CODE: "微网格编码 微网格编号 微网格代码 所属微网格编码 微格编码 微网格号 micro_grid_code micro_code",
    Field.MICRO_NAME: "微网格名称 微网格 所属微网格 微网格名 微格 微格名称 所在微网格 负责微网格 三级网格 "
    "micro_grid micro_grid_name",
}

UNIT_WORDS: Mapping[Field, str] = {
    Field.UNIT_CODE: "编码 代码 单位编码 单位代码 区划代码 区划编码 行政区划代码 code unit_code",
    Field.UNIT_NAME: "名称 单位名称 单位 name unit unit_name",
    Field.UNIT_KIND: "级别 层级 单位级别 单位类型 类别 level kind",
    Field.PARENT_CODE: "上级编码 上级代码 上级code 上级单位编码 上级编号 父级编码 parent parent_code",
    Field.PARENT_NAME: "上级名称 上级 上级单位 上级单位名称 所属上级 父级名称 parent_name",
    Field.GRID_TYPE: "网格类型 网格类别 网格性质 类型 网格种类 grid_type type",
    Field.CATEGORY: "城乡分类 城乡分类代码 城乡分类码 category urban_rural",
    Field.HOUSEHOLDS: "户数 总户数 居民户数 常住户数 住户数 网格户数 户数(户) 覆盖户数 households",
    Field.POPULATION: "人口 人口数 人数 总人口 常住人口 常住人口数 总人数 居民人数 网格人数 人口(人) 覆盖人口 "
    "人口数量 population",
    Field.NOTE: "备注 说明 备注说明 note notes remark remarks",
    Field.VALID_FROM: "生效日期 生效时间 起效日期 状态生效日期 valid_from start",
    Field.VALID_TO: "失效日期 失效时间 状态失效日期 valid_to end",
    Field.FOUNDED: "成立日期 成立时间 设立日期 设立时间 建立日期 建立时间 启用日期 启用时间 初始时间 划定日期 founded",
    Field.ABOLISHED: "撤销日期 撤销时间 注销日期 注销时间 撤并日期 撤并时间 停用日期 停用时间 废止日期 abolished",
    Field.SUCCESSORS: "承接单位编码 承接单位 承接编码 承接网格编码 接续单位编码 并入单位编码 并入网格编码 后继编码 "
    "successor successors",
    Field.STATE_ID: "状态编号 state_id",
    Field.PART_ID: "隶属编号 part_id",
}

PERSON_WORDS: Mapping[Field, str] = {
    Field.PERSON_ID: "人员编号 人员id person_id",
    Field.NAME: "姓名 名字 人员姓名 网格员姓名 队员姓名 成员姓名 人员 人员名称 姓名及电话 姓名及联系电话 "
    "姓名及联系方式 姓名电话 姓名、电话 姓名/电话 姓名联系电话 姓名和电话 name full_name person",
    Field.PHONE: "联系电话 联系方式 电话 手机 手机号 手机号码 电话号码 移动电话 联系手机 本人电话 网格员电话 "
    "网格员联系电话 网格员手机号 联系号码 手机电话 手机/电话 电话/手机 phone mobile tel telephone phone_number",
    Field.GENDER: "性别 gender sex",
    Field.BIRTH: "出生日期 出生年月 出生年月日 生日 出生时间 birth birthday date_of_birth",
    Field.ETHNICITY: "民族 ethnicity",
    Field.EDUCATION: "学历 文化程度 最高学历 教育程度 education",
    Field.POLITICAL_STATUS: "政治面貌 政治面貌(党员/群众) political_status",
    Field.PARTY_JOINED: "入党日期 入党时间 入党年月 加入党组织日期 加入党组织时间 party_joined",
    Field.ID_NUMBER: "身份证号 身份证号码 身份证 公民身份号码 公民身份证号码 证件号码 证件号 身份证件号 id_number "
    "id_card",
    Field.SEAL: "身份证封签 id_number_seal seal",
    Field.FICTITIOUS: "是否虚构 虚构 fictitious",
    Field.NOTE: "备注 说明 备注说明 note notes remark remarks",
    Field.KNOWN_FROM: "登记日期 登记时间 known_from",
    Field.KNOWN_TO: "注销日期 注销时间 known_to",
}

POST_WORDS: Mapping[Field, str] = {
    Field.HOLDING_ID: "任职编号 holding_id",
    Field.ROLE: "岗位 网格员类型 网格员类别 人员类型 人员类别 岗位名称 岗位类型 网格岗位 网格职务 网格内职务 "
    "担任网格职务 角色 队伍类型 类型 类别 职务 职位 身份 role post",
    Field.EMPLOYMENT: "专职/兼职 专兼职 专职兼职 专/兼职 专职或兼职 是否专职 用工性质 用工类型 全职/兼职 全职兼职 "
    "employment",
    Field.RANK: "ab角 a/b角 主备 主备角 主/备 ab岗 a/b岗 主备岗 是否主责 角 rank",
    Field.SUBJECT: "专业领域 专业特长 特长 擅长领域 调解领域 专业 领域 field subject",
    Field.TARGET_ID: "所属编号 单位编码 单位代码 所属单位编码 所属单位编号 机构编号 所属机构编号 编码 代码 code "
    "unit_code of",
    Field.TARGET_NAME: "所属名称 所属单位 单位名称 单位 所属机构 unit unit_name",
    Field.POST_START: "上岗日期 上岗时间 任职时间 任职日期 任职开始日期 任职起始日期 任职开始时间 到岗时间 "
    "到岗日期 聘用时间 聘用日期 聘任时间 聘任日期 入职时间 入职日期 开始日期 开始时间 起始日期 起始时间 任职起 "
    "start start_date from",
    Field.POST_END: "离岗日期 离岗时间 离任日期 离任时间 离职日期 离职时间 免职日期 免职时间 卸任日期 卸任时间 "
    "失效日期 退出日期 退出时间 end end_date",
}

LAST_DAYS: Mapping[Field, str] = {
    Field.POST_END: "任职至 任职截止 任职截止日期 任职截止时间 任职结束日期 结束日期 结束时间 截止日期 截止时间 "
    "终止日期 任期至 任期结束 任期结束日期 最后在岗日 最后一天 结束日期(含) 截止(含) 截止日期(含) 至 last_day "
    "through",
    Field.BACK_ON: "结束日期 结束时间 请假至 休假至 缺岗至 请假结束日期 休假结束日期 请假结束时间 休假结束时间 "
    "截止日期 截止时间 终止日期 最后一天 结束日期(含) 截止(含) 截止日期(含) 至 止 last_day through",
    Field.VALID_TO: "结束日期 结束时间 截止日期 截止时间 有效期至 终止日期 最后一天 结束日期(含) 截止(含) "
    "截止日期(含) 至 last_day through",
    Field.ABOLISHED: "终止日期 终止时间 使用至 最后一天 存续至 last_day",
    Field.PERIOD_TO: "考核期止(含) 考核期止 结束日期 结束时间 截止日期 考核结束日期 结束日期(含) 截止(含) 至 止 "
    "last_day",
}
"""Headings of end dates that name the last day included; every other end date is the first day no longer valid."""

PLACE_OF_POST_WORDS: Mapping[Field, str] = {
    Field.CENTRE_NAME: "综治中心 所属中心 所属综治中心 中心名称 综治中心名称 centre",
    Field.COMMITTEE_NAME: "调解组织名称 调解组织 调委会 所属调委会 调解委员会 所属调解组织 专业调委会 "
    "所属调解委员会 committee",
    Field.DEPARTMENT_NAME: "部门名称 部门 所属部门 所在部门 派出部门 department",
}

GRADE_WORDS: Mapping[Field, str] = {
    Field.SETTING: "城区/农村 城乡类型 城区农村 城乡 城镇/农村 setting",
    Field.POST_GRADE: "岗级 岗位等级 岗位级别 三岗 post_grade",
    Field.PAY_LEVEL: "薪级 薪级等级 十八级 级档 薪酬级别 pay_level",
    Field.STARS: "星级 星级评定 定星 年定星 星级网格员 star_rating stars",
    Field.PARTY_STAGE: "党员发展阶段 发展阶段 双培养阶段 双培养 party_stage",
}

DATED_WORDS: Mapping[Field, str] = {
    Field.VALID_FROM: "生效日期 生效时间 成立日期 成立时间 启用日期 启用时间 入驻日期 入驻时间 开始日期 开始时间 "
    "起始日期 valid_from start start_date from",
    Field.VALID_TO: "失效日期 失效时间 撤销日期 撤销时间 停用日期 停用时间 撤出日期 撤出时间 valid_to end end_date",
    Field.RECORD_ID: "编号 记录编号 id record_id",
}

COVER_WORDS: Mapping[Field, str] = {
    Field.COVER_ID: "替岗人编号 替岗人员编号 代班人编号 cover_id",
    Field.COVER_NAME: "替岗人 替岗人姓名 替岗人员 替班人 代班人 代班人员 代班人姓名 顶岗人 顶岗人员 代管人 b角 "
    "cover cover_name",
    Field.COVER_PHONE: "替岗人电话 替岗人联系电话 代班人电话 代班人联系电话 顶岗人电话 替岗人手机号 cover_phone",
}

PERIOD_WORDS: Mapping[Field, str] = {
    Field.PERIOD: "考核周期 周期 考核类型 考核种类 period",
    Field.PERIOD_FROM: "考核期始 考核期起 考核日期 考核时间 考核月份 考核期 开始日期 开始时间 考核开始日期 start from",
    Field.PERIOD_TO: "end",
    Field.SCORE: "得分 分数 考核得分 成绩 考核分数 score",
    Field.RESULT: "考核结果 结果 考核等次 等次 评定结果 result",
}

CENTRE_REFERENCE: Mapping[Field, str] = {
    Field.CENTRE_ID: "中心编号 综治中心编号 centre_id",
    Field.CENTRE_NAME: "中心名称 综治中心 综治中心名称 所属中心 入驻中心 centre centre_name",
}

SERVED_WORDS: Mapping[Field, str] = {
    Field.SERVES_CODE: "服务单位编码 单位编码 服务单位代码 所属单位编码 编码 代码 serves code",
    Field.SERVES_NAME: "服务单位名称 服务单位 所属单位 单位名称",
}

SETTING_WORDS: Mapping[Field, str] = {
    Field.ROLE: "岗位 职务 岗位名称 角色 role",
    Field.UNIT_KIND: "级别 单位级别 层级 单位类型 unit_kind level",
}

ROTA_REFERENCE: Mapping[Field, str] = {
    Field.ROTA_ID: "排班编号 值班表编号 rota_id",
    Field.ROTA_NAME: "排班名称 排班 值班表 值班表名称 值班轮次 轮值表 rota rota_name",
}

MEMBER_WORDS: Mapping[Field, str] = {
    Field.MEMBER_ID: "值班人(部门)编号 值班人编号 值班部门编号 成员编号 替班人编号 替班部门编号 member_id",
    Field.MEMBER_NAME: "值班人(部门) 值班人 值班人员 值班人姓名 值班部门 值班员 成员 成员名称 人员或部门 替班人 "
    "替班人员 替班人姓名 替班部门 姓名 member member_name",
    Field.MEMBER_PHONE: "值班人电话 值班人联系电话 替班人电话 替班人联系电话 联系电话 电话 手机号 手机号码 "
    "member_phone",
}


COMPLEXITY_WORDS = "难易程度 案件难易 难度 纠纷难易 案件类型 复杂程度 complexity"


def _reference() -> dict[Field, str]:
    """A person named in a table that is about something else."""
    fields = (Field.PERSON_ID, Field.NAME, Field.PHONE, Field.ID_NUMBER)
    return {field: PERSON_WORDS[field] for field in fields}


VOCABULARY: Mapping[TableKind, Mapping[Field, str]] = {
    TableKind.UNITS: {**PLACE_WORDS, **UNIT_WORDS},
    TableKind.SUCCESSIONS: {
        Field.UNIT_CODE: "原单位编码 原单位 原编码 原网格编码 predecessor",
        Field.UNIT_NAME: "原单位名称 原名称",
        Field.SUCCESSORS: UNIT_WORDS[Field.SUCCESSORS],
        Field.SUCCESSOR_NAME: "承接单位名称",
        Field.SUCCEEDED_ON: "承接日期 承接时间 变更日期 on",
        Field.VALID_TO: "失效日期",
        Field.RECORD_ID: "编号 记录编号 id",
    },
    TableKind.ROSTER: {**PLACE_WORDS, **PERSON_WORDS, **POST_WORDS, **PLACE_OF_POST_WORDS, **GRADE_WORDS},
    TableKind.ABSENCES: {
        **_reference(),
        **COVER_WORDS,
        Field.AWAY_KIND: "缺岗类型 请假类型 请假类别 缺岗原因 请假事由 假别 原因 类型 kind",
        Field.AWAY_FROM: "缺岗日期 缺岗开始日期 请假日期 请假开始日期 请假开始时间 休假开始日期 休假开始时间 离开日期 "
        "开始日期 开始时间 起始日期 起 自 start from",
        Field.BACK_ON: "返岗日期 返岗时间 销假日期 销假时间 回岗日期 回岗时间 失效日期 end",
        Field.RECORD_ID: "编号 缺岗编号 id",
    },
    TableKind.GRADES: {**_reference(), **GRADE_WORDS, **DATED_WORDS},
    TableKind.APPRAISALS: {**_reference(), **PERIOD_WORDS, Field.RECORD_ID: "编号 考核编号 id"},
    TableKind.CENTRES: {
        **SERVED_WORDS,
        **DATED_WORDS,
        Field.CENTRE_ID: "中心编号 综治中心编号 centre_id",
        Field.CENTRE_NAME: "中心名称 综治中心 综治中心名称 名称 centre name",
        Field.ADDRESS: "地址 详细地址 办公地址 位置 address",
    },
    TableKind.ROOMS: {
        **CENTRE_REFERENCE,
        **DATED_WORDS,
        Field.ROOM_KIND: "功能室类型 类型 室别 功能室类别 room_kind kind",
        Field.ROOM_NAME: "功能室名称 功能室 名称 房间名称 room name",
    },
    TableKind.DEPARTMENTS: {
        **DATED_WORDS,
        Field.DEPARTMENT_ID: "部门编号 department_id",
        Field.DEPARTMENT_NAME: "部门名称 部门 名称 单位名称 department name",
    },
    TableKind.STATIONINGS: {
        **CENTRE_REFERENCE,
        **DATED_WORDS,
        Field.DEPARTMENT_ID: "部门编号 department_id",
        Field.DEPARTMENT_NAME: "部门名称 部门 入驻部门 入驻单位 派驻部门 department",
        Field.MODE: "入驻方式 入驻形式 方式 驻点方式 入驻类型 mode",
        Field.RESPONSE_MINUTES: "响应时限(分钟) 响应时限 到场时限 响应时间 响应时间(分钟) 到场时限(分钟) "
        "response_minutes",
    },
    TableKind.COMMITTEES: {
        **CENTRE_REFERENCE,
        **DATED_WORDS,
        Field.COMMITTEE_NAME: "调解组织名称 调解组织 调委会名称 调委会 调解委员会 调解委员会名称 名称 committee name",
        Field.SUBJECT: "专业领域 领域 调解领域 类型 field subject",
    },
    TableKind.STANDARD: {
        **SETTING_WORDS,
        **DATED_WORDS,
        Field.GRID_TYPE: "网格类型 网格类别 grid_type",
        Field.MINIMUM: "最低人数 人数 配备人数 最少人数 配备标准 minimum",
    },
    TableKind.LADDER: {**SETTING_WORDS, **DATED_WORDS, Field.ORDER: "顺序 次序 order"},
    TableKind.TEMPLATE: {
        **DATED_WORDS,
        **{field: field.zh for field in LAYOUTS[TableKind.TEMPLATE] if field.value.startswith("digits")},
    },
    TableKind.ROTAS: {
        Field.ROTA_ID: "排班编号 值班表编号 rota_id id",
        Field.ROTA_NAME: "排班名称 排班 值班表 值班表名称 值班轮次 轮值表 名称 rota rota_name name",
        **CENTRE_REFERENCE,
        Field.DEPARTMENT_ID: "部门编号 department_id",
        Field.DEPARTMENT_NAME: "部门名称 部门 值班部门 所属部门 department",
        Field.RECURRENCE: "轮值规则 轮班规则 排班规则 重复规则 轮值周期 rule rrule",
        Field.ANCHOR: "起算日期 起算日 轮值起算日期 anchor",
        Field.HAND_OVER: "交接时间 交接班时间 交班时间 接班时间 换班时间 上班时间 hand_over",
        Field.SHIFT_MINUTES: "班次时长(分钟) 班次时长 值班时长 时长 时长(分钟) minutes",
        Field.DUTY_DAYS: "值班日 值班日类型 适用日期 days",
        Field.TURN: "连班数 连续班数 每人班数 turn",
        Field.FIRST: "首班顺序 首班 起始顺序 first",
        **{field: DATED_WORDS[field] for field in (Field.VALID_FROM, Field.VALID_TO)},
    },
    TableKind.ROTA_MEMBERS: {
        **ROTA_REFERENCE,
        **MEMBER_WORDS,
        Field.ORDER: "顺序 次序 轮值顺序 值班顺序 order",
        Field.RECORD_ID: DATED_WORDS[Field.RECORD_ID],
    },
    TableKind.OVERRIDES: {
        **ROTA_REFERENCE,
        **MEMBER_WORDS,
        Field.REASON: "事由 原因 调整原因 替班原因 备注 reason",
        Field.VALID_FROM: "生效日期 日期 值班日期 替班日期 调整日期 开始日期 起始日期 valid_from start start_date "
        "from date",
        Field.VALID_TO: "失效日期 valid_to end end_date",
        Field.RECORD_ID: DATED_WORDS[Field.RECORD_ID],
    },
    TableKind.SWAPS: {
        **ROTA_REFERENCE,
        Field.ONE_ID: "甲方编号 申请人编号 one_id",
        Field.ONE_NAME: "甲方 甲方姓名 甲方部门 申请人 换班人 one",
        Field.ONE_PHONE: "甲方电话 申请人电话 one_phone",
        Field.ONE_DAY: "甲方原班日期 甲方日期 申请人原班日期 原班日期 原值班日期 one_day",
        Field.OTHER_ID: "乙方编号 对方编号 other_id",
        Field.OTHER_NAME: "乙方 乙方姓名 乙方部门 对方 被换班人 对方姓名 other",
        Field.OTHER_PHONE: "乙方电话 对方电话 other_phone",
        Field.OTHER_DAY: "乙方原班日期 乙方日期 对方原班日期 对方日期 换班日期 换至日期 other_day",
        Field.RECORD_ID: DATED_WORDS[Field.RECORD_ID],
    },
    TableKind.REWARDS: {
        **DATED_WORDS,
        Field.COMPLEXITY: COMPLEXITY_WORDS,
        Field.YUAN: "奖励金额(元) 奖励金额 奖励标准 奖励标准(元) 补贴标准 补贴金额 补助标准 金额 金额(元) 元 每件金额 "
        "yuan",
    },
    TableKind.MEDIATIONS: {
        **_reference(),
        Field.COMPLEXITY: COMPLEXITY_WORDS,
        Field.CASE: "案件编号 案号 案件号 案件 纠纷编号 卷宗号 reference case",
        Field.COMMITTEE_ID: "调解组织编号 调委会编号 committee_id",
        Field.COMMITTEE_NAME: "调解组织名称 调解组织 调委会 调委会名称 调解委员会 committee",
        Field.MEDIATED_ON: "调解日期 调解时间 调解成功日期 结案日期 结案时间 日期 on date",
        Field.RECORD_ID: DATED_WORDS[Field.RECORD_ID],
    },
    TableKind.DUTY_TABLE: {
        Field.DUTY_DATE: "值班日期 日期 值班时间 时间 duty_date date",
        Field.WEEKDAY: "星期 周 周几 星期几 weekday",
        Field.LEADER: "带班领导 带班 带班人 带班人员 带班干部 带班领导姓名 值班领导 leader",
        Field.ON_DUTY: "值班人员 值班人 值班员 值班人姓名 值班人员姓名 值班干部 值班同志 姓名 人员 on_duty",
        Field.PHONE: "联系电话 电话 联系方式 手机 手机号 手机号码 值班人电话 值班人员电话 值班人员联系电话 phone",
        Field.DEPARTMENT_NAME: "值班部门 值班科室 值班单位 部门 部门名称 科室 department",
        Field.CENTRE_NAME: CENTRE_REFERENCE[Field.CENTRE_NAME],
        Field.ROTA_NAME: "排班名称 排班 班次 rota rota_name",
        Field.REASON: "备注 说明 事由 reason note",
    },
}
"""What each kind of table can say, and the words for it; the canonical headings come first."""

SERIAL_WORDS = "序号 序 编号 no no. 行号 序列"
"""Numbers of rows: they say nothing, unless the kind of table has a better use for the word."""

SHEET_NAMES: Mapping[TableKind, str] = {
    TableKind.UNITS: "单位 单位表 网格 网格表 units",
    TableKind.ROSTER: "人员 人员表 任职 任职表 花名册 名单 roster people",
    TableKind.SUCCESSIONS: "承接关系 承接",
    TableKind.ABSENCES: "缺岗 请假 休假 缺岗表 请假表 absences",
    TableKind.GRADES: "人员等级 等级",
    TableKind.APPRAISALS: "考核 考核表 考核结果",
    TableKind.CENTRES: "综治中心 综治中心表",
    TableKind.ROOMS: "功能室",
    TableKind.DEPARTMENTS: "部门 部门表",
    TableKind.STATIONINGS: "部门入驻 入驻 入驻部门",
    TableKind.COMMITTEES: "调解组织 调委会",
    TableKind.STANDARD: "配备标准",
    TableKind.LADDER: "责任阶梯",
    TableKind.TEMPLATE: "编码规则",
    TableKind.ROTAS: "排班 值班轮次 轮值",
    TableKind.ROTA_MEMBERS: "排班成员 轮值成员",
    TableKind.OVERRIDES: "值班调整 替班",
    TableKind.SWAPS: "换班 调班",
    TableKind.REWARDS: "奖励标准 以案定补",
    TableKind.MEDIATIONS: "调解结果 调解登记",
    TableKind.DUTY_TABLE: "值班表 值班安排 值班安排表 duty",
}

NEEDED: Mapping[TableKind, tuple[frozenset[Field], ...]] = {
    TableKind.UNITS: (frozenset({*PLACE_WORDS, Field.UNIT_CODE, Field.UNIT_NAME}),),
    TableKind.SUCCESSIONS: (frozenset({Field.UNIT_CODE}), frozenset({Field.SUCCESSORS})),
    TableKind.ROSTER: (frozenset({Field.NAME, Field.PERSON_ID}),),
    TableKind.ABSENCES: (frozenset({Field.NAME, Field.PERSON_ID}), frozenset({Field.AWAY_FROM})),
    TableKind.GRADES: (frozenset({Field.NAME, Field.PERSON_ID}), frozenset(GRADE_WORDS)),
    TableKind.APPRAISALS: (frozenset({Field.NAME, Field.PERSON_ID}), frozenset({Field.PERIOD})),
    TableKind.CENTRES: (frozenset({Field.CENTRE_NAME}), frozenset({Field.SERVES_CODE, Field.SERVES_NAME})),
    TableKind.ROOMS: (frozenset({Field.ROOM_KIND}), frozenset({Field.CENTRE_ID, Field.CENTRE_NAME})),
    TableKind.DEPARTMENTS: (frozenset({Field.DEPARTMENT_NAME}),),
    TableKind.STATIONINGS: (
        frozenset({Field.DEPARTMENT_ID, Field.DEPARTMENT_NAME}),
        frozenset({Field.CENTRE_ID, Field.CENTRE_NAME}),
        frozenset({Field.MODE}),
    ),
    TableKind.COMMITTEES: (frozenset({Field.COMMITTEE_NAME}), frozenset({Field.CENTRE_ID, Field.CENTRE_NAME})),
    TableKind.STANDARD: (frozenset({Field.ROLE}), frozenset({Field.MINIMUM})),
    TableKind.LADDER: (frozenset({Field.ORDER}), frozenset({Field.ROLE})),
    TableKind.TEMPLATE: (frozenset({Field.DIGITS_GRID, Field.DIGITS_VILLAGE}),),
    TableKind.ROTAS: (frozenset({Field.ROTA_NAME}), frozenset({Field.RECURRENCE})),
    TableKind.ROTA_MEMBERS: (
        frozenset(ROTA_REFERENCE),
        frozenset({Field.ORDER}),
        frozenset({Field.MEMBER_ID, Field.MEMBER_NAME}),
    ),
    TableKind.OVERRIDES: (
        frozenset(ROTA_REFERENCE),
        frozenset({Field.MEMBER_ID, Field.MEMBER_NAME}),
        frozenset({Field.VALID_FROM}),
    ),
    TableKind.SWAPS: (
        frozenset({Field.ONE_ID, Field.ONE_NAME}),
        frozenset({Field.OTHER_ID, Field.OTHER_NAME}),
        frozenset({Field.ONE_DAY}),
    ),
    TableKind.REWARDS: (frozenset({Field.COMPLEXITY}), frozenset({Field.YUAN})),
    TableKind.MEDIATIONS: (
        frozenset({Field.NAME, Field.PERSON_ID}),
        frozenset({Field.COMPLEXITY}),
        frozenset({Field.CASE}),
    ),
    TableKind.DUTY_TABLE: (
        frozenset({Field.DUTY_DATE}),
        frozenset({Field.ON_DUTY, Field.DEPARTMENT_NAME, Field.LEADER}),
    ),
}
"""A table of a kind has at least one column of each of these sets."""

KEYWORDS: Mapping[TableKind, tuple[str, ...]] = {
    TableKind.CENTRES: ("中心", "centre"),
    TableKind.ROOMS: ("室", "厅", "room"),
    TableKind.DEPARTMENTS: ("部门", "department"),
    TableKind.COMMITTEES: ("调", "committee"),
    TableKind.DUTY_TABLE: ("值班", "带班", "duty"),
}
"""Kinds whose headings may be as plain as 名称: a heading has to hold one of these, or the sheet be named so."""

PREFERENCE: tuple[TableKind, ...] = (
    TableKind.UNITS,
    TableKind.SUCCESSIONS,
    TableKind.ABSENCES,
    TableKind.GRADES,
    TableKind.APPRAISALS,
    TableKind.STANDARD,
    TableKind.LADDER,
    TableKind.TEMPLATE,
    TableKind.STATIONINGS,
    TableKind.ROSTER,
    TableKind.ROOMS,
    TableKind.COMMITTEES,
    TableKind.CENTRES,
    TableKind.DEPARTMENTS,
    TableKind.ROTAS,
    TableKind.ROTA_MEMBERS,
    TableKind.OVERRIDES,
    TableKind.SWAPS,
    TableKind.MEDIATIONS,
    TableKind.REWARDS,
    TableKind.DUTY_TABLE,
)
"""Which kind is taken of two that know equally many headings."""
