"""What a sheet is of which each row is one fact, and the columns that several such sheets have."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import Enum

from graph.facts import Fact
from loaders.tables.fields import Field


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet.

    `attribute` is what it fills of the fact, `id`, `start` and `end` among them; a link is filled by its column of ids.
    A column without one helps people: it is what the link `names` is called, or a telephone number beside that.
    `words` are what else people write over it, parted by blanks.  What is not `written` is only read.  `heading` is the
    canonical one on this sheet, None the field's own.
    """

    field: Field
    attribute: str = ""
    words: str = ""
    names: str = ""
    written: bool = True
    heading: str | None = None


class Manner(Enum):
    """How a row is held against the model: by what makes a fact the same, and by which days."""

    THING = "corrected in place"
    STATE = "one holds at a time, and ends the one before"
    EVENT = "known by the day on which it begins"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A canonical sheet of which each row is one fact.

    `key` are the attributes that make a fact the same; of states and events together with a day.  A row says the
    attributes that are `needed`, those of the key if None.  `told_by`: a table is of this kind if it has a column of
    each of these sets.  `names` are what else people call the sheet; `keywords` what a heading has to hold, where
    headings may be as plain as 名称 and the sheet is not named so.  `inclusive`: the end is the last day included.
    """

    cls: type[Fact]
    columns: tuple[Column, ...]
    told_by: tuple[AbstractSet[Field], ...]
    names: str = ""
    keywords: tuple[str, ...] = ()
    manner: Manner | None = None
    key: tuple[str, ...] = ()
    needed: tuple[str, ...] | None = None
    inclusive: bool = False

    @property
    def layout(self) -> tuple[Field, ...]:
        """The columns that are written, in their order."""
        return tuple(column.field for column in self.columns if column.written)

    @property
    def attributes(self) -> tuple[tuple[Field, str], ...]:
        """The columns that fill attributes, but for the id and the days."""
        return tuple((c.field, c.attribute) for c in self.columns if c.attribute not in {"", "id", "start", "end"})

    @property
    def id(self) -> Field:
        """The column of the fact's id."""
        return self._filling("id", Field.RECORD_ID)

    @property
    def start(self) -> Field:
        """The column of the first day."""
        return self._filling("start", Field.VALID_FROM)

    @property
    def end(self) -> Field:
        """The column of the end."""
        return self._filling("end", Field.VALID_TO)

    @property
    def needs(self) -> tuple[str, ...]:
        """The attributes that each row has to say."""
        return self.key if self.needed is None else self.needed

    def name_column(self, attribute: str) -> Field | None:
        """The column that names what a link holds, beside that of ids."""
        return next((column.field for column in self.columns if column.names == attribute), None)

    def _filling(self, attribute: str, default: Field) -> Field:
        return next((column.field for column in self.columns if column.attribute == attribute), default)


PERSON = (
    Column(Field.PERSON_ID, "person", "人员id person_id"),
    Column(
        Field.NAME,
        words="名字 人员姓名 网格员姓名 队员姓名 成员姓名 人员 人员名称 姓名及电话 姓名及联系电话 姓名及联系方式 "
        "姓名电话 姓名、电话 姓名/电话 姓名联系电话 姓名和电话 name full_name person",
        names="person",
    ),
    Column(
        Field.PHONE,
        words="联系方式 电话 手机 手机号 手机号码 电话号码 移动电话 联系手机 本人电话 网格员电话 网格员联系电话 "
        "网格员手机号 联系号码 手机电话 手机/电话 电话/手机 phone mobile tel telephone phone_number",
    ),
)
COVER = (
    Column(Field.COVER_ID, "cover", "替岗人员编号 代班人编号 cover_id"),
    Column(
        Field.COVER_NAME,
        words="替岗人姓名 替岗人员 替班人 代班人 代班人员 代班人姓名 顶岗人 顶岗人员 代管人 b角 cover cover_name",
        names="cover",
    ),
    Column(Field.COVER_PHONE, words="替岗人联系电话 代班人电话 代班人联系电话 顶岗人电话 替岗人手机号 cover_phone"),
)
ID_NUMBER = Column(
    Field.ID_NUMBER,
    words="身份证号码 身份证 公民身份号码 公民身份证号码 证件号码 证件号 身份证件号 id_number id_card",
    written=False,
)
DATED = (
    Column(
        Field.VALID_FROM,
        "start",
        "生效时间 成立日期 成立时间 启用日期 启用时间 入驻日期 入驻时间 开始日期 开始时间 起始日期 "
        "valid_from start start_date from",
    ),
    Column(
        Field.VALID_TO, "end", "失效时间 撤销日期 撤销时间 停用日期 停用时间 撤出日期 撤出时间 valid_to end end_date"
    ),
)
RECORD_ID = Column(Field.RECORD_ID, "id", "记录编号 id record_id")
AT_CENTRE = (
    Column(Field.CENTRE_ID, "centre", "综治中心编号 centre_id"),
    Column(Field.CENTRE_NAME, words="综治中心 综治中心名称 所属中心 入驻中心 centre centre_name", names="centre"),
)
OF_ROTA = (
    Column(Field.ROTA_ID, "rota", "值班表编号 rota_id"),
    Column(Field.ROTA_NAME, words="排班 值班表 值班表名称 值班轮次 轮值表 rota rota_name", names="rota"),
)
MEMBER = (
    Column(Field.MEMBER_ID, "member", "值班人编号 值班部门编号 成员编号 替班人编号 替班部门编号 member_id"),
    Column(
        Field.MEMBER_NAME,
        words="值班人 值班人员 值班人姓名 值班部门 值班员 成员 成员名称 人员或部门 替班人 替班人员 替班人姓名 "
        "替班部门 姓名 member member_name",
        names="member",
    ),
    Column(
        Field.MEMBER_PHONE, words="值班人联系电话 替班人电话 替班人联系电话 联系电话 电话 手机号 手机号码 member_phone"
    ),
)
ROLE = Column(Field.ROLE, "role", "职务 岗位名称 角色 role")
UNIT_KIND = Column(Field.UNIT_KIND, "unit_kind", "单位级别 层级 单位类型 unit_kind level")
COMPLEXITY = Column(Field.COMPLEXITY, "complexity", "案件难易 难度 纠纷难易 案件类型 复杂程度 complexity")
