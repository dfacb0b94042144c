"""What clients were promised: nothing of the last released schema goes or narrows but what was long deprecated."""

import re
from pathlib import Path
from typing import Any

import pytest
from graphql import (
    REMOVE,
    DocumentNode,
    GraphQLSchema,
    Node,
    StringValueNode,
    Visitor,
    build_ast_schema,
    build_schema,
    find_breaking_changes,
    parse,
    visit,
)

from app.version import version

ROOT = Path(__file__).parents[2]
RELEASED = ROOT / "schema" / "released"
RELEASE = re.compile(r"^## \[(\d+\.\d+\.\d+)\] – \d{4}-\d\d-\d\d$", re.MULTILINE)
REASON = re.compile(
    r"Since (?P<since>\d+\.\d+\.\d+) \((?P<day>\d{4}-\d\d-\d\d)\), gone with (?P<gone>\d+\.\d+\.\d+): \S.*\."
)

Version = tuple[int, ...]


def numbers(text: str) -> Version:
    return tuple(int(part) for part in text.split("."))


def reason_of(node: Node) -> str | None:
    """Why what a node defines is deprecated; None: it is not, or it gives no reason."""
    for directive in getattr(node, "directives", None) or ():
        if directive.name.value == "deprecated":
            for argument in directive.arguments or ():
                if isinstance(argument.value, StringValueNode):
                    return argument.value.value
    return None


class WithoutGone(Visitor):
    """Takes out what was announced to be gone with a version, or an earlier one."""

    def __init__(self, now: Version) -> None:
        super().__init__()
        self.now = now

    def leave(self, node: Node, *_: Any) -> Any:
        found = REASON.fullmatch(reason_of(node) or "")
        return REMOVE if found is not None and numbers(found["gone"]) <= self.now else None


def broken(released: str, now: str, at: Version) -> list[str]:
    """What a client of a released schema would miss in the one of now, of what was not announced to be gone."""
    promised: DocumentNode = visit(parse(released), WithoutGone(at))
    return [change.description for change in find_breaking_changes(build_ast_schema(promised), build_schema(now))]


def last_release() -> str:
    found = RELEASE.search((ROOT / "CHANGELOG.md").read_text("utf-8"))
    assert found is not None
    return found[1]


def test_nothing_of_the_last_released_schema_is_missing_or_narrowed() -> None:
    released = (RELEASED / f"{last_release()}.graphql").read_text("utf-8")
    now = (ROOT / "schema" / "schema.graphql").read_text("utf-8")
    assert broken(released, now, numbers(version())) == [], "docs/schema.md says how a field is deprecated"


def test_every_deprecation_says_since_when_until_when_and_what_instead() -> None:
    assert deprecations_without_a_date((ROOT / "schema" / "schema.graphql").read_text("utf-8")) == []


def deprecations_without_a_date(text: str) -> list[str]:
    bare: list[str] = []

    class Look(Visitor):
        def enter(self, node: Node, *_: Any) -> None:
            marked = any(each.name.value == "deprecated" for each in getattr(node, "directives", None) or ())
            if marked and REASON.fullmatch(reason_of(node) or "") is None:
                bare.append(getattr(node, "name").value)  # noqa: B009 -- every node with directives has one

    visit(parse(text), Look())
    return bare


OLD = """
type Query { unit(code: ID!, deep: Boolean): Unit!  old: Int @deprecated(
  reason: "Since 0.2.0 (2026-12-01), gone with 1.0.0: use `unit`.") }
type Unit { name: String!  kind: Kind }
enum Kind { GRID STREET }
input Place { code: ID }
type Mutation { put(place: Place): Int }
"""


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("name: String!", "", "Unit.name was removed"),
        ("name: String!", "name: String", "Unit.name changed type from String! to String"),
        ("name: String!", "name: Int!", "Unit.name changed type from String! to Int!"),
        ("GRID STREET", "GRID", "STREET was removed"),
        (", deep: Boolean", "", "Query.unit(deep:) was removed"),
        ("deep: Boolean", "deep: Boolean!", "Query.unit(deep:)"),
        ("deep: Boolean", "deep: Boolean, at: Int!", "Query.unit(at:)"),
        ("input Place { code: ID }", "input Place { other: ID }", "code was removed"),
        ("input Place { code: ID }", "input Place { code: ID! }", "Place.code changed type"),
        ("input Place { code: ID }", "input Place { code: ID  day: String! }", "Place"),
    ],
)
def test_what_goes_or_narrows_is_found(before: str, after: str, told: str) -> None:
    assert before in OLD
    (found,) = broken(OLD, OLD.replace(before, after), (0, 3, 0))
    assert told in found


def test_what_was_deprecated_goes_with_the_version_that_was_named_and_not_before() -> None:
    without = re.sub(r"old: Int @deprecated\(.*?\)(?= })", "", OLD, flags=re.DOTALL)
    assert "old" not in without
    assert broken(OLD, without, (0, 9, 0)) == ["Field Query.old was removed."]
    assert broken(OLD, without, (1, 0, 0)) == []
    assert broken(OLD, OLD, (1, 0, 0)) == [], "and may stay longer"


def test_what_is_new_breaks_nothing() -> None:
    more = OLD.replace("GRID STREET", "GRID STREET VILLAGE").replace("deep: Boolean", "deep: Boolean, at: Int")
    assert broken(OLD, more.replace("name: String!", "name: String! code: ID"), (0, 3, 0)) == []


def test_a_deprecation_without_its_dates_is_found() -> None:
    assert deprecations_without_a_date(OLD) == []
    assert deprecations_without_a_date(
        OLD.replace("Since 0.2.0 (2026-12-01), gone with 1.0.0: use `unit`.", "old")
    ) == ["old"]
    assert deprecations_without_a_date("type Query { a: Int @deprecated }") == ["a"]


def test_a_released_schema_can_be_built() -> None:
    for path in RELEASED.iterdir():
        assert isinstance(build_schema(path.read_text("utf-8")), GraphQLSchema)
