"""The connections of one process: how many there may be, how long each may dawdle, and who goes when there is no room.

A guest is a connection.  Whoever is being served stays; of the others the one that has dawdled longest goes first, so
that a crowd of silent connections makes room for whoever comes with a request.
"""

import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import chain, takewhile
from typing import Protocol

log = logging.getLogger("wangge.connections")


class Stage(IntEnum):
    """What is waited for."""

    ASKING = 0
    """The head of a request: of the first, or of one that has begun to come."""
    GREETING = 1
    """The first message on a WebSocket, with its key."""
    SENDING = 2
    """The rest of a request's body, or of a message."""
    TAKING = 3
    """The client, to take what is sent to it."""
    IDLE = 4
    """The next request."""
    SERVED = 5
    """The answer, ours to give; or an open WebSocket's next message."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How many connections there may be, and how long they may dawdle."""

    most: int = 2_000
    most_of_one_address: int = 500
    seconds: Mapping[Stage, float] = field(
        default_factory=lambda: {
            Stage.ASKING: 10.0,
            Stage.GREETING: 15.0,  # GraphQL over WebSockets closes sooner by itself, and says why
            Stage.SENDING: 30.0,
            Stage.TAKING: 30.0,
            Stage.IDLE: 30.0,
        }
    )
    slowest_taking_bytes: int = 30_000
    """A client that takes less than this in the time of TAKING is cut off."""


SPARED_IDLE = 4.0
"""An idle guest's time counts for so much less when room is made: who has asked before is rather kept than who never
has."""


OVERDUE: Mapping[Stage, str] = {
    Stage.ASKING: "no request came within {seconds:g} s",
    Stage.GREETING: "no connection_init came within {seconds:g} s",
    Stage.SENDING: "a request or message did not come whole within {seconds:g} s",
    Stage.IDLE: "nothing more was asked within {seconds:g} s",
}

ORDINARY = {Stage.ASKING, Stage.IDLE}
"""What browsers do all day: connections kept for later."""

CLOSED = "A connection from %s was closed: %s."

NOWHERE = ""
"""The address of those that are counted under none: connections of a proxy between two requests."""


class Line(Protocol):
    """The connection itself."""

    def unsent(self) -> int:
        """Bytes that the client has not taken yet."""

    def dismiss(self, why: str) -> None:
        """End it in good order: the client has used up its time."""

    def cut(self) -> None:
        """End it at once: its place is needed, or it takes nothing."""


@dataclass(slots=True, eq=False)
class Guest:
    """A connection as the crowd sees it."""

    line: Line
    peer: str
    """The address that it comes from; for people who read the log."""
    address: str | None = None
    """The address that it is counted under; None: under none."""
    stage: Stage = Stage.ASKING
    since: float = 0.0
    gone: bool = False
    unsent: int = 0
    """What it had not taken at `taken_at`."""
    taken_at: float = 0.0


class Queue:
    """Guests by stage, within each the one that is there longest first."""

    __slots__ = ("_stages", "size")

    def __init__(self) -> None:
        self._stages: tuple[OrderedDict[Guest, None], ...] = tuple(OrderedDict() for _ in Stage)
        self.size = 0

    def add(self, guest: Guest) -> None:
        """Put a guest last in its stage."""
        self._stages[guest.stage][guest] = None
        self.size += 1

    def remove(self, guest: Guest) -> None:
        """Take a guest out."""
        del self._stages[guest.stage][guest]
        self.size -= 1

    def __iter__(self) -> Iterator[Guest]:
        return chain.from_iterable(self._stages)

    def eldest(self) -> Iterator[Guest]:
        """The one that is there longest of each stage but SERVED."""
        return (next(iter(stage)) for stage in self._stages[: Stage.SERVED] if stage)

    def overdue(self, stage: Stage, since: float) -> list[Guest]:
        """Those that have been in a stage since that time or longer."""
        return list(takewhile(lambda guest: guest.since <= since, self._stages[stage]))


class Crowd:
    """The guests of one process."""

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
        self.limits = limits
        self._clock = clock
        self._all = Queue()
        self._by_address: dict[str, Queue] = {}

    def __len__(self) -> int:
        return self._all.size

    def __iter__(self) -> Iterator[Guest]:
        return iter(list(self._all))

    def enter(self, guest: Guest) -> bool:
        """Take a guest in, sending another away where that makes room; False: there is none."""
        if not self._make_room(guest.address):
            return False
        guest.since = self._clock()
        self._all.add(guest)
        self._of(guest.address).add(guest)
        return True

    def leave(self, guest: Guest) -> None:
        """Forget a guest; one that is gone already may leave again."""
        if guest.gone:
            return
        guest.gone = True
        self._all.remove(guest)
        self._of(guest.address).remove(guest)
        self._tidy(guest.address)

    def move(self, guest: Guest, stage: Stage) -> None:
        """Have something else waited for, from now on; the same: from when it was before."""
        if guest.gone or guest.stage is stage:
            return
        queues = (self._all, self._of(guest.address))
        for queue in queues:
            queue.remove(guest)
        guest.stage, guest.since = stage, self._clock()
        for queue in queues:
            queue.add(guest)

    def count_under(self, guest: Guest, address: str | None) -> bool:
        """Count a guest under another address from now on; False: that has as many as it may, and nothing changes."""
        if guest.gone or guest.address == address:
            return True
        if address is not None and not self._make_room_of(address):
            return False
        self._of(guest.address).remove(guest)
        self._tidy(guest.address)
        guest.address = address
        self._of(address).add(guest)
        return True

    def sweep(self) -> None:
        """Send away whoever has used up its time.  Cost: a look at each guest."""
        now = self._clock()
        for stage, sentence in OVERDUE.items():
            seconds = self.limits.seconds[stage]
            for guest in self._all.overdue(stage, now - seconds):
                why = sentence.format(seconds=seconds)
                log.log(logging.DEBUG if stage in ORDINARY else logging.INFO, CLOSED, guest.peer, why)
                self.move(guest, Stage.TAKING)
                guest.line.dismiss(why)
        for guest in list(self._all):
            self._look_at_unsent(guest, now)

    def taken(self, guest: Guest) -> None:
        """Note that a client has taken much of what was sent to it."""
        guest.unsent = 0

    def _look_at_unsent(self, guest: Guest, now: float) -> None:
        """Cut off a client that has not taken its share of what is sent to it within the time of TAKING."""
        unsent, seconds = guest.line.unsent(), self.limits.seconds[Stage.TAKING]
        if not unsent or not guest.unsent or unsent <= guest.unsent - self.limits.slowest_taking_bytes:
            guest.unsent, guest.taken_at = unsent, now
        elif now - guest.taken_at >= seconds:
            log.warning(CLOSED, guest.peer, f"it took too little of its answer in {seconds:g} s")
            self._cut(guest)

    def _make_room(self, address: str | None) -> bool:
        if address is not None and not self._make_room_of(address):
            return False
        return self._all.size < self.limits.most or self._send_away_one(self._all, "others came, and there is no room")

    def _make_room_of(self, address: str) -> bool:
        own = self._of(address)
        room = own.size < self.limits.most_of_one_address or self._send_away_one(own, "its address has too many")
        self._tidy(address)
        return room

    def _send_away_one(self, queue: Queue, why: str) -> bool:
        now = self._clock()
        victim = max(queue.eldest(), key=lambda guest: dawdled(guest, now), default=None)
        if victim is None:
            return False
        log.warning(CLOSED, victim.peer, why)
        self._cut(victim)
        return True

    def _cut(self, guest: Guest) -> None:
        self.leave(guest)
        guest.line.cut()

    def _of(self, address: str | None) -> Queue:
        found = self._by_address.get(address or NOWHERE)
        if found is None:
            found = self._by_address[address or NOWHERE] = Queue()
        return found

    def _tidy(self, address: str | None) -> None:
        if not self._of(address).size:
            del self._by_address[address or NOWHERE]


def dawdled(guest: Guest, now: float) -> float:
    """How long a guest has kept its place for nothing, in seconds."""
    return (now - guest.since) / (SPARED_IDLE if guest.stage is Stage.IDLE else 1.0)
