"""The answers in memory and those of the Cypher for analysts are the same, on random organisations in a real Neo4j.

They share no code, so each checks the other.  Points are asked of memory alone: a graph has no outlines to look into.
"""

import asyncio
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import neo4j
import pytest

from graph.engine.embedded import Neo4jAddress, RunningNeo4j
from graph.facts import FactId, Holding, Person, Unit
from graph.live import LiveModel
from graph.record.bolt import BoltStore
from graph.view import View
from graph.words import Role
from queries.cover.coverage import Coverage, Gap, RuleCoverage, coverage, covered_by, open_since
from queries.cover.ranking import span_of_control
from queries.cypher import cypher_for_many
from queries.places.counting import count_holdings, count_kinds
from queries.places.handling import Answer, Handling, Responder, Step, who_handles
from queries.places.people import reach
from queries.places.place import ByCode, PlaceAmbiguous, name
from tests.builders.crowd import crowded_organisation
from tests.builders.organisations import Organisation
from tests.conftest import empty

Row = dict[str, Any]

WORLDS = [(1, 2, 6), (2, 3, 12), (3, 4, 25), (5, 3, 40), (6, 8, 20)]
"""Seed, size, changes."""

ROLES = (None, None, None, *Role)
A_FEW = (0, 0, 1, 3)


@dataclass(frozen=True)
class World:
    """An organisation that is in memory and in Neo4j."""

    organisation: Organisation
    analyst: neo4j.Driver
    die: random.Random

    def __repr__(self) -> str:
        return repr(self.organisation)

    def days(self) -> list[date]:
        """Every day on which something changes, the day before each, and a few others."""
        found = self.organisation.days_of_interest()
        others = [date.fromordinal(self.die.randint(found[0].toordinal(), found[-1].toordinal())) for _ in range(5)]
        return sorted({*found, *others, date(1990, 1, 1), date(2100, 1, 1)})

    def view(self, day: date) -> View:
        return self.organisation.view(day)

    def some_people(self) -> list[FactId]:
        people = sorted(person.id for person in self.organisation.snapshot().all(Person))
        return self.die.sample(people, self.die.choice(A_FEW)) + self.die.choice(([], ["nobody"]))

    def scopes(self) -> list[Row]:
        """On every day the top of the tree and some unit or other, for one role and for all."""
        codes = sorted(unit.id for unit in self.organisation.snapshot().all(Unit))
        return [
            {"under": code, "day": day, "role": self.die.choice(ROLES)}
            for day in self.days()
            for code in (codes[0], self.die.choice(codes))
        ]

    def ask(self, question: str, asked: list[Row]) -> list[list[Row]]:
        """The rows of Cypher's answer to each of many askings."""
        answers: list[list[Row]] = [[] for _ in asked]
        rows = self.analyst.execute_query(cypher_for_many(question), asked=asked).records
        for row in rows:
            found = {key: _native(value) for key, value in row.data().items() if key not in {"each", "number"}}
            answers[row["number"]].append(found)
        return answers


@pytest.fixture(scope="module", params=WORLDS, ids=str)
def world(request: pytest.FixtureRequest, neo4j_server: RunningNeo4j, analyst: neo4j.Driver) -> Iterator[World]:
    seed, size, changes = request.param
    organisation = crowded_organisation(seed, size=size, changes=changes)
    empty(analyst)
    asyncio.run(_record(organisation, neo4j_server.address))
    yield World(organisation, analyst, random.Random(seed))
    empty(analyst)


async def _record(organisation: Organisation, address: Neo4jAddress) -> None:
    async with BoltStore.open(address.uri, address.user, address.password) as store:
        model = await LiveModel.start(store)
        for change in organisation.changes:
            await model.commit(change)


def _native(value: object) -> object:
    return value.to_native() if isinstance(value, neo4j.time.Date) else value


# -- who handles -----------------------------------------------------------------------------------------------------


def test_who_handles(world: World) -> None:
    """Every unit that ever was or will be, and codes that none has, on every day, with roles or people left out."""
    codes = sorted(unit.id for unit in world.organisation.snapshot().all(Unit))
    asked = [
        {"code": code, "day": day, "role": world.die.choice(ROLES), "excluding": world.some_people()}
        for code in [*codes, "nobody", f"{codes[0]}999"]
        for day in world.days()
    ]
    for one, rows in zip(asked, world.ask("who_handles", asked), strict=True):
        view, excluding = world.view(one["day"]), frozenset(one["excluding"])
        answer = who_handles(view, ByCode(one["code"]), role=one["role"], excluding=excluding)
        assert rows == [_answered(view, answer)], one


def _answered(view: View, answer: Answer) -> Row:
    place, asked_for, responsible = None, None, None
    candidates: list[FactId] = []
    steps: tuple[Step, ...] = ()
    handlers: tuple[Holding, ...] = ()
    match answer:
        case PlaceAmbiguous(_, nearby):
            candidates = [near.unit.id for near in nearby]
        case Handling():
            place = {"code": answer.place.id, "name": answer.path[0][1], "kind": answer.place.kind}
            asked_for = answer.asked_for and answer.asked_for.id
            candidates = [answer.place.id]
            responsible, steps, handlers = answer.responsible, answer.steps, answer.handlers
    return {
        "result": type(answer).__name__,
        "place": place,
        "asked_for": asked_for,
        "candidates": candidates,
        "responsible": responsible and _responsible(responsible),
        "covering": responsible and responsible.covering and _named(responsible.covering),
        "steps": [_step(view, step) for step in steps],
        "handlers": [_handler(view, post) for post in handlers],
    }


def _responsible(responder: Responder) -> Row:
    person, post = responder.person, responder.holding
    return {**_named(person), "phone": person.phone, "post": post.id, "unit": post.of, "role": post.role}


def _named(person: Person) -> Row:
    return {"id": person.id, "name": person.name}


def _step(view: View, step: Step) -> Row:
    return {
        "unit": step.unit.id,
        "name": name(view, step.unit),
        "role": step.role,
        "outcome": step.outcome.name,
        "person": step.person and step.person.id,
        "called": step.person and step.person.name,
    }


def _handler(view: View, post: Holding) -> Row:
    unit, person = view.unit(post.of), view.person(post.person)
    assert unit is not None
    assert person is not None
    return {
        "post": post.id,
        "unit": unit.id,
        "name": name(view, unit),
        "role": post.role,
        "rank": post.rank,
        "person": person.id,
        "called": person.name,
        "phone": person.phone,
    }


# -- coverage and gaps -----------------------------------------------------------------------------------------------


def test_coverage(world: World) -> None:
    """The whole, and some unit or other, on every day; also of units that are not there, for one role and for all."""
    asked = world.scopes()
    for one, rows in zip(asked, world.ask("coverage", asked), strict=True):
        view = world.view(one["day"])
        scope = view.unit(one["under"])
        found = [] if scope is None else [_covered(view, coverage(view, scope, one["role"]))]
        assert [_in_order(row) for row in rows] == found, one


def test_gaps_and_since_when_they_are_open(world: World) -> None:
    asked = world.scopes()
    for one, rows in zip(asked, world.ask("gaps", asked), strict=True):
        view = world.view(one["day"])
        scope = view.unit(one["under"])
        gaps = () if scope is None else coverage(view, scope, one["role"]).gaps
        found = [_gap(view, gap) | {"open_since": open_since(view, gap)} for gap in gaps]
        assert _by_unit(rows) == _by_unit(found), one


def test_a_gap_is_covered_by_whoever_handles_its_unit(world: World) -> None:
    """`covered_by` in memory is the responsible person of `who_handles` in Cypher."""
    views = [world.view(day) for day in world.days()]
    gaps = [(view, gap) for view in views for top in view.roots() for gap in coverage(view, top).gaps]
    some = world.die.sample(gaps, min(200, len(gaps)))
    asked: list[Row] = [{"code": gap.unit.id, "day": view.day, "role": None, "excluding": []} for view, gap in some]
    for (view, gap), rows in zip(some, world.ask("who_handles", asked), strict=True):
        responder = covered_by(view, gap)
        assert rows[0]["responsible"] == (responder and _responsible(responder)), (view.day, gap)


def _covered(view: View, found: Coverage) -> Row:
    return _in_order(
        {
            "required": found.required,
            "held": found.held,
            "vacant": found.vacant,
            "rules": [_rule(line) for line in found.rules],
            "gaps": [_gap(view, gap) for gap in found.gaps],
        }
    )


def _rule(line: RuleCoverage) -> Row:
    rule = line.rule
    return {
        "role": rule.role,
        "unit_kind": rule.unit_kind,
        "grid_type": rule.grid_type,
        "minimum": rule.minimum,
        "required": line.required,
        "held": line.held,
        "vacant": line.vacant,
    }


def _gap(view: View, gap: Gap) -> Row:
    unit = gap.unit
    called = {"unit": unit.id, "name": name(view, unit), "kind": unit.kind}
    return {**called, "role": gap.role, "required": gap.required, "held": gap.held}


def _in_order(row: Row) -> Row:
    # In memory roles and kinds have the field's order, in Cypher the alphabet's: the contract asks for neither.
    rules = sorted(row["rules"], key=lambda rule: (rule["unit_kind"], rule["role"], rule["grid_type"] or ""))
    return row | {"rules": rules, "gaps": _by_unit(row["gaps"])}


def _by_unit(gaps: list[Row]) -> list[Row]:
    return sorted(gaps, key=lambda gap: (gap["unit"], gap["role"]))


# -- counting --------------------------------------------------------------------------------------------------------


def test_counts(world: World) -> None:
    asked: list[Row] = [{"under": None, "day": day} for day in world.days()]
    asked += [{"under": one["under"], "day": one["day"]} for one in world.scopes()]
    for one, rows in zip(asked, world.ask("counts", asked), strict=True):
        view = world.view(one["day"])
        units = view.units() if one["under"] is None else view.descendants(one["under"])
        posts = {found.role: (found.count, found.people) for found in count_holdings(view)}
        assert {row["kind"]: row["count"] for row in rows[0]["units"]} == {k.kind: k.count for k in count_kinds(units)}
        assert {row["role"]: (row["held"], row["people"]) for row in rows[0]["posts"]} == posts


def test_span_of_control(world: World) -> None:
    """What each person's posts extend over: units by kind, and households."""
    asked: list[Row] = [{"day": day, "role": None} for day in world.days()]
    for one, rows in zip(asked, world.ask("span_of_control", asked), strict=True):
        view = world.view(one["day"])
        held = {person.id: view.holdings_by(person.id) for person in view.all(Person)}
        assert {row["person"]: row["posts"] for row in rows} == {
            who: len(posts) for who, posts in held.items() if posts
        }
        for row in rows:
            found = reach(view, row["person"])
            assert {each["kind"]: each["count"] for each in row["reach"]} == {k.kind: k.count for k in found.units}
            assert row["households"] == found.households, (one, row)


def test_the_ranking_by_span_of_control(world: World) -> None:
    """Cypher's rows are the ranking's, in one order, for all posts and for each role alone."""
    asked: list[Row] = [{"day": day, "role": role} for day in world.days()[::3] for role in (None, *Role)]
    for one, rows in zip(asked, world.ask("span_of_control", asked), strict=True):
        ranked = span_of_control(world.view(one["day"]), None, one["role"])
        assert [(row["person"], row["posts"], row["units"], row["households"]) for row in rows] == [
            (span.person.id, span.posts, span.units, span.households) for span in ranked
        ]
        for row, span in zip(rows, ranked, strict=True):
            assert sum(each["count"] for each in row["reach"] if each["kind"] == "micro_grid") == span.micro_grids
