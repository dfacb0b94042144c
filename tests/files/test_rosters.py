"""Rosters: who is who, who holds which post from when, and who leaves it."""

from datetime import date
from pathlib import Path

import pytest

from graph.facts import Holding, Person, WorkerRecord
from graph.words import Gender, Rank, Role, Setting, UnitKind
from tests.builders.workbooks import GRID, JUNE, STREET, VILLAGE, Cells, World, csv, empty, villages, xlsx

MAY = date(2025, 5, 1)
JULY = date(2025, 7, 1)
HEAD = "姓名,联系电话,岗位,所属村,所属网格\n"


@pytest.fixture
def town(tmp_path: Path) -> World:
    """Two villages with a grid each, since 2020, and no people."""
    world = empty().take(csv(tmp_path / "v.csv", villages("刘范村社区居委会", "高范村社区居委会")), on=date(2020, 1, 1))
    text = "村编码,网格名称\n370923001001,第一网格\n370923001001,第二网格\n370923001002,第一网格\n"
    return world.take(csv(tmp_path / "g.csv", text), on=date(2020, 1, 1))


def roster(tmp_path: Path, rows: str, head: str = HEAD) -> Path:
    """A roster as text."""
    return csv(tmp_path / "roster.csv", head + rows)


def unchanged(world: World, path: Path, on: date = JUNE) -> bool:
    """Whether a file says what the model says."""
    plan = world.take(path, on=on).plan
    return plan is not None and not plan.operations


# -- posts -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "role"),
    [
        ("网格长", Role.GRID_CHIEF),
        ("专职网格员", Role.FULL_TIME_WORKER),
        ("全职网格员", Role.FULL_TIME_WORKER),
        ("兼职网格员", Role.PART_TIME_WORKER),
        ("协管员", Role.ASSISTANT),
        ("微网格长", Role.ASSISTANT),
        ("微网格员", Role.ASSISTANT),
        ("网格指导员", Role.INSTRUCTOR),
        ("包联干部", Role.INSTRUCTOR),
    ],
)
def test_words_for_posts_of_grids_are_known(town: World, tmp_path: Path, word: str, role: Role) -> None:
    after = town.take(roster(tmp_path, f"张三,13800000001,{word},刘范村,第一网格\n"))
    assert after.holders(GRID, role) == ["张三"]


@pytest.mark.parametrize(
    "word", ["村书记", "支部书记", "党支部书记", "党总支书记", "村党组织书记", "社区书记", "村（社区）党组织书记"]
)
def test_words_for_the_village_secretary_are_known(town: World, tmp_path: Path, word: str) -> None:
    after = town.take(roster(tmp_path, f"张三,13800000001,{word},刘范村,\n"))
    assert after.holders(VILLAGE, Role.VILLAGE_PARTY_SECRETARY) == ["张三"]


def test_posts_of_the_street_and_of_management_areas(town: World, tmp_path: Path) -> None:
    text = "姓名,岗位,所属街道,管区\n张三,政法委员,东平街道,\n李四,管区党总支书记,东平街道,城区管区\n"
    after = town.take(roster(tmp_path, text, ""))
    assert after.holders(STREET, Role.POLITICAL_LEGAL_COMMISSIONER) == ["张三"]
    assert after.holders("370923001G01", Role.MANAGEMENT_AREA_SECRETARY) == ["李四"]


def test_several_posts_and_several_grids_in_one_row(town: World, tmp_path: Path) -> None:
    after = town.take(roster(tmp_path, "张三,13800000001,村书记兼网格长,刘范村,第一网格、第二网格\n"))
    assert after.holders(VILLAGE, Role.VILLAGE_PARTY_SECRETARY) == ["张三"]
    assert after.holders(GRID, Role.GRID_CHIEF) == ["张三"]
    assert after.holders(f"{VILLAGE}002", Role.GRID_CHIEF) == ["张三"]
    assert len(after.people()) == 1


def test_a_plain_worker_needs_a_word_on_full_or_part_time(town: World, tmp_path: Path) -> None:
    head = "姓名,联系电话,岗位,专职/兼职,所属村,所属网格\n"
    rows = "张三,13800000001,网格员,专职,刘范村,第一网格\n李四,13800000002,网格员,兼职,刘范村,第一网格\n"
    after = town.take(roster(tmp_path, rows, head))
    assert after.holders(GRID, Role.FULL_TIME_WORKER) == ["张三"]
    assert after.holders(GRID, Role.PART_TIME_WORKER) == ["李四"]
    faults = town.refused(roster(tmp_path, "张三,13800000001,网格员,刘范村,第一网格\n"))
    assert [(f.row, f.column, f.value) for f in faults] == [(2, "C 岗位", "网格员")]


def test_the_title_may_say_the_post_of_everybody(town: World, tmp_path: Path) -> None:
    rows: Cells = [
        ["东平街道专职网格员花名册"],
        ["姓名", "电话", "村", "网格"],
        ["张三", 13800000001, "刘范村", "第一网格"],
    ]
    after = town.take(xlsx(tmp_path / "a.xlsx", rows, ["A1:D1"]))
    assert after.holders(GRID, Role.FULL_TIME_WORKER) == ["张三"]
    assert "as the title says" in after.doubts


def test_a_word_that_is_no_post_and_a_post_without_its_unit_are_faults(town: World, tmp_path: Path) -> None:
    faults = town.refused(roster(tmp_path, "张三,13800000001,群众,刘范村,第一网格\n李四,13800000002,网格长,刘范村,\n"))
    assert [(f.row, f.column) for f in faults] == [(2, "C 岗位"), (3, None)]
    assert "which unit" in faults[1].why


def test_grids_that_only_a_roster_names_are_made(town: World, tmp_path: Path) -> None:
    after = town.take(roster(tmp_path, "张三,13800000001,网格长,高范村,第九网格\n"))
    assert after.name("370923001002002") == "第九网格"
    assert after.holders("370923001002002", Role.GRID_CHIEF) == ["张三"]


# -- who is who --------------------------------------------------------------------------------------------------------


def test_the_same_name_and_number_are_one_person_another_number_is_another(town: World, tmp_path: Path) -> None:
    rows = (
        "张三,13800000001,网格长,刘范村,第一网格\n张三,138 0000 0001,网格长,刘范村,第二网格\n"
        "张三,13800000009,专职网格员,刘范村,第一网格\n"
    )
    after = town.take(roster(tmp_path, rows))
    assert [(p.name, p.phone) for p in after.people()] == [("张三", "13800000001"), ("张三", "13800000009")]


def test_the_same_id_number_is_one_person(town: World, tmp_path: Path) -> None:
    head = "姓名,联系电话,身份证号,岗位,所属村,所属网格\n"
    rows = (
        "张三,13800000001,11010519491231002X,网格长,刘范村,第一网格\n"
        "张三,13800000002,11010519491231002x,网格长,高范村,第一网格\n"
    )
    after = town.take(roster(tmp_path, rows, head), seal=lambda number: f"sealed{len(number)}")
    (person,) = after.people()
    assert (person.phone, person.id_number_seal) == ("13800000001", "sealed18")
    assert "several telephone numbers" in after.doubts
    assert not any("11010519491231002" in str(op) for op in (after.plan.operations if after.plan else ()))
    later = after.take(
        roster(tmp_path, "张三,13900000000,11010519491231002X,网格长,刘范村,第一网格\n", head),
        seal=lambda _: "sealed18",
    )
    assert [p.phone for p in later.people()] == ["13900000000"]


def test_an_id_number_of_two_names_is_a_fault_and_is_never_shown(town: World, tmp_path: Path) -> None:
    head = "姓名,身份证号,岗位,所属村,所属网格\n"
    rows = "张三,11010519491231002X,网格长,刘范村,第一网格\n李四,11010519491231002X,网格长,刘范村,第二网格\n"
    faults = town.refused(roster(tmp_path, rows, head))
    assert [fault.row for fault in faults] == [3]
    assert "19491231" not in str(faults)


def test_gender_and_birth_are_held_against_the_id_number(town: World, tmp_path: Path) -> None:
    head = "姓名,性别,出生年月,身份证号,岗位,所属村,所属网格\n"
    faults = town.refused(roster(tmp_path, "张三,男,1950-01-01,11010519491231002X,网格长,刘范村,第一网格\n", head))
    assert {fault.column for fault in faults} == {"B 性别", "C 出生年月"}
    after = town.take(roster(tmp_path, "张三,女,1949年12月,11010519491231002X,网格长,刘范村,第一网格\n", head))
    (person,) = after.people()
    assert (person.gender, person.birth) == (Gender.FEMALE, date(1949, 12, 31))
    assert "not kept" in after.doubts


def test_a_wrong_id_number_is_shown_masked(town: World, tmp_path: Path) -> None:
    head = "姓名,身份证号,岗位,所属村,所属网格\n"
    faults = town.refused(roster(tmp_path, "张三,110105194912310021,网格长,刘范村,第一网格\n", head))
    assert faults[0].value == "110105***********1"


def test_a_name_without_a_number_at_the_same_post_is_the_same_person(town: World, tmp_path: Path) -> None:
    first = town.take(roster(tmp_path, "张三,13800000001,网格长,刘范村,第一网格\n"))
    after = first.take(roster(tmp_path, "张三,,网格长,刘范村,第一网格\n"), on=JULY)
    assert after.plan is not None
    assert after.plan.operations == ()


def test_a_number_for_somebody_who_had_none_is_kept(town: World, tmp_path: Path) -> None:
    first = town.take(roster(tmp_path, "张三,,网格长,刘范村,第一网格\n"))
    after = first.take(roster(tmp_path, "张三,13800000001,网格长,刘范村,第一网格\n"))
    assert [(p.name, p.phone) for p in after.people()] == [("张三", "13800000001")]


def test_a_name_without_a_number_is_one_person_in_a_village_with_a_doubt_and_two_in_two(
    town: World, tmp_path: Path
) -> None:
    rows = "张三,,网格长,刘范村,第一网格\n张三,,网格长,刘范村,第二网格\n张三,,网格长,高范村,第一网格\n"
    after = town.take(roster(tmp_path, rows))
    assert len(after.people()) == 2
    assert "in the same village" in after.doubts


def test_a_name_that_may_be_two_people_is_a_fault(town: World, tmp_path: Path) -> None:
    rows = (
        "张三,13800000001,网格长,刘范村,第一网格\n张三,13800000002,网格长,刘范村,第二网格\n"
        "张三,,专职网格员,刘范村,第一网格\n"
    )
    faults = town.refused(roster(tmp_path, rows))
    assert [fault.row for fault in faults] == [4]


def test_another_number_at_the_same_post_is_somebody_else_with_a_doubt(town: World, tmp_path: Path) -> None:
    first = town.take(roster(tmp_path, "张三,13800000001,网格长,刘范村,第一网格\n"))
    after = first.take(roster(tmp_path, "张三,13800000002,网格长,刘范村,第一网格\n"), on=JULY)
    assert len(after.people()) == 2
    assert "another telephone number" in after.doubts
    (now,) = after.on(JULY).holdings_of(GRID)
    assert after.person(now).phone == "13800000002"


def test_ids_tell_nothing_secret_and_are_the_same_on_every_machine(town: World, tmp_path: Path) -> None:
    one = town.take(roster(tmp_path, "张三,13800000001,网格长,刘范村,第一网格\n"))
    other = town.take(roster(tmp_path, "张三,13800000002,网格长,刘范村,第一网格\n"))
    assert [p.id for p in one.people()] == [p.id for p in other.people()]


def test_people_without_posts_are_kept_and_found_again(town: World, tmp_path: Path) -> None:
    path = csv(
        tmp_path / "p.csv",
        "姓名,联系电话,性别,民族,学历,政治面貌,入党时间\n张三,13800000001,男,汉族,本科,中共党员,2010.7\n",
    )
    after = town.take(path)
    (person,) = after.people()
    assert (person.ethnicity, person.party_joined) == ("汉族", date(2010, 7, 1))
    assert unchanged(after, path)


def test_digits_behind_a_name_are_doubted(town: World, tmp_path: Path) -> None:
    after = town.take(roster(tmp_path, "张三1,13800000001,网格长,刘范村,第一网格\n"))
    assert "ends in a digit" in after.doubts


# -- when --------------------------------------------------------------------------------------------------------------

DATED = "姓名,联系电话,岗位,所属村,所属网格,上岗日期,离岗日期\n"


def test_dates_are_taken_as_given_and_people_are_known_since_their_first_post(town: World, tmp_path: Path) -> None:
    rows = (
        "张三,13800000001,网格长,刘范村,第一网格,2021年3月,2024-03-01\n"
        "李四,13800000002,网格长,刘范村,第一网格,2024-03-01,\n"
    )
    after = town.take(roster(tmp_path, rows, DATED))
    held = after.snapshot.linked(Holding, "of", GRID)
    assert [(h.start, h.end, h.rank) for h in held] == [
        (date(2021, 3, 1), date(2024, 3, 1), Rank.PRIMARY),
        (date(2024, 3, 1), None, Rank.PRIMARY),
    ]
    assert [p.start for p in after.people()] == [date(2021, 3, 1), date(2024, 3, 1)]


def test_an_earlier_post_found_later_widens_the_person(town: World, tmp_path: Path) -> None:
    first = town.take(roster(tmp_path, "张三,13800000001,网格长,刘范村,第一网格\n"))
    after = first.take(roster(tmp_path, "张三,13800000001,兼职网格员,刘范村,第二网格,2022-01-01,\n", DATED))
    (person,) = after.people()
    assert person.start == date(2022, 1, 1)


def test_new_units_begin_early_enough_for_the_posts_on_them(tmp_path: Path) -> None:
    head = "姓名,岗位,村编码,村,网格名称,上岗日期\n"
    after = empty().take(roster(tmp_path, "张三,网格长,370923001001,刘范村,第一网格,2022-05-01\n", head))
    assert after.holders(GRID, Role.GRID_CHIEF, date(2022, 5, 1)) == ["张三"]
    assert after.on(date(2022, 5, 1)).unit(STREET) is not None


def test_a_post_older_than_its_unit_counts_from_the_units_first_day_with_a_doubt(town: World, tmp_path: Path) -> None:
    after = town.take(roster(tmp_path, "张三,13800000001,网格长,刘范村,第一网格,2019-01-01,\n", DATED))
    (held,) = after.on().holdings_of(GRID)
    assert held.start == date(2020, 1, 1)
    assert "the post counts from that day" in after.doubts


def test_a_last_day_included_is_the_day_before_the_end(town: World, tmp_path: Path) -> None:
    head = "姓名,联系电话,岗位,所属村,所属网格,任职时间,任职至\n"
    after = town.take(roster(tmp_path, "张三,13800000001,网格长,刘范村,第一网格,2025-01-01,2025-06-30\n", head))
    (held,) = after.on().holdings_of(GRID)
    assert held.end == JULY
    assert after.plan is not None
    assert "含当日" in after.plan.mappings[0].columns[-1].meaning
    after = town.take(roster(tmp_path, "张三,13800000001,网格长,刘范村,第一网格,2025-01-01,2025-07-01\n", DATED))
    (held,) = after.on().holdings_of(GRID)
    assert held.end == JULY
    assert after.plan is not None
    assert "当日起不再有效" in after.plan.mappings[0].columns[-1].meaning


def test_a_stated_end_of_a_post_that_is_held_ends_it(town: World, tmp_path: Path) -> None:
    first = town.take(roster(tmp_path, "张三,13800000001,网格长,刘范村,第一网格,2024-01-01,\n", DATED))
    after = first.take(roster(tmp_path, "张三,13800000001,网格长,刘范村,第一网格,2024-01-01,2025-05-01\n", DATED))
    assert after.holders(GRID, Role.GRID_CHIEF, date(2025, 4, 30)) == ["张三"]
    assert after.holders(GRID, Role.GRID_CHIEF, MAY) == []


def test_a_post_that_ended_without_having_begun_is_left_out_with_a_doubt(town: World, tmp_path: Path) -> None:
    after = town.take(roster(tmp_path, "张三,13800000001,网格长,刘范村,第一网格,,2025-01-01\n", DATED))
    assert after.holders(GRID, Role.GRID_CHIEF, date(2024, 12, 31)) == []
    assert "not said since when" in after.doubts


# -- complete for the posts that are named -----------------------------------------------------------------------------


def test_holders_whom_the_file_does_not_name_leave_on_the_day(town: World, tmp_path: Path) -> None:
    first = town.take(
        roster(tmp_path, "张三,13800000001,网格长,刘范村,第一网格\n李四,13800000002,网格长,刘范村,第二网格\n"), on=MAY
    )
    after = first.take(roster(tmp_path, "王五,13800000003,网格长,刘范村,第一网格\n"))
    assert after.holders(GRID, Role.GRID_CHIEF, date(2025, 5, 31)) == ["张三"]
    assert after.holders(GRID, Role.GRID_CHIEF) == ["王五"]
    assert after.holders(f"{VILLAGE}002", Role.GRID_CHIEF) == ["李四"]
    assert after.plan is not None
    assert after.plan.ended.counts == {"Holding": 1}
    assert after.plan.untouched["holdings"] == 1


def test_a_vacant_post_loses_its_holder_an_empty_cell_does_not(town: World, tmp_path: Path) -> None:
    first = town.take(roster(tmp_path, "张三,13800000001,网格长,刘范村,第一网格\n"), on=MAY)
    untouched = first.take(csv(tmp_path / "a.csv", "网格编码,网格长\n370923001001001,\n"))
    assert untouched.holders(GRID, Role.GRID_CHIEF) == ["张三"]
    vacant = first.take(csv(tmp_path / "a.csv", "网格编码,网格长\n370923001001001,空缺\n"))
    assert vacant.holders(GRID, Role.GRID_CHIEF) == []
    vacant = first.take(roster(tmp_path, "空缺,,网格长,刘范村,第一网格\n"))
    assert vacant.holders(GRID, Role.GRID_CHIEF) == []


def test_a_post_said_to_be_vacant_and_held_is_a_fault(town: World, tmp_path: Path) -> None:
    faults = town.refused(roster(tmp_path, "空缺,,网格长,刘范村,第一网格\n张三,13800000001,网格长,刘范村,第一网格\n"))
    assert "vacant" in faults[0].why


def test_a_former_holder_alone_ends_nobody_else(town: World, tmp_path: Path) -> None:
    first = town.take(roster(tmp_path, "张三,13800000001,网格长,刘范村,第一网格,2024-03-01,\n", DATED))
    after = first.take(roster(tmp_path, "李四,13800000002,网格长,刘范村,第一网格,2021-01-01,2024-03-01\n", DATED))
    assert after.holders(GRID, Role.GRID_CHIEF) == ["张三"]
    assert after.holders(GRID, Role.GRID_CHIEF, date(2022, 1, 1)) == ["李四"]


def test_somebody_appointed_for_later_stays_appointed(town: World, tmp_path: Path) -> None:
    rows = (
        "张三,13800000001,网格长,刘范村,第一网格,2024-01-01,2025-07-01\n"
        "李四,13800000002,网格长,刘范村,第一网格,2025-07-01,\n"
    )
    first = town.take(roster(tmp_path, rows, DATED))
    after = first.take(roster(tmp_path, "王五,13800000003,网格长,刘范村,第一网格\n"))
    assert after.holders(GRID, Role.GRID_CHIEF) == ["王五"]
    assert after.holders(GRID, Role.GRID_CHIEF, JULY) == ["李四"]
    assert "appointed" in after.doubts


# -- rank --------------------------------------------------------------------------------------------------------------

RANKED = "姓名,联系电话,岗位,所属村,所属网格,AB角\n"


def test_the_first_holder_of_a_sole_post_is_primary_members_of_a_team_are_not(town: World, tmp_path: Path) -> None:
    rows = "".join(
        f"{name},1380000000{n},{post},刘范村,第一网格\n"
        for n, (name, post) in enumerate(
            [("张三", "网格长"), ("李四", "网格长"), ("王五", "协管员"), ("赵六", "协管员")]
        )
    )
    after = town.take(roster(tmp_path, rows))
    ranks = {after.person(h).name: h.rank for h in after.on().holdings_of(GRID)}
    assert ranks == {"张三": Rank.PRIMARY, "李四": None, "王五": None, "赵六": None}
    shuffled = after.take(roster(tmp_path, "".join(reversed(rows.splitlines(keepends=True)))), on=JULY)
    assert shuffled.plan is not None
    assert shuffled.plan.operations == ()


@pytest.mark.parametrize("ranked", ["", "B角"])
def test_a_roster_with_dates_takes_neither_the_first_place_nor_the_rank_of_a_table_of_units(
    town: World, tmp_path: Path, ranked: str
) -> None:
    people = f"{ranked}{'：' if ranked else ''}张三 13800000001、李四 13800000002"
    units = xlsx(tmp_path / "网格.xlsx", {"网格": [["网格编码", "网格长"], [GRID, people]]})
    dated = roster(tmp_path, "张三,13800000001,网格长,刘范村,第一网格,2025-01-01\n", DATED)
    after = town.take(units, dated)
    assert after.holders(GRID, Role.GRID_CHIEF) == (["李四", "张三*"] if ranked else ["张三", "李四"])
    assert {h.start for h in after.on().holdings_of(GRID) if after.person(h).name == "张三"} == {date(2025, 1, 1)}
    again = after.take(units, dated, on=JULY)
    assert again.plan is not None
    assert again.plan.operations == ()


def test_a_fault_names_the_other_row_with_its_file(town: World, tmp_path: Path) -> None:
    vacant = xlsx(tmp_path / "网格.xlsx", {"网格": [["网格编码", "网格长"], [GRID, "空缺"]]})
    held = roster(tmp_path, "张三,13800000001,网格长,刘范村,第一网格\n")
    (fault,) = town.refused(vacant, held)
    assert f"row 2 of {held.name} names somebody" in fault.why


def test_stated_ranks_are_taken(town: World, tmp_path: Path) -> None:
    rows = "张三,13800000001,网格长,刘范村,第一网格,B角\n李四,13800000002,网格长,刘范村,第一网格,主\n"
    after = town.take(roster(tmp_path, rows, RANKED))
    assert after.holders(GRID, Role.GRID_CHIEF) == ["李四", "张三*"]


def test_another_primary_takes_the_place_of_the_first(town: World, tmp_path: Path) -> None:
    first = town.take(roster(tmp_path, "张三,13800000001,网格长,刘范村,第一网格\n"), on=MAY)
    rows = "张三,13800000001,网格长,刘范村,第一网格,\n李四,13800000002,网格长,刘范村,第一网格,A角\n"
    path = roster(tmp_path, rows, RANKED)
    after = first.take(path)
    assert after.holders(GRID, Role.GRID_CHIEF, MAY) == ["张三"]
    assert after.holders(GRID, Role.GRID_CHIEF) == ["李四", "张三"]
    assert "no longer primary (A角)" in after.doubts
    again = after.take(path, on=JULY)
    assert again.plan is not None
    assert again.plan.operations == ()


def test_when_the_primary_leaves_the_first_named_follows(town: World, tmp_path: Path) -> None:
    first = town.take(
        roster(tmp_path, "张三,13800000001,网格长,刘范村,第一网格\n李四,13800000002,网格长,刘范村,第一网格\n"), on=MAY
    )
    after = first.take(roster(tmp_path, "李四,13800000002,网格长,刘范村,第一网格\n"))
    (held,) = after.on().holdings_of(GRID)
    assert (after.person(held).name, held.rank) == ("李四", Rank.PRIMARY)


def test_two_primaries_are_a_fault_of_their_row(town: World, tmp_path: Path) -> None:
    rows = "张三,13800000001,网格长,刘范村,第一网格,A角\n李四,13800000002,网格长,刘范村,第一网格,A角\n"
    faults = town.refused(roster(tmp_path, rows, RANKED))
    assert faults[0].row in {2, 3}
    assert "one-primary" in faults[0].why


# -- beside the post ---------------------------------------------------------------------------------------------------


def test_standing_in_a_roster_is_kept(town: World, tmp_path: Path) -> None:
    head = "姓名,联系电话,岗位,所属村,所属网格,城乡类型,岗级,薪级,星级\n"
    path = roster(tmp_path, "张三,13800000001,专职网格员,刘范村,第一网格,城区,二,5级,三星\n", head)
    after = town.take(path)
    (record,) = after.snapshot.all(WorkerRecord)
    assert (record.setting, record.post_grade, record.pay_level, record.star_rating) == (Setting.URBAN, 2, 5, 3)
    assert unchanged(after, path, JULY)


def test_micro_grids_of_a_roster(town: World, tmp_path: Path) -> None:
    head = "姓名,联系电话,岗位,所属村,所属网格,微网格\n"
    after = town.take(roster(tmp_path, "张三,13800000001,微网格长,刘范村,第一网格,1号楼、2号楼\n", head))
    assert [u.id for u in after.on().units(UnitKind.MICRO_GRID)] == [f"{GRID}001", f"{GRID}002"]
    assert after.holders(f"{GRID}002", Role.ASSISTANT) == ["张三"]


def test_nothing_of_a_person_is_lost_when_a_row_says_less(town: World, tmp_path: Path) -> None:
    first = town.take(csv(tmp_path / "p.csv", "姓名,联系电话,学历\n张三,13800000001,本科\n"))
    after = first.take(roster(tmp_path, "张三,13800000001,网格长,刘范村,第一网格\n"))
    people = list(after.snapshot.all(Person))
    assert [(p.education, p.phone) for p in people] == [("本科", "13800000001")]
    assert after.holders(GRID, Role.GRID_CHIEF, JUNE) == ["张三"]


def test_somebody_who_began_before_the_last_primary_left_is_primary_afterwards(town: World, tmp_path: Path) -> None:
    first = town.take(roster(tmp_path, "张三,13800000001,网格长,刘范村,第一网格,2024-01-01,\n", DATED))
    path = roster(tmp_path, "李四,13800000002,网格长,刘范村,第一网格,2025-03-01,\n", DATED)
    after = first.take(path)
    held = [h for h in after.snapshot.linked(Holding, "of", GRID) if after.person(h).name == "李四"]
    assert [(h.start, h.end, h.rank) for h in held] == [(date(2025, 3, 1), JUNE, None), (JUNE, None, Rank.PRIMARY)]
    again = after.take(path, on=JULY)
    assert again.plan is not None
    assert again.plan.operations == ()


def test_a_former_holder_and_a_vacant_post_go_together(town: World, tmp_path: Path) -> None:
    first = town.take(roster(tmp_path, "张三,13800000001,网格长,刘范村,第一网格,2021-01-01,\n", DATED))
    rows = "张三,13800000001,网格长,刘范村,第一网格,2021-01-01,2025-05-01\n空缺,,网格长,刘范村,第一网格,,\n"
    after = first.take(roster(tmp_path, rows, DATED))
    assert after.holders(GRID, Role.GRID_CHIEF, date(2025, 4, 30)) == ["张三"]
    assert after.holders(GRID, Role.GRID_CHIEF) == []


def test_somebody_who_held_the_post_before_holds_it_again(town: World, tmp_path: Path) -> None:
    rows = "张三,13800000001,网格长,刘范村,第一网格,2021-01-01,2022-01-01\n张三,13800000001,网格长,刘范村,第一网格,,\n"
    path = roster(tmp_path, rows, DATED)
    after = town.take(path)
    held = after.snapshot.linked(Holding, "of", GRID)
    assert [(h.start, h.end) for h in held] == [(date(2021, 1, 1), date(2022, 1, 1)), (JUNE, None)]
    assert unchanged(after, path, JULY)
