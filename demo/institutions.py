"""Centres, rooms, departments and mediation committees; the posts that belong to them.

Rooms, departments, modes and the first four committees are the seed article's; the other four committees, response
times and how many officers and mediators there are, are invented.
"""

from collections.abc import Iterator

from demo.areas import AREA_NAMES
from demo.dates import FOUNDED
from demo.gazetteer import STREET, STREET_NAME, Village
from demo.seats import Post, Seat
from graph.facts import Centre, Committee, Department, Fact, FactId, Room, Stationing
from graph.words import Role, RoomKind, StationingMode

STREET_CENTRE = f"centre-{STREET}"
OFFICE = (STREET, STREET_NAME)
"""Whom the street's own people belong to."""

DEPARTMENTS: tuple[tuple[str, str, StationingMode, int | None, int], ...] = (
    ("zongzhi", "综治", StationingMode.RESIDENT, None, 4),
    ("xinfang", "信访", StationingMode.RESIDENT, None, 3),
    ("weiwen", "维稳", StationingMode.RESIDENT, None, 2),
    ("sifa", "司法", StationingMode.RESIDENT, None, 3),
    ("gongan", "公安", StationingMode.RESIDENT, None, 3),
    ("fating", "法庭", StationingMode.RESIDENT, None, 2),
    ("nongjing", "农经", StationingMode.ROTATING, None, 2),
    ("xiangjian", "乡建", StationingMode.ROTATING, None, 2),
    ("fulian", "妇联", StationingMode.ROTATING, None, 2),
    ("shebao", "社保", StationingMode.ROTATING, None, 2),
    ("zhifa", "综合执法", StationingMode.ON_CALL, 30, 3),
    ("guotu", "国土", StationingMode.ON_CALL, 60, 2),
    ("shichang", "市场监管", StationingMode.ON_CALL, 60, 2),
)
"""Word of the id, name, mode, minutes to answer a call, duty officers."""

COMMITTEES: tuple[tuple[str, str, int], ...] = (
    ("wuye", "物业管理", 5),
    ("zhaijidi", "农村宅基地", 6),
    ("yiliao", "医疗", 4),
    ("jiaotong", "交通事故", 5),
    ("hunyin", "婚姻家庭", 5),
    ("laodong", "劳动争议", 4),
    ("linli", "邻里", 6),
    ("tudi", "土地承包", 5),
)
"""Word of the id, subject, mediators beside the chair."""

EXPERTS: tuple[tuple[str, int], ...] = (
    ("心理咨询", 2),
    ("机关干部（矛盾调处）", 3),
    ("退休政法干警", 3),
    ("律师", 2),
    ("金牌调解员", 2),
)


def institutions(villages: dict[FactId, Village]) -> Iterator[Fact]:
    """Every centre with its rooms, the departments stationed at the street's, and its committees."""
    yield from _centre(STREET, STREET_NAME, tuple(RoomKind))
    for code, name in AREA_NAMES.items():
        yield from _centre(code, name, (RoomKind.DELIBERATION_HALL,))
    for village in villages.values():
        yield from _centre(village.code, village.name, (RoomKind.DELIBERATION_HALL,))
    for word, name, mode, minutes, _ in DEPARTMENTS:
        yield Department(id=f"dept-{word}", name=name, start=FOUNDED)
        yield Stationing(
            id=f"stationing-{word}",
            department=f"dept-{word}",
            centre=STREET_CENTRE,
            mode=mode,
            response_minutes=minutes,
            start=FOUNDED,
        )
    for word, subject, _ in COMMITTEES:
        name = f"{subject}纠纷调解委员会"
        yield Committee(id=f"committee-{word}", name=name, centre=STREET_CENTRE, field=subject, start=FOUNDED)


def _centre(serves: FactId, name: str, rooms: tuple[RoomKind, ...]) -> Iterator[Fact]:
    centre = Centre(id=f"centre-{serves}", name=f"{name}综治中心", serves=serves, start=FOUNDED)
    yield centre
    for kind in rooms:
        yield Room(id=f"room-{serves}-{kind.value}", centre=centre.id, kind=kind, name=kind.zh, start=FOUNDED)


def office_seats() -> Iterator[Seat]:
    """Everybody who sits at the street or leads an area."""
    yield _office(Post(Role.POLITICAL_LEGAL_COMMISSIONER, STREET))
    yield _office(Post(Role.CENTRE_DIRECTOR, STREET_CENTRE))
    for code in AREA_NAMES:
        yield _office(Post(Role.MANAGEMENT_AREA_SECRETARY, code), Post(Role.CENTRE_DIRECTOR, f"centre-{code}"))
    for word, _, _, _, officers in DEPARTMENTS:
        yield from (_office(Post(Role.DUTY_OFFICER, f"dept-{word}")) for _ in range(officers))
    for word, subject, mediators in COMMITTEES:
        yield _office(Post(Role.COMMITTEE_CHAIR, f"committee-{word}"))
        yield from (_office(Post(Role.MEDIATOR, f"committee-{word}", subject)) for _ in range(mediators))
    for subject, number in EXPERTS:
        yield from (_office(Post(Role.EXPERT, STREET_CENTRE, subject)) for _ in range(number))


def _office(*posts: Post) -> Seat:
    group = STREET if posts[0].role != Role.DUTY_OFFICER else posts[0].of
    return Seat(list(posts), OFFICE, group)
