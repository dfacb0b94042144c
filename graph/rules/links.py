"""Rules about facts and what they name, and about those of which only one holds at a time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from graph.errors import Problem
from graph.facts import CLASS_BY_NAME, FACT_CLASSES, Fact, FactId, Holding, Succession
from graph.messages import any_of, say
from graph.rules.step import Step, name_of, span, what
from graph.snapshot import Snapshot, ordered
from graph.time.validity import first_overlap, is_void, within
from graph.words import Rank


def link_resolves(step: Step) -> Iterator[Problem]:
    """What a fact names exists and is of the right class."""
    for fact in step.changed.values():
        for name, classes in fact.LINKS.items():
            target = getattr(fact, name)
            if target is not None and _target(step.after, classes, target) is None:
                message = say(
                    "link-unresolved",
                    fact=what(fact),
                    name=name,
                    target=target,
                    classes=any_of(CLASS_BY_NAME[each] for each in classes),
                )
                yield Problem("link-resolves", message, (fact.id, target))


def life_within(step: Step) -> Iterator[Problem]:
    """A fact holds only while everything it names is alive."""
    seen: set[tuple[FactId, str]] = set()
    for fact, name in _links_at_stake(step):
        target = _target(step.after, fact.LINKS[name], getattr(fact, name))
        if target is None or (fact.id, name) in seen or within(_bounded(fact, name), target):
            continue
        seen.add((fact.id, name))
        message = say(
            "life-beyond",
            fact=what(fact),
            days=span(fact),
            target=name_of(step.after, target.id),
            target_days=span(target),
        )
        yield Problem("life-within", message, (fact.id, target.id))


@dataclass(frozen=True, slots=True)
class Moment:
    start: date
    end: date | None


def _bounded(fact: Fact, name: str) -> Fact | Moment:
    # A succession holds for ever, but its predecessor is gone and its successor may go again.
    if isinstance(fact, Succession) and not is_void(fact):
        day_before = fact.start - date.resolution
        return (
            Moment(day_before, fact.start)
            if name == "predecessor"
            else Moment(fact.start, fact.start + date.resolution)
        )
    return fact


def _links_at_stake(step: Step) -> Iterator[tuple[Fact, str]]:
    for fact in step.changed.values():
        for name in fact.LINKS:
            if getattr(fact, name) is not None:
                yield fact, name
        for cls, name in _NAMED_BY[type(fact).__name__]:
            for other in step.after.linked(cls, name, fact.id):
                yield other, name


_NAMED_BY: dict[str, list[tuple[type[Fact], str]]] = {
    target: [(cls, name) for cls in FACT_CLASSES for name, classes in cls.LINKS.items() if target in classes]
    for target in CLASS_BY_NAME
}


def _target(snapshot: Snapshot, classes: Iterable[str], fact_id: FactId) -> Fact | None:
    found = (snapshot.get(CLASS_BY_NAME[name], fact_id) for name in classes)
    return next((fact for fact in found if fact is not None), None)


def one_at_a_time(step: Step) -> Iterator[Problem]:
    """Of the facts that share a key only one holds on any day: one state, one parent, one absence, one rule."""
    for cls in {type(fact) for fact in step.changed.values()}:
        for key in cls.EXCLUSIVE:
            groups = {tuple(getattr(fact, name) for name in key) for fact in step.of(cls)}
            for group in groups:
                clash = first_overlap(sharing(step.after, cls, key, group))
                if clash:
                    yield _clash("one-at-a-time", step.after, *clash)


def one_primary(step: Step) -> Iterator[Problem]:
    """A post has at most one primary holder (A角) on any day."""
    posts = {(f.of, f.role) for f in step.of(Holding) if f.rank == Rank.PRIMARY}
    for of, role in posts:
        holders = [h for h in step.after.linked(Holding, "of", of) if h.role == role and h.rank == Rank.PRIMARY]
        clash = first_overlap(holders)
        if clash:
            a, b = clash
            first, second = name_of(step.after, a.person), name_of(step.after, b.person)
            message = say(
                "two-primaries",
                of=name_of(step.after, of),
                role=role,
                start=max(a.start, b.start),
                first=first,
                days=span(a),
                second=second,
                second_days=span(b),
            )
            yield Problem("one-primary", message, (a.id, b.id))


def sharing(snapshot: Snapshot, cls: type[Fact], key: tuple[str, ...], group: tuple[object, ...]) -> list[Fact]:
    link = next((name for name in key if name in cls.LINKS), None)
    pool = snapshot.all(cls) if link is None else snapshot.linked(cls, link, str(group[key.index(link)]))
    return list(ordered(fact for fact in pool if tuple(getattr(fact, name) for name in key) == group))


def _clash(rule: str, snapshot: Snapshot, a: Fact, b: Fact) -> Problem:
    subject = next((getattr(a, name) for name in a.LINKS), None)
    whose = say("whose", subject=name_of(snapshot, subject)) if subject else ""
    message = say(
        "two-at-once",
        whose=whose,
        start=max(a.start, b.start),
        a=a.id,
        days=span(a),
        b=b.id,
        kind=type(a),
        second_days=span(b),
    )
    return Problem(rule, message, (a.id, b.id))
