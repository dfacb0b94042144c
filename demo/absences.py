"""People are away for a while, some with somebody to stand in for them, some without."""

from dataclasses import dataclass
from datetime import date
from random import Random

from demo.dates import FOUNDED, day_in, draw_days
from demo.seats import Seat
from demo.world import World
from graph.change import Put
from graph.facts import Absence, FactId
from graph.words import AbsenceKind, Role

YEARLY: dict[Role, float] = {
    Role.GRID_CHIEF: 0.9,
    Role.FULL_TIME_WORKER: 1.3,
    Role.PART_TIME_WORKER: 0.35,
    Role.ASSISTANT: 0.12,
    Role.INSTRUCTOR: 0.6,
    Role.EXPERT: 0.2,
}
"""Absences in a year of somebody in a role."""

YEARLY_OTHERS = 0.8


@dataclass(frozen=True, slots=True)
class Pattern:
    """How common a kind of absence is, how many days it lasts, how many days before it is known."""

    share: float
    lasts: tuple[int, int]
    notice: tuple[int, int]
    covered: float


PATTERNS: dict[AbsenceKind, Pattern] = {
    AbsenceKind.LEAVE: Pattern(0.46, (3, 12), (3, 45), 0.65),
    AbsenceKind.SICK: Pattern(0.24, (2, 45), (0, 0), 0.45),
    AbsenceKind.TRAINING: Pattern(0.20, (2, 10), (7, 50), 0.55),
    AbsenceKind.SECONDED: Pattern(0.04, (60, 180), (10, 40), 0.80),
    AbsenceKind.OTHER: Pattern(0.06, (1, 5), (0, 2), 0.25),
}
"""`covered` is the share for which a stand-in is sought."""


def be_away(world: World, month: date) -> None:
    """Some people begin an absence this month."""
    rng = world.stream("absences", month)
    groups = _groups(world)
    for seat in world.seats:
        if rng.random() < YEARLY.get(seat.role, YEARLY_OTHERS) / 12:
            _go(world, seat, month, groups[seat.role, seat.group], rng)


def _groups(world: World) -> dict[tuple[Role, FactId], list[Seat]]:
    found: dict[tuple[Role, FactId], list[Seat]] = {}
    for seat in world.seats:
        found.setdefault((seat.role, seat.group), []).append(seat)
    return found


def _go(world: World, seat: Seat, month: date, group: list[Seat], rng: Random) -> None:
    kind = rng.choices(list(PATTERNS), weights=[pattern.share for pattern in PATTERNS.values()])[0]
    pattern = PATTERNS[kind]
    start = day_in(month, rng)
    end = start + draw_days(*pattern.lasts, rng)
    announced = max(FOUNDED, start - draw_days(*pattern.notice, rng))
    sought = rng.random() < pattern.covered
    if not (seat.taken_by(start) and world.diary.is_free(seat.person, start, end)):
        return
    cover = _stand_in(world, seat, group, start, end, rng) if sought else None
    world.diary.note(seat.person, start, end, away=True)
    absence = Absence(id=world.next_id("absence"), person=seat.person, kind=kind, cover=cover, start=start, end=end)
    world.ledger.decide(announced, [Put(absence)], after=list(seat.holdings.values()))


def _stand_in(world: World, away: Seat, group: list[Seat], start: date, end: date, rng: Random) -> FactId | None:
    """Somebody of the same role nearby who is there all the time and stands in for nobody else, or None."""
    free = [
        seat.person
        for seat in group
        if seat is not away and seat.taken_by(start) and world.diary.is_free(seat.person, start, end)
    ]
    if not free:
        return None
    cover = rng.choice(free)
    world.diary.note(cover, start, end, away=False)
    return cover
