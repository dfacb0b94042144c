"""What the model's rotas say at a place already: its turns, and who serves them."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from graph.duty.rota import serving, turns
from graph.facts import FactId, Rota, RotaMember
from graph.snapshot import Snapshot
from graph.time.calendar import CivilTime
from graph.time.validity import is_void


@dataclass(frozen=True, slots=True)
class Held:
    """A turn of a rota: whose it is by the rota, and who serves it, overrides and swaps considered."""

    rota: Rota
    day: date
    start: datetime
    end: datetime
    member: FactId
    served: FactId

    @property
    def span(self) -> tuple[datetime, datetime]:
        """From when to when, in UTC."""
        return self.start, self.end


class Turns:
    """Turns by time."""

    def __init__(self, held: Iterable[Held]) -> None:
        self.all = sorted(held, key=lambda turn: (turn.start, turn.end, turn.rota.id))
        self._starts = [turn.start for turn in self.all]
        self._longest = max((turn.end - turn.start for turn in self.all), default=timedelta())

    def during(self, start: datetime, end: datetime) -> Sequence[Held]:
        """Those that are going on at some instant of `[start, end)`."""
        low, high = bisect_left(self._starts, start - self._longest), bisect_left(self._starts, end)
        return [turn for turn in self.all[low:high] if turn.end > start]


def held(snapshot: Snapshot, rotas: Iterable[Rota], civil: CivilTime, start: datetime, end: datetime) -> Turns:
    """The turns of these rotas in `[start, end)`."""
    found: list[Held] = []
    for rota in rotas:
        members = [m for m in snapshot.linked(RotaMember, "rota", rota.id) if not is_void(m)]
        for turn in turns(rota, members, civil, start, end):
            served, _ = serving(snapshot, rota, turn)
            found.append(Held(rota, turn.day, turn.start, turn.end, turn.member, served))
    return Turns(found)
