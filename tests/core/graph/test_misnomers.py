"""Names and codes that mislead, as a change causes them: held against a look at every day, on random organisations."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.facts import FactId, Succession
from graph.misnomers import MisnomerKind, misnomers_caused
from graph.texts import name_key
from graph.time.validity import is_void
from graph.view import View
from graph.words import UnitKind
from tests.builders.organisations import DAY, FIRST, LAWS, Builder, Organisation, days_of_interest, organisations
from tests.builders.town import Town

Pair = tuple[FactId, FactId]


def namesakes(view: View) -> set[frozenset[FactId]]:
    """Siblings of one name on a day."""
    found = set()
    for unit in view.units():
        states = [(child.id, view.state(child.id)) for child in view.children(unit.id)]
        children = [(code, name_key(state.name)) for code, state in states if state is not None]
        found |= {frozenset({a, b}) for (a, one), (b, other) in combinations(children, 2) if one == other}
    return found


def elsewhere(view: View) -> set[Pair]:
    """Units above the grid whose code is of another place than where they are, with that place, on a day."""
    known = [(s.predecessor, s.successor) for s in view.snapshot.all(Succession) if not is_void(s)]
    found = set()
    for unit in view.units():
        above = next((u for u in view.ancestors(unit.id) if u.kind is not UnitKind.MANAGEMENT_AREA), None)
        if above is not None and unit.kind not in {UnitKind.GRID, UnitKind.MICRO_GRID}:
            fronts = {above.id}
            for _ in known:
                fronts |= {old for old, new in known if new in fronts}
            if not any(unit.id.startswith(front) for front in fronts):
                found.add((unit.id, above.id))
    return found


@settings(LAWS, max_examples=30)
@given(organisations(max_size=2), st.data())
def test_what_is_told_is_so_from_that_day_on_and_was_never_so_before(
    organisation: Organisation, data: st.DataObject
) -> None:
    turn = data.draw(st.integers(0, len(organisation.changes) - 1), label="change")
    before, after = organisation.snapshots[turn], organisation.snapshots[turn + 1]
    told = misnomers_caused(organisation.steps[turn])
    days = days_of_interest(before, after)
    old_names = {pair for day in days for pair in namesakes(View(before, day))}
    new_names = {pair for day in days for pair in namesakes(View(after, day))}
    named = {frozenset({m.unit.id, m.other.id}) for m in told if m.kind is MisnomerKind.NAMESAKES}
    assert named <= new_names - old_names
    assert all(pair & {code for each in named | old_names for code in each} for pair in new_names)
    for misnomer in told:
        pair = frozenset({misnomer.unit.id, misnomer.other.id})
        on_the_day = View(after, misnomer.day)
        if misnomer.kind is MisnomerKind.NAMESAKES:
            assert pair in namesakes(on_the_day)
        else:
            assert (misnomer.unit.id, misnomer.other.id) in elsewhere(on_the_day)
    old_codes = {pair for day in days for pair in elsewhere(View(before, day))}
    new_codes = {pair for day in days for pair in elsewhere(View(after, day))}
    placed = {(m.unit.id, m.other.id) for m in told if m.kind is MisnomerKind.ELSEWHERE}
    succeeded = {s.id for s in before.all(Succession)} ^ {s.id for s in after.all(Succession)}
    assert placed == new_codes - old_codes or (succeeded and placed <= new_codes - old_codes)


def told(town: Builder) -> list[tuple[MisnomerKind, FactId, FactId]]:
    """What the last change causes."""
    organisation = town.organisation()
    return [m.key for m in misnomers_caused(organisation.steps[-1])]


def test_a_sibling_gets_a_name_that_is_there() -> None:
    town = Town()
    other = town.unit(UnitKind.GRID, town.village, name="东网格")
    town.commit()
    town.rename(other, FIRST + DAY, name="第一网格")
    assert told(town) == [(MisnomerKind.NAMESAKES, other.id, town.grid.id)]


def test_a_village_moves_to_another_street_by_its_area() -> None:
    town = Town()
    street = town.unit(UnitKind.STREET)
    town.commit()
    town.move(town.area, FIRST + DAY, street)
    assert told(town) == [
        (MisnomerKind.ELSEWHERE, town.village.id, street.id),
        (MisnomerKind.ELSEWHERE, town.area.id, street.id),
    ]


def test_what_was_so_before_is_not_told_again() -> None:
    town = Town()
    other = town.unit(UnitKind.GRID, town.village, name="第一网格")
    town.commit()
    town.rename(other, FIRST + DAY, households=7)
    assert told(town) == []
