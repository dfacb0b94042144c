"""A load client: a few connections that each send the next request when the last is answered, for so many seconds.

Each connection goes round its own share of the requests, in an order of its own.

python -m bench.client PORT PATH CONNECTIONS SECONDS < bodies.json
"""

import asyncio
import json
import random
import sys
import time
from functools import partial
from itertools import cycle
from typing import cast

import orjson
import uvloop

HOST = "127.0.0.1"
TIMEOUT_S = 10


class Connection(asyncio.Protocol):
    """One connection: its latencies in seconds; an answer other than 200, or with errors, ends the measure."""

    def __init__(self, requests: list[bytes], until: float, seed: int) -> None:
        random.Random(seed).shuffle(requests)  # noqa: S311 -- an order of places, not of secrets
        self._requests = cycle(requests)
        self._until = until
        self._sent = 0.0
        self._answer = b""
        self._transport: asyncio.Transport | None = None
        self.latencies: list[float] = []
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport = cast("asyncio.Transport", transport)
        self._send()

    def data_received(self, data: bytes) -> None:
        """Take the answer; when it is whole, send the next request."""
        self._answer += data
        head_end = self._answer.find(b"\r\n\r\n")
        if head_end < 0 or len(self._answer) < head_end + 4 + _length(self._answer[:head_end]):
            return
        self.latencies.append(time.perf_counter() - self._sent)
        if not self._answer.startswith(b"HTTP/1.1 200") or b'"errors"' in self._answer:
            self.done.set_exception(RuntimeError(self._answer[:2000].decode()))
        elif time.perf_counter() < self._until:
            self._answer = b""
            self._send()
        else:
            self.done.set_result(None)

    def connection_lost(self, exc: Exception | None) -> None:
        """The server hung up."""
        if not self.done.done():
            self.done.set_exception(exc or ConnectionError("the server hung up"))

    def _send(self) -> None:
        assert self._transport is not None
        self._sent = time.perf_counter()
        self._transport.write(next(self._requests))


def _length(head: bytes) -> int:
    at = head.lower().index(b"content-length:") + len(b"content-length:")
    return int(head[at:].split(b"\r\n", 1)[0])


async def load(port: int, path: str, connections: int, seconds: float, bodies: list[object]) -> dict[str, float]:
    """How many requests, how many a second, and percentiles of latency in milliseconds."""
    requests = [_request(path, orjson.dumps(body)) for body in bodies]
    begun = time.perf_counter()
    opened: list[Connection] = []
    for seed in range(connections):
        connection = Connection(requests[seed::connections], begun + seconds, seed)
        await asyncio.get_running_loop().create_connection(partial(_itself, connection), HOST, port)
        opened.append(connection)
    await asyncio.wait_for(asyncio.gather(*(connection.done for connection in opened)), seconds + TIMEOUT_S)
    elapsed = time.perf_counter() - begun
    latencies = sorted(latency * 1000 for connection in opened for latency in connection.latencies)
    return {
        "requests": len(latencies),
        "per_second": len(latencies) / elapsed,
        "p50_ms": latencies[len(latencies) // 2],
        "p99_ms": latencies[len(latencies) * 99 // 100],
    }


def _itself(connection: Connection) -> Connection:
    return connection


def _request(path: str, body: bytes) -> bytes:
    head = [f"POST {path} HTTP/1.1", f"Host: {HOST}", "Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*head, "", ""]).encode() + body


if __name__ == "__main__":
    _port, _path, _connections, _seconds = sys.argv[1:]
    measured = uvloop.run(load(int(_port), _path, int(_connections), float(_seconds), json.load(sys.stdin)))
    print(json.dumps(measured))
