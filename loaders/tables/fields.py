"""What a column can mean, and the sheets of the canonical workbook: one list for reading and for writing.

`Field` carries the canonical Chinese heading beside its name.  `LAYOUTS` says which columns each canonical sheet has,
in their order; `headings.py` knows what else people call them.
"""

from dataclasses import dataclass

from graph.facts import (
    Absence,
    Appraisal,
    Centre,
    CodeTemplate,
    Committee,
    Department,
    DutyOverride,
    DutySwap,
    Fact,
    LadderRung,
    MediationResult,
    RewardRate,
    Room,
    Rota,
    RotaMember,
    StaffingRule,
    Stationing,
    Succession,
    WorkerRecord,
)
from graph.words import Term


class TableKind(Term):
    """What the rows of a table are about; the Chinese word is the canonical sheet's name.

    A duty table is read only: what it says is written as overrides.
    """

    UNITS = "units", "单位"
    SUCCESSIONS = "successions", "承接关系"
    ROSTER = "roster", "人员"
    POSTS = "posts", "任职"
    ABSENCES = "absences", "缺岗"
    GRADES = "grades", "人员等级"
    APPRAISALS = "appraisals", "考核"
    CENTRES = "centres", "综治中心"
    ROOMS = "rooms", "功能室"
    DEPARTMENTS = "departments", "部门"
    STATIONINGS = "stationings", "部门入驻"
    COMMITTEES = "committees", "调解组织"
    STANDARD = "standard", "配备标准"
    LADDER = "ladder", "责任阶梯"
    TEMPLATE = "template", "编码规则"
    ROTAS = "rotas", "排班"
    ROTA_MEMBERS = "rota_members", "排班成员"
    OVERRIDES = "overrides", "值班调整"
    SWAPS = "swaps", "换班"
    REWARDS = "rewards", "奖励标准"
    MEDIATIONS = "mediations", "调解结果"
    DUTY_TABLE = "duty_table", "值班表"


class Field(Term):
    """The meaning of one column."""

    # units
    UNIT_CODE = "unit_code", "编码"
    UNIT_KIND = "unit_kind", "级别"
    UNIT_NAME = "unit_name", "名称"
    PARENT_CODE = "parent_code", "上级编码"
    PARENT_NAME = "parent_name", "上级名称"
    STREET_CODE = "street_code", "街道编码"
    STREET_NAME = "street_name", "所属街道"
    AREA_CODE = "area_code", "管区编码"
    AREA_NAME = "area_name", "管区"
    VILLAGE_CODE = "village_code", "村（社区）编码"
    VILLAGE_NAME = "village_name", "村（社区）"
    GRID_CODE = "grid_code", "网格编码"
    GRID_NAME = "grid_name", "网格名称"
    MICRO_CODE = "micro_code", "微网格编码"
    MICRO_NAME = "micro_name", "微网格名称"
    GRID_TYPE = "grid_type", "网格类型"
    CATEGORY = "category", "城乡分类"
    HOUSEHOLDS = "households", "户数"
    POPULATION = "population", "人口"
    NOTE = "note", "备注"
    FOUNDED = "founded", "成立日期"
    ABOLISHED = "abolished", "撤销日期"
    SUCCESSORS = "successors", "承接单位编码"
    SUCCESSOR_NAME = "successor_name", "承接单位名称"
    SUCCEEDED_ON = "succeeded_on", "承接日期"
    STATE_ID = "state_id", "状态编号"
    PART_ID = "part_id", "隶属编号"
    # people
    PERSON_ID = "person_id", "人员编号"
    NAME = "name", "姓名"
    PHONE = "phone", "联系电话"
    GENDER = "gender", "性别"
    BIRTH = "birth", "出生日期"
    ETHNICITY = "ethnicity", "民族"
    EDUCATION = "education", "学历"
    POLITICAL_STATUS = "political_status", "政治面貌"
    PARTY_JOINED = "party_joined", "入党日期"
    ID_NUMBER = "id_number", "身份证号"
    SEAL = "seal", "身份证封签"
    FICTITIOUS = "fictitious", "是否虚构"
    KNOWN_FROM = "known_from", "登记日期"
    KNOWN_TO = "known_to", "注销日期"
    # posts
    HOLDING_ID = "holding_id", "任职编号"
    ROLE = "role", "岗位"
    EMPLOYMENT = "employment", "专职/兼职"
    RANK = "rank", "AB角"
    SUBJECT = "subject", "专业领域"
    TARGET_ID = "target_id", "所属编号"
    TARGET_NAME = "target_name", "所属名称"
    POST_START = "post_start", "上岗日期"
    POST_END = "post_end", "离岗日期"
    # absences
    AWAY_KIND = "away_kind", "缺岗类型"
    AWAY_FROM = "away_from", "缺岗日期"
    BACK_ON = "back_on", "返岗日期"
    COVER_ID = "cover_id", "替岗人编号"
    COVER_NAME = "cover_name", "替岗人"
    COVER_PHONE = "cover_phone", "替岗人电话"
    # standing and appraisal
    SETTING = "setting", "城区/农村"
    POST_GRADE = "post_grade", "岗级"
    PAY_LEVEL = "pay_level", "薪级"
    STARS = "stars", "星级"
    PARTY_STAGE = "party_stage", "党员发展阶段"
    PERIOD = "period", "考核周期"
    PERIOD_FROM = "period_from", "考核期始"
    PERIOD_TO = "period_to", "考核期止（含）"
    SCORE = "score", "得分"
    RESULT = "result", "考核结果"
    # centres, departments, committees
    CENTRE_ID = "centre_id", "中心编号"
    CENTRE_NAME = "centre_name", "中心名称"
    SERVES_CODE = "serves_code", "服务单位编码"
    SERVES_NAME = "serves_name", "服务单位名称"
    ADDRESS = "address", "地址"
    ROOM_KIND = "room_kind", "功能室类型"
    ROOM_NAME = "room_name", "功能室名称"
    DEPARTMENT_ID = "department_id", "部门编号"
    DEPARTMENT_NAME = "department_name", "部门名称"
    MODE = "mode", "入驻方式"
    RESPONSE_MINUTES = "response_minutes", "响应时限（分钟）"
    COMMITTEE_ID = "committee_id", "调解组织编号"
    COMMITTEE_NAME = "committee_name", "调解组织名称"
    # duty
    ROTA_ID = "rota_id", "排班编号"
    ROTA_NAME = "rota_name", "排班名称"
    RECURRENCE = "recurrence", "轮值规则"
    ANCHOR = "anchor", "起算日期"
    HAND_OVER = "hand_over", "交接时间"
    SHIFT_MINUTES = "shift_minutes", "班次时长（分钟）"
    DUTY_DAYS = "duty_days", "值班日"
    TURN = "turn", "连班数"
    FIRST = "first", "首班顺序"
    MEMBER_ID = "member_id", "值班人（部门）编号"
    MEMBER_NAME = "member_name", "值班人（部门）"
    MEMBER_PHONE = "member_phone", "值班人电话"
    REASON = "reason", "事由"
    DUTY_DATE = "duty_date", "值班日期"
    WEEKDAY = "weekday", "星期"
    LEADER = "leader", "带班领导"
    ON_DUTY = "on_duty", "值班人员"
    ONE_ID = "one_id", "甲方编号"
    ONE_NAME = "one_name", "甲方"
    ONE_PHONE = "one_phone", "甲方电话"
    ONE_DAY = "one_day", "甲方原班日期"
    OTHER_ID = "other_id", "乙方编号"
    OTHER_NAME = "other_name", "乙方"
    OTHER_PHONE = "other_phone", "乙方电话"
    OTHER_DAY = "other_day", "乙方原班日期"
    # rewards
    COMPLEXITY = "complexity", "难易程度"
    YUAN = "yuan", "奖励金额（元）"
    CASE = "case", "案件编号"
    MEDIATED_ON = "mediated_on", "调解日期"
    # settings
    ORDER = "order", "顺序"
    MINIMUM = "minimum", "最低人数"
    DIGITS_PROVINCE = "digits_province", "省级位数"
    DIGITS_CITY = "digits_city", "市级位数"
    DIGITS_COUNTY = "digits_county", "县级位数"
    DIGITS_STREET = "digits_street", "街道位数"
    DIGITS_VILLAGE = "digits_village", "村（社区）位数"
    DIGITS_GRID = "digits_grid", "网格位数"
    DIGITS_MICRO = "digits_micro", "微网格位数"
    # any dated row
    RECORD_ID = "record_id", "编号"
    VALID_FROM = "valid_from", "生效日期"
    VALID_TO = "valid_to", "失效日期"
    SERIAL = "serial", "序号"


LAYOUTS: dict[TableKind, tuple[Field, ...]] = {
    TableKind.UNITS: (
        Field.UNIT_CODE,
        Field.UNIT_KIND,
        Field.UNIT_NAME,
        Field.PARENT_CODE,
        Field.PARENT_NAME,
        Field.GRID_TYPE,
        Field.CATEGORY,
        Field.HOUSEHOLDS,
        Field.POPULATION,
        Field.NOTE,
        Field.VALID_FROM,
        Field.VALID_TO,
        Field.FOUNDED,
        Field.ABOLISHED,
        Field.STATE_ID,
        Field.PART_ID,
    ),
    TableKind.SUCCESSIONS: (
        Field.UNIT_CODE,
        Field.UNIT_NAME,
        Field.SUCCESSORS,
        Field.SUCCESSOR_NAME,
        Field.SUCCEEDED_ON,
        Field.VALID_TO,
        Field.RECORD_ID,
    ),
    TableKind.ROSTER: (
        Field.PERSON_ID,
        Field.NAME,
        Field.PHONE,
        Field.GENDER,
        Field.BIRTH,
        Field.ETHNICITY,
        Field.EDUCATION,
        Field.POLITICAL_STATUS,
        Field.PARTY_JOINED,
        Field.SEAL,
        Field.FICTITIOUS,
        Field.NOTE,
        Field.KNOWN_FROM,
        Field.KNOWN_TO,
    ),
    TableKind.POSTS: (
        Field.HOLDING_ID,
        Field.PERSON_ID,
        Field.NAME,
        Field.PHONE,
        Field.ROLE,
        Field.TARGET_ID,
        Field.TARGET_NAME,
        Field.RANK,
        Field.SUBJECT,
        Field.POST_START,
        Field.POST_END,
    ),
    TableKind.ABSENCES: (
        Field.PERSON_ID,
        Field.NAME,
        Field.PHONE,
        Field.AWAY_KIND,
        Field.AWAY_FROM,
        Field.BACK_ON,
        Field.COVER_ID,
        Field.COVER_NAME,
        Field.COVER_PHONE,
        Field.RECORD_ID,
    ),
    TableKind.GRADES: (
        Field.PERSON_ID,
        Field.NAME,
        Field.PHONE,
        Field.SETTING,
        Field.POST_GRADE,
        Field.PAY_LEVEL,
        Field.STARS,
        Field.PARTY_STAGE,
        Field.VALID_FROM,
        Field.VALID_TO,
        Field.RECORD_ID,
    ),
    TableKind.APPRAISALS: (
        Field.PERSON_ID,
        Field.NAME,
        Field.PHONE,
        Field.PERIOD,
        Field.PERIOD_FROM,
        Field.PERIOD_TO,
        Field.SCORE,
        Field.RESULT,
        Field.RECORD_ID,
    ),
    TableKind.CENTRES: (
        Field.CENTRE_ID,
        Field.CENTRE_NAME,
        Field.SERVES_CODE,
        Field.SERVES_NAME,
        Field.ADDRESS,
        Field.VALID_FROM,
        Field.VALID_TO,
    ),
    TableKind.ROOMS: (
        Field.CENTRE_ID,
        Field.CENTRE_NAME,
        Field.ROOM_KIND,
        Field.ROOM_NAME,
        Field.VALID_FROM,
        Field.VALID_TO,
        Field.RECORD_ID,
    ),
    TableKind.DEPARTMENTS: (Field.DEPARTMENT_ID, Field.DEPARTMENT_NAME, Field.VALID_FROM, Field.VALID_TO),
    TableKind.STATIONINGS: (
        Field.DEPARTMENT_ID,
        Field.DEPARTMENT_NAME,
        Field.CENTRE_ID,
        Field.CENTRE_NAME,
        Field.MODE,
        Field.RESPONSE_MINUTES,
        Field.VALID_FROM,
        Field.VALID_TO,
        Field.RECORD_ID,
    ),
    TableKind.COMMITTEES: (
        Field.COMMITTEE_NAME,
        Field.CENTRE_ID,
        Field.CENTRE_NAME,
        Field.SUBJECT,
        Field.VALID_FROM,
        Field.VALID_TO,
        Field.RECORD_ID,
    ),
    TableKind.STANDARD: (
        Field.ROLE,
        Field.UNIT_KIND,
        Field.GRID_TYPE,
        Field.MINIMUM,
        Field.VALID_FROM,
        Field.VALID_TO,
        Field.RECORD_ID,
    ),
    TableKind.LADDER: (
        Field.ORDER,
        Field.ROLE,
        Field.UNIT_KIND,
        Field.VALID_FROM,
        Field.VALID_TO,
        Field.RECORD_ID,
    ),
    TableKind.TEMPLATE: (
        Field.DIGITS_PROVINCE,
        Field.DIGITS_CITY,
        Field.DIGITS_COUNTY,
        Field.DIGITS_STREET,
        Field.DIGITS_VILLAGE,
        Field.DIGITS_GRID,
        Field.DIGITS_MICRO,
        Field.VALID_FROM,
        Field.VALID_TO,
        Field.RECORD_ID,
    ),
    TableKind.ROTAS: (
        Field.ROTA_ID,
        Field.ROTA_NAME,
        Field.CENTRE_ID,
        Field.CENTRE_NAME,
        Field.DEPARTMENT_ID,
        Field.DEPARTMENT_NAME,
        Field.RECURRENCE,
        Field.ANCHOR,
        Field.HAND_OVER,
        Field.SHIFT_MINUTES,
        Field.DUTY_DAYS,
        Field.TURN,
        Field.FIRST,
        Field.VALID_FROM,
        Field.VALID_TO,
    ),
    TableKind.ROTA_MEMBERS: (
        Field.ROTA_ID,
        Field.ROTA_NAME,
        Field.ORDER,
        Field.MEMBER_ID,
        Field.MEMBER_NAME,
        Field.MEMBER_PHONE,
        Field.RECORD_ID,
    ),
    TableKind.OVERRIDES: (
        Field.ROTA_ID,
        Field.ROTA_NAME,
        Field.MEMBER_ID,
        Field.MEMBER_NAME,
        Field.MEMBER_PHONE,
        Field.REASON,
        Field.VALID_FROM,
        Field.VALID_TO,
        Field.RECORD_ID,
    ),
    TableKind.SWAPS: (
        Field.ROTA_ID,
        Field.ROTA_NAME,
        Field.ONE_ID,
        Field.ONE_NAME,
        Field.ONE_PHONE,
        Field.ONE_DAY,
        Field.OTHER_ID,
        Field.OTHER_NAME,
        Field.OTHER_PHONE,
        Field.OTHER_DAY,
        Field.RECORD_ID,
    ),
    TableKind.REWARDS: (Field.COMPLEXITY, Field.YUAN, Field.VALID_FROM, Field.VALID_TO, Field.RECORD_ID),
    TableKind.MEDIATIONS: (
        Field.PERSON_ID,
        Field.NAME,
        Field.PHONE,
        Field.COMPLEXITY,
        Field.CASE,
        Field.COMMITTEE_ID,
        Field.COMMITTEE_NAME,
        Field.MEDIATED_ON,
        Field.RECORD_ID,
    ),
}
"""The canonical sheets in their order, and the columns of each."""


@dataclass(frozen=True, slots=True)
class RecordShape:
    """How one row of a canonical sheet is one fact: which column fills which attribute.

    `start` and `end` are the columns of the validity; `inclusive` says that the sheet's end is the last day included.
    """

    cls: type[Fact]
    id: Field
    attributes: tuple[tuple[Field, str], ...]
    start: Field = Field.VALID_FROM
    end: Field = Field.VALID_TO
    inclusive: bool = False


RECORDS: dict[TableKind, RecordShape] = {
    TableKind.SUCCESSIONS: RecordShape(
        Succession,
        Field.RECORD_ID,
        ((Field.UNIT_CODE, "predecessor"), (Field.SUCCESSORS, "successor")),
        start=Field.SUCCEEDED_ON,
    ),
    TableKind.ABSENCES: RecordShape(
        Absence,
        Field.RECORD_ID,
        ((Field.PERSON_ID, "person"), (Field.AWAY_KIND, "kind"), (Field.COVER_ID, "cover")),
        start=Field.AWAY_FROM,
        end=Field.BACK_ON,
    ),
    TableKind.GRADES: RecordShape(
        WorkerRecord,
        Field.RECORD_ID,
        (
            (Field.PERSON_ID, "person"),
            (Field.SETTING, "setting"),
            (Field.POST_GRADE, "post_grade"),
            (Field.PAY_LEVEL, "pay_level"),
            (Field.STARS, "star_rating"),
            (Field.PARTY_STAGE, "party_stage"),
        ),
    ),
    TableKind.APPRAISALS: RecordShape(
        Appraisal,
        Field.RECORD_ID,
        ((Field.PERSON_ID, "person"), (Field.PERIOD, "period"), (Field.SCORE, "score"), (Field.RESULT, "result")),
        start=Field.PERIOD_FROM,
        end=Field.PERIOD_TO,
        inclusive=True,
    ),
    TableKind.CENTRES: RecordShape(
        Centre,
        Field.CENTRE_ID,
        ((Field.CENTRE_NAME, "name"), (Field.SERVES_CODE, "serves"), (Field.ADDRESS, "address")),
    ),
    TableKind.ROOMS: RecordShape(
        Room,
        Field.RECORD_ID,
        ((Field.CENTRE_ID, "centre"), (Field.ROOM_KIND, "kind"), (Field.ROOM_NAME, "name")),
    ),
    TableKind.DEPARTMENTS: RecordShape(Department, Field.DEPARTMENT_ID, ((Field.DEPARTMENT_NAME, "name"),)),
    TableKind.STATIONINGS: RecordShape(
        Stationing,
        Field.RECORD_ID,
        (
            (Field.DEPARTMENT_ID, "department"),
            (Field.CENTRE_ID, "centre"),
            (Field.MODE, "mode"),
            (Field.RESPONSE_MINUTES, "response_minutes"),
        ),
    ),
    TableKind.COMMITTEES: RecordShape(
        Committee,
        Field.RECORD_ID,
        ((Field.COMMITTEE_NAME, "name"), (Field.CENTRE_ID, "centre"), (Field.SUBJECT, "field")),
    ),
    TableKind.STANDARD: RecordShape(
        StaffingRule,
        Field.RECORD_ID,
        (
            (Field.ROLE, "role"),
            (Field.UNIT_KIND, "unit_kind"),
            (Field.GRID_TYPE, "grid_type"),
            (Field.MINIMUM, "minimum"),
        ),
    ),
    TableKind.LADDER: RecordShape(
        LadderRung,
        Field.RECORD_ID,
        ((Field.ORDER, "order"), (Field.ROLE, "role"), (Field.UNIT_KIND, "unit_kind")),
    ),
    TableKind.TEMPLATE: RecordShape(
        CodeTemplate,
        Field.RECORD_ID,
        (
            (Field.DIGITS_PROVINCE, "province"),
            (Field.DIGITS_CITY, "city"),
            (Field.DIGITS_COUNTY, "county"),
            (Field.DIGITS_STREET, "street"),
            (Field.DIGITS_VILLAGE, "village"),
            (Field.DIGITS_GRID, "grid"),
            (Field.DIGITS_MICRO, "micro_grid"),
        ),
    ),
    TableKind.ROTAS: RecordShape(
        Rota,
        Field.ROTA_ID,
        (
            (Field.ROTA_NAME, "name"),
            (Field.CENTRE_ID, "centre"),
            (Field.DEPARTMENT_ID, "department"),
            (Field.RECURRENCE, "rule"),
            (Field.ANCHOR, "anchor"),
            (Field.HAND_OVER, "hand_over"),
            (Field.SHIFT_MINUTES, "minutes"),
            (Field.DUTY_DAYS, "days"),
            (Field.TURN, "turn"),
            (Field.FIRST, "first"),
        ),
    ),
    TableKind.ROTA_MEMBERS: RecordShape(
        RotaMember,
        Field.RECORD_ID,
        ((Field.ROTA_ID, "rota"), (Field.ORDER, "order"), (Field.MEMBER_ID, "member")),
    ),
    TableKind.OVERRIDES: RecordShape(
        DutyOverride,
        Field.RECORD_ID,
        ((Field.ROTA_ID, "rota"), (Field.MEMBER_ID, "member"), (Field.REASON, "reason")),
    ),
    TableKind.SWAPS: RecordShape(
        DutySwap,
        Field.RECORD_ID,
        (
            (Field.ROTA_ID, "rota"),
            (Field.ONE_ID, "one"),
            (Field.ONE_DAY, "one_day"),
            (Field.OTHER_ID, "other"),
            (Field.OTHER_DAY, "other_day"),
        ),
    ),
    TableKind.REWARDS: RecordShape(
        RewardRate, Field.RECORD_ID, ((Field.COMPLEXITY, "complexity"), (Field.YUAN, "yuan"))
    ),
    TableKind.MEDIATIONS: RecordShape(
        MediationResult,
        Field.RECORD_ID,
        (
            (Field.PERSON_ID, "person"),
            (Field.COMPLEXITY, "complexity"),
            (Field.CASE, "reference"),
            (Field.COMMITTEE_ID, "committee"),
        ),
        start=Field.MEDIATED_ON,
    ),
}
"""The sheets of which each row is one fact.  Units, people and posts have readers of their own.

Where a sheet has no columns for the validity, something else says it: the rota, of its members; the days, of a swap; a
mediation lasts for its day.
"""

PERSON_ATTRIBUTES: tuple[tuple[Field, str], ...] = (
    (Field.NAME, "name"),
    (Field.PHONE, "phone"),
    (Field.GENDER, "gender"),
    (Field.BIRTH, "birth"),
    (Field.ETHNICITY, "ethnicity"),
    (Field.EDUCATION, "education"),
    (Field.POLITICAL_STATUS, "political_status"),
    (Field.PARTY_JOINED, "party_joined"),
    (Field.SEAL, "id_number_seal"),
    (Field.FICTITIOUS, "fictitious"),
    (Field.NOTE, "note"),
)

PHONE_BESIDE: dict[Field, Field] = {
    Field.NAME: Field.PHONE,
    Field.COVER_NAME: Field.COVER_PHONE,
    Field.MEMBER_NAME: Field.MEMBER_PHONE,
    Field.ONE_NAME: Field.ONE_PHONE,
    Field.OTHER_NAME: Field.OTHER_PHONE,
    Field.LEADER: Field.PHONE,
    Field.ON_DUTY: Field.PHONE,
}
"""Columns of names of people -> those of their numbers."""

STATE_ATTRIBUTES: tuple[tuple[Field, str], ...] = (
    (Field.UNIT_NAME, "name"),
    (Field.GRID_TYPE, "grid_type"),
    (Field.CATEGORY, "category"),
    (Field.HOUSEHOLDS, "households"),
    (Field.POPULATION, "population"),
    (Field.NOTE, "note"),
)
