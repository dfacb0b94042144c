"""Holds processes to one core: rivals then have the same to work with, whatever the client takes for itself."""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import psutil


@contextmanager
def held_to_one_core(*processes: psutil.Process) -> Iterator[bool]:
    """Hold all threads of some processes to the first core meanwhile; False: this system can't, and nothing is held."""
    if sys.platform != "linux":
        yield False
        return
    allowed = os.sched_getaffinity(0)
    _hold(processes, {min(allowed)})
    try:
        yield True
    finally:
        _hold(processes, allowed)


def _hold(processes: Iterable[psutil.Process], cores: set[int]) -> None:
    for process in processes:
        for thread in process.threads():
            try:
                os.sched_setaffinity(thread.id, cores)
            except ProcessLookupError:
                continue  # it has just ended
