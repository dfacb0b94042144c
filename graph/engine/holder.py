"""Who holds a data folder: a lock that the operating system keeps, and a note of who took it and where Neo4j answers.

The lock is the truth: it is handed on to Neo4j itself, and so is held exactly as long as anything may write in the
folder.  The note is only for people and for those who want to join, and may be stale when nobody holds the lock.
"""

import fcntl
import json
import os
import sys
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Self

LOCK: Final = "lock"
NOTE: Final = "running.json"


@dataclass(frozen=True, slots=True)
class Holder:
    """The process that started Neo4j on the folder, what for, and the port it answers on once it does."""

    pid: int
    command: str
    purpose: str
    since: str  # ISO 8601, UTC, whole seconds
    bolt_port: int | None = None
    neo4j_pid: int | None = None

    @classmethod
    def me(cls, purpose: str) -> Self:
        command = " ".join(sys.orig_argv)
        return cls(os.getpid(), command, purpose, datetime.now(UTC).isoformat(timespec="seconds"))

    def ready(self, bolt_port: int, neo4j_pid: int) -> "Holder":
        return replace(self, bolt_port=bolt_port, neo4j_pid=neo4j_pid)

    def __str__(self) -> str:
        return f"process {self.pid} ({self.command}), for {self.purpose}, since {self.since}"


def take_lock(folder: Path) -> int | None:
    """The open file that holds the lock, or None if somebody has it; closing every copy of it gives the lock back."""
    lock = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return None
    return lock


def is_held(folder: Path) -> bool:
    """Whether anybody has the lock."""
    lock = take_lock(folder)
    if lock is None:
        return True
    os.close(lock)
    return False


def write_note(folder: Path, holder: Holder) -> None:
    """Replace the note in one step, so that nobody reads half of it."""
    draft = folder / f"{NOTE}.new"
    draft.write_text(json.dumps(asdict(holder), indent=2, ensure_ascii=False), encoding="utf-8")
    draft.replace(folder / NOTE)


def find_note(folder: Path) -> Holder | None:
    """The note as it stands, or None if there is none that can be read."""
    try:
        return Holder(**json.loads((folder / NOTE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def remove_note(folder: Path) -> None:
    (folder / NOTE).unlink(missing_ok=True)
