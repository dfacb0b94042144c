"""How much memory a heap may take: of the machine's, or of what the container around us is given."""

from contextlib import suppress
from pathlib import Path

import psutil

LIMITS = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))
USED = (Path("/sys/fs/cgroup/memory.current"), Path("/sys/fs/cgroup/memory/memory.usage_in_bytes"))
MIB = 1024 * 1024


def available_mib() -> int:
    """MiB that nobody uses yet."""
    free = [int(psutil.virtual_memory().available)]
    for limit, used in zip(LIMITS, USED, strict=True):
        with suppress(OSError, ValueError):  # no such file, or `max`
            free.append(int(limit.read_text()) - int(used.read_text()))
    return max(min(free), 0) // MIB
