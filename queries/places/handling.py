"""Who handles this place: the responsibility ladder climbed, and everybody who holds a post there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from graph.facts import Absence, FactId, Holding, LadderRung, Person, Unit
from graph.messages import Message, say
from graph.view import View
from graph.words import ROLE_ORDER, AbsenceKind, Rank, Role, Term
from queries.places.place import NEAR_METRES, Place, PlaceAmbiguous, PlaceFound, PlaceUnknown, name, resolve

RANK_ORDER = {Rank.PRIMARY: 0, None: 1, Rank.BACKUP: 2}

SENTENCES_KEPT = 4_096
"""Sentences about people at their posts that are kept: they are told again with every question."""


class Outcome(Term):
    """What became of a rung that was tried."""

    CHOSEN = "chosen", "选定"
    VACANT = "vacant", "空缺"
    AWAY = "away", "不在岗"
    EXCLUDED = "excluded", "回避"


@dataclass(frozen=True, slots=True)
class Responder:
    """Who should act: a person with the holding that makes them answer; `covering` is the absent holder, if any."""

    person: Person
    holding: Holding
    covering: Person | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A rung that was tried: whose post, what came of it, and why in a sentence."""

    unit: Unit
    role: Role
    outcome: Outcome
    reason: str
    person: Person | None = None


@dataclass(frozen=True, slots=True)
class Handling:
    """The answer: the place, who should act, everybody with a post there or above, the rungs tried.

    `path` has the code and name of the place and of each unit above it, nearest first: a move or a rename is another
    answer.
    """

    place: Unit
    asked_for: Unit | None
    responsible: Responder | None
    handlers: tuple[Holding, ...]
    steps: tuple[Step, ...]
    path: tuple[tuple[FactId, str], ...]


Answer = Handling | PlaceAmbiguous | PlaceUnknown


def who_handles(
    view: View,
    place: Place,
    *,
    role: Role | None = None,
    excluding: frozenset[FactId] = frozenset(),
    near_metres: float = NEAR_METRES,
) -> Answer:
    """Who handles `place` on the view's day.

    The ladder in force is climbed from the place upwards; the first holder who is present and not in `excluding`
    (person ids) is responsible, or the stand-in of one who is away.  With `role`, the ladder is that role on the place,
    then on each unit above it.  Nobody present: `responsible` is None and `steps` says why.
    """
    found = resolve(view, place, near_metres)
    if not isinstance(found, PlaceFound):
        return found
    path = view.path(found.unit)
    ladder = view.ladder()
    steps, responsible = climb(view, rungs(ladder, path, role), excluding)
    return Handling(
        place=found.unit,
        asked_for=found.asked_for,
        responsible=responsible,
        handlers=tuple(handlers(view, ladder, path)),
        steps=tuple(steps),
        path=tuple((unit.id, name(view, unit)) for unit in path),
    )


def responsible_for(view: View, unit: Unit) -> Responder | None:
    """Who answers for a unit alive on the day, by the ladder; None: nobody does."""
    return climb(view, rungs(view.ladder(), view.path(unit)), frozenset())[1]


def handlers(view: View, ladder: list[LadderRung], path: list[Unit]) -> Iterator[Holding]:
    """Every post held on the units of `path`: in its order, then the ladder's, then primary before backup."""
    order = {rung.role: rung.order for rung in reversed(ladder)}
    last = max(order.values(), default=0) + 1
    for unit in path:
        yield from sorted(
            view.holdings_of(unit.id), key=lambda h: (order.get(h.role, last), ROLE_ORDER[h.role], *seniority(h))
        )


def rungs(ladder: list[LadderRung], path: list[Unit], role: Role | None = None) -> Iterator[tuple[Unit, Role]]:
    """The posts to try in turn: the ladder's from the place upwards, or with `role` that role's on each unit."""
    if role is not None:
        yield from ((unit, role) for unit in path)
        return
    for rung in ladder:
        for unit in path:
            if unit.kind == rung.unit_kind:
                yield unit, rung.role


def climb(
    view: View, posts: Iterable[tuple[Unit, Role]], excluding: frozenset[FactId]
) -> tuple[list[Step], Responder | None]:
    """Try one post after the other until somebody present is found; the steps that this took, and who it is."""
    steps: list[Step] = []
    for unit, role in posts:
        holders = sorted((h for h in view.holdings_of(unit.id) if h.role == role), key=seniority)
        if not holders:
            steps.append(Step(unit, role, Outcome.VACANT, say("post-vacant", unit=name(view, unit), role=role)))
        for holding in holders:
            step, responder = attempt(view, unit, holding, excluding)
            steps.append(step)
            if responder is not None:
                return steps, responder
    return steps, None


def seniority(holding: Holding) -> tuple[object, ...]:
    """The order in which the holders of one post are asked."""
    return RANK_ORDER[holding.rank], holding.start, holding.id


def attempt(view: View, unit: Unit, holding: Holding, excluding: frozenset[FactId]) -> tuple[Step, Responder | None]:
    """Ask one holder, or their stand-in: what came of it, and who answers, if anybody does."""
    person = view.person(holding.person)
    if person is None:
        raise LookupError(f"holding {holding.id} outlives its person {holding.person}")
    role, called = holding.role, person.name

    def step(outcome: Outcome, reason: Message, who: Person = person) -> Step:
        return Step(unit, role, outcome, reason, who)

    if person.id in excluding:
        return step(Outcome.EXCLUDED, say("excluded", called=called)), None
    absence = view.absence(person.id)
    if absence is None:
        reason = _present(role, called)
        return step(Outcome.CHOSEN, reason), Responder(person, holding)
    stand_in = stand_in_for(view, absence, excluding)
    if stand_in is None:
        reason = _uncovered(called, absence.kind)
        return step(Outcome.AWAY, reason), None
    reason = _stood_in_for(stand_in.name, called, absence.kind)
    return step(Outcome.CHOSEN, reason, stand_in), Responder(stand_in, holding, covering=person)


@lru_cache(maxsize=SENTENCES_KEPT)
def _present(role: Role, called: str) -> Message:
    return say("present", role=role, called=called)


@lru_cache(maxsize=SENTENCES_KEPT)
def _uncovered(called: str, kind: AbsenceKind) -> Message:
    return say("away-uncovered-there", called=called, kind=kind)


@lru_cache(maxsize=SENTENCES_KEPT)
def _stood_in_for(stand_in: str, called: str, kind: AbsenceKind) -> Message:
    return say("stood-in-for", stand_in=stand_in, called=called, kind=kind)


def stand_in_for(view: View, absence: Absence, excluding: frozenset[FactId]) -> Person | None:
    """Who stands in for somebody away: their named cover, or the cover's cover, the first who is present; or None."""
    asked = {absence.person}
    current: Absence | None = absence
    while current is not None and current.cover is not None and current.cover not in asked:
        asked.add(current.cover)
        cover = view.person(current.cover)
        if cover is None or cover.id in excluding:
            return None
        current = view.absence(cover.id)
        if current is None:
            return cover
    return None
