"""Changed facts as rows for the statements of `shape`: what one transaction has to write, in order."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import shapely

from graph.facts import CLASS_BY_NAME, FACT_CLASSES, Boundary, Fact, FactId, Unit, UnitState
from graph.record import shape
from graph.snapshot import Snapshot
from graph.time.validity import is_void
from graph.words import Term

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Statement:
    """Cypher with the rows it is run on."""

    cypher: str
    rows: list[Row]


def statements(changed: Mapping[FactId, Fact], after: Snapshot) -> Iterator[Statement]:
    """What to write so that the graph says `changed`; `after` is the snapshot that holds them.

    Running them twice leaves the same graph as running them once.
    """
    for cls in FACT_CLASSES:
        mine = [fact for fact in changed.values() if type(fact) is cls]
        if not mine:
            continue
        kind = shape.SHAPES[cls]
        if isinstance(kind, shape.NodeShape):
            yield from _nodes(kind, mine, after)
        else:
            yield from _relations(kind, mine, after)
    yield from _captions(changed, after)
    yield from _centres(changed)


def _nodes(kind: shape.NodeShape, facts: list[Fact], after: Snapshot) -> Iterator[Statement]:
    yield _statement(shape.write_node(kind.label), [{"id": fact.id, "props": _properties(fact)} for fact in facts])
    for join in kind.joins:
        by_label: dict[str, list[Row]] = defaultdict(list)
        for fact in facts:
            target = getattr(fact, join.name)
            label = "" if target is None else _label(fact, join.name, after)
            by_label[label].append({"id": fact.id, "to": target})
        for label, rows in by_label.items():
            cypher = shape.write_join(kind.label, join, label) if label else shape.write_unjoin(kind.label, join)
            yield _statement(cypher, rows)


def _relations(kind: shape.RelationShape, facts: list[Fact], after: Snapshot) -> Iterator[Statement]:
    by_labels: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for fact in facts:
        labels = (_label(fact, kind.source, after), _label(fact, kind.target, after))
        ends = {"from": getattr(fact, kind.source), "to": getattr(fact, kind.target)}
        by_labels[labels].append({"id": fact.id, **ends, "props": _properties(fact)})
    for (source, target), rows in by_labels.items():
        yield _statement(shape.write_relation(kind, source, target), rows)


def _captions(changed: Mapping[FactId, Fact], after: Snapshot) -> Iterator[Statement]:
    units = [fact for fact in changed.values() if isinstance(fact, Unit)]
    for unit_kind, cypher in shape.WRITE_UNIT_LABEL.items():
        rows: list[Row] = [{"id": unit.id} for unit in units if unit.kind == unit_kind]
        if rows:
            yield _statement(cypher, rows)
    codes = {unit.id for unit in units} | {f.unit for f in changed.values() if isinstance(f, UnitState)}
    if codes:
        yield _statement(
            shape.WRITE_UNIT_NAME, [{"id": code, "name": _latest_name(after, code)} for code in sorted(codes)]
        )


def _centres(changed: Mapping[FactId, Fact]) -> Iterator[Statement]:
    boundaries = [fact for fact in changed.values() if isinstance(fact, Boundary)]
    if boundaries:
        yield _statement(shape.WRITE_CENTRE, [_centre(boundary) for boundary in boundaries])


def _centre(boundary: Boundary) -> Row:
    point = shapely.from_wkt(boundary.geometry).representative_point()
    return {"id": boundary.id, "longitude": point.x, "latitude": point.y}


def _latest_name(after: Snapshot, code: FactId) -> str | None:
    states = [state for state in after.linked(UnitState, "unit", code) if not is_void(state)]
    return states[-1].name if states else None


def _label(fact: Fact, name: str, after: Snapshot) -> str:
    target = getattr(fact, name)
    classes = (CLASS_BY_NAME[class_name] for class_name in fact.LINKS[name])
    return shape.label_of(next(cls for cls in classes if after.get(cls, target) is not None))


def _properties(fact: Fact) -> Row:
    cls = type(fact)
    named = ((shape.stored_as(cls, name), getattr(fact, name)) for name in shape.property_names(cls))
    return {name: _native(value) for name, value in named if value is not None}


def _native(value: object) -> str | int | float | bool | date:
    return value.value if isinstance(value, Term) else cast("str | int | float | bool | date", value)


def _statement(cypher: str, rows: Iterable[Row]) -> Statement:
    return Statement(cypher, list(rows))
