"""Which unit is meant: by codes that live, are gone or are to come, and by points in, on, near and off the outlines."""

from datetime import date
from itertools import pairwise

import pytest
import shapely

from graph.facts import Unit
from graph.view import View
from graph.words import UnitKind
from queries.places.place import (
    NEAR_METRES,
    ByCode,
    ByPoint,
    PlaceAmbiguous,
    PlaceFound,
    PlaceUnknown,
    Resolved,
    record_begins,
    resolve,
)
from tests.builders.geodesy import vincenty
from tests.builders.organisations import DAY as ONE_DAY
from tests.builders.organisations import FIRST, Builder, square
from tests.builders.town import DAY, Town

LATER = date(2025, 9, 1)


def found(view: View, code: str | Unit) -> Resolved:
    return resolve(view, ByCode(code if isinstance(code, str) else code.id))


def codes(answer: Resolved) -> list[str]:
    """The unit found, or the candidates, or the nearest."""
    match answer:
        case PlaceFound(unit):
            return [unit.id]
        case PlaceAmbiguous(_, candidates):
            return [nearby.unit.id for nearby in candidates]
        case PlaceUnknown(_, nearest):
            return [nearby.unit.id for nearby in nearest]


# -- codes -----------------------------------------------------------------------------------------------------------


def test_a_unit_that_is_there_is_meant_itself() -> None:
    town = Town()
    assert found(town.on(), town.micro) == PlaceFound(town.micro)


def test_a_retired_code_with_one_successor_means_the_successor() -> None:
    """G → H on 1 June"""
    town = Town()
    heir = town.twin(town.grid, DAY)
    town.hand_over(town.grid, DAY, [heir])
    assert found(town.on(DAY - ONE_DAY), town.grid) == PlaceFound(town.latest(town.grid))
    assert found(town.on(DAY), town.grid) == PlaceFound(heir, asked_for=town.latest(town.grid))


def test_a_retired_code_with_several_successors_is_ambiguous_and_has_no_distances() -> None:
    """G → H, I, J on 1 June"""
    town = Town()
    heirs = [town.twin(town.grid, DAY) for _ in range(3)]
    town.hand_over(town.grid, DAY, heirs)
    answer = found(town.on(), town.grid)
    assert isinstance(answer, PlaceAmbiguous)
    assert codes(answer) == sorted(heir.id for heir in heirs)
    assert {nearby.metres for nearby in answer.candidates} == {None}
    assert all(heir.id in answer.message for heir in heirs)
    assert "2025-06-01" in answer.message


def test_a_retired_code_that_nothing_succeeds_is_unknown_and_lay_in_what_was_above_it() -> None:
    """V └ G († 1 June)"""
    town = Town()
    town.close(town.grid, DAY)
    answer = found(town.on(), town.grid)
    assert isinstance(answer, PlaceUnknown)
    assert codes(answer) == [town.village.id]
    assert "2025-06-01" in answer.message


def test_whose_it_was_is_the_nearest_unit_above_it_that_is_left() -> None:
    """A └ V († September) └ G († June)"""
    town = Town()
    town.close(town.grid, DAY)
    town.close(town.village, LATER)
    assert codes(found(town.on(LATER - ONE_DAY), town.grid)) == [town.village.id]
    assert codes(found(town.on(LATER), town.grid)) == [town.area.id]


def test_a_successor_that_is_gone_too_is_followed_further() -> None:
    """
    G → H (June) → I (September)
    """
    town = Town()
    first = town.twin(town.grid, DAY)
    town.hand_over(town.grid, DAY, [first])
    second = town.twin(first, LATER)
    town.hand_over(first, LATER, [second])
    assert codes(found(town.on(DAY), town.grid)) == [first.id]
    assert codes(found(town.on(LATER), town.grid)) == [second.id]


def test_a_split_and_a_merge_after_it_lead_to_one_again() -> None:
    """
          ┌→ H ─┐
    G ────┤     ├──→ J          split in June, merged in September
          └→ I ─┘
    """
    town = Town()
    halves = [town.twin(town.grid, DAY) for _ in range(2)]
    town.hand_over(town.grid, DAY, halves)
    whole = town.twin(halves[0], LATER)
    for half in halves:
        town.hand_over(half, LATER, [whole])
    assert codes(found(town.on(DAY), town.grid)) == sorted(half.id for half in halves)
    assert found(town.on(LATER), town.grid) == PlaceFound(whole, asked_for=town.latest(town.grid))


def test_a_branch_that_ended_without_successor_is_no_candidate() -> None:
    """
          ┌→ H († September)
    G ────┤
          └→ I
    """
    town = Town()
    gone, left = (town.twin(town.grid, DAY) for _ in range(2))
    town.hand_over(town.grid, DAY, [gone, left])
    town.close(gone, LATER)
    assert found(town.on(LATER), town.grid) == PlaceFound(left, asked_for=town.latest(town.grid))


def test_an_annulled_succession_leads_nowhere() -> None:
    town = Town()
    heirs = [town.twin(town.grid, DAY) for _ in range(2)]
    town.hand_over(town.grid, DAY, [heirs[0]])
    town.end(town.succeed(town.grid, heirs[1], DAY), DAY)
    assert codes(found(town.on(), town.grid)) == [heirs[0].id]


def test_a_code_that_is_to_come_means_what_is_there_now() -> None:
    """G → H on 1 June: before that day H is G."""
    town = Town()
    heir = town.twin(town.grid, DAY)
    town.hand_over(town.grid, DAY, [heir])
    assert found(town.on(DAY - ONE_DAY), heir) == PlaceFound(town.latest(town.grid), asked_for=heir)


def test_a_code_that_is_to_come_of_a_merger_means_any_of_the_merged() -> None:
    """
    G ─┐
       ├──→ H                     on 1 June
    F ─┘
    """
    town = Town()
    other = town.unit(UnitKind.GRID, town.village)
    heir = town.twin(town.grid, DAY)
    for old in (town.grid, other):
        town.hand_over(old, DAY, [heir])
    answer = found(town.on(DAY - ONE_DAY), heir)
    assert isinstance(answer, PlaceAmbiguous)
    assert codes(answer) == sorted([town.grid.id, other.id])
    assert "2025-06-01" in answer.message


def test_a_code_that_is_to_come_of_nothing_is_unknown_until_then() -> None:
    """V └ N (from 1 June)"""
    town = Town()
    new = town.unit(UnitKind.GRID, town.village, start=DAY)
    answer = found(town.on(DAY - ONE_DAY), new)
    assert isinstance(answer, PlaceUnknown)
    assert codes(answer) == [town.village.id]
    assert "2025-06-01" in answer.message
    assert "nothing preceded it" in answer.message
    assert found(town.on(DAY), new) == PlaceFound(new)


def test_before_the_record_begins_a_point_is_told_when_it_does() -> None:
    town = Town()
    before = town.on(FIRST - ONE_DAY)
    answer = resolve(before, ByPoint(WEST, SOUTH))
    assert isinstance(answer, PlaceUnknown)
    assert str(FIRST) in answer.message
    assert record_begins(before) == record_begins(town.on()) == FIRST
    assert record_begins(Builder().organisation().view(FIRST)) is None


def test_an_annulled_unit_never_was() -> None:
    town = Town()
    never = town.unit(UnitKind.GRID, town.village)
    town.close(never, FIRST)
    answer = found(town.on(), never)
    assert isinstance(answer, PlaceUnknown)
    assert codes(answer) == [town.village.id]


@pytest.mark.parametrize(
    ("code", "nearest"),
    [
        ("370923001201001999", ["370923001201001"]),
        ("370923001201999", ["370923001201"]),
        ("370923001999", ["370923001"]),
        ("370923001201001001999", ["370923001201001001"]),
        ("370923", []),
        ("110101", []),
        ("", []),
        ("一格", []),
        ("37092300120100١", ["370923001201"]),
    ],
)
def test_a_code_that_never_was_lies_in_the_unit_whose_code_begins_it(code: str, nearest: list[str]) -> None:
    town = Town()
    answer = found(town.on(), code)
    assert isinstance(answer, PlaceUnknown)
    assert codes(answer) == nearest


# -- points ----------------------------------------------------------------------------------------------------------

WEST, SOUTH, SIDE = 116.4, 35.9, 0.01
MIDDLE = SOUTH + SIDE / 2
METRE = 0.001 / vincenty((WEST, MIDDLE), (WEST + 0.001, MIDDLE))
"""A metre to the east, in degrees."""


class Plain(Builder):
    """
      ┌────────┬────────┐
      │   W    │    E   │       grids of 0.01° = some 900 m, in a village that has no outline
      └────────┴────────┘
    116.40   116.41   116.42
    """

    def __init__(self) -> None:
        super().__init__()
        self.street = self.unit(UnitKind.STREET)
        self.village = self.unit(UnitKind.VILLAGE, self.street)
        self.west = self.unit(UnitKind.GRID, self.village, geometry=square(WEST, SOUTH, SIDE))
        self.east = self.unit(UnitKind.GRID, self.village, geometry=square(WEST + SIDE, SOUTH, SIDE))

    def at(
        self, longitude: float, latitude: float = MIDDLE, near_metres: float = NEAR_METRES, day: date = DAY
    ) -> Resolved:
        return resolve(self.organisation().view(day), ByPoint(longitude, latitude), near_metres)


BORDER = 116.41


def test_a_point_inside_is_that_units() -> None:
    plain = Plain()
    assert plain.at(WEST + SIDE / 2) == PlaceFound(plain.west)
    assert plain.at(BORDER + SIDE / 2) == PlaceFound(plain.east)


def test_a_point_on_the_border_is_both_sides_at_no_distance() -> None:
    plain = Plain()
    answer = plain.at(BORDER)
    assert isinstance(answer, PlaceAmbiguous)
    assert [(nearby.unit.id, nearby.metres) for nearby in answer.candidates] == [(plain.west.id, 0), (plain.east.id, 0)]


@pytest.mark.parametrize("metres", [-4.9, -2.0, -0.01, 0.01, 2.0, 4.9])
def test_a_point_near_the_border_is_both_the_side_it_is_on_first(metres: float) -> None:
    plain = Plain()
    answer = plain.at(BORDER + metres * METRE)
    assert isinstance(answer, PlaceAmbiguous)
    here, there = answer.candidates
    assert (here.unit, there.unit) == ((plain.west, plain.east) if metres < 0 else (plain.east, plain.west))
    assert here.metres == 0
    assert there.metres == pytest.approx(abs(metres), rel=1e-3)
    assert "5 m" in answer.message


@pytest.mark.parametrize("metres", [-100.0, -5.1, 5.1, 100.0])
def test_a_point_further_from_the_border_is_on_one_side(metres: float) -> None:
    plain = Plain()
    assert plain.at(BORDER + metres * METRE) == PlaceFound(plain.west if metres < 0 else plain.east)


def test_how_near_is_too_near_is_the_askers_to_say() -> None:
    plain = Plain()
    at = BORDER + 20 * METRE
    assert plain.at(at, near_metres=19) == PlaceFound(plain.east)
    assert isinstance(plain.at(at, near_metres=21), PlaceAmbiguous)
    assert plain.at(BORDER + 0.5 * METRE, near_metres=0) == PlaceFound(plain.east)
    assert isinstance(plain.at(BORDER, near_metres=0), PlaceAmbiguous), "on the line itself it is both, always"


def test_a_corner_of_four_is_all_four() -> None:
    """
    ┌───┬───┐
    │ N │ O │
    ├───┼───┤
    │ W │ E │
    └───┴───┘
    """
    plain = Plain()
    north = [plain.unit(UnitKind.GRID, plain.village, geometry=square(x, SOUTH + SIDE, SIDE)) for x in (WEST, BORDER)]
    answer = plain.at(BORDER, SOUTH + SIDE)
    assert isinstance(answer, PlaceAmbiguous)
    assert set(codes(answer)) == {plain.west.id, plain.east.id, *(unit.id for unit in north)}


def test_near_an_outer_border_there_is_no_other_side() -> None:
    plain = Plain()
    assert plain.at(WEST + METRE) == PlaceFound(plain.west)


@pytest.mark.parametrize("metres", [1.0, 40.0, 3_000.0, 50_000.0])
def test_a_point_outside_is_nobodys_and_says_whose_it_may_be_and_how_far(metres: float) -> None:
    plain = Plain()
    answer = plain.at(WEST - metres * METRE)
    assert isinstance(answer, PlaceUnknown)
    nearest = answer.nearest[0]
    assert nearest.unit == plain.west
    assert nearest.metres == pytest.approx(vincenty((WEST - metres * METRE, MIDDLE), (WEST, MIDDLE)), rel=1e-3)
    assert plain.west.id in answer.message
    distances = [nearby.metres or 0 for nearby in answer.nearest]
    assert all(a <= b for a, b in pairwise(distances)), "nearest first"


def test_at_the_other_end_of_the_world_there_is_nobody_near() -> None:
    answer = Plain().at(-70.0, -33.0)
    assert isinstance(answer, PlaceUnknown)
    assert answer.nearest == ()


def test_where_nothing_has_an_outline_no_point_is_anywhere() -> None:
    town = Town()
    answer = resolve(town.on(), ByPoint(WEST, SOUTH))
    assert isinstance(answer, PlaceUnknown)
    assert answer.nearest == ()


RING = shapely.box(WEST, SOUTH, 116.43, 35.93).difference(shapely.box(116.41, 35.91, 116.42, 35.92)).wkt


def test_a_hole_is_outside() -> None:
    """
    ┌───────────┐
    │ R ┌───┐   │
    │   │ · │   │        the hole is 0.01° wide
    │   └───┘   │
    └───────────┘
    """
    town = Builder()
    ring = town.unit(UnitKind.STREET, geometry=RING)
    view = town.organisation().view(DAY)
    middle = (116.415, 35.915)
    answer = resolve(view, ByPoint(*middle))
    assert isinstance(answer, PlaceUnknown)
    nearest = answer.nearest[0]
    assert nearest.unit == ring
    assert nearest.metres == pytest.approx(vincenty(middle, (116.41, 35.915)), rel=1e-3)
    assert resolve(view, ByPoint(116.405, 35.915)) == PlaceFound(ring)


def test_a_unit_in_two_pieces_is_itself_in_both() -> None:
    """M   ···   M"""
    pieces = [square(WEST, SOUTH, SIDE), square(WEST + 5 * SIDE, SOUTH, SIDE)]
    whole = "MULTIPOLYGON (" + ", ".join(piece.removeprefix("POLYGON ") for piece in pieces) + ")"
    town = Builder()
    unit = town.unit(UnitKind.STREET, geometry=whole)
    view = town.organisation().view(DAY)
    assert resolve(view, ByPoint(WEST + SIDE / 2, MIDDLE)) == PlaceFound(unit)
    assert resolve(view, ByPoint(WEST + 5.5 * SIDE, MIDDLE)) == PlaceFound(unit)
    assert isinstance(resolve(view, ByPoint(WEST + 3 * SIDE, MIDDLE)), PlaceUnknown)


def test_the_narrowest_unit_is_meant_where_outlines_lie_in_each_other() -> None:
    """S ⊃ V ⊃ W: a point of W is W's, one of V beside W and E is V's."""
    plain = Plain()
    plain.boundary(plain.street, square(WEST - 0.1, SOUTH - 0.1, 0.3))
    plain.boundary(plain.village, square(WEST - 0.05, SOUTH - 0.05, 0.2))
    assert plain.at(WEST + SIDE / 2) == PlaceFound(plain.west)
    assert plain.at(WEST - 0.02) == PlaceFound(plain.village)
    assert plain.at(WEST - 0.07) == PlaceFound(plain.street)


def test_outlines_that_overlap_claim_the_point_both() -> None:
    """
    ┌────────┐
    │  W  ┌──┼─────┐
    │     │··│  O  │          brothers, drawn over each other
    └─────┴──┴─────┘
    """
    plain = Plain()
    over = plain.unit(UnitKind.GRID, plain.village, geometry=square(WEST + SIDE / 2, SOUTH, SIDE / 4))
    answer = plain.at(WEST + SIDE * 0.6, SOUTH + SIDE / 8)
    assert isinstance(answer, PlaceAmbiguous)
    assert [(nearby.unit.id, nearby.metres) for nearby in answer.candidates] == [(plain.west.id, 0), (over.id, 0)]


def test_outlines_are_those_of_the_day() -> None:
    """On 1 June the border moves 0.005° to the west."""
    plain = Plain()
    half = SIDE / 2
    for unit, west, width in ((plain.west, WEST, half), (plain.east, WEST + half, half)):
        outline = next(
            b for b in plain.known.values() if getattr(b, "geometry", None) and getattr(b, "unit", "") == unit.id
        )
        plain.splice(outline, DAY, geometry=square(west, SOUTH, width))
    at = WEST + half * 1.5
    assert plain.at(at, SOUTH + half / 2, day=DAY - ONE_DAY) == PlaceFound(plain.west)
    assert plain.at(at, SOUTH + half / 2, day=DAY) == PlaceFound(plain.east)


def test_the_outline_of_a_retired_unit_claims_nothing() -> None:
    plain = Plain()
    plain.close(plain.west, DAY)
    assert isinstance(plain.at(WEST + SIDE / 2), PlaceUnknown)


def test_a_slanting_border_is_both_sides_wherever_it_is_met() -> None:
    """
    ┌──────────┐
    │ A     ╱  │
    │     ╱  B │            both drawn with the very same two corners
    └──────────┘
    """
    town = Builder()
    street = town.unit(UnitKind.STREET)
    sw, ne = f"{WEST} {SOUTH}", f"{WEST + 0.0137} {SOUTH + 0.0091}"
    nw, se = f"{WEST} {SOUTH + 0.0091}", f"{WEST + 0.0137} {SOUTH}"
    upper = town.unit(UnitKind.VILLAGE, street, geometry=f"POLYGON (({sw}, {ne}, {nw}, {sw}))")
    lower = town.unit(UnitKind.VILLAGE, street, geometry=f"POLYGON (({sw}, {se}, {ne}, {sw}))")
    view = town.organisation().view(DAY)
    for step in range(1, 100):
        answer = resolve(view, ByPoint(WEST + 0.0137 * step / 100, SOUTH + 0.0091 * step / 100))
        assert isinstance(answer, PlaceAmbiguous), step
        assert set(codes(answer)) == {upper.id, lower.id}
