"""How facts lie in Neo4j: one table, from which every statement that writes or reads a fact is made.

A class of facts is either a node, joined to what it names by relationships, or a dated relationship by itself.  Links
are held as relationships only, never as properties too.  This module writes Cypher; it speaks to no database.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from graph.codec import FIELD_NAMES, FIELD_TYPES
from graph.facts import FACT_CLASSES, Fact, Unit
from graph.words import UnitKind

UNIT_LABELS: dict[UnitKind, str] = {
    kind: "".join(word.capitalize() for word in kind.value.split("_")) for kind in UnitKind
}
"""The second label of a unit's node: Street, ManagementArea, Village, Grid, MicroGrid, …"""


@dataclass(frozen=True, slots=True)
class Join:
    """A relationship from (`outward`) or to a fact's node, whose other end is the fact that link field `name` names."""

    name: str
    type: str
    outward: bool


@dataclass(frozen=True, slots=True)
class NodeShape:
    """A fact that is a node of this label."""

    label: str
    joins: tuple[Join, ...] = ()


@dataclass(frozen=True, slots=True)
class RelationShape:
    """A fact that is a relationship from what `source` names to what `target` names."""

    type: str
    source: str
    target: str


def _shape(cls: type[Fact]) -> NodeShape | RelationShape:
    if cls.RELATION is not None:
        return RelationShape(cls.RELATION.type, cls.RELATION.source, cls.RELATION.target)
    return NodeShape(cls.__name__, tuple(_joins(cls)))


def _joins(cls: type[Fact]) -> Iterator[Join]:
    for name, known in cls.KNOWN.items():
        if known.incoming is not None:
            yield Join(name, known.incoming, outward=False)
        if known.outgoing is not None:
            yield Join(name, known.outgoing, outward=True)


SHAPES: dict[type[Fact], NodeShape | RelationShape] = {cls: _shape(cls) for cls in FACT_CLASSES}
"""The shape of every class, from what is known of its fields."""


def label_of(cls: type[Fact]) -> str:
    """The label of the nodes of a class that other facts may name."""
    shape = SHAPES[cls]
    assert isinstance(shape, NodeShape)  # noqa: S101 -- relationships are named by nothing
    return shape.label


def key_of(label: str) -> str:
    """The property that holds the id: units are known by their code."""
    return "code" if label == "Unit" else "id"


def stored_as(cls: type[Fact], name: str) -> str:
    """The property that holds a field."""
    return "code" if cls is Unit and name == "id" else name


def property_names(cls: type[Fact]) -> tuple[str, ...]:
    """The fields that are properties: all but the links."""
    return tuple(name for name in FIELD_NAMES[cls] if name not in cls.LINKS)


# -- writing ---------------------------------------------------------------------------------------------------------


def write_node(label: str) -> str:
    """Cypher that states nodes: rows of {id, props}."""
    return f"UNWIND $rows AS row MERGE (n:{label} {{{key_of(label)}: row.id}}) SET n = row.props"


def write_join(label: str, join: Join, other: str) -> str:
    """Cypher that joins nodes to those of label `other`: rows of {id, to}.  An earlier join is undone first."""
    left, right = ("-", "->") if join.outward else ("<-", "-")
    return (
        f"UNWIND $rows AS row MATCH (n:{label} {{{key_of(label)}: row.id}}) "
        f"CALL (n) {{ MATCH (n){left}[old:{join.type}]{right}() DELETE old }} "
        f"MATCH (o:{other} {{{key_of(other)}: row.to}}) MERGE (n){left}[:{join.type}]{right}(o)"
    )


def write_unjoin(label: str, join: Join) -> str:
    """Cypher that undoes a join: rows of {id}."""
    left, right = ("-", "->") if join.outward else ("<-", "-")
    return (
        f"UNWIND $rows AS row MATCH (n:{label} {{{key_of(label)}: row.id}}){left}[old:{join.type}]{right}() DELETE old"
    )


def write_relation(shape: RelationShape, source: str, target: str) -> str:
    """Cypher that states relationships: rows of {id, from, to, props}."""
    return (
        f"UNWIND $rows AS row MATCH (s:{source} {{{key_of(source)}: row.from}}) "
        f"MATCH (t:{target} {{{key_of(target)}: row.to}}) "
        f"MERGE (s)-[r:{shape.type} {{id: row.id}}]->(t) SET r = row.props"
    )


WRITE_UNIT_LABEL = {
    kind: f"UNWIND $rows AS row MATCH (n:Unit {{code: row.id}}) SET n:{label}" for kind, label in UNIT_LABELS.items()
}
WRITE_UNIT_NAME = "UNWIND $rows AS row MATCH (n:Unit {code: row.id}) SET n.name = row.name"
"""A unit's latest name is its node's caption in Neo4j Browser; nothing reads it back."""

WRITE_CENTRE = (
    "UNWIND $rows AS row MATCH (n:Boundary {id: row.id}) "
    "SET n.centre = point({longitude: row.longitude, latitude: row.latitude})"
)
"""A point inside each boundary, to find it by in Neo4j; nothing reads it back."""


# -- reading ---------------------------------------------------------------------------------------------------------


CHUNK = 5_000
"""Facts in one row of a reading: a record costs the driver far more than the values in it."""


def read_all(cls: type[Fact]) -> str:
    """Cypher that returns every fact of a class, CHUNK to a `row`: for each field, in their order, the list of its
    values, dates as text."""
    shape = SHAPES[cls]
    if isinstance(shape, RelationShape):
        pattern = f"MATCH ()-[n:{shape.type}]->()"
        links = {shape.source: _known_as("startNode(n)"), shape.target: _known_as("endNode(n)")}
    else:
        pattern = f"MATCH (n:{shape.label})"
        links = {join.name: _other_end(join) for join in shape.joins}
    values = [links.get(name) or _value(cls, name) for name in FIELD_NAMES[cls]]
    columns = ", ".join(f"[n IN some | {value}]" for value in values)
    return (
        f"{pattern} WITH collect(n) AS found UNWIND range(0, size(found) - 1, {CHUNK}) AS at "
        f"WITH found[at..at + {CHUNK}] AS some RETURN [{columns}] AS row"
    )


def _other_end(join: Join) -> str:
    left, right = ("-", "->") if join.outward else ("<-", "-")
    return f"head([(n){left}[:{join.type}]{right}(o) | {_known_as('o')}])"


def _known_as(node: str) -> str:
    return f"coalesce({node}.code, {node}.id)"


def _value(cls: type[Fact], name: str) -> str:
    stored = f"n.{stored_as(cls, name)}"
    return f"toString({stored})" if FIELD_TYPES[cls][name] is date else stored
