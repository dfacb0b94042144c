"""Whatever of a fact can be written can be read over GraphQL, but for what is sealed; what is personal by few."""

import asyncio

import neo4j
import pytest
from graphql import GraphQLObjectType
from strawberry.utils.str_converters import to_camel_case

from graph.access.grants import Right
from graph.facts import FACT_CLASSES, Fact, Person
from graph.record.bolt import BoltStore
from schema.disclosure import mask
from schema.schema import schema
from tests.builders.world import World
from tests.schema.test_every_path import Noting, Watched, ask, caller, world_of

TYPES = schema._schema.type_map

ELSEWHERE = {
    "Unit.id": "Unit.code",
    **{f"UnitState.{name}": f"Unit.{to_camel_case(name)}" for name in ("name", "grid_type", "category", "note")},
    **{f"UnitState.{name}": f"Unit.{name}" for name in ("households", "population")},
    "UnitState.unit": "Organization.unit",
    "Boundary.unit": "Organization.unit",
    "Boundary.geometry": "Unit.boundary",
    "PartOf.child": "Unit.children",
    "PartOf.parent": "Unit.parent",
    "Succession.predecessor": "Unit.predecessors",
    "Succession.successor": "Unit.successors",
    "Succession.start": "Succession.date",
    "Absence.person": "Person.absences",
    "WorkerRecord.person": "Person.record",
    "Appraisal.person": "Person.appraisals",
    "MediationResult.person": "Person.mediations",
    "Room.centre": "Centre.rooms",
    "Stationing.centre": "Centre.stationings",
    "Committee.centre": "Centre.committees",
    "Rota.centre": "Centre.rotas",
    "RotaMember.rota": "Rota.members",
    "RotaMember.member": "RotaMember.officer",
    "DutyOverride.rota": "Rota.overrides",
    "DutyOverride.member": "DutyOverride.officer",
    "DutySwap.rota": "Rota.swaps",
}
"""Fields that are read as another field, of the same thing or of the one that it belongs to."""

PLUMBING = {f"{cls}.{name}" for cls in ("UnitState", "Boundary", "PartOf") for name in ("id", "start", "end")} | {
    "Succession.id",
    "Succession.end",
}
"""What a question asks with, not for: a day is asked about; the state, outline and place of that day are answered."""


def has(path: str) -> bool:
    owner, _, name = path.partition(".")
    of = TYPES.get(owner)
    return isinstance(of, GraphQLObjectType) and name in of.fields


@pytest.mark.parametrize("cls", FACT_CLASSES)
def test_every_field_of_a_fact_can_be_read(cls: type[Fact]) -> None:
    for name in ("id", "start", "end", *cls.KNOWN):
        path = f"{cls.__name__}.{name}"
        if name not in cls.SEALED and path not in PLUMBING:
            assert has(ELSEWHERE.get(path, f"{cls.__name__}.{to_camel_case(name)}")), path


def test_what_is_sealed_can_not() -> None:
    for cls in FACT_CLASSES:
        assert not any(has(f"{cls.__name__}.{to_camel_case(name)}") for name in cls.SEALED)


def test_no_exception_is_needed_no_more() -> None:
    for path, instead in ELSEWHERE.items():
        owner, _, name = path.partition(".")
        named_alike = f"{owner}.{to_camel_case(name)}"
        assert not has(named_alike) or instead == named_alike, path


# -- what is personal --------------------------------------------------------------------------------------------------

ASKED = "{ organization { person(id: %s) { phone birth ethnicity partyJoined note } } }"


@pytest.fixture(scope="module")
def watched() -> Watched:
    return Watched()


@pytest.fixture(scope="module")
def guarded(loop: asyncio.Runner, record: BoltStore, analyst: neo4j.Driver, watched: Watched) -> World:
    return world_of(loop, record, analyst, watched)


def shown(world: World, person: Person, right: Right, guard: Noting) -> dict[str, object]:
    answer = ask(world, ASKED % f'"{person.id}"', caller(right, None), guard)
    assert not answer.errors
    assert answer.data is not None
    found: dict[str, object] = answer.data["organization"]["person"]
    return found


def test_what_is_personal_is_shown_to_who_may_see_it_and_logged(guarded: World, watched: Watched) -> None:
    person, guard = watched.worker, Noting(writable=True)
    person = watched.snapshot.get(Person, person.id) or person
    assert person.birth is not None
    assert person.party_joined is not None
    assert shown(guarded, person, Right.READ_CONTACTS, guard) == {
        "phone": person.phone,
        "birth": person.birth.isoformat(),
        "ethnicity": person.ethnicity,
        "partyJoined": person.party_joined.isoformat(),
        "note": person.note,
    }
    assert guard.people == {person.id}


@pytest.mark.parametrize(("right", "writable"), [(Right.READ, True), (Right.READ_CONTACTS, False)])
def test_what_is_personal_is_covered_for_all_others_and_where_it_can_t_be_logged(
    guarded: World, watched: Watched, right: Right, *, writable: bool
) -> None:
    person = watched.snapshot.get(Person, watched.worker.id) or watched.worker
    assert person.phone is not None
    blank = dict.fromkeys(("birth", "ethnicity", "partyJoined", "note"))
    assert shown(guarded, person, right, Noting(writable=writable)) == {"phone": mask(person.phone), **blank}
