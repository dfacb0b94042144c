"""A log that nobody can flood: of each kind of line one a second, with how many more there were."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

EVERY_S = 1.0
LONGEST_LINE = 2_000
"""Characters of a message; what clients send may be quoted in it."""

Kind = tuple[object, ...]


@dataclass(slots=True)
class _Seen:
    record: logging.LogRecord
    at: float
    more: int = 0


class Sparing(logging.Filter):
    """Lets one record of each kind through a second; a kind is a line of code, and the kind of error it tells of.

    `tell` writes how many were kept back; it is to be called every second or so.
    """

    def __init__(self, handler: logging.Handler, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._handler = handler
        self._clock = clock
        self._seen: dict[Kind, _Seen] = {}
        self._lock = threading.Lock()

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a record is written; it is cut to a bearable length."""
        if getattr(record, "wangge_more", False):
            return True
        now = self._clock()
        with self._lock:
            seen = self._seen.get(_kind(record))
            if seen is not None and now - seen.at < EVERY_S:
                seen.more += 1
                return False
            self._seen[_kind(record)] = _Seen(record, now)
        _clip(record)
        if seen is not None and seen.more:
            self._write(seen.record, seen.more)
        return True

    def tell(self) -> None:
        """Write how many were kept back of kinds that have not come again since."""
        now = self._clock()
        with self._lock:
            past = [kind for kind, seen in self._seen.items() if now - seen.at >= EVERY_S]
            over = [self._seen.pop(kind) for kind in past]
        for seen in over:
            if seen.more:
                self._write(seen.record, seen.more)

    def _write(self, like: logging.LogRecord, more: int) -> None:
        message = f"… and {more:,} more of: {like.getMessage()}"
        record = logging.LogRecord(like.name, like.levelno, like.pathname, like.lineno, message, None, None)
        record.wangge_more = True
        self._handler.handle(record)


def spare(root: logging.Logger) -> Callable[[], None]:
    """Make every handler of a logger sparing; calling the answer tells what was kept back so far."""
    filters = []
    for handler in root.handlers:
        sparing = Sparing(handler)
        handler.addFilter(sparing)
        filters.append(sparing)

    def tell() -> None:
        for sparing in filters:
            sparing.tell()

    return tell


def _kind(record: logging.LogRecord) -> Kind:
    error = record.exc_info[1] if record.exc_info else None
    place = None
    if error is not None and (frame := error.__traceback__) is not None:
        while frame.tb_next is not None:
            frame = frame.tb_next
        place = (frame.tb_frame.f_code.co_filename, frame.tb_lineno)
    return (record.name, record.levelno, record.pathname, record.lineno, type(error), place)


def _clip(record: logging.LogRecord) -> None:
    message = record.getMessage()
    if len(message) > LONGEST_LINE:
        record.msg, record.args = f"{message[:LONGEST_LINE]}…", None
