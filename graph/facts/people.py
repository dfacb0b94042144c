"""Facts about people: who they are, when they are away, what their standing is."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from graph.facts.fact import Fact, FactId, Known, Words
from graph.words import AbsenceKind, AppraisalPeriod, Gender, PartyStage, Setting


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Fact):
    """Somebody.  Name and phone are the latest known; `fictitious` marks invented people.

    `id_number_seal` is a keyed digest of the citizen's ID number: equal numbers have equal seals under one key, and the
    number cannot be got back without the key, which is never in the database.
    """

    name: Annotated[str, Known("姓名", "Name")]
    phone: Annotated[str | None, Known("联系电话", "Telephone number", personal=True)] = None
    gender: Annotated[Gender | None, Known("性别", "Sex")] = None
    birth: Annotated[date | None, Known("出生日期", "Date of birth", personal=True)] = None
    ethnicity: Annotated[str | None, Known("民族", "Ethnicity (GB/T 3304)", personal=True)] = None
    education: Annotated[str | None, Known("学历", "Education")] = None
    political_status: Annotated[str | None, Known("政治面貌", "Political status (GB/T 4762)")] = None
    party_joined: Annotated[date | None, Known("入党日期", "The day of joining the Party", personal=True)] = None
    id_number_seal: Annotated[str | None, Known("身份证封签", "Keyed digest of the ID number", sealed=True)] = None
    fictitious: Annotated[bool, Known("是否虚构", "True for people invented for the demo")] = False
    note: Annotated[str | None, Known("备注", "A note", lines=True, personal=True)] = None

    WORDS: ClassVar[Words] = Words("人员", "people")


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence(Fact):
    """`person` is away; `cover`, if named, answers for all their posts meanwhile."""

    person: Annotated[FactId, Known("人员", "Who is away", to=("Person",), incoming="AWAY", owner=True)]
    kind: Annotated[AbsenceKind, Known("缺岗类型", "Why")]
    cover: Annotated[
        FactId | None, Known("替岗人", "Who stands in; null: nobody is named", to=("Person",), outgoing="COVERED_BY")
    ] = None

    WORDS: ClassVar[Words] = Words("缺岗", "absences")
    EXCLUSIVE: ClassVar[tuple[tuple[str, ...], ...]] = (("person",),)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerRecord(Fact):
    """A worker's standing for a while.

    `post_grade` 1-3 and `pay_level` 1-18 are the two numbers of 三岗十八级 (urban workers), `subsidy` the yuan that a
    rural one gets each month; `star_rating` 0-5 is the yearly 定星; `party_stage` the stage of party development.
    """

    person: Annotated[FactId, Known("人员", "The worker", to=("Person",), incoming="RECORD", owner=True)]
    setting: Annotated[Setting | None, Known("城区/农村", "Urban or rural")] = None
    post_grade: Annotated[int | None, Known("岗级", "Post grade, 1 to 3, of 三岗十八级", within=(1, 3))] = None
    pay_level: Annotated[int | None, Known("薪级", "Pay level, 1 to 18, of 三岗十八级", within=(1, 18))] = None
    subsidy: Annotated[
        float | None,
        Known(
            "工作补贴（元/月）", "A rural worker's subsidy (农村网格员工作补贴), yuan a month", within=(0, 1_000_000)
        ),
    ] = None
    star_rating: Annotated[int | None, Known("星级", "Stars, 0 to 5, given once a year", within=(0, 5))] = None
    party_stage: Annotated[PartyStage | None, Known("党员发展阶段", "Stage of party development (双培养)")] = None

    WORDS: ClassVar[Words] = Words("人员等级", "standings")
    EXCLUSIVE: ClassVar[tuple[tuple[str, ...], ...]] = (("person",),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Appraisal(Fact):
    """The result of one appraisal; its validity is the period appraised.  `score` is 0-100."""

    person: Annotated[FactId, Known("人员", "Who is appraised", to=("Person",), incoming="APPRAISED", owner=True)]
    period: Annotated[AppraisalPeriod, Known("考核周期", "Which kind of period")]
    score: Annotated[float | None, Known("得分", "Points, 0 to 100", within=(0, 100))] = None
    result: Annotated[str | None, Known("考核结果", "The result in words")] = None

    WORDS: ClassVar[Words] = Words("考核", "appraisals")
    EXCLUSIVE: ClassVar[tuple[tuple[str, ...], ...]] = (("person", "period"),)
