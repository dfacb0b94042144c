"""The closed lists of the field: unit kinds, roles, ranks and the like, each word in English and in Chinese."""

from datetime import date
from enum import StrEnum


class Term(StrEnum):
    """A StrEnum whose members carry the Chinese term: `("value", "中文")`."""

    zh: str

    def __new__(cls, value: str, zh: str) -> "Term":
        member = str.__new__(cls, value)
        member._value_ = value
        member.zh = zh
        return member

    @property
    def label(self) -> str:
        """The English words, for sentences: `full-time worker`, `micro-grid`."""
        return self.value.replace("_time_", "-time ").replace("micro_", "micro-").replace("_", " ")


class UnitKind(Term):
    """The levels of an organisation, from the widest to the narrowest."""

    PROVINCE = "province", "省"
    CITY = "city", "市"
    COUNTY = "county", "县"
    STREET = "street", "街道"
    MANAGEMENT_AREA = "management_area", "管区"
    VILLAGE = "village", "村（社区）"
    GRID = "grid", "网格"
    MICRO_GRID = "micro_grid", "微网格"

    @property
    def depth(self) -> int:
        """0 for a province … 7 for a micro-grid."""
        return _DEPTH[self]


_DEPTH = {kind: depth for depth, kind in enumerate(UnitKind)}


class Weekday(Term):
    """The days of the week, Monday first as `date.weekday` counts them."""

    MONDAY = "Monday", "星期一"
    TUESDAY = "Tuesday", "星期二"
    WEDNESDAY = "Wednesday", "星期三"
    THURSDAY = "Thursday", "星期四"
    FRIDAY = "Friday", "星期五"
    SATURDAY = "Saturday", "星期六"
    SUNDAY = "Sunday", "星期日"


def weekday_of(day: date) -> Weekday:
    """Which day of the week a day is."""
    return tuple(Weekday)[day.weekday()]


class GridType(Term):
    """Two kinds of grid: general ones hold households, dedicated ones a park, a market, a campus."""

    GENERAL = "general", "全科网格"
    DEDICATED = "dedicated", "专属网格"


class Role(Term):
    """The posts people hold."""

    GRID_CHIEF = "grid_chief", "网格长"
    FULL_TIME_WORKER = "full_time_worker", "专职网格员"
    PART_TIME_WORKER = "part_time_worker", "兼职网格员"
    ASSISTANT = "assistant", "网格协管员"
    INSTRUCTOR = "instructor", "网格指导员"
    VILLAGE_PARTY_SECRETARY = "village_party_secretary", "村（社区）党组织书记"
    MANAGEMENT_AREA_SECRETARY = "management_area_secretary", "管区书记"
    POLITICAL_LEGAL_COMMISSIONER = "political_legal_commissioner", "政法委员"
    CENTRE_DIRECTOR = "centre_director", "综治中心主任"
    DUTY_OFFICER = "duty_officer", "值班员"
    COMMITTEE_CHAIR = "committee_chair", "调委会主任"
    MEDIATOR = "mediator", "调解员"
    EXPERT = "expert", "专家"


ROLE_ORDER = {role: order for order, role in enumerate(Role)}


class Rank(Term):
    """AB角: the primary holder of a post and the one who stands by."""

    PRIMARY = "primary", "A角"
    BACKUP = "backup", "B角"


class AbsenceKind(Term):
    """Why somebody is away."""

    LEAVE = "leave", "休假"
    SICK = "sick", "病假"
    TRAINING = "training", "培训"
    SECONDED = "seconded", "借调"
    OTHER = "other", "其他"


class StationingMode(Term):
    """How a department works at a centre."""

    RESIDENT = "resident", "常驻"
    ROTATING = "rotating", "轮驻"
    ON_CALL = "on_call", "随叫随到"


class DutyDays(Term):
    """On which days of the calendar a rota's shifts are worked: make-up Saturdays are working days."""

    EVERY_DAY = "every_day", "每日"
    WORKING_DAYS = "working_days", "工作日"
    DAYS_OFF = "days_off", "休息日、节假日"


class Channel(Term):
    """How a case came in: one window takes them all."""

    SUPERIOR = "superior", "上级转办"
    INSPECTION = "inspection", "重点排查"
    VISIT = "visit", "来信来访"
    HOTLINE = "hotline", "民生热线"


class ReturnReason(Term):
    """Why a receiver hands a case back (退单)."""

    WRONG_PLACE = "wrong_place", "属地不符"
    UNCLEAR_DUTY = "unclear_duty", "权属不清"
    OVERLAPPING_DUTY = "overlapping_duty", "职能交叉"


class Complexity(Term):
    """How much work a mediation was: the scale of rewards, apart from the level by which cases are routed."""

    SIMPLE = "simple", "简单"
    ORDINARY = "ordinary", "一般"
    COMPLEX = "complex", "复杂"


class RoomKind(Term):
    """The rooms of a governance centre, and its deliberation hall."""

    GRID_OFFICE = "grid_office", "网格化办公室"
    MEDIATION_OFFICE = "mediation_office", "矛调办公室"
    JOINT_MEETING_ROOM = "joint_meeting_room", "联席会议室"
    VIDEO_DISPATCH_ROOM = "video_dispatch_room", "视频调度室"
    RECEPTION_HALL = "reception_hall", "群众接待厅"
    DELIBERATION_HALL = "deliberation_hall", "阳光议事厅"


class Gender(Term):
    """GB/T 2261.1."""

    MALE = "male", "男"
    FEMALE = "female", "女"


class Setting(Term):
    """Urban workers are paid by 三岗十八级, rural ones an allowance."""

    URBAN = "urban", "城区"
    RURAL = "rural", "农村"


class PartyStage(Term):
    """Stages of party development (双培养), in their order."""

    APPLICANT = "applicant", "入党申请人"
    ACTIVIST = "activist", "入党积极分子"
    CANDIDATE = "candidate", "发展对象"
    PROBATIONARY = "probationary", "预备党员"
    MEMBER = "member", "正式党员"
    CADRE_RESERVE = "cadre_reserve", "村（社区）两委后备"


class Indicator(Term):
    """By what a department is appraised at a centre; `graph/facts/appraisals.py` says how each is measured."""

    DISPUTES_RESOLVED = "disputes_resolved", "矛盾纠纷化解率"
    PETITIONS = "petitions", "同期信访率"
    HOTLINE_COMPLAINTS = "hotline_complaints", "12345政府热线投诉率"
    LAWSUITS = "lawsuits", "万人成讼率"
    SATISFACTION = "satisfaction", "群众满意度"


class AppraisalPeriod(Term):
    """月考核 季评绩 年定星."""

    MONTH = "month", "月考核"
    QUARTER = "quarter", "季评绩"
    YEAR = "year", "年定星"
