"""The graph held against a model, fact by fact.

The graph is read as it lies, by Cypher of this module's own, so that what was tampered with is named and does not get
in the way of reading the rest.
"""

from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph.codec import FIELD_NAMES, FIELD_TYPES, plain_value
from graph.facts import FACT_CLASSES, Boundary, Fact, FactId, Unit, UnitState
from graph.record.bolt import BoltStore
from graph.record.shape import SHAPES, UNIT_LABELS, Join, NodeShape, stored_as
from graph.snapshot import Snapshot
from graph.time.validity import is_void
from graph.words import Term

CAPTIONS: dict[type[Fact], frozenset[str]] = {Unit: frozenset({"name"}), Boundary: frozenset({"centre"})}
"""Properties beside the fields, for people and analysts."""

LONGEST_VALUE = 60
"""Characters of a value that a sentence shows."""


class DifferenceKind(Term):
    """How graph and journal differ."""

    MISSING = "missing", "图中缺失"
    EXTRA = "extra", "图中多出"
    DIFFERENT = "different", "内容不同"
    JOURNAL = "journal", "台账有误"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing on which graph and journal do not agree, in a sentence; `about` is the fact's id or the revision.

    MISSING: the journal leads to the fact and the graph lacks it.  EXTRA: the graph has what no change put there.
    DIFFERENT: both have the fact and say different things.  JOURNAL: the journal itself is not sound.
    """

    kind: DifferenceKind
    about: str | None
    message: str


@dataclass(frozen=True, slots=True)
class _Found:
    """A fact as it lies: plain values by field, for a link the list of all ids found there; and other properties."""

    values: dict[str, Any]
    others: list[str]


async def differences(store: BoltStore, model: Snapshot) -> AsyncIterator[Difference]:
    """Everything in which the graph is not what `model` would have it, class by class, each by id."""
    joined: Counter[str] = Counter()
    for cls in FACT_CLASSES:
        found = await _read(store, cls)
        for each in found:
            joined.update({join.type: len(each.values[join.name]) for join in _joins(cls)})
        for difference in _of_class(cls, {fact.id: fact for fact in model.all(cls)}, found):
            yield difference
    for difference in (*await _loose(store, joined), *await _captions(store, model)):
        yield difference


# -- as it lies --------------------------------------------------------------------------------------------------------


async def _read(store: BoltStore, cls: type[Fact]) -> list[_Found]:
    known = [stored_as(cls, name) for name in FIELD_NAMES[cls]] + sorted(CAPTIONS.get(cls, ()))
    rows = await store.query(_reading(cls), known=known)
    found = [_Found(dict(zip(FIELD_NAMES[cls], row["found"], strict=True)), sorted(row["others"])) for row in rows]
    return sorted(found, key=lambda each: str(each.values["id"]))


def _reading(cls: type[Fact]) -> str:
    shape = SHAPES[cls]
    if isinstance(shape, NodeShape):
        pattern = f"(n:{shape.label})"
        links = {join.name: _ends(join) for join in shape.joins}
    else:
        pattern = f"(s)-[n:{shape.type}]->(t)"
        links = {shape.source: "[coalesce(s.code, s.id)]", shape.target: "[coalesce(t.code, t.id)]"}
    values = ", ".join(links.get(name) or _value(cls, name) for name in FIELD_NAMES[cls])
    return f"MATCH {pattern} RETURN [{values}] AS found, [key IN keys(n) WHERE NOT key IN $known] AS others"


def _ends(join: Join) -> str:
    left, right = ("-", "->") if join.outward else ("<-", "-")
    return f"[(n){left}[:{join.type}]{right}(o) | coalesce(o.code, o.id)]"


def _value(cls: type[Fact], name: str) -> str:
    stored = f"n.{stored_as(cls, name)}"
    if FIELD_TYPES[cls][name] is not date:
        return stored
    odd = f"'no date: ' + coalesce(toStringOrNull({stored}), '?')"
    return f"CASE WHEN {stored} IS :: DATE THEN toString({stored}) ELSE {odd} END"


def _joins(cls: type[Fact]) -> tuple[Join, ...]:
    shape = SHAPES[cls]
    return shape.joins if isinstance(shape, NodeShape) else ()


# -- fact by fact ------------------------------------------------------------------------------------------------------


def _of_class(cls: type[Fact], wanted: Mapping[FactId, Fact], found: Iterable[_Found]) -> Iterator[Difference]:
    seen: set[FactId] = set()
    for each in found:
        fact_id = each.values["id"]
        if not isinstance(fact_id, str) or fact_id not in wanted or fact_id in seen:
            message = (
                f"{cls.__name__} {fact_id} is in the graph, and no change put it there: {_told(each.values)}. 多出"
            )
            yield Difference(DifferenceKind.EXTRA, fact_id if isinstance(fact_id, str) else None, message)
            continue
        seen.add(fact_id)
        if unlike := _unlike(wanted[fact_id], each):
            message = f"{cls.__name__} {fact_id} is not as the journal has it: {'; '.join(unlike)}. 内容不同"
            yield Difference(DifferenceKind.DIFFERENT, fact_id, message)
    for fact_id in sorted(wanted.keys() - seen):
        message = f"{cls.__name__} {fact_id} is missing from the graph: {_told(_values(wanted[fact_id]))}. 缺失"
        yield Difference(DifferenceKind.MISSING, fact_id, message)


def _values(fact: Fact) -> dict[str, Any]:
    plain = {name: plain_value(getattr(fact, name)) for name in FIELD_NAMES[type(fact)]}
    return {name: _listed(value) if _is_joined(fact, name) else value for name, value in plain.items()}


def _listed(value: object) -> list[object]:
    return [] if value is None else [value]


def _is_joined(fact: Fact, name: str) -> bool:
    return name in fact.LINKS


def _unlike(fact: Fact, found: _Found) -> list[str]:
    unlike = [
        f"{name} is {_shown(found.values[name])} and should be {_shown(value)}"
        for name, value in _values(fact).items()
        if not _same(value, found.values[name])
    ]
    return unlike + [f"{name} is a property that no fact has" for name in found.others]


def _same(a: object, b: object) -> bool:
    return a == b and isinstance(a, bool) == isinstance(b, bool)


def _told(values: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {_shown(value)}" for name, value in values.items() if value is not None and name != "id")


def _shown(value: object) -> str:
    if isinstance(value, list):
        return " and ".join(str(each) for each in value) or "nothing"
    text = "nothing" if value is None else str(value)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"


# -- beside the facts --------------------------------------------------------------------------------------------------


async def _loose(store: BoltStore, joined: Counter[str]) -> list[Difference]:
    """Relationships of our types that hang on none of our nodes."""
    rows = await store.query("MATCH ()-[r]->() RETURN type(r) AS type, count(*) AS count")
    ours = {join.type for cls in FACT_CLASSES for join in _joins(cls)}
    loose = [(row["type"], row["count"] - joined[row["type"]]) for row in rows if row["type"] in ours]
    return [
        Difference(DifferenceKind.EXTRA, None, f"{count} {kind} relationships join no fact of the right kind. 多余关系")
        for kind, count in loose
        if count > 0
    ]


async def _captions(store: BoltStore, model: Snapshot) -> list[Difference]:
    """Units whose node is labelled or captioned otherwise than it should be; nothing here reads that, analysts do."""
    rows = await store.query("MATCH (n:Unit) RETURN n.code AS code, n.name AS name, labels(n) AS labels ORDER BY code")
    found: list[Difference] = []
    for row in rows:
        unit = model.get(Unit, row["code"])
        if unit is None:
            continue
        name, labels = _latest_name(model, unit.id), set(row["labels"]) & set(UNIT_LABELS.values())
        if row["name"] != name or labels != {UNIT_LABELS[unit.kind]}:
            message = (
                f"The node of unit {unit.id} is captioned {row['name']} and labelled {', '.join(sorted(labels))}; it "
                f"should be {name} and {UNIT_LABELS[unit.kind]}. 节点标签有误"
            )
            found.append(Difference(DifferenceKind.DIFFERENT, unit.id, message))
    return found


def _latest_name(model: Snapshot, code: FactId) -> str | None:
    return next((s.name for s in reversed(model.linked(UnitState, "unit", code)) if not is_void(s)), None)
