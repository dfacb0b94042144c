"""Random valid documents never meet a fault of ours."""

import json
from datetime import date, datetime, timedelta
from typing import Any

import graphql
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from hypothesis_graphql import mutations, nodes, queries

from schema.schema import schema
from tests.builders.quarter import Quarter
from tests.builders.world import World

SDL = schema.as_str()
SLOW = settings(
    deadline=None,
    phases=(Phase.explicit, Phase.generate),  # each example writes to a database: shrinking would take minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.function_scoped_fixture],
)
KNOWN = Quarter()
IDS = sorted(
    {fact.id for fact in KNOWN.snapshot}
    | {"change-1", "change-2", "nobody", "", "甲", "370923001201009", "x" * 70, "a b"}
)
DAYS = [date(2025, 1, 1) + timedelta(days=30 * n) for n in range(13)] + [date.min, date.max, date(1899, 12, 31)]

ids = st.sampled_from(IDS).map(nodes.String)
days = st.sampled_from([day.isoformat() for day in DAYS]).map(nodes.String)
instants = st.sampled_from(
    [
        datetime.combine(day, datetime.min.time()).isoformat() + zone
        for day in DAYS
        for zone in ("", "Z", "+08:00", "-12:00")
    ]
).map(nodes.String)
SCALARS = {"Date": days, "DateTime": instants, "ID": ids, "JSON": st.just(nodes.Null)}


def with_ids(text: str) -> str:
    """The document with every ID literal replaced by one that may mean something: drawn from the text itself."""
    parsed = graphql.parse(text)
    number = sum(text.encode())

    def likely(name: str, value: graphql.ValueNode) -> graphql.ValueNode:
        nonlocal number
        number = (number * 31 + 7) % 1_000_003
        found = graphql.StringValueNode(value=IDS[number % len(IDS)])
        match value:
            case graphql.StringValueNode() | graphql.IntValueNode() if name in NAMING:
                return found
            case graphql.ListValueNode() if name in NAMING:
                return graphql.ListValueNode(values=(found,))
            case graphql.IntValueNode() if name == "atLeastRevision":
                return graphql.IntValueNode(value="1")  # others are waited for
            case graphql.IntValueNode() if name == "first" and number % 3:
                return graphql.IntValueNode(value="3")
        return value

    class Named(graphql.Visitor):
        """Replaces what looks like the value of an id."""

        def leave_argument(self, node: graphql.ArgumentNode, *_: Any) -> graphql.ArgumentNode:
            return graphql.ArgumentNode(name=node.name, value=likely(node.name.value, node.value))

        def leave_object_field(self, node: graphql.ObjectFieldNode, *_: Any) -> graphql.ObjectFieldNode:
            return graphql.ObjectFieldNode(name=node.name, value=likely(node.name.value, node.value))

    return graphql.print_ast(graphql.visit(parsed, Named()))


# BUG: these have failing tests of their own, in tests/core/edits; take each out when it is mended.
KNOWN_FAULTS = (
    "date value out of range",  # splitGrid, mergeGrids, renumberUnit on 0001-01-01
    "'float' object cannot be interpreted as an integer",  # createUnit of a grid in a micro-grid
    "year 10000 is out of range",  # recordAppraisal of year 9999
    "GEOSException",  # applyChanges: a bad outline, then a split
)
NAMING = {
    "code",
    "under",
    "id",
    "about",
    "person",
    "of",
    "holding",
    "grid",
    "grids",
    "microGrids",
    "holdings",
    "keepHoldings",
    "cover",
    "absence",
    "excluding",
    "newCode",
    "decision",
    "leadPerson",
    "department",
    "committee",
}


def faults(world: World, text: str) -> list[str]:
    """The errors that are our fault."""
    result = world.execute(text)
    json.dumps(result.data)
    return [
        f"{error.message} at {error.path}: {error.original_error!r}"
        for error in result.errors or []
        if (error.extensions or {}).get("code") in {"INTERNAL_ERROR", None}
        and not any(known in repr(error.original_error) for known in KNOWN_FAULTS)
    ]


def without_surrogates(text: str) -> bool:
    """Say whether a text can be written down."""
    return not any("\ud800" <= c <= "\udfff" for c in text)


@settings(SLOW, max_examples=200)
@given(queries(SDL, custom_scalars=SCALARS, allow_x00=True))
@example('{ organization { people(search: "\\u0000") { totalCount } } }')
@example('{ organization(revision: 0) { roots { code } search(text: "") { totalCount } } }')
def test_random_queries_never_meet_a_fault_of_ours(still: World, text: str) -> None:
    assert faults(still, with_ids(text)) == []


@settings(SLOW, max_examples=80)
@given(mutations(SDL, custom_scalars=SCALARS, allow_x00=True).filter(without_surrogates))
def test_random_mutations_never_meet_a_fault_of_ours(still: World, text: str) -> None:
    """They are all tried in dry runs and for good, on one model that they wear out."""
    document = with_ids(text)
    assert faults(still, document.replace("dryRun: false", "dryRun: true")) == []
    assert faults(still, document) == []
