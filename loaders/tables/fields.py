"""What a table can be about, and what a column of it can mean.

`Field` carries the canonical Chinese heading beside its name: where it is an attribute of a fact, the word that stands
there.  `sheets.py` and `layouts.py` say which columns each canonical sheet has.
"""

from graph.facts import (
    Absence,
    Appraisal,
    Centre,
    CodeTemplate,
    Committee,
    Department,
    DepartmentAppraisal,
    DutyOverride,
    DutySwap,
    Fact,
    Holding,
    LadderRung,
    MediationResult,
    Person,
    RewardRate,
    Room,
    Rota,
    StaffingRule,
    Stationing,
    UnitState,
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
    DEPARTMENT_APPRAISALS = "department_appraisals", "部门考核"
    DUTY_TABLE = "duty_table", "值班表"


def zh(cls: type[Fact], attribute: str) -> str:
    """The Chinese word of an attribute."""
    return cls.KNOWN[attribute].zh


class Field(Term):
    """The meaning of one column.

    Those that no reader names come of the facts: what is known of a person or of a worker's standing is a column.
    """

    # units
    UNIT_CODE = "unit_code", "编码"
    UNIT_KIND = "unit_kind", zh(StaffingRule, "unit_kind")
    UNIT_NAME = "unit_name", zh(UnitState, "name")
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
    GRID_TYPE = "grid_type", zh(UnitState, "grid_type")
    CATEGORY = "category", zh(UnitState, "category")
    HOUSEHOLDS = "households", zh(UnitState, "households")
    POPULATION = "population", zh(UnitState, "population")
    NOTE = "note", zh(Person, "note")
    FOUNDED = "founded", "成立日期"
    ABOLISHED = "abolished", "撤销日期"
    SUCCESSORS = "successors", "承接单位编码"
    SUCCESSOR_NAME = "successor_name", "承接单位名称"
    SUCCEEDED_ON = "succeeded_on", "承接日期"
    STATE_ID = "state_id", "状态编号"
    PART_ID = "part_id", "隶属编号"
    # people
    PERSON_ID = "person_id", "人员编号"
    NAME = "name", zh(Person, "name")
    PHONE = "phone", zh(Person, "phone")
    GENDER = "gender", zh(Person, "gender")
    BIRTH = "birth", zh(Person, "birth")
    EDUCATION = "education", zh(Person, "education")
    POLITICAL_STATUS = "political_status", zh(Person, "political_status")
    PARTY_JOINED = "party_joined", zh(Person, "party_joined")
    ID_NUMBER = "id_number", "身份证号"
    SEAL = "id_number_seal", zh(Person, "id_number_seal")
    FICTITIOUS = "fictitious", zh(Person, "fictitious")
    KNOWN_FROM = "known_from", "登记日期"
    KNOWN_TO = "known_to", "注销日期"
    # posts
    HOLDING_ID = "holding_id", "任职编号"
    ROLE = "role", zh(StaffingRule, "role")
    EMPLOYMENT = "employment", "专职/兼职"
    RANK = "rank", zh(Holding, "rank")
    SUBJECT = "subject", zh(Committee, "field")
    TARGET_ID = "target_id", "所属编号"
    TARGET_NAME = "target_name", "所属名称"
    POST_START = "post_start", "上岗日期"
    POST_END = "post_end", "离岗日期"
    # absences
    AWAY_KIND = "away_kind", zh(Absence, "kind")
    AWAY_FROM = "away_from", "缺岗日期"
    BACK_ON = "back_on", "返岗日期"
    COVER_ID = "cover_id", "替岗人编号"
    COVER_NAME = "cover_name", "替岗人"
    COVER_PHONE = "cover_phone", "替岗人电话"
    # standing and appraisal
    SETTING = "setting", zh(WorkerRecord, "setting")
    POST_GRADE = "post_grade", zh(WorkerRecord, "post_grade")
    PAY_LEVEL = "pay_level", zh(WorkerRecord, "pay_level")
    STARS = "star_rating", zh(WorkerRecord, "star_rating")
    PARTY_STAGE = "party_stage", zh(WorkerRecord, "party_stage")
    PERIOD = "period", zh(Appraisal, "period")
    PERIOD_FROM = "period_from", "考核期始"
    PERIOD_TO = "period_to", "考核期止（含）"
    SCORE = "score", zh(Appraisal, "score")
    RESULT = "result", zh(Appraisal, "result")
    INDICATOR = "indicator", zh(DepartmentAppraisal, "indicator")
    MEASURED = "measured", zh(DepartmentAppraisal, "value")
    # centres, departments, committees
    CENTRE_ID = "centre_id", "中心编号"
    CENTRE_NAME = "centre_name", zh(Centre, "name")
    SERVES_CODE = "serves_code", "服务单位编码"
    SERVES_NAME = "serves_name", "服务单位名称"
    ADDRESS = "address", zh(Centre, "address")
    ROOM_KIND = "room_kind", zh(Room, "kind")
    ROOM_NAME = "room_name", zh(Room, "name")
    DEPARTMENT_ID = "department_id", "部门编号"
    DEPARTMENT_NAME = "department_name", zh(Department, "name")
    MODE = "mode", zh(Stationing, "mode")
    RESPONSE_MINUTES = "response_minutes", zh(Stationing, "response_minutes")
    COMMITTEE_ID = "committee_id", "调解组织编号"
    COMMITTEE_NAME = "committee_name", zh(Committee, "name")
    # duty
    ROTA_ID = "rota_id", "排班编号"
    ROTA_NAME = "rota_name", zh(Rota, "name")
    RECURRENCE = "recurrence", zh(Rota, "rule")
    ANCHOR = "anchor", zh(Rota, "anchor")
    HAND_OVER = "hand_over", zh(Rota, "hand_over")
    SHIFT_MINUTES = "shift_minutes", zh(Rota, "minutes")
    DUTY_DAYS = "duty_days", zh(Rota, "days")
    TURN = "turn", zh(Rota, "turn")
    FIRST = "first", zh(Rota, "first")
    MEMBER_ID = "member_id", "值班人（部门）编号"
    MEMBER_NAME = "member_name", "值班人（部门）"
    MEMBER_PHONE = "member_phone", "值班人电话"
    REASON = "reason", zh(DutyOverride, "reason")
    DUTY_DATE = "duty_date", "值班日期"
    WEEKDAY = "weekday", "星期"
    LEADER = "leader", "带班领导"
    ON_DUTY = "on_duty", "值班人员"
    ONE_ID = "one_id", "甲方编号"
    ONE_NAME = "one_name", "甲方"
    ONE_PHONE = "one_phone", "甲方电话"
    ONE_DAY = "one_day", zh(DutySwap, "one_day")
    OTHER_ID = "other_id", "乙方编号"
    OTHER_NAME = "other_name", "乙方"
    OTHER_PHONE = "other_phone", "乙方电话"
    OTHER_DAY = "other_day", zh(DutySwap, "other_day")
    # rewards
    COMPLEXITY = "complexity", zh(RewardRate, "complexity")
    YUAN = "yuan", zh(RewardRate, "yuan")
    CASE = "case", zh(MediationResult, "reference")
    MEDIATED_ON = "mediated_on", "调解日期"
    # settings
    ORDER = "order", zh(LadderRung, "order")
    MINIMUM = "minimum", zh(StaffingRule, "minimum")
    DIGITS_PROVINCE = "digits_province", zh(CodeTemplate, "province")
    DIGITS_CITY = "digits_city", zh(CodeTemplate, "city")
    DIGITS_COUNTY = "digits_county", zh(CodeTemplate, "county")
    DIGITS_STREET = "digits_street", zh(CodeTemplate, "street")
    DIGITS_VILLAGE = "digits_village", zh(CodeTemplate, "village")
    DIGITS_GRID = "digits_grid", zh(CodeTemplate, "grid")
    DIGITS_MICRO = "digits_micro", zh(CodeTemplate, "micro_grid")
    # any dated row
    RECORD_ID = "record_id", "编号"
    VALID_FROM = "valid_from", "生效日期"
    VALID_TO = "valid_to", "失效日期"
    SERIAL = "serial", "序号"

    _ignore_ = "cls attribute known"
    for cls in (Person, WorkerRecord):
        for attribute, known in cls.KNOWN.items():
            if not known.to and attribute.upper() not in vars():
                vars()[attribute.upper()] = attribute, known.zh


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
