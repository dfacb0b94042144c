"""Export and import again is the identity, whatever characters and words the texts of a model hold."""

import random
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any, get_args, get_type_hints

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.codec import FIELD_TYPES
from graph.facts import (
    FACT_CLASSES,
    Appraisal,
    Centre,
    Department,
    DepartmentAppraisal,
    Fact,
    LadderRung,
    MediationResult,
    Person,
    StaffingRule,
    Unit,
    UnitState,
    WorkerRecord,
)
from graph.rules.invariants import broken_rules
from graph.snapshot import Snapshot
from graph.step import Step
from graph.texts import name_key, text_fault
from graph.time.validity import is_void
from graph.words import AppraisalPeriod, Indicator, Role, Term, UnitKind
from loaders import export_workbook
from loaders.cells.person_words import BODIES, DITTO, TITLES, UNTOLD, VACANT
from loaders.tables.fields import TableKind
from tests.builders.organisations import Builder, Organisation, organisations, random_organisation
from tests.builders.workbooks import World
from tests.files.test_round_trip import said, written
from tests.fuzz.effort import examples

KEPT_AS_THEY_ARE = {"id", "geometry", "document", "rule", "hand_over", "id_number_seal"}
"""Texts that are no words of people."""

SPECIAL = (
    *("=1+1", "+8613800000000", "-2", "@SUM(A1)", "'quoted", '"quoted"', "=cmd|' /C calc'!A0", "{=1}", "\\t", "%"),
    *("001", "1E5", "1.38E+10", "2025-01-01", "2025.1", "45658", "8:30", "TRUE", "是", "null", "None", "nan", "0"),
    *(
        "-",
        "—",
        "/",
        "同上",
        "〃",
        "无",
        "空缺",
        "至今",
        "待定",
        "不详",
        "合计",
        "总计：3",
        "注：无",
        "填表人：张三",
        "姓名",
        "名称",
        "备注",
    ),
    *("#N/A", "#REF!", "#DIV/0!", "_x0041_", "_x000D_", "_x005F_x0041_", "&lt;b&gt;", "<b>", "]]>", "&amp;", "&#10;"),
    *(
        " 前",
        "后 ",
        " 前 后 ",
        "双  空",
        "　全角空格",
        "１２号",
        "ＡＢ",
        "\u00a0x\u00a0",
        "x\u2003y",
        "e\u0301",
        "⼀网格",
        "﨑某",
    ),
    *(
        "13800000021/13900000021",
        "0538-2345678转801",
        "138-0000-0001",
        "+86 138 0000 0001",
        "（0538）2345678",
        "无电话",
    ),
    *(
        "张三和李四",
        "张三等",
        "王主任",
        "村两委",
        "A角",
        "刘范村",
        "𰻝𬍛䶮",
        "\U000323b0",
        "❤",
        "Zhang San",
        "O'Neil",
        "·",
        "x" * 500,
    ),
    *sorted(DITTO | UNTOLD | VACANT)[:40],
    *sorted(TITLES | BODIES)[:40],
)
NOTES = ("第一行\n第二行", "\n前", "后\n", "a\n\n b ", " \n x", "❤\ufe0f 👨\u200d👩", "1\n=2+3", "同上", "-", "x\n合计")
ONE_LINE = st.sampled_from([t for t in SPECIAL if text_fault("name", t) is None]) | st.text(
    min_size=1, max_size=30
).filter(lambda text: text_fault("name", text) is None)
SEVERAL = (
    ONE_LINE
    | st.sampled_from(NOTES)
    | st.text(min_size=1, max_size=60).filter(lambda t: text_fault("note", t, lines=True) is None)
)


def texts_of(fact: Fact) -> Iterator[str]:
    """The attributes of a fact that hold words, or might."""
    for f in fields(fact):
        links = fact.LINKS.keys() | fact.FIXED if not isinstance(fact, MediationResult) else fact.LINKS.keys()
        if FIELD_TYPES[type(fact)][f.name] is str and f.name not in KEPT_AS_THEY_ARE | links:
            yield f.name


DIFFERENT = {(Department, "name"), (MediationResult, "reference")}
"""Texts that no two facts have in common."""

SHARE = 0.5
"""Of all texts that are replaced."""


@dataclass(frozen=True)
class Hostile:
    """An organisation with a pool of other texts strewn over all its facts.

    Names of one key have one spelling, and what has to be different stays so.
    """

    organisation: Organisation
    lines: list[str]
    notes: list[str]
    seed: int

    def snapshot(self) -> Snapshot:
        facts = {fact.id: fact for fact in self.organisation.snapshot()}
        die = random.Random(self.seed)
        spelt: dict[str, str] = {}
        for number, (fact_id, fact) in enumerate(sorted(facts.items())):
            for name in texts_of(fact):
                text = die.choice([*self.lines, *self.notes] if fact.KNOWN[name].lines else self.lines)
                if (type(fact), name) in DIFFERENT:
                    text = f"{text[:400]}{number}"
                elif name == "name":
                    text = spelt.setdefault(name_key(text), text)
                if die.random() < SHARE:
                    value: dict[str, Any] = {name: text}
                    facts[fact_id] = replace(facts[fact_id], **value)
        made = Snapshot.of(facts.values(), revision=1)
        assert not list(broken_rules(Step(Snapshot.empty(), made, facts)))
        return made


MODELS = st.builds(
    Hostile,
    st.booleans().flatmap(lambda duty: organisations(duty=duty)),
    st.lists(ONE_LINE, min_size=1, max_size=12),
    st.lists(SEVERAL, max_size=4),
    st.integers(0, 2**32),
)


@examples(25)
@given(hostile=MODELS, on=st.dates(date(2024, 12, 1), date(2026, 2, 1)))
def test_whatever_the_texts_a_model_is_read_back_as_it_was(tmp_path: Path, hostile: Hostile, on: date) -> None:
    model = hostile.snapshot()
    files = written(tmp_path, model)
    back = World(Snapshot.empty()).take(*files, on=on)
    assert said(back.snapshot) == said(model)
    for world in (back, World(model)):
        again = world.take(*files, on=on + timedelta(days=40))
        assert again.plan is not None
        assert again.plan.operations == ()


def words_of(cls: type[Fact]) -> dict[str, type[Term]]:
    """The attributes of a class that are words of closed lists; but for the kind of a unit, on which others rest."""
    found: dict[str, type[Term]] = {}
    if cls is Unit:
        return found
    for name, kind in get_type_hints(cls).items():
        terms = [one for one in (kind, *get_args(kind)) if isinstance(one, type) and issubclass(one, Term)]
        if terms:
            found[name] = terms[0]
    return found


def more(base: Snapshot) -> Iterator[Fact]:
    """Facts of the classes that random organisations are short of."""
    for number, person in enumerate(sorted(base.all(Person), key=lambda person: person.id)):
        yield WorkerRecord(id=f"record-{number}", person=person.id, star_rating=number % 6, start=person.start)
        for period, end in ENDS.items():
            fact_id = f"appraisal-{number}-{period}"
            yield Appraisal(id=fact_id, person=person.id, period=period, score=95.5, start=date(2025, 1, 1), end=end)
    for department, centre, (period, end) in product(base.all(Department), base.all(Centre), ENDS.items()):
        yield DepartmentAppraisal(
            id=f"judged-{department.id}-{centre.id}-{period}",
            department=department.id,
            centre=centre.id,
            indicator=Indicator.SATISFACTION,
            period=period,
            value=95.5,
            start=date(2025, 1, 1),
            end=end,
        )
    for number, (role, kind) in enumerate(product(Role, UnitKind), start=500):
        yield LadderRung(id=f"rung-{number}", order=number, role=role, unit_kind=kind, start=date(2025, 1, 1))
        yield StaffingRule(id=f"rule-{number}", role=role, unit_kind=kind, minimum=1, start=date(2025, 1, 1))


ENDS = {
    AppraisalPeriod.MONTH: date(2025, 2, 1),
    AppraisalPeriod.QUARTER: date(2025, 4, 1),
    AppraisalPeriod.YEAR: date(2026, 1, 1),
}


def with_fact(facts: dict[str, Fact], fact: Fact) -> dict[str, Fact]:
    """The facts and one more, or another version of one, if that keeps the rules."""
    after = {**facts, fact.id: fact}
    snapshot = Snapshot.of(after.values(), revision=1)
    return facts if any(broken_rules(Step(Snapshot.empty(), snapshot, {fact.id: fact}))) else after


@pytest.fixture
def large() -> dict[str, Fact]:
    base = random_organisation(7, size=4, changes=12, duty=True).snapshot()
    facts = {fact.id: fact for fact in base if not is_void(fact)}
    for fact in more(base):
        facts = with_fact(facts, fact)
    return facts


def test_every_word_of_every_closed_list_is_read_back(tmp_path: Path, large: dict[str, Fact]) -> None:
    """Each fact of a large organisation gets the next word of its list, wherever the rules let it.

    Roles and kinds of units go with some only; of the other lists no word is left out.
    """
    carried: set[tuple[str, str, object]] = set()
    for turn in range(5):
        facts = large
        for number, fact in enumerate(sorted(large.values(), key=lambda fact: fact.id)):
            for name, words in words_of(type(fact)).items():
                value: dict[str, Any] = {name: list(words)[(number + turn) % len(words)]}
                facts = with_fact(facts, replace(facts[fact.id], **value))
        model = Snapshot.of(facts.values(), revision=1)
        assert said(World(Snapshot.empty()).take(*written(tmp_path, model)).snapshot) == said(model)
        carried |= {(type(fact).__name__, name, getattr(fact, name)) for fact in model for name in words_of(type(fact))}
    lists = {(cls, name, words) for cls in FACT_CLASSES for name, words in words_of(cls).items()}
    wanted = {(cls.__name__, n, word) for cls, n, words in lists if words not in {Role, UnitKind} for word in words}
    assert wanted - carried == set()


def test_every_kind_of_unit_is_read_back(tmp_path: Path) -> None:
    town = Builder()
    above = None
    for kind in UnitKind:
        above = town.unit(kind, above)
    model = town.organisation().snapshot()
    assert said(World(Snapshot.empty()).take(*written(tmp_path, model)).snapshot) == said(model)


def test_no_cell_of_an_export_can_be_executed(tmp_path: Path) -> None:
    town = Builder()
    street = town.unit(UnitKind.STREET)
    for text in ("=1+1", "+1", "-1+1", "@SUM(A1)", "=cmd|' /C calc'!A0", "\u3000=1", '=HYPERLINK("http://x")'):
        town.correct(town.person(text), note=text)
    town.correct(town.naming(street, UnitState, "unit")[0], note="=1+1")
    export_workbook(town.organisation().snapshot(), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    kinds = {cell.data_type for sheet in book for row in sheet for cell in row}
    assert kinds <= {"s", "n", "d"}
    assert not any(cell.hyperlink for sheet in book for row in sheet for cell in row)
    raw = b"".join(part for name, part in parts(tmp_path / "a.xlsx") if name.endswith(".xml"))
    assert b"<f>" not in raw
    assert b"<f " not in raw


def parts(path: Path) -> Iterator[tuple[str, bytes]]:
    """The parts of a workbook."""
    with zipfile.ZipFile(path) as book:
        for name in book.namelist():
            yield name, book.read(name)


@pytest.mark.parametrize("heading", ["备注", "姓名"])
def test_a_sheet_that_was_changed_is_read_as_any_other(tmp_path: Path, heading: str) -> None:
    """With another heading the sheet is somebody's: its texts are cleaned, and 同上 is the one above."""
    town = Builder()
    town.correct(town.person("张三"), note=" 备  注 ")
    export_workbook(town.organisation().snapshot(), tmp_path / "a.xlsx")
    literal = World(Snapshot.empty()).take(tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    for sheet in book:
        for cell in sheet[1]:
            cell.value = f"{cell.value} " if cell.value == heading else cell.value
    book.save(tmp_path / "b.xlsx")
    cleaned = World(Snapshot.empty()).take(tmp_path / "b.xlsx")
    assert [person.note for person in literal.people()] == [" 备  注 "]
    assert [person.note for person in cleaned.people()] == ["备  注"]


def test_a_row_without_a_number_of_its_own_is_somebodys(tmp_path: Path) -> None:
    town = Builder()
    town.person("张三")
    export_workbook(town.organisation().snapshot(), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    sheet = book[TableKind.ROSTER.zh]
    sheet.append([{"姓名": " 李\u2060四 ", "联系电话": "138 0000 0001"}.get(str(cell.value)) for cell in sheet[1]])
    book.save(tmp_path / "b.xlsx")
    after = World(Snapshot.empty()).take(tmp_path / "b.xlsx")
    assert [(p.name, p.phone) for p in after.people() if p.name != "张三"] == [("李四", "13800000001")]


def test_a_character_that_nobody_sees_in_a_numbered_row_is_a_fault(tmp_path: Path) -> None:
    town = Builder()
    town.person("张三")
    export_workbook(town.organisation().snapshot(), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    book[TableKind.ROSTER.zh]["B2"] = "张\u2060三"
    book.save(tmp_path / "b.xlsx")
    (fault,) = World(Snapshot.empty()).refused(tmp_path / "b.xlsx")
    assert "U+2060" in fault.why
    assert fault.column == "B 姓名"
