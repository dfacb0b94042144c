"""A replica that loses Neo4j answers on, says how old its knowledge is, refuses to write, and catches up by itself."""

import asyncio
import json
import os
import signal
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from graph import live
from graph.engine.embedded import Neo4jAddress, RunningNeo4j
from graph.errors import Unavailable
from graph.live import LiveModel
from graph.record import bolt
from graph.record.bolt import BoltStore
from graph.record.opening import start_model
from graph.record.proving import prove
from graph.record.security import SecurityStore
from schema import schema
from tests.builders.street import FIRST, GRID, founding
from tests.service.test_subscriptions import next_change, rename, serving, subscribed
from tests.waiting import HANG_S, until

FOLLOW_S = 0.05
USUAL_WAIT_S = schema.LONGEST_WAIT_SECONDS
RENAME = """mutation($name: String!) {
  describeUnit(input: {code: "370923001001001", on: "2025-06-01", name: $name}, change: {reason: "outage"}) {
    __typename ... on ChangeApplied { revision } ... on ChangeRefused { code message } } }"""
NAME = """query($revision: Int) { organization(atLeastRevision: $revision) {
  revision unit(code: "370923001001001") { name } } }"""


class Line:
    """The line between one process and Neo4j: open, cut (as if Neo4j had ended), or swallowing all that is sent."""

    COMMIT = bytes.fromhex("0002 B012 0000")  # a chunk of two bytes, the message COMMIT without fields, the end

    def __init__(self, address: Neo4jAddress) -> None:
        self._port = int(address.uri.rsplit(":", 1)[1])
        self._open = asyncio.Event()
        self._open.set()
        self._cut = False
        self._carriers: set[asyncio.Task[None]] = set()
        self.freeze_at_commit = False
        self.uri = ""

    @asynccontextmanager
    async def laid(self) -> "AsyncIterator[Line]":
        server = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        self.uri = f"bolt://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        try:
            yield self
        finally:
            server.close()
            self._drop()

    def cut(self) -> None:
        """Break every connection, and each that is made from now on."""
        self._cut = True
        self._drop()

    def freeze(self) -> None:
        """Swallow everything, from now on, and break nothing."""
        self._open.clear()

    def mend(self) -> None:
        """Let everything through again, what was swallowed too."""
        self._cut = False
        self._open.set()

    def _drop(self) -> None:
        for carrier in self._carriers:
            carrier.cancel()

    async def _carry(self, near: asyncio.StreamReader, near_out: asyncio.StreamWriter) -> None:
        if self._cut:
            near_out.transport.abort()
            return
        far, far_out = await asyncio.open_connection("127.0.0.1", self._port)
        ways = [asyncio.create_task(self._way(*ends)) for ends in ((near, far_out), (far, near_out))]
        self._carriers.update(ways)
        await asyncio.gather(*ways, return_exceptions=True)
        self._carriers.difference_update(ways)
        for end in (near_out, far_out):
            end.transport.abort()

    async def _way(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        while data := await source.read(65_536):
            if self.freeze_at_commit and self.COMMIT in data:
                self.freeze_at_commit = False
                self.freeze()
            await self._open.wait()
            sink.write(data)
            await sink.drain()
        sink.close()


@dataclass
class Pair:
    """Two processes on one Neo4j: `writer` at its side; `replica`, served, at the `far` end of a line."""

    writer: LiveModel
    store: BoltStore
    replica: LiveModel
    far: BoltStore
    line: Line
    at: str
    client: httpx.AsyncClient

    async def ready(self) -> dict[str, Any]:
        """What the replica's /ready says."""
        answer = await self.client.get("/ready")
        found: dict[str, Any] = answer.json()
        assert answer.status_code == (200 if found["status"] == "ready" else 503)
        return found

    async def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        """The replica's whole answer."""
        answer = await self.client.post("/graphql", json={"query": query, "variables": variables})
        found: dict[str, Any] = answer.json()
        return found

    async def write(self, name: str) -> dict[str, Any]:
        """What the replica says to a change."""
        found: dict[str, Any] = (await self.ask(RENAME, name=name))["data"]["describeUnit"]
        return found

    def lose(self, how: str) -> None:
        """Cut or freeze the line."""
        self.give_up_after(*QUICK_LIMITS_S)
        {"cut": self.line.cut, "frozen": self.line.freeze}[how]()

    def lose_at_commit(self) -> None:
        """Freeze the line at the next COMMIT."""
        self.give_up_after(*LIMITS_TO_COMMIT_S)
        self.line.freeze_at_commit = True

    def mend(self) -> None:
        """Mend the line."""
        self.give_up_after(*USUAL_LIMITS_S)
        self.line.mend()

    def give_up_after(self, silent_read_s: float, silent_write_s: float, longest_write_s: float) -> None:
        """Set the far store's limits: quick ones in an outage alone, for a busy machine may need the usual ones."""
        self.far.silent_read_s, self.far.silent_write_s = silent_read_s, silent_write_s
        self.far.longest_write_s = longest_write_s

    async def until_ready_says(self, status: str) -> dict[str, Any]:
        """Wait for it; what /ready says then."""
        async with asyncio.timeout(HANG_S):
            while (said := await self.ready())["status"] != status:  # noqa: ASYNC110 -- no event
                await asyncio.sleep(0.02)
        return said

    async def history(self) -> list[str]:
        """The reasons of all changes in the journal; an assertion unless journal and graph agree."""
        assert await prove(self.store) == []
        return [entry.reason for entry in await self.store.entries(None, 1_000_000, 500)]


BEFORE = [
    "rename",
    "a street to test with",
    "default staffing standard, ladder and digit template 默认配备标准、责任阶梯与编码规则",
]
"""The journal's reasons when a story begins."""

USUAL_LIMITS_S = bolt.SILENT_READ_S, bolt.SILENT_WRITE_S, bolt.LONGEST_WRITE_S
QUICK_LIMITS_S = 1.0, 2.0, 5.0
LIMITS_TO_COMMIT_S = 3.0, 5.0, 8.0
"""A store's limits of silence: of a read, of a write, of a whole write; long enough to get as far as its COMMIT."""


@asynccontextmanager
async def pair(store: BoltStore, address: Neo4jAddress) -> AsyncIterator[Pair]:
    """The pair, the street founded, the replica following."""
    async with AsyncExitStack() as stack:
        writer = await start_model(store)
        await writer.decide(founding)
        await rename(writer, GRID[FIRST], "甲格")
        quick = stack.enter_context(pytest.MonkeyPatch.context())
        quick.setattr(live, "LATE_S", 0.5)
        quick.setattr(schema, "LONGEST_WAIT_SECONDS", HANG_S)
        line = await stack.enter_async_context(Line(address).laid())
        far = await stack.enter_async_context(BoltStore.open(line.uri, address.user, address.password))
        replica = await LiveModel.start(far)
        stack.callback(asyncio.create_task(replica.follow(FOLLOW_S)).cancel)
        at = await stack.enter_async_context(serving(replica))
        client = await stack.enter_async_context(httpx.AsyncClient(base_url=f"http://{at}", timeout=HANG_S))
        yield Pair(writer, store, replica, far, line, at, client)


@pytest.mark.parametrize("how", ["cut", "frozen"])
def test_a_replica_without_neo4j_answers_on_says_how_old_and_catches_up(
    store: BoltStore, runner: asyncio.Runner, neo4j_server: RunningNeo4j, how: str
) -> None:
    async def story() -> None:
        async with pair(store, neo4j_server.address) as two:
            known = await rename(two.writer, GRID[FIRST], "此前")
            assert (await two.ask(NAME, revision=known))["data"]["organization"]["unit"]["name"] == "此前"
            assert await two.until_ready_says("ready") | {"facts": 0} == {
                "status": "ready", "revision": known, "facts": 0, "secondsOld": 0.0, "because": None,
            }  # fmt: skip

            two.lose(how)
            written = await rename(two.writer, GRID[FIRST], "其间")
            said = await two.until_ready_says("behind")
            assert said["revision"] == known
            assert said["because"]
            answer = await two.ask(NAME)
            assert answer["data"]["organization"] == {"revision": known, "unit": {"name": "此前"}}
            fresh = answer["extensions"]["freshness"]
            assert fresh["revision"] == known
            assert fresh["because"]
            await asyncio.sleep(0.3)
            older = (await two.ask(NAME))["extensions"]["freshness"]
            assert older["secondsOld"] > fresh["secondsOld"] > 0

            two.mend()
            assert (await two.until_ready_says("ready"))["revision"] == written
            answer = await two.ask(NAME)
            assert answer["data"]["organization"] == {"revision": written, "unit": {"name": "其间"}}
            assert "freshness" not in answer.get("extensions", {})

    runner.run(story())


@pytest.mark.parametrize("how", ["cut", "frozen"])
def test_a_write_without_neo4j_is_refused_in_time_and_nothing_of_it_is_kept(
    store: BoltStore, runner: asyncio.Runner, neo4j_server: RunningNeo4j, how: str
) -> None:
    """Three at once, one behind the other: each is told, none is kept, and the next after the outage is."""

    async def story() -> None:
        async with pair(store, neo4j_server.address) as two:
            two.lose(how)
            refused = await asyncio.gather(*(two.write(f"失{number}") for number in range(3)))
            assert {(each["__typename"], each["code"]) for each in refused} == {("ChangeRefused", "UNAVAILABLE")}
            kept = await rename(two.writer, GRID[FIRST], "照写")
            two.mend()
            await two.until_ready_says("ready")
            assert await two.history() == ["rename", *BEFORE]
            assert (await two.write("再写"))["revision"] == kept + 1
            assert await two.history() == ["outage", "rename", *BEFORE]

    runner.run(story())


@pytest.mark.parametrize("how", ["cut", "frozen"])
def test_at_least_this_revision_waits_for_it_or_says_in_time_that_it_has_not_come(
    store: BoltStore, runner: asyncio.Runner, neo4j_server: RunningNeo4j, how: str
) -> None:
    async def story() -> None:
        async with pair(store, neo4j_server.address) as two:
            two.lose(how)
            written = await rename(two.writer, GRID[FIRST], "其间")
            began = time.monotonic()
            with pytest.MonkeyPatch.context() as usual:
                usual.setattr(schema, "LONGEST_WAIT_SECONDS", USUAL_WAIT_S)
                answer = await two.ask(NAME, revision=written)
            assert time.monotonic() - began > 4.5
            (error,) = answer["errors"]
            assert error["extensions"]["code"] == "UNAVAILABLE"
            assert f"Revision {written} has not come within 5 s" in error["message"]

            waiting = asyncio.create_task(two.ask(NAME, revision=written))
            await asyncio.sleep(1)  # it gets there
            assert not waiting.done()
            two.mend()
            answer = await waiting
            assert answer["data"]["organization"] == {"revision": written, "unit": {"name": "其间"}}

    runner.run(story())


@pytest.mark.parametrize("how", ["cut", "frozen"])
def test_a_subscription_across_an_outage_misses_nothing_and_doubles_nothing(
    store: BoltStore, runner: asyncio.Runner, neo4j_server: RunningNeo4j, how: str
) -> None:
    """One client stays connected; one leaves in the outage and resumes after it; two come while it lasts."""

    async def story() -> None:
        async with pair(store, neo4j_server.address) as two:
            first = await rename(two.writer, GRID[FIRST], "一")
            await two.ask(NAME, revision=first)
            watchers = len(two.replica._watchers)
            async with subscribed(two.at, since=first - 1) as stays:
                assert (await next_change(stays))["revision"] == first
                async with subscribed(two.at, since=first - 1) as leaves:
                    assert (await next_change(leaves))["revision"] == first
                    two.lose(how)
                    await two.until_ready_says("behind")
                    second = await rename(two.writer, GRID[FIRST], "二")
                async with subscribed(two.at, since=first) as comes, subscribed(two.at) as begins:
                    await until(lambda: len(two.replica._watchers) == watchers + 3)
                    third = await rename(two.writer, GRID[FIRST], "三")
                    two.mend()
                    await two.until_ready_says("ready")
                    fourth = int((await two.write("四"))["revision"])
                    async with subscribed(two.at, since=first) as resumes:
                        for ws in (stays, comes, begins, resumes):
                            heard = [(await next_change(ws))["revision"] for _ in range(3)]
                            assert heard == [second, third, fourth]
                        await two.writer.catch_up()
                        fifth = await rename(two.writer, GRID[FIRST], "五")
                        for ws in (stays, comes, begins, resumes):
                            assert (await next_change(ws))["revision"] == fifth

    runner.run(story())


@pytest.mark.parametrize("how", ["cut", "frozen"])
def test_what_lies_beside_the_model_is_given_up_in_time_too(
    store: BoltStore, runner: asyncio.Runner, neo4j_server: RunningNeo4j, how: str
) -> None:
    """Keys, feeds and decisions are read and written by queries of their own: none waits for ever."""

    async def story() -> None:
        async with pair(store, neo4j_server.address) as two:
            keys = SecurityStore(two.far)
            two.lose(how)
            with pytest.raises(Unavailable):
                await keys.keys()
            with pytest.raises(Unavailable):
                await two.far.execute("CREATE (:Note)")
            two.mend()
            await two.until_ready_says("ready")
            assert await keys.keys() == []
            assert await two.far.execute("CREATE (n:Note) RETURN 1 AS made") == [{"made": 1}]

    runner.run(story())


def test_who_resumes_from_long_ago_while_neo4j_is_away_is_told_to_come_again(
    store: BoltStore, runner: asyncio.Runner, neo4j_server: RunningNeo4j
) -> None:
    async def story() -> None:
        async with pair(store, neo4j_server.address) as two:
            two.lose("frozen")
            async with subscribed(two.at, since=0) as ws:
                async with asyncio.timeout(HANG_S):
                    message = json.loads(await ws.recv())
            errors = message["payload"]["errors"] if message["type"] == "next" else message["payload"]
            assert errors[0]["extensions"]["code"] == "UNAVAILABLE", message

    runner.run(story())


def test_a_writer_cut_off_before_its_commit_locks_nobody_out_for_long(
    store: BoltStore, runner: asyncio.Runner, neo4j_server: RunningNeo4j
) -> None:
    """Its COMMIT is swallowed: it is told that it may have been kept; Neo4j undoes it; the others go on."""

    async def story() -> None:
        async with pair(store, neo4j_server.address) as two:
            two.lose_at_commit()
            refused = await two.write("悬")
            assert refused["code"] == "UNAVAILABLE"
            assert "may have been kept" in refused["message"]
            began = time.monotonic()
            while True:
                try:
                    await rename(two.writer, GRID[FIRST], "照写")
                    break
                except Unavailable:
                    assert time.monotonic() - began < HANG_S
            two.line.cut()
            two.mend()
            await two.until_ready_says("ready")
            assert await two.history() == ["rename", *BEFORE]

    runner.run(story())


def test_a_frozen_neo4j_is_noticed_and_what_it_thaws_to_is_followed(
    store: BoltStore, runner: asyncio.Runner, neo4j_server: RunningNeo4j
) -> None:
    """SIGSTOP: its connections stay, its port is open, and nobody answers."""

    async def story() -> None:
        async with pair(store, neo4j_server.address) as two:
            frozen = neo4j_server.holder.neo4j_pid
            assert frozen is not None
            two.give_up_after(*QUICK_LIMITS_S)
            os.kill(frozen, signal.SIGSTOP)
            try:
                await two.until_ready_says("behind")
                assert (await two.ask(NAME))["data"]["organization"]["unit"]["name"] == "甲格"
                assert (await two.write("冻"))["code"] == "UNAVAILABLE"
            finally:
                two.give_up_after(*USUAL_LIMITS_S)
                os.kill(frozen, signal.SIGCONT)
            await two.until_ready_says("ready")
            assert "outage" not in await two.history()
            await two.writer.catch_up()
            written = await rename(two.writer, GRID[FIRST], "解冻")
            assert (await two.ask(NAME, revision=written))["data"]["organization"]["unit"]["name"] == "解冻"

    runner.run(story())
