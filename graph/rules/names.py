"""The rule about names that can't be told apart."""

from collections.abc import Iterable, Iterator
from itertools import combinations, product

from graph.errors import Problem
from graph.facts import Centre, Committee, Department, Fact, FactId, PartOf, Room, Rota, Unit, UnitState
from graph.messages import say
from graph.rules.links import sharing
from graph.rules.step import Step, name_of
from graph.snapshot import Snapshot
from graph.texts import name_key
from graph.time.validity import until
from graph.words import UnitKind

NAMED_WITHIN: dict[type[Fact], tuple[str, ...]] = {
    Department: (),
    Centre: ("serves",),
    Committee: ("centre",),
    Room: ("centre", "kind"),
    Rota: ("centre", "department"),
}
"""What has a name -> what it shares with those among whom it is found by that name.  Units: `names_apart` itself."""


def names_apart(step: Step) -> Iterator[Problem]:
    """Names of one place that differ at all differ to the eye: not only in blanks, width or look-alike characters."""
    for cls, key in NAMED_WITHIN.items():
        for group in {tuple(getattr(fact, name) for name in key) for fact in step.of(cls)}:
            named = [(str(getattr(fact, "name", "")), fact, fact) for fact in sharing(step.after, cls, key, group)]
            yield from _alike(step.after, named)
    for parent in _parents_at_stake(step):
        for kind, named in _called_within(step.after, parent).items():
            yield from _alike(step.after, named, kind.zh)


Called = tuple[str, Fact, Fact]
"""A name, the fact that gives it, and that which places what bears it: both have to hold."""


def _parents_at_stake(step: Step) -> set[FactId]:
    moved = {fact.parent for fact in step.of(PartOf)}
    renamed = {fact.unit for fact in step.of(UnitState)}
    return moved | {edge.parent for unit in renamed for edge in step.after.linked(PartOf, "child", unit)}


def _called_within(snapshot: Snapshot, parent: FactId) -> dict[UnitKind, list[Called]]:
    found: dict[UnitKind, list[Called]] = {}
    for edge in snapshot.linked(PartOf, "parent", parent):
        unit = snapshot.get(Unit, edge.child)
        if unit is not None:
            states = snapshot.linked(UnitState, "unit", unit.id)
            found.setdefault(unit.kind, []).extend((state.name, state, edge) for state in states)
    return found


def _alike(snapshot: Snapshot, named: Iterable[Called], what: str = "") -> Iterator[Problem]:
    spellings: dict[str, dict[str, list[Called]]] = {}
    for called in named:
        spellings.setdefault(name_key(called[0]), {}).setdefault(called[0], []).append(called)
    for spelt in spellings.values():
        pairs = (pair for one, other in combinations(sorted(spelt), 2) for pair in product(spelt[one], spelt[other]))
        clash = next(((a, b) for a, b in pairs if _together(*a[1:], *b[1:])), None)
        if clash:
            yield _alike_problem(snapshot, *clash, what)


def _alike_problem(snapshot: Snapshot, a: Called, b: Called, what: str) -> Problem:
    one, other = (f"{what}{name_of(snapshot, _bearer(fact))}" for fact in (a[1], b[1]))
    message = say("names-alike", one=one, other=other, a=a[0], b=b[0])
    return Problem("names-apart", message, (a[1].id, b[1].id))


def _together(*facts: Fact) -> bool:
    return max(fact.start for fact in facts) < min(until(fact) for fact in facts)


def _bearer(fact: Fact) -> FactId:
    return fact.unit if isinstance(fact, UnitState) else fact.id
