"""docs/import.md stays true: its tables of headings and posts are made from the code, its examples are run.

`python -m tests.files.test_import_doc` writes the tables anew.
"""

import re
from datetime import date
from pathlib import Path

import pytest

from graph.duty.rota import turn_on
from graph.facts import DutyOverride, Person, Rota, RotaMember
from graph.time.calendar import WorkCalendar
from graph.time.validity import holds_on
from graph.words import Role, UnitKind
from loaders.cells.role_words import words_of
from loaders.faults import Findings
from loaders.tables.fields import Field, TableKind
from loaders.tables.headings import normal, words_for
from loaders.tables.mapping import read_rules
from loaders.tables.vocabulary import PREFERENCE, VOCABULARY
from tests.builders.workbooks import GRID, VILLAGE, Cells, World, csv, empty, villages, xlsx

DOC = Path(__file__).parents[2] / "docs" / "import.md"
BEGIN, END = "<!-- headings: made by `python -m tests.files.test_import_doc` -->", "<!-- end of headings -->"


def headings() -> str:
    """Every heading of every kind of table, and every word for a post, as the document lists them."""
    parts = []
    for kind in sorted(PREFERENCE, key=list(TableKind).index):
        words: dict[tuple[Field, bool], list[str]] = {}
        for word, meaning in words_for(kind).items():
            words.setdefault((meaning.field, meaning.inclusive), []).append(word)
        rows = "\n".join(
            f"| {field.zh}{'（填最后一天）' if inclusive else ''} | {' · '.join(listed)} |"
            for (field, inclusive), listed in words.items()
        )
        title = "人员、任职" if kind == TableKind.ROSTER else kind.zh
        parts.append(f"### {title} `{kind.value}`\n\n| meaning 含义 | headings 表头 |\n|---|---|\n{rows}")
    posts = "\n".join(f"| {role.zh} | {' · '.join(words_of(role))} |" for role in Role)
    parts.append(
        "### Posts 岗位\n\nIn cells of 岗位, and as headings of people's columns in a table of units, "
        "alone or with 姓名, 电话 … behind.\n\n"
        f"| post 岗位 | words 写法 |\n|---|---|\n{posts}"
    )
    return "\n\n".join(parts)


def test_the_tables_of_headings_are_what_the_code_knows() -> None:
    text = DOC.read_text("utf-8")
    assert text[text.index(BEGIN) + len(BEGIN) : text.index(END)].strip() == headings(), (
        "run `python -m tests.files.test_import_doc`"
    )


def test_the_example_of_a_mapping_file_can_be_read(tmp_path: Path) -> None:
    (block,) = re.findall(r"```toml\n(.*?)```", DOC.read_text("utf-8"), re.DOTALL)
    path = tmp_path / "m.toml"
    path.write_text(block, "utf-8")
    findings = Findings()
    assert len(read_rules(path, findings)) == 2
    assert findings.faults == []


def example(number: int, first: str = "村（社区）|姓名") -> Cells:
    """A table of the document, of those with such a first heading, as rows; its merged cells empty."""
    tables = re.findall(r"(?:^\|.*\n)+", DOC.read_text("utf-8"), re.MULTILINE)
    found = [t for t in tables if re.match(rf"\| ({first}) \|", t)]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in found[number].splitlines()]
    return [
        [None if cell in {"", "（合并）", "（与上合并）"} else cell for cell in row]
        for n, row in enumerate(rows)
        if n != 1
    ]


def test_the_example_of_a_table_of_units_is_read(tmp_path: Path) -> None:
    world = empty().take(csv(tmp_path / "v.csv", villages("刘范村社区居委会")))
    world = world.take(xlsx(tmp_path / "a.xlsx", example(0), ["D1:E1", "A3:A4"]))
    assert [u.id for u in world.on().units(UnitKind.GRID)] == [GRID, f"{VILLAGE}002"]
    assert world.holders(GRID, Role.FULL_TIME_WORKER) == ["李四", "王五"]
    assert world.holders(f"{VILLAGE}002", Role.GRID_CHIEF) == []


def test_the_example_of_a_roster_is_read(tmp_path: Path) -> None:
    world = empty().take(csv(tmp_path / "v.csv", villages("刘范村社区居委会")))
    world = world.take(xlsx(tmp_path / "a.xlsx", example(1)))
    assert world.holders(f"{VILLAGE}002", Role.GRID_CHIEF) == ["张三"]
    assert world.holders(GRID, Role.FULL_TIME_WORKER) == ["李四"]


def served(world: World, rota: Rota, day: date) -> str:
    """The name of who serves on a day: whom an override names, else whose turn it is."""
    members = world.snapshot.linked(RotaMember, "rota", rota.id)
    over = [o.member for o in world.snapshot.linked(DutyOverride, "rota", rota.id) if holds_on(o, day)]
    member = over[0] if over else turn_on(rota, members, WorkCalendar(), day)
    return next(person.name for person in world.snapshot.all(Person) if person.id == member)


def test_the_example_of_a_rota_is_read(tmp_path: Path) -> None:
    people = "姓名,电话,岗位,部门\n张三,13800000001,值班员,综合执法\n李四,13800000002,值班员,综合执法\n"
    centres = csv(tmp_path / "c.csv", f"中心名称,服务单位编码\n东平街道综治中心,{VILLAGE}\n")
    world = empty().take(csv(tmp_path / "v.csv", villages("刘范村")), centres, csv(tmp_path / "p.csv", people))
    sheets = {"排班": example(0, "排班名称"), "排班成员": example(1, "排班名称")}
    world = world.take(xlsx(tmp_path / "a.xlsx", sheets))
    (rota,) = world.snapshot.all(Rota)
    assert (rota.rule, rota.hand_over) == ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "08:30")
    assert {member.order for member in world.snapshot.linked(RotaMember, "rota", rota.id)} == {1, 2}
    table = {"值班表": [["2026年6月份值班安排表"], *example(0, "日期")]}
    world = world.take(xlsx(tmp_path / "b.xlsx", table), on=date(2026, 6, 1))
    days = [date(2026, 6, 3), date(2026, 6, 4)]
    assert [served(world, rota, day) for day in days] == ["张三", "李四"]


def test_every_heading_means_one_thing_in_a_kind_of_table() -> None:
    for kind, fields in VOCABULARY.items():
        listed = [normal(word) for words in fields.values() for word in words.split()]
        assert sorted(listed) == sorted(set(listed)), kind


@pytest.mark.parametrize("word", [word for role in Role for word in words_of(role)])
def test_every_word_for_a_post_means_one_post(word: str) -> None:
    assert [role for role in Role if word in words_of(role)] != []
    assert sum(word in words_of(role) for role in Role) == 1


if __name__ == "__main__":
    document = DOC.read_text("utf-8")
    front, back = document[: document.index(BEGIN) + len(BEGIN)], document[document.index(END) :]
    DOC.write_text(f"{front}\n\n{headings()}\n\n{back}", "utf-8")
