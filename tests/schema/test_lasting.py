"""Until when an answer stands: held against the whole answer, asked day after day and instant after instant.

Documents are made up from the schema itself, so that a field that is added is among them.
"""

import asyncio
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any, cast

import pytest
from graphql import GraphQLNonNull, GraphQLObjectType, GraphQLUnionType, get_named_type, is_leaf_type
from hypothesis import given
from hypothesis import strategies as st
from strawberry.types import ExecutionResult

from graph.apply import apply
from graph.change import Change, Put
from graph.facts import Unit, UnitState
from graph.live import LiveModel
from graph.snapshot import Snapshot
from graph.time.validity import is_void
from graph.words import GridType, Role, StationingMode, UnitKind
from schema.compiled.plans import DEFINITION
from schema.context import Context
from schema.running.lasting import SLIDES
from schema.running.prepared import Documents
from schema.schema import schema
from tests.builders.crowd import crowded_organisation
from tests.builders.organisations import DAY, DAYS, days_of_interest, random_organisation
from tests.builders.town import Town
from tests.builders.world import ZONE, Answer, document
from tests.core.queries.test_routing import RoutedTown
from tests.fuzz.effort import EFFORT, examples

OTHERWISE = {"validUntil", "onDuty"}
"""What is asked, and what goes by the clock: of that there are examples by hand."""
LAST = date(2026, 1, 3)


@dataclass
class Still:
    """A model that nobody changes, of which nothing is recorded anywhere."""

    snapshot: Snapshot
    behind: str | None = None
    seconds_old: float = 0.0


def context_on(snapshot: Snapshot) -> Context:
    """The surroundings of a request about a snapshot."""
    now = datetime(2025, 1, 1, tzinfo=UTC)
    return Context(model=cast("LiveModel", Still(snapshot)), zone=ZONE, now=lambda: now)


def asked(snapshot: Snapshot, text: str, variables: Answer) -> Answer:
    """The data of an answer without errors."""
    result = asyncio.run(schema.execute(text, variable_values=variables, context_value=context_on(snapshot)))
    assert isinstance(result, ExecutionResult)
    assert result.errors is None, result.errors
    assert result.data is not None
    return result.data


def by_plan(snapshot: Snapshot, text: str, variables: Answer) -> Answer | None:
    """The same, by the plan of the document."""
    documents = Documents()
    documents.note((text, None), None)
    documents.note((text, None), None)
    context = context_on(snapshot).for_operation()
    return asyncio.run(documents.answer(schema._schema, (text, None), variables, context))


# -- documents made up -------------------------------------------------------------------------------------------------

TYPES = schema._schema.type_map


def selections(of: str, depth: int) -> st.SearchStrategy[str]:
    """Made-up selections of a type, to a depth."""
    kind = TYPES[of]
    if isinstance(kind, GraphQLUnionType):
        parts = [selections(each.name, depth).map(_within(f"... on {each.name}")) for each in kind.types]
        return st.tuples(*parts).map(lambda found: " ".join(("__typename", *found)))
    assert isinstance(kind, GraphQLObjectType)
    fields = [(name, field) for name, field in kind.fields.items() if name not in OTHERWISE and _is_free(field)]
    leaves = [name for name, field in fields if is_leaf_type(get_named_type(field.type))]
    inner = [(name, get_named_type(field.type).name) for name, field in fields if name not in leaves]
    plain = st.lists(st.sampled_from(leaves), max_size=4, unique=True) if leaves else st.just([])
    if depth == 0 or not inner:
        return plain.map(lambda found: " ".join(("__typename", *found)))

    def nested(chosen: list[tuple[str, str]]) -> st.SearchStrategy[list[str]]:
        made = [selections(name, depth - 1).map(_within(field)) for field, name in chosen]
        return st.tuples(*made).map(list)

    deeper = st.lists(st.sampled_from(inner), min_size=1, max_size=3, unique=True).flatmap(nested)
    return st.tuples(plain, deeper).map(lambda found: " ".join(("__typename", *found[0], *found[1])))


def _within(what: str) -> Callable[[str], str]:
    return lambda selection: f"{what} {{ {selection} }}"


def _is_free(field: Any) -> bool:
    """Whether a field can be asked without arguments, and is of no interval."""
    needs = any(isinstance(a.type, GraphQLNonNull) and a.default is None for a in field.args.values())
    metadata = getattr(field.extensions.get(DEFINITION), "metadata", {})
    return not needs and not SLIDES.items() <= metadata.items()


HANDLES = """query ($place: PlaceInput!, $at: DateTime!) { organization(at: $at) { whoHandles(place: $place) {
  __typename ... on Handling { %s } } } }"""
CORE = re.sub(r"\bvalidUntil\b|\brevision\b", "", document("who-handles"))


def midnight(day: date) -> str:
    """The beginning of a day."""
    return datetime.combine(day, time(), ZONE).isoformat()


@st.composite
def questions(draw: st.DrawFn) -> tuple[int, str, date, str]:
    """A random organisation, a unit in it, a day, and a made-up selection."""
    seed = draw(st.integers(0, 5 + 5 * EFFORT))
    snapshot = organisation(seed)
    units = sorted((u for u in snapshot.all(Unit) if not is_void(u)), key=lambda unit: unit.id)
    unit = draw(st.sampled_from(units))
    days = [d for d in days_of_interest(snapshot) if unit.start <= d < (unit.end or LAST)]
    return seed, unit.id, draw(st.sampled_from(days)), draw(selections("Handling", 3))


@cache
def organisation(seed: int) -> Snapshot:
    """A random organisation, every other one with centres and rotas; its units often change in all but their names."""
    made = random_organisation(seed, duty=True) if seed % 2 else crowded_organisation(seed, size=2)
    snapshot, die = made.snapshot(), random.Random(seed)
    for number, state in enumerate(sorted(snapshot.all(UnitState), key=lambda state: state.id)):
        days = [day for day in DAYS if state.start < day < (state.end or LAST)]
        if days:
            day = die.choice(days)
            new = replace(
                state,
                id=f"other-{number}",
                start=day,
                households=die.choice((None, 5, 70)),
                population=die.choice((None, 11, 190)),
                note=die.choice((None, "新")),
            )
            operations = (Put(replace(state, end=day)), Put(new))
            at = datetime(2025, 1, 1, tzinfo=UTC)
            change = Change(operations=operations, actor="tests", reason="-", at=at)
            snapshot = apply(snapshot, change.operations).after
    return snapshot


def days_after(snapshot: Snapshot, day: date) -> Iterator[date]:
    """Every day of three weeks, then those on which anything begins or ends, and the days before them."""
    near = [day + n * DAY for n in range(1, 21)]
    yield from sorted({*near, *(d for d in days_of_interest(snapshot) if day < d <= LAST)})


@examples(60)
@given(questions())
def test_an_answer_stands_until_the_first_day_on_which_anything_in_it_is_another(
    question: tuple[int, str, date, str],
) -> None:
    seed, code, day, selection = question
    snapshot = organisation(seed)

    def told(text: str, on: date) -> Answer:
        return asked(snapshot, text, {"place": {"code": code}, "at": midnight(on)})

    text = HANDLES % selection
    before = [told(text, day), told(CORE, day)]
    changed = (d for d in days_after(snapshot, day) if [told(text, d), told(CORE, d)] != before)
    expected = next(changed, None)
    whole = HANDLES % f"validUntil {selection} again: validUntil"
    answer = told(whole, day)["organization"]["whoHandles"]
    assert by_plan(snapshot, whole, {"place": {"code": code}, "at": midnight(day)}) == told(whole, day)
    found = None if answer["validUntil"] is None else datetime.fromisoformat(answer["validUntil"]).date()
    assert (found, answer["again"]) == (expected, answer["validUntil"]), text


# -- where a case goes -------------------------------------------------------------------------------------------------

CLOCK = (time(), time(8, 30), time(17, 30))
"""When anything changes by the clock: offices and rotas keep the same hours here."""
ROUTES = "query ($case: CaseInput!, $at: DateTime!) { organization(at: $at) { route(case: $case) { %s } } }"
ROUTE_CORE = (
    ROUTES % "lead { ...A } with { ...A } escalation { to { ...A } } steps { rule }"
    + """
fragment A on Assignee { __typename ... on Responder { person { id } holding { id } covering { id } }
  ... on Department { id } ... on OutsideBody { name level }
  ... on TaskForce { lead { person { id } } members { person { id } } departments { id } } }"""
)
START = datetime(2025, 6, 4, 10, tzinfo=ZONE)


@st.composite
def towns(draw: st.DrawFn) -> RoutedTown:
    """A town with departments on duty by office hours and rotas, and with people who come, go and are renamed."""
    town = RoutedTown()
    for name in draw(st.lists(st.sampled_from(("维稳", "公安", "司法", "综合执法", "综治")), max_size=3, unique=True)):
        department = town.department(name)
        town.station(department, town.hall, draw(st.sampled_from(StationingMode)))
        officers = [town.hold(f"{name}{n}", Role.DUTY_OFFICER, department, None) for n in range(2)]
        if draw(st.booleans()):
            minutes = draw(st.sampled_from([None, 540]))
            town.rota(town.hall, officers, department=department, start=date(2025, 6, 1), minutes=minutes)
    people = (town.worker, town.secretary, town.commissioner, town.chair, town.officer)
    for person in draw(st.lists(st.sampled_from(people), max_size=3, unique=True)):
        begins = date(2025, 6, 4) + draw(st.integers(0, 40)) * DAY
        cover = draw(st.sampled_from([None, town.mediator, town.director]))
        town.away(person, begins, begins + draw(st.integers(1, 30)) * DAY, cover=cover)
    for unit in draw(st.lists(st.sampled_from((town.village, town.grid, town.micro)), max_size=2, unique=True)):
        town.rename(unit, date(2025, 6, 5) + draw(st.integers(0, 50)) * DAY, households=draw(st.integers(1, 9)))
    return town


def instants_after() -> Iterator[datetime]:
    """Every instant of five weeks at which anything may change, then of the days of half a year."""
    for n in range(36):
        yield from (i for clock in CLOCK if (i := datetime.combine(START.date() + n * DAY, clock, ZONE)) > START)
    yield from (datetime.combine(START.date() + n * DAY, time(), ZONE) for n in range(36, 180))


@examples(25)
@given(
    towns(),
    st.sampled_from(["petition", "dispute", "hazard", "property-dispute", "enforcement"]),
    st.sampled_from(["blue", "yellow", "red"]),
    selections("Route", 2),
)
def test_a_case_s_answer_stands_until_the_first_instant_at_which_anything_in_it_is_another(
    town: RoutedTown, matter: str, level: str, selection: str
) -> None:
    snapshot = town.ruled()
    case = {"place": {"code": town.micro.id}, "channel": "VISIT", "matter": matter, "level": level,
            "receivedAt": START.isoformat()}  # fmt: skip

    def told(text: str, at: datetime) -> Answer:
        return asked(snapshot, text, {"case": case, "at": at.isoformat()})

    def answers(at: datetime) -> Answer:
        """What was asked for, and what makes it the same answer: the rule, who leads, who is with them, who is next."""
        core = told(ROUTE_CORE, at)["organization"]["route"]
        return {**told(text, at), "core": {**core, "steps": core["steps"][:1]}}

    text = ROUTES % selection
    before = answers(START)
    expected = next((instant for instant in instants_after() if answers(instant) != before), None)
    whole = ROUTES % f"validUntil {selection}"
    found = told(whole, START)["organization"]["route"]["validUntil"]
    assert by_plan(snapshot, whole, {"case": case, "at": START.isoformat()}) == told(whole, START)
    if expected is None or expected < START + timedelta(days=34):
        assert found == (None if expected is None else expected.isoformat()), text
    else:
        assert found is None or datetime.fromisoformat(found) >= expected, "the clock is looked at for 35 days"


# -- by hand -----------------------------------------------------------------------------------------------------------


def until_of(town: Town, selection: str, at: str = midnight(date(2025, 6, 1))) -> str | None:
    """Until when the answer for the town's micro-grid stands, where this is asked for."""
    variables = {"place": {"code": town.micro.id}, "at": at}
    text = HANDLES % f"validUntil {selection}"
    snapshot = town.organisation().snapshot()
    found: str | None = asked(snapshot, text, variables)["organization"]["whoHandles"]["validUntil"]
    assert by_plan(snapshot, text, variables) == asked(snapshot, text, variables)
    return found


@pytest.mark.parametrize(
    ("selection", "until"),
    [
        ("place { name }", None),
        ("place { parent { gridType } }", "2025-07-01"),
        ("place { ancestors { households } }", "2025-08-01"),
        ("place { parent { children { nodes { name } } } }", "2025-09-01"),
        ("handlers { person { absences { kind } } }", "2025-10-01"),
        ("place @skip(if: true) { parent { gridType } }", None),
        ("place { parent { gridType @include(if: false) } }", None),
    ],
)
def test_what_is_asked_for_beneath_an_answer_ends_it(selection: str, until: str | None) -> None:
    """The grid's type changes in July, the micro-grid's households in August, another is founded in September.

    In October the worker is back from a leave of long ago, which nobody of the answer notices but who asks for it.
    """
    town = Town()
    town.hold("Fu", Role.FULL_TIME_WORKER, town.grid)
    town.rename(town.grid, date(2025, 7, 1), grid_type=GridType.DEDICATED)
    town.rename(town.micro, date(2025, 8, 1), households=70)
    town.unit(UnitKind.MICRO_GRID, town.grid, name="西微网格", start=date(2025, 9, 1))
    helper = town.hold("Gu", Role.FULL_TIME_WORKER, town.grid, None)
    town.away(helper, date(2025, 1, 1), date(2025, 10, 1))
    expected = None if until is None else midnight(date.fromisoformat(until))
    assert until_of(town, selection) == expected


def test_who_is_on_duty_ends_an_answer_by_the_clock_and_rosters_do_not() -> None:
    town = RoutedTown()
    roster = 'roster(until: "2025-07-01T00:00:00+08:00") { start }'
    at = START.isoformat()
    beneath = "place {{ ancestors {{ centres {{ {} }} }} }}".format
    assert until_of(town, beneath("onDuty { officers { name } }"), at) == "2025-06-04T17:30:00+08:00"
    assert until_of(town, beneath(roster), at) is None


def test_what_is_asked_besides_is_paid_for_and_shows_nobody() -> None:
    """Whose number would be shown on another day has not been shown."""
    town = Town()
    fu = town.hold("Fu", Role.FULL_TIME_WORKER, town.grid)
    town.rename(town.grid, date(2025, 7, 1), households=5)
    town.hold("Gu", Role.GRID_CHIEF, town.grid, start=date(2025, 6, 20))
    snapshot = town.organisation().snapshot()
    variables = {"place": {"code": town.micro.id}, "at": midnight(date(2025, 6, 1))}
    cost = {}
    for until in ("validUntil", ""):
        text = HANDLES % f"place {{ parent {{ households }} }} handlers {{ person {{ phone }} }} {until}"
        documents, context = Documents(), context_on(snapshot).for_operation()
        for _ in range(2):
            documents.note((text, None), None)
        assert asyncio.run(documents.answer(schema._schema, (text, None), variables, context)) is not None
        cost[until] = context.budget.meter.cost
        assert context.disclosure.seen <= {fu.id}
    assert cost["validUntil"] > cost[""]
