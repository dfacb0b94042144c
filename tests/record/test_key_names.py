"""Keys are revoked by name or id; a refusal says why that will not do."""

import asyncio
from datetime import UTC, datetime

import pytest

from graph.access.grants import Key, Right
from graph.errors import NotFound
from graph.record.bolt import BoltStore
from graph.record.security import SecurityStore, new_key

AT = datetime(2025, 6, 2, tzinfo=UTC)


def made(name: str) -> Key:
    return new_key(name, Right.READ, under=None, created=AT, creator="tests", expires=None, documents={})[0]


def test_a_key_that_can_t_be_revoked_is_told_apart(store: BoltStore, runner: asyncio.Runner) -> None:
    async def story() -> None:
        security = SecurityStore(store)
        keys = [made(name) for name in ("热线", "热线", "大屏")]
        for key in keys:
            await security.add(key)
        with pytest.raises(NotFound, match="No key is called 窗口"):
            await security.revoke("窗口", AT)
        with pytest.raises(NotFound, match=f"2 keys are called 热线; .*{keys[0].id}"):
            await security.revoke("热线", AT)
        assert (await security.revoke(keys[0].id, AT)).id == keys[0].id
        assert (await security.revoke("热线", AT)).id == keys[1].id
        with pytest.raises(NotFound, match="revoked already"):
            await security.revoke("热线", AT)

    runner.run(story())
