"""Files as offices make them, and what an import of them leads to, for the tests of the loaders."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import xlwt

from graph.apply import apply
from graph.defaults import default_settings
from graph.facts import Holding, Person
from graph.snapshot import Snapshot
from graph.time.calendar import CivilTime
from graph.time.instants import midnight
from graph.view import View
from graph.words import Rank, Role
from loaders import Fault, ImportPlan, ImportRefused, plan_import

CIVIL = CivilTime(ZoneInfo("Asia/Shanghai"))
JUNE = date(2025, 6, 1)
STREET = "370923001"
VILLAGE = "370923001001"
GRID = "370923001001001"

Cells = Sequence[Sequence[object]]


def commit(snapshot: Snapshot, plan: ImportPlan) -> Snapshot:
    """The snapshot after a plan; the same one if there is nothing to do."""
    return apply(snapshot, plan.operations).after if plan.operations else snapshot


def with_defaults() -> Snapshot:
    """A record that holds the default settings and nothing else."""
    return apply(Snapshot.empty(), default_settings()).after


def xlsx(
    path: Path, sheets: Mapping[str, Cells] | Cells, merges: Sequence[str] = (), hidden: Sequence[str] = ()
) -> Path:
    """Write a workbook; `merges` are ranges such as A1:C1 of its first sheet."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    named = sheets if isinstance(sheets, Mapping) else {"Sheet1": sheets}
    for name, rows in named.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        if name in hidden:
            sheet.sheet_state = "hidden"
    for span in merges:
        book.worksheets[0].merge_cells(span)
    book.save(path)
    return path


def xls(path: Path, rows: Cells, merges: Sequence[tuple[int, int, int, int]] = ()) -> Path:
    """Write a workbook of the old kind; `merges` are top, bottom, left, right from 0."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("名单")
    inside = {
        (r, c) for top, bottom, left, right in merges for r in range(top, bottom + 1) for c in range(left, right + 1)
    }
    day = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if value is not None and (r, c) not in inside:
                sheet.write(r, c, value, day) if isinstance(value, date) else sheet.write(r, c, value)
    for top, bottom, left, right in merges:
        sheet.write_merge(top, bottom, left, right, rows[top][left])
    book.save(str(path))
    return path


def csv(path: Path, text: str, encoding: str = "utf-8") -> Path:
    """Write delimited text in an encoding."""
    path.write_bytes(text.encode(encoding))
    return path


@dataclass(frozen=True)
class World:
    """A model that files are imported into, one after the other."""

    snapshot: Snapshot
    plan: ImportPlan | None = None

    def take(
        self,
        *files: Path,
        on: date = JUNE,
        mapping: Path | None = None,
        seal: Callable[[str], str] | None = None,
        datum: str | None = None,
        today: date | None = None,
    ) -> "World":
        """The model after an import."""
        plan = plan_import(
            self.snapshot, files, effective=on, mapping=mapping, seal=seal, datum=datum, now=_dawn(today), civil=CIVIL
        )
        return World(commit(self.snapshot, plan), plan)

    def refused(
        self,
        *files: Path,
        on: date = JUNE,
        mapping: Path | None = None,
        datum: str | None = None,
        today: date | None = None,
    ) -> list[Fault]:
        """The faults for which an import is refused."""
        try:
            plan_import(self.snapshot, files, effective=on, mapping=mapping, datum=datum, now=_dawn(today), civil=CIVIL)
        except ImportRefused as error:
            return list(error.faults)
        message = "the import was not refused"
        raise AssertionError(message)

    def on(self, day: date = JUNE) -> View:
        """The model seen from a day."""
        return View(self.snapshot, day)

    def name(self, code: str, day: date = JUNE) -> str:
        """What a unit is called."""
        state = self.on(day).state(code)
        assert state is not None
        return state.name

    def holders(self, code: str, role: Role, day: date = JUNE) -> list[str]:
        """The names of those who hold a post, A角 first, then in alphabetical order, B角 marked with a star."""
        view = self.on(day)
        held = [h for h in view.holdings_of(code) if h.role == role]
        ranks: dict[Rank | None, int] = {Rank.PRIMARY: 0, None: 1, Rank.BACKUP: 2}
        named = sorted((ranks[h.rank], self.person(h).name + "*" * (h.rank == Rank.BACKUP)) for h in held)
        return [name for _, name in named]

    def person(self, held: Holding) -> Person:
        """Who holds a post."""
        person = self.snapshot.get(Person, held.person)
        assert person is not None
        return person

    def people(self) -> list[Person]:
        """Everybody, by name, then phone."""
        return sorted(self.snapshot.all(Person), key=lambda p: (p.name, p.phone or ""))

    @property
    def doubts(self) -> str:
        """All warnings of the last import, as text."""
        assert self.plan is not None
        return "\n".join(str(warning) for warning in self.plan.warnings)


def empty() -> World:
    """A record with the default settings."""
    return World(with_defaults())


def villages(*names: str) -> str:
    """A list of villages of the street as text: 001 the first."""
    rows = "".join(f"{STREET}{number:03d},{name}\n" for number, name in enumerate(names, start=1))
    return f"code,name\n{rows}"


def _dawn(today: date | None) -> datetime | None:
    """The first instant of a day: all turns of the day are still to come.  An instant stays what it is."""
    if today is None or isinstance(today, datetime):
        return today
    return midnight(today, CIVIL.zone)
