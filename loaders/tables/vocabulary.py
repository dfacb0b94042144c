"""The words for columns and sheets: what each kind of table can say, and what people call it.

Words are parted by blanks; Chinese brackets and capitals need no entries of their own.  `headings.py` compares.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from graph.facts import WorkerRecord
from loaders.tables.columns import AT_CENTRE, ID_NUMBER, PERSON, Column
from loaders.tables.fields import Field, TableKind
from loaders.tables.layouts import PERSON_ATTRIBUTES
from loaders.tables.sheets import RECORDS


def heads(column: Column) -> str:
    """What stands over a column: its heading, and what else people write."""
    return f"{column.heading or column.field.zh} {column.words}".strip()


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
    **{field: f"{field.zh} {name}" for field, name in PERSON_ATTRIBUTES},
    **{column.field: heads(column) for column in (*PERSON, ID_NUMBER)},
    Field.GENDER: "性别 gender sex",
    Field.BIRTH: "出生日期 出生年月 出生年月日 生日 出生时间 birth birthday date_of_birth",
    Field.EDUCATION: "学历 文化程度 最高学历 教育程度 education",
    Field.POLITICAL_STATUS: "政治面貌 政治面貌(党员/群众) political_status",
    Field.PARTY_JOINED: "入党日期 入党时间 入党年月 加入党组织日期 加入党组织时间 party_joined",
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
    column.field: heads(column)
    for column in RECORDS[TableKind.GRADES].columns
    if column.attribute in WorkerRecord.KNOWN and column.attribute not in WorkerRecord.LINKS
}

VOCABULARY: Mapping[TableKind, Mapping[Field, str]] = {
    TableKind.UNITS: {**PLACE_WORDS, **UNIT_WORDS},
    TableKind.ROSTER: {**PLACE_WORDS, **PERSON_WORDS, **POST_WORDS, **PLACE_OF_POST_WORDS, **GRADE_WORDS},
    **{kind: {column.field: heads(column) for column in sheet.columns} for kind, sheet in RECORDS.items()},
    TableKind.DUTY_TABLE: {
        Field.DUTY_DATE: "值班日期 日期 值班时间 时间 duty_date date",
        Field.WEEKDAY: "星期 周 周几 星期几 weekday",
        Field.LEADER: "带班领导 带班 带班人 带班人员 带班干部 带班领导姓名 值班领导 leader",
        Field.ON_DUTY: "值班人员 值班人 值班员 值班人姓名 值班人员姓名 值班干部 值班同志 姓名 人员 on_duty",
        Field.PHONE: "联系电话 电话 联系方式 手机 手机号 手机号码 值班人电话 值班人员电话 值班人员联系电话 phone",
        Field.DEPARTMENT_NAME: "值班部门 值班科室 值班单位 部门 部门名称 科室 department",
        Field.CENTRE_NAME: heads(AT_CENTRE[1]),
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
    **{kind: f"{kind.zh} {sheet.names}" for kind, sheet in RECORDS.items()},
    TableKind.DUTY_TABLE: "值班表 值班安排 值班安排表 duty",
}

NEEDED: Mapping[TableKind, tuple[AbstractSet[Field], ...]] = {
    TableKind.UNITS: ({*PLACE_WORDS, Field.UNIT_CODE, Field.UNIT_NAME},),
    TableKind.ROSTER: ({Field.NAME, Field.PERSON_ID},),
    **{kind: sheet.told_by for kind, sheet in RECORDS.items()},
    TableKind.DUTY_TABLE: ({Field.DUTY_DATE}, {Field.ON_DUTY, Field.DEPARTMENT_NAME, Field.LEADER}),
}
"""A table of a kind has at least one column of each of these sets."""

KEYWORDS: Mapping[TableKind, tuple[str, ...]] = {
    **{kind: sheet.keywords for kind, sheet in RECORDS.items() if sheet.keywords},
    TableKind.DUTY_TABLE: ("值班", "带班", "duty"),
}
"""Kinds whose headings may be as plain as 名称: a heading has to hold one of these, or the sheet be named so."""

_FIRST = (
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
)

PREFERENCE: tuple[TableKind, ...] = (*_FIRST, *(kind for kind in RECORDS if kind not in _FIRST), TableKind.DUTY_TABLE)
"""Which kind is taken of two that know equally many headings."""
