"""An office whose duty stands in calendars: a centre, its departments and officers, and files as programs write."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from graph.facts import Department, DutyOverride, Person, Rota, RotaMember
from graph.snapshot import Snapshot
from graph.time.calendar import CivilTime
from graph.time.instants import midnight
from graph.time.validity import is_void
from graph.words import Role, StationingMode
from loaders import Fault, ImportPlan, ImportRefused, Office, plan_import
from queries.duty.roster import Shift, department_roster
from tests.builders.town import Town
from tests.builders.workbooks import commit

ZONE = ZoneInfo("Asia/Shanghai")
CIVIL = CivilTime(ZONE)
TODAY = date(2026, 3, 2)
"""A Monday, on which everything is imported if nothing else is said."""
DAY = timedelta(days=1)
NAMES = ("张三", "李四", "王五", "赵六", "钱七", "孙八", "周九")


class House(Town):
    """A centre with 司法 resident, 农经 and 妇联 rotating, 综合执法 on call; 张三 to 周九 are officers of 综合执法."""

    def __init__(self) -> None:
        super().__init__()
        self.house = self.centre(self.street)
        self.law, self.patrol = self.department("司法"), self.department("综合执法")
        self.farm, self.women = self.department("农经"), self.department("妇联")
        self.station(self.law, self.house, StationingMode.RESIDENT)
        self.station(self.patrol, self.house, StationingMode.ON_CALL, response_minutes=30)
        self.station(self.farm, self.house, StationingMode.ROTATING)
        self.station(self.women, self.house, StationingMode.ROTATING)
        self.team = [self.officer(name, self.patrol, f"1380000000{n}") for n, name in enumerate(NAMES, start=1)]
        self.judge = self.officer("陈法", self.law)
        self.farmer, self.lady = self.officer("田农", self.farm), self.officer("何妇", self.women)

    def officer(self, name: str, department: Department, phone: str | None = None) -> Person:
        """A duty officer of a department."""
        person = self.person(name, phone=phone)
        self.appoint(person, Role.DUTY_OFFICER, department, None)
        return person

    def world(self) -> "World":
        """The model so far; every rule is checked."""
        return World(self, self.organisation().snapshot())


@dataclass(frozen=True)
class World:
    """A model that calendars are imported into, one after the other."""

    house: House
    snapshot: Snapshot
    plan: ImportPlan | None = None

    def planned(
        self, *files: Path, on: date = TODAY, today: date = TODAY, centre: str | None = None,
        department: str | None = None,
    ) -> ImportPlan:  # fmt: skip
        """What an import would do on a day, at its beginning, or at an instant."""
        now = today if isinstance(today, datetime) else midnight(today, ZONE)
        office = Office(
            civil=CIVIL, now=now, roster=department_roster, centre=centre, department=department
        )  # fmt: skip
        return plan_import(self.snapshot, files, effective=on, office=office)

    def take(self, *files: Path, on: date = TODAY, today: date = TODAY, department: str | None = None) -> "World":
        """The model after an import; importing the same again must change nothing."""
        plan = self.planned(*files, on=on, today=today, department=department)
        after = replace(self, snapshot=commit(self.snapshot, plan), plan=plan)
        assert after.planned(*files, on=on, today=today, department=department).operations == ()
        return after

    def refused(self, *files: Path, on: date = TODAY, department: str | None = None) -> list[Fault]:
        """The faults for which an import is refused."""
        try:
            self.planned(*files, on=on, department=department)
        except ImportRefused as error:
            return list(error.faults)
        message = "the import was not refused"
        raise AssertionError(message)

    def shifts(self, department: Department, start: date, days: int) -> list[Shift]:
        """The shifts of a department that rotas give, and that begin on these days."""
        low = datetime(start.year, start.month, start.day, tzinfo=ZONE)
        found = department_roster(
            self.snapshot, self.house.house.id, department, low, low + days * DAY, CIVIL
        )  # fmt: skip
        return [shift for shift in found if shift.assigned and low <= shift.start]

    def who(self, department: Department, start: date, days: int) -> list[str]:
        """Whom shifts that begin on these days name: `03-02 08:30 张三`."""
        shifts = self.shifts(department, start, days)
        return [
            f"{s.start.astimezone(ZONE):%m-%d %H:%M} {'、'.join(sorted(p.name for p in s.officers))}" for s in shifts
        ]

    def rotas(self) -> list[Rota]:
        """The rotas, by start."""
        live = (rota for rota in self.snapshot.all(Rota) if not is_void(rota))
        return sorted(live, key=lambda rota: (rota.start, rota.id))

    def members(self, rota: Rota) -> list[str]:
        """The names of a rota's members in order."""
        line = sorted(self.snapshot.linked(RotaMember, "rota", rota.id), key=lambda member: member.order)
        return [self.name(member.member) for member in line if not is_void(member)]

    def overrides(self) -> list[tuple[str, date, date | None]]:
        """The overrides: who, from when to when."""
        live = (o for o in self.snapshot.all(DutyOverride) if not is_void(o))
        return [(self.name(o.member), o.start, o.end) for o in sorted(live, key=lambda o: (o.start, o.id))]

    def name(self, fact_id: str) -> str:
        """What something is called."""
        return str(getattr(self.snapshot.find(fact_id), "name", fact_id))

    @property
    def doubts(self) -> str:
        """The doubts of the last import."""
        assert self.plan is not None
        return "\n".join(str(warning) for warning in self.plan.warnings)


# -- files -------------------------------------------------------------------------------------------------------------


def event(
    who: str, start: date, hours: float | None = 24, *, zone: ZoneInfo | None = ZONE, **properties: object
) -> Event:  # fmt: skip
    """An event as a calendar program makes it: `hours` None is DTSTART alone; a `date` is of whole days."""
    made = Event()
    made.add("uid", f"{who}-{start}-{properties.get('rrule')}-{properties.get('recurrence_id')}")
    made.add("summary", who)
    made.add("dtstamp", datetime(2026, 1, 1, tzinfo=UTC))
    begins = start.replace(tzinfo=zone) if isinstance(start, datetime) else start
    made.add("dtstart", begins)
    if hours is not None:
        made.add("dtend", begins + timedelta(hours=hours))
    for name, value in properties.items():
        if name == "uid":
            made.pop("uid")
        for one in value if isinstance(value, list) else [value]:
            made.add(name.replace("_", "-"), one)
    return made


def at(day: date, clock: str = "08:30") -> datetime:
    """An hour of a day, without a zone."""
    return datetime.fromisoformat(f"{day}T{clock}")


def ics(path: Path, events: Sequence[Event], name: str = "值班表") -> Path:
    """Write a calendar, with the zones that it names."""
    calendar = Calendar()
    calendar.add("prodid", "-//Office//Duty//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for one in events:
        calendar.add_component(one)
    calendar.add_missing_timezones()
    path.write_bytes(calendar.to_ical())
    return path


def text(path: Path, *lines: str) -> Path:
    """Write an event line by line, in a calendar: its first line is line 4."""
    body = "\r\n".join(lines)
    path.write_text(
        f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\n{body}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", encoding="utf-8"
    )
    return path


def days(start: date, number: int) -> Iterator[date]:
    """Days on end."""
    return (start + n * DAY for n in range(number))
