"""The demo's own key, kept in the data folder, so that an address once opened opens again after a restart.

All other keys are shown once and kept nowhere.  This one lies beside the password of Neo4j, readable by the same user.
"""

import os
from datetime import datetime
from pathlib import Path

from graph.access.grants import KeyRing, Right, Unauthenticated
from graph.record.bolt import BoltStore
from graph.record.security import SecurityStore, new_key

NAME = "demo"


async def demo_key(store: BoltStore, data: Path, creator: str, now: datetime) -> str:
    """The token that is kept, while it is in force; else that of a new key with every right, which is then kept."""
    security = SecurityStore(store)
    kept = _kept(data)
    try:
        KeyRing(await security.keys()).find(kept, now)
    except Unauthenticated:
        key, token = new_key(NAME, Right.ADMIN, under=None, created=now, creator=creator, expires=None, documents={})
        await security.add(key)
        _keep(data, token)
        return token
    return kept


def _kept(data: Path) -> str:
    path = data / "demo.key"
    return path.read_text("utf-8").strip() if path.is_file() else ""


def _keep(data: Path, token: str) -> None:
    path = data / "demo.key"
    data.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(token + "\n")
