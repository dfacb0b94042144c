"""Feeds are answered from memory: what this process makes at once, what others make when it has tended."""

import asyncio
from datetime import UTC, datetime

import pytest

from graph.errors import NotFound
from graph.record.bolt import BoltStore
from graph.record.feeds import Feed, FeedStore, new_feed

AT = datetime(2025, 6, 2, tzinfo=UTC)


def made() -> tuple[Feed, str]:
    return new_feed("centre", created=AT, creator="tests", key=None)


def test_no_address_that_is_asked_for_costs_the_record_anything(store: BoltStore, runner: asyncio.Runner) -> None:
    async def story() -> None:
        feeds = FeedStore(store)
        feed, secret = made()
        await feeds.add(feed)
        before = store.round_trips
        assert feeds.find(secret) == feed
        assert [feeds.find(f"guess {number}") for number in range(1_000)] == [None] * 1_000
        assert store.round_trips == before

    runner.run(story())


def test_what_another_process_makes_and_revokes_is_known_when_tended(store: BoltStore, runner: asyncio.Runner) -> None:
    async def story() -> None:
        here, elsewhere = FeedStore(store), FeedStore(store)
        feed, secret = made()
        await elsewhere.add(feed)
        assert here.find(secret) is None
        await here.tend()
        assert here.find(secret) == feed
        await elsewhere.revoke(feed.id, AT)
        assert elsewhere.find(secret) is None
        await here.tend()
        assert here.find(secret) is None
        with pytest.raises(NotFound):
            await here.revoke(feed.id, AT)

    runner.run(story())


def test_what_is_made_or_revoked_while_others_are_taken_in_is_known_after_it(
    store: BoltStore, runner: asyncio.Runner
) -> None:
    async def story() -> None:
        feeds = FeedStore(store)
        for _ in range(20):
            feed, secret = made()
            await asyncio.gather(feeds.tend(), feeds.add(feed))
            assert feeds.find(secret) == feed
            await asyncio.gather(feeds.tend(), feeds.revoke(feed.id, AT))
            assert feeds.find(secret) is None

    runner.run(story())
