"""The journal is read from its beginning in order, and never more of it at once than Neo4j can hold."""

import asyncio

import neo4j
import pytest

from graph.change import Recorded
from graph.record import journal
from graph.record.bolt import BoltStore
from graph.record.journal import Unreadable, read_journal
from tests.builders.histories import keep
from tests.builders.organisations import Builder, Organisation

SIZES = (3, 12, 2, 2, 2, 9, 1, 1, 40, 1)
MOST = 10


def history() -> Organisation:
    """People come, so many in each change."""
    builder = Builder()
    for number, size in enumerate(SIZES):
        for each in range(size):
            builder.person(f"第{number}批{each}")
        builder.commit(str(number))
    return builder.organisation()


@pytest.fixture
def kept(store: BoltStore, runner: asyncio.Runner) -> BoltStore:
    """A record that holds these changes."""
    keep(history(), store, runner)
    return store


def test_changes_come_in_order_and_large_ones_alone(
    kept: BoltStore, runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "MOST_OPERATIONS", MOST)
    under_way: list[int] = []
    loads: list[list[int]] = []
    read = BoltStore.read

    async def watched(self: BoltStore, revision: int) -> Recorded | None:
        under_way.append(SIZES[revision - 1])
        loads.append(list(under_way))
        try:
            return await read(self, revision)
        finally:
            under_way.remove(SIZES[revision - 1])

    monkeypatch.setattr(BoltStore, "read", watched)

    async def story() -> list[Recorded | Unreadable]:
        return [entry async for entry in read_journal(kept, range(1, len(SIZES) + 1))]

    found = runner.run(story())
    assert [entry.revision for entry in found] == list(range(1, len(SIZES) + 1))
    assert [len(entry.change.operations) for entry in found if isinstance(entry, Recorded)] == list(SIZES)
    assert all(sum(load) <= MOST or len(load) == 1 for load in loads)
    assert max(map(len, loads)) > 1, "small ones are read side by side"


@pytest.mark.parametrize("spoilt", ["REMOVE c.operations", "SET c.operations = 5", "SET c.operations = ['?']"])
def test_a_change_whose_size_cannot_be_told_is_unreadable_and_the_others_are_not(
    kept: BoltStore, runner: asyncio.Runner, analyst: neo4j.Driver, spoilt: str
) -> None:
    analyst.execute_query(f"MATCH (c:Change {{revision: 4}}) {spoilt}")

    async def story() -> list[int]:
        entries = [entry async for entry in read_journal(kept, range(1, len(SIZES) + 2))]
        return [entry.revision for entry in entries if isinstance(entry, Unreadable)]

    assert runner.run(story()) == [4, len(SIZES) + 1]
