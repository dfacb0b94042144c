"""The service as a process without keys: whom it lets in by which name, from which page, behind which proxy."""

import asyncio
import http.client
import json
from collections.abc import Iterator
from contextlib import AsyncExitStack
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Origin, Subprotocol

from tests.builders.process import REVISION, Service, serving
from tests.waiting import HANG_S

PUBLIC = "wangge.example.cn"
MOST_OF_ONE = 4
ELSEWHERE = [
    ({"Host": "evil.example"}, 421, "HOST_NOT_ALLOWED"),
    ({"Host": "evil.example:{port}", "Origin": "http://evil.example:{port}"}, 421, "HOST_NOT_ALLOWED"),
    ({"Host": "127.0.0.1.evil.example"}, 421, "HOST_NOT_ALLOWED"),
    ({"Host": ""}, 400, "BAD_REQUEST"),
    ({"Host": "localhost:{port}", "Origin": "http://evil.example"}, 403, "ORIGIN_NOT_ALLOWED"),
    ({"Host": "localhost:{port}", "Origin": "http://localhost:1"}, 403, "ORIGIN_NOT_ALLOWED"),
    ({"Host": "localhost:{port}", "Origin": "null"}, 403, "ORIGIN_NOT_ALLOWED"),
    ({"Host": "localhost:{port}", "Sec-Fetch-Site": "cross-site"}, 403, "ORIGIN_NOT_ALLOWED"),
]
OURS = [
    {"Host": "127.0.0.1:{port}"},
    {"Host": "localhost:{port}", "Origin": "http://localhost:{port}"},
    {"Host": PUBLIC, "Origin": f"https://{PUBLIC}"},
    {"Host": "localhost:{port}", "Origin": f"https://{PUBLIC}"},
]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service that anybody may ask who gets to it, behind a proxy on this machine."""
    settings: dict[str, Any] = {"PUBLIC_HOSTS": PUBLIC, "TRUSTED_PROXIES": "127.0.0.1"}
    folder = tmp_path_factory.mktemp("door")
    with serving(folder, KEYS=False, MOST_CONNECTIONS_PER_ADDRESS=MOST_OF_ONE, **settings) as service:
        yield service


def port_of(service: Service) -> int:
    return int(service.url.rsplit(":", 1)[1])


def filled(headers: dict[str, str], service: Service) -> dict[str, str]:
    return {name: value.format(port=port_of(service)) for name, value in headers.items()}


def asked(service: Service, headers: dict[str, str], method: str, path: str) -> tuple[int, Any]:
    """The status and the JSON that a request has for an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port_of(service), timeout=HANG_S)
    body = json.dumps({"query": REVISION}) if method == "POST" else None
    try:
        connection.request(method, path, body, {**headers, "Content-Type": "application/json"})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


def greeted(service: Service, headers: dict[str, str]) -> tuple[int, Any]:
    """The status and the JSON that a WebSocket's handshake has for an answer: 101 and the first message if let in."""

    async def go() -> tuple[int, Any]:
        try:
            async with socket_to(service, headers) as ws:
                return 101, await said_to(ws)
        except InvalidStatus as refused:
            return refused.response.status_code, json.loads(refused.response.body or b"null")

    return asyncio.run(go())


def socket_to(service: Service, headers: dict[str, str]) -> connect:
    """A connection that names the host it is told to."""
    host = headers.get("Host", f"127.0.0.1:{port_of(service)}")
    return connect(
        f"ws://{host}/graphql",
        subprotocols=[Subprotocol("graphql-transport-ws")],
        origin=Origin(headers["Origin"]) if "Origin" in headers else None,
        additional_headers={name: value for name, value in headers.items() if name not in {"Host", "Origin"}},
        open_timeout=HANG_S,
        proxy=None,
        host="127.0.0.1",
        port=port_of(service),
    )


async def said_to(ws: ClientConnection) -> Any:
    """What is said to a greeting."""
    await ws.send(json.dumps({"type": "connection_init"}))
    async with asyncio.timeout(HANG_S):
        return json.loads(await ws.recv())


@pytest.mark.parametrize(("headers", "status", "code"), ELSEWHERE, ids=[str(headers) for headers, _, _ in ELSEWHERE])
def test_without_keys_no_other_host_and_no_other_page_has_an_answer(
    service: Service, headers: dict[str, str], status: int, code: str
) -> None:
    headers = filled(headers, service)
    for method, path in (("POST", "/graphql"), ("GET", "/ready"), ("GET", "/metrics"), ("GET", "/schema.graphql")):
        found, told = asked(service, headers, method, path)
        assert (found, told["errors"][0]["extensions"]["code"]) == (status, code), path
    if headers["Host"]:  # a WebSocket client can't do without
        found, told = greeted(service, headers)
        assert (found, told["errors"][0]["extensions"]["code"]) == (status, code)
    assert asked(service, headers, "GET", "/health") == (200, {"status": "ok"})


@pytest.mark.parametrize("headers", OURS, ids=str)
def test_by_its_own_names_and_from_its_own_pages_it_answers(service: Service, headers: dict[str, str]) -> None:
    headers = filled(headers, service)
    status, told = asked(service, headers, "POST", "/graphql")
    assert (status, "errors" in told) == (200, False)
    assert greeted(service, headers) == (101, {"type": "connection_ack"})


def test_behind_the_proxy_each_client_has_its_own_connections(service: Service) -> None:
    """WebSockets that are open stay; what is written before the last address is anybody's word."""

    async def go() -> None:
        async with AsyncExitStack() as stack:
            for number in range(3 * MOST_OF_ONE):
                client = {"X-Forwarded-For": f"9.9.9.{number}"}
                ws = await stack.enter_async_context(socket_to(service, client))
                assert (await said_to(ws))["type"] == "connection_ack"
            for number in range(MOST_OF_ONE):
                client = {"X-Forwarded-For": f"9.9.8.{number}, 8.8.8.8"}
                ws = await stack.enter_async_context(socket_to(service, client))
                assert (await said_to(ws))["type"] == "connection_ack"
            with pytest.raises(InvalidStatus, match="503"):
                await stack.enter_async_context(socket_to(service, {"X-Forwarded-For": "9.9.8.9, 8.8.8.8"}))
            ws = await stack.enter_async_context(socket_to(service, {"X-Forwarded-For": "8.8.8.9"}))
            assert (await said_to(ws))["type"] == "connection_ack"

    asyncio.run(go())
