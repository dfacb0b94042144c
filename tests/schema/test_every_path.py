"""No path of the schema shows a limited caller what is personal of others, or lets it alter what lies outside."""

import asyncio
import itertools
import json
import random
from collections.abc import AsyncIterator
from datetime import date
from typing import Any, cast

import neo4j
import pytest
from graphql import GraphQLObjectType
from strawberry.schema.exceptions import InvalidOperationTypeError
from strawberry.types import ExecutionResult

from graph.access.grants import Access, Caller, Grant, KeyRing, NotLogged, Right
from graph.access.reach import Reach
from graph.decisions.decision import Sought
from graph.facts import FactId, Person
from graph.record.bolt import BoltStore
from graph.view import View
from schema.context import Context
from schema.schema import schema
from tests.builders.walking import GRAPH, Walk
from tests.builders.window import Window, case, routed
from tests.builders.world import NOON, ZONE, World
from tests.core.edits.test_permission import outside
from tests.schema.conftest import fresh_world

TODAY = NOON.date()
WHY_REPLACED = "哨由住院"
"""Why somebody serves in place of another, at the centre of the village."""

SENTINELS = ("phone", "birth", "ethnicity", "note", "seal", "party")


class Watched(Window):
    """The window, in which everything personal of everybody can be told from everything else."""

    def __init__(self) -> None:
        super().__init__()
        self.kept_out = self.worker
        for number, person in enumerate(sorted(self.snapshot.all(Person), key=lambda p: p.id)):
            self.correct(
                person,
                phone=f"1390000{number:04d}",
                birth=date(1911, 1, 1).replace(day=1 + number % 28, month=1 + number // 28),
                ethnicity=f"哨族{number:03d}",
                note=f"哨注{number:03d}",
                party_joined=date(1931, 1, 1).replace(day=1 + number % 28, month=1 + number // 28),
                id_number_seal=f"5ea1{number:028d}",
            )
        self.correct(self.replacement, reason=WHY_REPLACED)
        self.snapshot = self.organisation().snapshot()


def personal(person: Person) -> dict[str, str]:
    """What must not be shown of somebody out of reach, as texts that occur nowhere else."""
    found = {name: getattr(person, name) for name in (*person.PERSONAL, *person.SEALED)}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in found.items()}


@pytest.fixture(scope="module")
def watched() -> Watched:
    return Watched()


@pytest.fixture(scope="module")
def guarded(loop: asyncio.Runner, record: BoltStore, analyst: neo4j.Driver, watched: Watched) -> World:
    return world_of(loop, record, analyst, watched)


def world_of(loop: asyncio.Runner, record: BoltStore, analyst: neo4j.Driver, watched: Watched) -> World:
    """A world in which a case was decided that concerns somebody."""
    world = fresh_world(loop, record, analyst, watched)
    routed(world, "哨-1", case(watched.grid.id, concerns=[watched.kept_out.id]))
    return world


def caller(right: Right, under: FactId | None, name: str = "limited") -> Caller:
    return Caller(name, frozenset({Grant(right, under, "key:test")}), "test")


class Noting:
    """A guard that notes accesses, or can't."""

    def __init__(self, *, writable: bool) -> None:
        self.ring = KeyRing()
        self.writable = writable
        self.people = set[FactId]()

    async def record(self, access: Access) -> None:
        if not self.writable:
            raise NotLogged("the disk is full")
        self.people.update(access.people)

    async def accesses(self, *_: Any, **__: Any) -> list[Access]:
        return []


def ask(world: World, text: str, who: Caller, guard: Noting | None = None) -> ExecutionResult:
    context = Context(
        model=world.model,
        zone=ZONE,
        now=lambda: world.now,
        caller=who,
        keeper=world.keeper,
        feeds=world.feeds,
        guard=guard,
    )
    result = world.run(schema.execute(text, context_value=context))
    assert isinstance(result, ExecutionResult)
    return result


def told(result: ExecutionResult) -> str:
    """All that leaves with an answer, as one text."""
    errors = [{"message": e.message, "extensions": e.extensions} for e in result.errors or []]
    return json.dumps(
        {"data": result.data, "errors": errors, "more": result.extensions}, ensure_ascii=False, default=str
    )


def leaks(world: World, who: Caller, text: str) -> list[str]:
    """What is personal of whoever the caller does not reach, and stands in a text all the same; a seal never may."""
    reach = Reach(world.model.snapshot, TODAY, who.grants)
    found = [
        f"{name} of {person.name}"
        for person in world.quarter.snapshot.all(Person)
        for name, value in personal(person).items()
        if value in text and (name in person.SEALED or not reach.contacts(person.id))
    ]
    if WHY_REPLACED in text and not reach.place(world.quarter.watch.id, Right.READ_CONTACTS):
        found.append("why somebody is replaced")
    return found


def pool(world: World, people: list[FactId], units: list[FactId]) -> dict[str, list[str]]:
    """Ids for the walk: of these people and units, and of whatever else hangs on them."""
    q = cast("Watched", world.quarter)
    posts = [h.id for p in people for h in View(q.snapshot, TODAY).holdings_by(p)]
    decision = world.run(decided(world))
    texts = {
        **dict.fromkeys(("person", "cover", "one", "other", "member", "members", "excluding", "concerns"), people),
        **dict.fromkeys(("code", "under", "grid", "grids"), units),
        "target": [*people, q.house.id, q.patrol.id],
        "of": [*units, q.house.id, q.board.id, q.patrol.id],
        "about": [*people, *units],
        "centre": [q.house.id],
        "department": [q.patrol.id, q.petitions.id],
        "rota": [q.watch.id],
        "decision": [decision],
        "id": [*people, *units, q.house.id, "change-1", "change-2", decision],
        "holding": posts,
        "holdings": posts,
        "absence": [q.leave.id],
        "": [*people, *units],
    }
    return {name: [f'"{value}"' for value in values] for name, values in texts.items()}


def rich(world: World) -> dict[str, list[str]]:
    """Arguments of questions that have much to tell."""
    q = cast("Watched", world.quarter)
    decision = world.run(decided(world))
    texts = {
        "unit.code": q.village.id,
        "coverage.under": q.street.id,
        "coverageRanking.under": q.street.id,
        "longestGaps.under": q.street.id,
        "spanOfControl.under": q.street.id,
        "workload.under": q.street.id,
        "forecast.under": q.street.id,
        "forecast.start": "2025-06-01",
        "person.id": q.worker.id,
        "centre.id": q.house.id,
        "decision.id": decision,
        "lineage.code": q.grid.id,
    }
    case_given = f"""{{place: {{code: "{q.grid.id}"}}, channel: HOTLINE, matter: "neighbour-dispute", level: "red"}}"""
    return {
        **{name: [f'"{value}"'] for name, value in texts.items()},
        "whoHandles.place": [f'{{code: "{q.grid.id}"}}'],
        "whoHandlesMany.places": [f'[{{code: "{q.micro.id}"}}, {{code: "{q.far_micro.id}"}}]'],
        "route.case": [case_given],
        "roster.until": ['"2025-06-29T00:00:00+08:00"'],
        "search.text": ['"网格"'],
        "decisionReport.start": ['"2025-05-01"'],
        "decisionReport.end": ['"2025-07-01"'],
    }


async def decided(world: World) -> str:
    [newest, *_] = await world.keeper.page(Sought(), None, 5)
    return newest.id


def pools(world: World) -> list[dict[str, list[str]]]:
    """Of those outside, of those inside, and of both together."""
    q = cast("Watched", world.quarter)
    far = ([q.stranger.id, q.commissioner.id], [q.other_village.id, q.far_grid.id, q.far_micro.id, q.street.id])
    near = ([q.worker.id, q.helper.id], [q.village.id, q.grid.id, q.micro.id, q.next_grid.id])
    return [pool(world, *far), pool(world, *near), pool(world, [*far[0], *near[0]], [*far[1], *near[1]])]


READER, OF_VILLAGE, OF_GRID, ELSEWHERE = "reader", "contacts of a village", "writer in a grid", "writer elsewhere"


def named(who: str, world: World) -> Caller:
    """A caller of limited reach."""
    q = world.quarter
    return {
        READER: caller(Right.READ, None),
        OF_VILLAGE: caller(Right.READ_CONTACTS, q.village.id),
        OF_GRID: caller(Right.WRITE, q.next_grid.id),
        ELSEWHERE: caller(Right.WRITE, q.other_village.id),
    }[who]


def test_no_question_shows_what_is_personal_of_those_out_of_reach(guarded: World) -> None:
    """Each document is sent by callers of limited reach, and by one who reaches all, who shows where leaks would be."""
    everybody = caller(Right.WRITE, None)
    limited = [named(who, guarded) for who in (READER, OF_VILLAGE, ELSEWHERE)]
    shown = []
    for document in Walk(pools(guarded)[2] | rich(guarded)).documents("Query"):
        for who in limited:
            assert leaks(guarded, who, told(ask(guarded, document, who))) == [], (who, document)
        text = told(ask(guarded, document, everybody))
        assert leaks(guarded, everybody, text) == [], f"a seal has left: {document}"
        if leaks(guarded, limited[0], text):
            shown.append(document)
    assert len(shown) > 40
    assert any("operations" in document for document in shown)


def mutations() -> list[str]:
    root = GRAPH.type_map["Mutation"]
    assert isinstance(root, GraphQLObjectType)
    return sorted(root.fields)


SHOWN = """
__typename
... on ChangeRefused { code message problems { rule message ids } conflictsWith { actor reason ids } }
... on ChangeApplied {
  revision dryRun
  change { summary operations(first: 100) { nodes { before after } } }
  effect {
    people(first: 40) { nodes { id phone holdings { person { phone } } absences { cover { phone } } } }
    units(first: 40) { nodes { code holders { person { phone } } } }
    vacated { person { phone } }
    gapsOpened { nodes { unit { holders { person { phone } } } opensBecause } }
    gapsClosed { nodes { unit { holders { person { phone } } } opensBecause } }
  }
}
... on Decision { id steps { what outcome reason person { id name phone } facts } }
"""


@pytest.mark.parametrize("name", mutations())
def test_no_mutation_shows_or_alters_what_is_out_of_reach(guarded: World, name: str) -> None:
    """Each is sent with ids of outside, of inside and of both, in dry runs and for good."""
    root = GRAPH.type_map["Mutation"]
    assert isinstance(root, GraphQLObjectType)
    die = random.Random(name)
    for who, ids in itertools.product((OF_GRID, ELSEWHERE), pools(guarded)):
        limited = named(who, guarded)
        for _ in range(5):
            walk = Walk(ids, die.randrange(10**9))
            field = root.fields[name]
            arguments = walk.arguments(name, field.args)
            selection = SHOWN if "Result" in str(field.type) else ""
            document = (
                f"mutation {{ {name}{arguments} {{ {selection} }} }}"
                if selection
                else f"mutation {{ {walk.asked(name, field)} }}"
            )
            head = guarded.model.snapshot
            reach = Reach(head, TODAY, limited.grants)
            result = ask(guarded, document, limited)
            assert leaks(guarded, limited, told(result)) == [], document
            if guarded.model.snapshot is not head:
                days = {TODAY, date(2025, 6, 2), date(2025, 9, 1)}
                for day in days:
                    assert outside(reach, head, day) == outside(reach, guarded.model.snapshot, day), document


def test_subscriptions_show_nothing_of_those_out_of_reach(guarded: World) -> None:
    limited = caller(Right.READ_CONTACTS, guarded.quarter.village.id)
    documents = list(Walk(pools(guarded)[2]).documents("Subscription"))
    assert any("operations" in document for document in documents)
    for document in documents:
        text = guarded.run(first_of(guarded, document, limited))
        assert leaks(guarded, limited, text) == [], document


async def first_of(world: World, document: str, who: Caller, guard: Noting | None = None) -> str:
    context = Context(model=world.model, zone=ZONE, now=lambda: world.now, caller=who, keeper=world.keeper, guard=guard)
    stream = await schema.subscribe(document, context_value=context)
    assert isinstance(stream, AsyncIterator)
    found: Any = await anext(stream)
    await stream.aclose()
    return told(found)


def test_who_must_be_kept_out_is_told_to_those_alone_who_reach_the_place(guarded: World) -> None:
    q = cast("Watched", guarded.quarter)
    decision = guarded.run(decided(guarded))
    step = "steps { what outcome reason unit { code } person { id name } facts }"
    text = f'{{ decision(id: "{decision}") {{ {step} replay {{ today {{ {step} }} }} }} }}'
    for who, is_told in (
        (caller(Right.READ, None), False),
        (caller(Right.READ_CONTACTS, q.other_village.id), False),
        (caller(Right.READ_CONTACTS, q.village.id), True),
    ):
        data = ask(guarded, text, who).data
        assert data is not None
        steps = [*data["decision"]["steps"], *data["decision"]["replay"]["today"]["steps"]]
        kept_out = [step for step in steps if step["outcome"] == "EXCLUDED"]
        assert len(kept_out) == 2
        assert (q.kept_out.name in str(kept_out) or q.kept_out.id in str(kept_out)) is is_told


@pytest.mark.parametrize("right", [Right.AUDIT, Right.ACCESS])
def test_who_reads_the_logs_or_manages_keys_reads_nothing_else(guarded: World, right: Right) -> None:
    walk, who = Walk(pools(guarded)[2]), caller(right, None)
    asked = cast("GraphQLObjectType", GRAPH.query_type).fields
    for name, field in asked.items():
        if name != "accesses":
            result = ask(guarded, f"{{ {walk.asked(name, field)} }}", who)
            assert not (result.data or {}).get(name), name
            assert {(error.extensions or {})["code"] for error in result.errors or []} == {"FORBIDDEN"}, name
    refused = guarded.run(first_of(guarded, "subscription { changes(sinceRevision: 0) { summary } }", who))
    assert "FORBIDDEN" in refused


def test_a_subscription_that_is_asked_as_a_query_is_the_clients_mistake(guarded: World) -> None:
    with pytest.raises(InvalidOperationTypeError):
        ask(guarded, "subscription { changes(sinceRevision: 0) { summary } }", caller(Right.READ, None))


def test_why_somebody_is_replaced_is_told_to_who_reaches_the_rota_and_logged(guarded: World) -> None:
    q = cast("Watched", guarded.quarter)
    rotas = f'organization {{ centre(id: "{q.house.id}") {{ rotas {{ overrides {{ reason }} }} }} }}'
    journal = "changes(first: 50) { nodes { operations(first: 500) { nodes { after } } } }"
    for text in (f"{{ {rotas} }}", f"{{ {journal} }}"):
        for who, is_told in (
            (caller(Right.READ_CONTACTS, q.other_village.id), False),
            (caller(Right.READ_CONTACTS, q.village.id), True),
        ):
            noting = Noting(writable=True)
            assert (WHY_REPLACED in told(ask(guarded, text, who, noting))) is is_told
            assert (q.helper.id in noting.people) is is_told
            assert WHY_REPLACED not in told(ask(guarded, text, who, Noting(writable=False)))
    assert WHY_REPLACED not in told(ask(guarded, f"{{ {rotas} }}", caller(Right.READ, None)))


@pytest.mark.parametrize("times", [1, 4])
def test_who_is_told_who_must_be_kept_out_is_logged_or_not_told(guarded: World, times: int) -> None:
    """The first time, and by the plan of a document that was asked before."""
    q = cast("Watched", guarded.quarter)
    kept = f'decision(id: "{guarded.run(decided(guarded))}")'
    reaching, far = caller(Right.READ_CONTACTS, q.village.id), caller(Right.READ_CONTACTS, q.other_village.id)
    for asked in ("steps { reason }", "steps { facts }", "replay { today { steps { person { name } } } }"):
        text = f"query Kept{times} {{ {kept} {{ {asked} }} }}"
        for _ in range(times):
            noting, of_others = Noting(writable=True), Noting(writable=True)
            assert ask(guarded, text, reaching, noting).data
            assert noting.people == {q.kept_out.id}, asked
            assert ask(guarded, text, far, of_others).data
            assert of_others.people == set(), asked
        refused = ask(guarded, text, reaching, Noting(writable=False))
        assert refused.data is None
        assert [(error.extensions or {})["code"] for error in refused.errors or []] == ["UNAVAILABLE"]
        assert ask(guarded, text, far, Noting(writable=False)).data


def shown_in(world: World, text: str) -> set[FactId]:
    """The people of whom something personal stands in a text."""
    people = world.quarter.snapshot.all(Person)
    return {person.id for person in people if any(value in text for value in personal(person).values())}


RENAMED = """mutation { correctPerson(input: {person: "%s", name: "改名"}, change: {reason: "更名"}) { __typename } }"""
FOLLOWED = "subscription { changes(sinceRevision: %d) { operations { nodes { before after } } } }"


def test_whoever_is_shown_on_whatever_path_is_logged_and_nobody_is_where_that_can_t_be(
    loop: asyncio.Runner, record: BoltStore, analyst: neo4j.Driver, watched: Watched
) -> None:
    """By questions, changes, dry runs and subscriptions, to one who reaches all, in a world of its own."""
    guarded = world_of(loop, record, analyst, watched)
    everybody = caller(Right.WRITE, None)
    walk = Walk(pools(guarded)[2] | rich(guarded))

    def answer(document: str, guard: Noting) -> str:
        if document.startswith("subscription"):
            return guarded.run(first_of(guarded, document, everybody, guard))
        return told(ask(guarded, document, everybody, guard))

    ways = {kind: list(walk.documents(kind)) for kind in ("Query", "Mutation", "Subscription")}
    ways["Subscription"].append(FOLLOWED % guarded.model.snapshot.revision)
    assert not ask(guarded, RENAMED % guarded.quarter.worker.id, everybody).errors
    for kind, documents in ways.items():
        told_of = 0
        for document in documents:
            assert shown_in(guarded, answer(document, Noting(writable=False))) == set(), document
            noting = Noting(writable=True)
            shown = shown_in(guarded, answer(document, noting))
            assert shown <= noting.people, document
            told_of += bool(shown)
        assert told_of, f"nothing to see by {kind}"
