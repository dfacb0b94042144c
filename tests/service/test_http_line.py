"""HTTP connections that are silent, slow, too many, too large or wrong: none keeps an honest client from its answer."""

import asyncio
import json
import logging
from collections.abc import Iterator
from contextlib import AsyncExitStack, suppress
from dataclasses import replace
from ipaddress import ip_network

import pytest

from deploy.crowd import Stage
from deploy.http_line import LONGEST_LINE, MOST_HEAD_BYTES, MOST_HEADERS, MOST_RAW_BYTES, MOST_WAITING
from deploy.proxies import Proxies
from deploy.web import WebServer
from schema.http.body import MOST_BODY_BYTES
from tests.builders.raw import ASK, HASTY, PATIENT, Wire, port_of, served, wire_to, wired
from tests.waiting import until

MOST, MOST_OF_ONE = PATIENT.most, PATIENT.most_of_one_address
SLOW = b"GET /slow HTTP/1.1\r\nHost: here\r\n\r\n"
POST = b"POST /echo HTTP/1.1\r\nHost: here\r\n"


@pytest.fixture(autouse=True)
def _ordinary_lines_only(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Whatever comes, the log has no traceback and no error."""
    caplog.set_level(logging.INFO)
    yield
    assert [r.getMessage() for r in caplog.records if r.levelno >= logging.ERROR or r.exc_info] == []


async def until_nobody_is_left(server: WebServer) -> None:
    await until(lambda: not len(server.crowd))


# -- too many ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "began", [b"", b"GET /sm", POST + b"Content-Length: 9\r\n\r\nabc"], ids=["mute", "head", "body"]
)
def test_who_comes_with_a_request_gets_in_past_a_crowd_that_dawdles(runner: asyncio.Runner, began: bytes) -> None:
    async def go() -> None:
        async with served(limits=PATIENT) as server, AsyncExitStack() as stack:
            for address in ("127.0.0.1", "127.0.0.2"):
                for _ in range(3 * MOST):
                    crowding = await stack.enter_async_context(wired(server, local_addr=(address, 0)))
                    crowding.send(began)
                    assert len(server.crowd) <= MOST
            for address in ("127.0.0.1", "127.0.0.2", "127.0.0.3"):
                async with wired(server, local_addr=(address, 0)) as honest:
                    assert await honest.is_served()
                    assert await honest.is_served()

    runner.run(go())


def test_who_is_being_served_is_not_disturbed_by_a_crowd(runner: asyncio.Runner) -> None:
    async def go() -> None:
        async with served(limits=PATIENT) as server, AsyncExitStack() as stack:
            honest = await stack.enter_async_context(wired(server))
            honest.send(SLOW)
            await asyncio.sleep(0.1)
            for _ in range(3 * MOST):
                await stack.enter_async_context(wired(server))
            assert await honest.answer() == (200, b"slow")

    runner.run(go())


def test_where_all_are_served_one_more_is_told_so_and_another_address_is_let_in(runner: asyncio.Runner) -> None:
    async def go() -> None:
        async with served(limits=PATIENT) as server, AsyncExitStack() as stack:
            busy = [await stack.enter_async_context(wired(server)) for _ in range(MOST_OF_ONE)]
            for each in busy:
                each.send(SLOW)
            await asyncio.sleep(0.3)
            async with wired(server) as more:
                status, body = await more.answer()
                assert status == 503
                assert json.loads(body)["errors"][0]["extensions"]["code"] == "UNAVAILABLE"
            async with wired(server, local_addr=("127.0.0.2", 0)) as other:
                assert await other.is_served()
            assert [(await each.answer())[0] for each in busy] == [200] * MOST_OF_ONE

    runner.run(go())


def test_one_connection_has_so_many_requests_waiting(runner: asyncio.Runner) -> None:
    async def go() -> None:
        async with served(limits=PATIENT) as server:
            async with wired(server) as wire:
                wire.send(ASK * 5)
                assert [await wire.answer() for _ in range(5)] == [(200, b"small")] * 5
            async with wired(server) as greedy:
                greedy.send(SLOW + ASK * (2 * MOST_WAITING))
                assert (await greedy.rest()).count(b"200 OK") <= MOST_WAITING + 1

    runner.run(go())


# -- too slow ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"", None),
        (b"\r\n\r\n", None),
        (b"G", 408),
        (b"GET /small HTTP/1.1\r\nHost: he", 408),
        (POST + b"Content-Length: 9\r\n\r\nabc", 408),
        (POST + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", 408),
        (b"POST /refuse HTTP/1.1\r\nHost: here\r\nContent-Length: 9\r\n\r\nabc", 403),
        (ASK, 200),
        (ASK + b"GET /small HT", 200),
    ],
    ids=["nothing", "empty lines", "a letter", "a head", "a body", "a chunk", "refused", "one", "one and a half"],
)
def test_who_does_not_go_on_is_closed(runner: asyncio.Runner, sent: bytes, status: int | None) -> None:
    async def go() -> None:
        async with served(limits=HASTY) as server, wired(server) as wire:
            wire.send(sent)
            said = await wire.rest()
            assert said[9:12] == (b"" if status is None else str(status).encode())
            if status == 408:
                assert b"TOO_SLOW" in said
            await until_nobody_is_left(server)

    runner.run(go())


@pytest.mark.parametrize(
    "head", [b"GET /small HTTP/1.1\r\nX: ", POST + b"Content-Length: 900\r\n\r\n"], ids=["head", "body"]
)
def test_a_request_that_trickles_in_is_closed_too(runner: asyncio.Runner, head: bytes) -> None:
    async def go() -> None:
        async with served(limits=HASTY) as server, wired(server) as wire:
            wire.send(head)

            async def trickle() -> None:
                while True:
                    wire.send(b"x")
                    await asyncio.sleep(0.05)

            trickling = asyncio.create_task(trickle())
            assert b"408" in await wire.rest()
            trickling.cancel()

    runner.run(go())


def test_who_takes_nothing_of_an_answer_is_cut_off_and_who_takes_it_slowly_gets_it_all(runner: asyncio.Runner) -> None:
    async def go() -> None:
        limits = replace(HASTY, slowest_taking_bytes=1_000)
        async with served(limits=limits) as server:
            async with wired(server, limit=1_000) as stuck:
                stuck.send(b"GET /large HTTP/1.1\r\nHost: here\r\n\r\n")
                await stuck.reader.readuntil(b"\r\n\r\n")
                await until_nobody_is_left(server)
            async with wired(server, limit=65_536) as slow:
                slow.send(b"GET /large HTTP/1.1\r\nHost: here\r\n\r\n")
                await slow.reader.readuntil(b"\r\n\r\n")
                left = 20_000_000
                while left:
                    left -= len(await slow.reader.read(min(left, 200_000)))
                    await asyncio.sleep(0.005)

    runner.run(go())


def test_an_answer_that_takes_long_is_waited_for(runner: asyncio.Runner) -> None:
    async def go() -> None:
        async with served(limits=HASTY) as server, wired(server) as wire:
            wire.send(SLOW)
            assert await wire.answer() == (200, b"slow")

    runner.run(go())


# -- too large ---------------------------------------------------------------------------------------------------------

FILL = b"x" * 10_000_000


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET /" + b"x" * LONGEST_LINE + b" HTTP/1.1\r\nHost: here\r\n\r\n", 414),
        (b"GET /" + FILL, 414),
        (b"GET / HTTP/1.1\r\nX: " + b"x" * LONGEST_LINE + b"\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\n" + b"x" * LONGEST_LINE + b": x\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\nX: " + FILL, 431),
        (b"GET / HTTP/1.1\r\n" + FILL, 431),
        (b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * (MOST_HEADERS + 1) + b"\r\n", 431),
        (b"GET / HTTP/1.1\r\n" + (b"X: " + b"y" * 5_000 + b"\r\n") * (MOST_HEAD_BYTES // 5_000 + 1) + b"\r\n", 431),
        (POST + b"Content-Length: %d\r\n\r\n" % (MOST_BODY_BYTES + 1), 413),
        (POST + b"Content-Length: 99999999999999999999999999\r\n\r\n", 400),
        (POST + b"Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc", 415),
        (POST + b"Transfer-Encoding: chunked\r\n\r\n" + b"%x\r\n" % len(FILL) + FILL, 413),
        (POST + b"Transfer-Encoding: chunked\r\n\r\n" + b"1\r\nx\r\n" * (MOST_BODY_BYTES + 1), 413),
    ],
    ids=[
        "a long address", "an endless address", "a long header", "a long name", "an endless header", "an endless name",
        "many headers", "large headers", "a large body", "a length beyond numbers", "an encoded body", "a large chunk",
        "many chunks",
    ],
)  # fmt: skip
def test_what_is_too_large_is_refused_in_a_sentence(runner: asyncio.Runner, request_: bytes, status: int) -> None:
    async def go() -> None:
        async with served(limits=PATIENT) as server, wired(server) as wire:
            wire.send(request_)
            found, body = await wire.answer()
            assert found == status
            assert len(json.loads(body)["errors"][0]["message"]) > 20
            async with wired(server) as honest:
                assert await honest.is_served()

    runner.run(go())


def test_a_body_that_is_refused_is_read_past_and_the_connection_goes_on(runner: asyncio.Runner) -> None:
    async def go() -> None:
        async with served(limits=PATIENT) as server, wired(server) as wire:
            bodies = ((b"/echo", 413, 3_000_000), (b"/refuse", 403, 900_000), (b"/small", 405, 900_000))
            for path, status, size in bodies:
                wire.send(b"POST %s HTTP/1.1\r\nHost: here\r\nContent-Length: %d\r\n\r\n" % (path, size) + b"x" * size)
                assert (await wire.answer())[0] == status
                assert await wire.is_served()

    runner.run(go())


def test_whoever_sends_for_ever_is_cut_off(runner: asyncio.Runner) -> None:
    async def go() -> None:
        async with served(limits=PATIENT) as server, wired(server) as wire:
            wire.send(POST + b"Transfer-Encoding: chunked\r\n\r\n")
            sent = 0
            with suppress(ConnectionError):
                while sent < 10 * MOST_RAW_BYTES:
                    wire.send(b"10000\r\n" + b"x" * 65_536 + b"\r\n")
                    sent += 65_536
                    await wire.writer.drain()
            assert sent < 5 * MOST_RAW_BYTES
            await until_nobody_is_left(server)

    runner.run(go())


def test_a_body_in_the_smallest_chunks_is_taken(runner: asyncio.Runner) -> None:
    async def go() -> None:
        async with served(limits=PATIENT) as server, wired(server) as wire:
            wire.send(POST + b"Transfer-Encoding: chunked\r\n\r\n" + b"1\r\nx\r\n" * 50_000 + b"0\r\n\r\n")
            assert (await wire.answer())[1].startswith(b"50000 ")

    runner.run(go())


# -- wrong -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "request_",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(256)),
        b"hello\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"CONNECT example.org:443 HTTP/1.1\r\nHost: example.org\r\n\r\n",
        b"GET /\xff\xfe HTTP/1.1\r\nHost: here\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: here\r\nX : y\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: here\r\nX: a\rb\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: here\r\nX: a\x00b\r\n\r\n",
        POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
        POST + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
        POST + b"Content-Length: -5\r\n\r\nabcde",
        POST + b"Content-Length: 5,5\r\n\r\nabcde",
        POST + b"Content-Length: 0x5\r\n\r\nabcde",
        POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n",
        POST + b"Transfer-Encoding: chunked\r\n\r\n-1\r\nabc\r\n",
        POST + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nabc\r\n",
    ],
)
def test_what_could_be_read_in_two_ways_is_refused_and_the_connection_closed(
    runner: asyncio.Runner, request_: bytes
) -> None:
    async def go() -> None:
        async with served(limits=PATIENT) as server, wired(server) as wire:
            wire.send(request_ + ASK)
            said = await wire.rest()
            assert said[9] == ord("4") or not said
            assert b"small" not in said

    runner.run(go())


@pytest.mark.parametrize("wish", [b"h2c", b"foo"])
def test_a_wish_for_another_protocol_is_passed_over_and_the_body_is_the_requests(
    runner: asyncio.Runner, wish: bytes
) -> None:
    """Java's client asks every server for HTTP/2 in this way."""

    async def go() -> None:
        async with served(limits=PATIENT) as server, wired(server) as wire:
            upgrade = b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: %s\r\nHTTP2-Settings: AAMAAABk\r\n" % wish
            body = ASK
            wire.send(POST + upgrade + b"Content-Length: %d\r\n\r\n" % len(body))
            await asyncio.sleep(0.05)
            wire.send(body)
            status, said = await wire.answer()
            assert (status, said.split()[0]) == (200, str(len(body)).encode())
            assert b"upgrade" not in said
            assert await wire.is_served()

    runner.run(go())


def test_what_comes_after_a_body_is_no_header(runner: asyncio.Runner) -> None:
    async def go() -> None:
        async with served(limits=PATIENT) as server, wired(server) as wire:
            wire.send(POST + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nAuthorization: Bearer x\r\n\r\n")
            assert await wire.answer() == (200, b"3 ['host', 'transfer-encoding']")
            assert await wire.is_served()

    runner.run(go())


def test_a_body_is_asked_for_only_if_it_will_be_taken(runner: asyncio.Runner) -> None:
    async def go() -> None:
        async with served(limits=PATIENT) as server, wired(server) as wire:
            wire.send(POST + b"Expect: 100-continue\r\nContent-Length: 3\r\n\r\n")
            assert await wire.answer() == (100, b"")
            wire.send(b"abc")
            assert (await wire.answer())[0] == 200
            wire.send(POST + b"Expect: 100-continue\r\nContent-Length: 3000000\r\n\r\n")
            assert (await wire.answer())[0] == 413

    runner.run(go())


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "TRACE", "DELETE", "PUT", "PATCH", "PROPFIND"])
def test_other_methods_are_answered(runner: asyncio.Runner, method: str) -> None:
    async def go() -> None:
        async with served(limits=PATIENT) as server, wired(server) as wire:
            wire.send(f"{method} /small HTTP/1.1\r\nHost: here\r\n\r\n".encode())
            head = await wire.reader.readuntil(b"\r\n\r\n")
            assert int(head.split()[1]) == (200 if method == "HEAD" else 405)

    runner.run(go())


@pytest.mark.parametrize(
    "declared", [b"Content-Length: 900000\r\n\r\n", b"Transfer-Encoding: chunked\r\n\r\nfffff\r\n"]
)
def test_an_upload_that_is_broken_off_is_a_line_in_the_log(
    runner: asyncio.Runner, caplog: pytest.LogCaptureFixture, declared: bytes
) -> None:
    async def go() -> None:
        async with served(limits=PATIENT) as server:
            async with wired(server) as wire:
                wire.send(POST + declared + b"x" * 300_000)
                await wire.writer.drain()
                await asyncio.sleep(0.2)
            await until_nobody_is_left(server)

    runner.run(go())
    assert [r.getMessage() for r in caplog.records if r.name == "wangge.connections"] == [
        "A client went before its request had come whole: POST /echo"
    ]


# -- proxies -----------------------------------------------------------------------------------------------------------


def forwarded(client: str, ask: bytes = SLOW) -> bytes:
    return ask.replace(b"\r\n\r\n", b"\r\nX-Forwarded-For: " + client.encode() + b"\r\n\r\n")


async def _statuses(server: WebServer, requests: list[bytes]) -> list[int]:
    """What is answered to requests, each on a connection of its own, all at once."""
    wires: list[Wire] = []
    for request in requests:
        wires.append(await wire_to(server))
        wires[-1].send(request)
        await asyncio.sleep(0.01)
    statuses = [(await wire.answer())[0] for wire in wires]
    for wire in wires:
        await wire.close()
    return statuses


def test_behind_a_trusted_proxy_the_forwarded_address_counts(runner: asyncio.Runner) -> None:
    async def go() -> None:
        limits = replace(PATIENT, most_of_one_address=4)
        proxies = Proxies([ip_network("127.0.0.0/8"), ip_network("10.0.0.0/24")])
        async with served(limits=limits, proxies=proxies) as server:
            of_one = [f"9.9.9.{n}, 8.8.8.8:{n}, 10.0.0.7" for n in range(6)]  # what stands before is anybody's word
            assert sorted(await _statuses(server, [forwarded(client) for client in of_one])) == [200] * 4 + [503] * 2
            of_many = [f"8.8.4.{n}" for n in range(12)]
            assert await _statuses(server, [forwarded(client) for client in of_many]) == [200] * 12
            in_one_house = [f"[2001:db8::{n}]:77" for n in range(6)]
            assert (await _statuses(server, [forwarded(client) for client in in_one_house])).count(503) == 2
            async with wired(server) as kept:  # one connection of a proxy, for one client after the other
                for n in range(12):
                    kept.send(forwarded(f"8.8.5.{n}", ASK))
                    assert (await kept.answer())[0] == 200

    runner.run(go())


def test_from_nobody_else_a_forwarded_address_is_believed(runner: asyncio.Runner) -> None:
    async def go() -> None:
        limits = replace(PATIENT, most_of_one_address=4)
        async with served(limits=limits, proxies=Proxies([ip_network("10.0.0.0/8")])) as server:
            requests = [forwarded(f"8.8.8.{n}") for n in range(6)]
            assert (await _statuses(server, requests)).count(503) == 2

    runner.run(go())


@pytest.mark.parametrize(
    ("line", "client"),
    [
        ("1.2.3.4", "1.2.3.4"),
        ("1.2.3.4:5678", "1.2.3.4:5678"),
        ("6.6.6.6, 1.2.3.4, 10.0.0.1", "1.2.3.4"),
        ("10.0.0.2, 10.0.0.1", "10.0.0.2"),
        ("unknown, 10.0.0.1", "unknown"),
        (" , ", None),
        ("x" * 5_000, "x" * 64),
        ("::ffff:10.0.0.3, ::ffff:10.0.0.4", "::ffff:10.0.0.3"),
    ],
)
def test_the_client_is_the_last_that_is_no_proxy(line: str, client: str | None) -> None:
    proxies = Proxies([ip_network("10.0.0.0/8")])
    assert proxies.client_of([(b"host", b"here"), (b"x-forwarded-for", line.encode())]) == client


# -- files -------------------------------------------------------------------------------------------------------------


def test_stages_come_and_go_with_a_request(runner: asyncio.Runner) -> None:
    async def go() -> None:
        async with served(limits=PATIENT) as server, wired(server) as wire:
            assert port_of(server)

            async def stage() -> Stage:
                await asyncio.sleep(0.05)
                (guest,) = server.crowd
                return guest.stage

            assert await stage() is Stage.ASKING
            assert await wire.is_served()
            assert await stage() is Stage.IDLE
            wire.send(SLOW[:9])
            assert await stage() is Stage.ASKING
            wire.send(SLOW[9:])
            assert await stage() is Stage.SERVED
            assert (await wire.answer())[0] == 200
            wire.send(POST + b"Content-Length: 3\r\n\r\n")
            assert await stage() is Stage.SENDING
            wire.send(b"abc")
            assert (await wire.answer())[0] == 200
            assert await stage() is Stage.IDLE

    runner.run(go())
