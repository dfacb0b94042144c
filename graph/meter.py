"""How much work one request may do, counted while it is done.

Work is counted in units of about a microsecond of processor time on a small machine: so the same question costs the
same everywhere, and one that is refused is refused always.  `bench/weights.py` measures what each count is worth.  What
the counts miss the processor's clock tells, which is looked at all the while.
"""

import math
import sys
from collections.abc import Callable, Coroutine, Generator
from typing import Any, Generic, NamedTuple, TypeVar

from graph.errors import TooCostly

T = TypeVar("T")

UNITS_PER_SECOND = 1_000_000

REQUEST_SECONDS = 1.0
"""What a request may cost where nothing else is set."""

PATIENCE = 2.0
"""Times the limit that the processor's clock may show: a busy or slow machine needs longer for the same work."""

LOOK_EVERY = 250
"""Units between two looks at the clock: it costs one, and what is counted too low does not get far."""

IN_PASSING = 0.1
"""Share of the limit up to which a clock on the wall will do, which takes a fraction of the time to read."""


def units(seconds: float) -> int:
    """How many units so much processor time is."""
    return round(seconds * UNITS_PER_SECOND)


class Clocks(NamedTuple):
    """Seconds: of the wall, quickly read, and of the processor, used by this thread so far."""

    wall: Callable[[], float]
    processor: Callable[[], float]


STOPPED = Clocks(lambda: 0.0, lambda: 0.0)
"""With these the counts alone decide."""


class Meter:
    """What a request may still cost.  Whoever works for it spends units; past the limit that raises TooCostly."""

    __slots__ = ("_began", "_chunk", "_clocks", "_counted", "_depth", "_now", "_since", "_used", "left", "limit")

    def __init__(self, limit: int = units(REQUEST_SECONDS), clocks: Clocks = STOPPED) -> None:
        self.limit = limit
        """Units that the request may cost in all."""
        self._clocks = clocks
        self._depth = 0
        self.renew()

    def renew(self) -> None:
        """Begin anew, as for another request."""
        self._counted = 0.0
        self._used = 0.0
        self._chunk: float = LOOK_EVERY if self.limit > LOOK_EVERY else self.limit
        self.left: float = self._chunk
        """Units until the next look: who can't afford a call takes units off it, and looks once it is negative."""
        self._now = self._clocks.wall
        self._since: float | None = None
        self._began: float | None = None
        if self._depth:
            self._begin()

    @property
    def cost(self) -> int:
        """What the request has cost so far."""
        return round(self._counted + self._chunk - self.left)

    @property
    def rest(self) -> int:
        """What it may still cost."""
        return max(0, self.limit - self.cost)

    def spend(self, units: float) -> None:
        """Count work that is done, or about to be.  Raises TooCostly past the limit."""
        self.left -= units
        if self.left < 0:
            self.look()

    def look(self) -> None:
        """Compare what was counted, and what the clock says, with the limit.  Raises TooCostly."""
        self._counted += self._chunk - self.left
        self._chunk = self.left = max(0.0, min(LOOK_EVERY, self.limit - self._counted))
        if self._counted > self.limit:
            raise TooCostly(self.cost, self.limit)
        if self._since is not None:
            now = self._now()
            self._used += now - self._since
            self._since = now
            if units(self._used) > IN_PASSING * self.limit:
                self._look_closely()

    def _look_closely(self) -> None:
        if self._now is not self._clocks.processor and self._began is not None:
            self._now = self._clocks.processor
            self._since = self._now()
            self._used = min(self._used, self._since - self._began)  # the wall's clock runs on while others work
        used = units(self._used)
        if used > PATIENCE * self.limit:
            self._counted = self.limit + 1.0  # what is asked after this is refused too
            self._chunk = self.left = 0.0
            raise TooCostly(used, self.limit)

    def enter(self) -> None:
        """The request's own code runs from here on, until it waits for something: `leave`."""
        self._depth += 1
        if self._depth == 1:
            self._begin()

    def _begin(self) -> None:
        if self._began is None:
            self._began = self._clocks.processor()
        self._since = self._now()

    def leave(self) -> None:
        """The request waits, or is done: what the processor does from here on is others' work."""
        self._depth -= 1
        if self._depth == 0 and self._since is not None:
            self._used += self._now() - self._since
            self._since = None


class Timed(Generic[T]):
    """Awaits some work of a request, its steps timed by the request's meter and what lies between them left out."""

    __slots__ = ("_meter", "_work")

    def __init__(self, work: Coroutine[Any, Any, T], meter: Meter) -> None:
        self._work = work
        self._meter = meter

    def __await__(self) -> Generator[Any, Any, T]:
        meter, work = self._meter, self._work
        step: Callable[[Any], Any] = work.send
        given: Any = None
        while True:
            meter.enter()
            try:
                waited_for = step(given)
            except StopIteration as done:
                return done.value  # type: ignore[no-any-return]  # what the coroutine returns
            finally:
                meter.leave()
            try:
                given, step = (yield waited_for), work.send
            except GeneratorExit:
                work.close()
                raise
            except BaseException as error:
                given, step = error, work.throw


class _Unmetered(Meter):
    """Of work that nobody outside has asked for: it may cost anything."""

    __slots__ = ()

    def renew(self) -> None:
        super().renew()
        self.left = math.inf

    @property
    def cost(self) -> int:
        return 0

    @property
    def rest(self) -> int:
        return sys.maxsize


UNMETERED: Meter = _Unmetered()
