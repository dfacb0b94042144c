"""Requests that were sent to another name, or by another site's page, get no answer: with keys and without."""

import asyncio
import json
from itertools import product
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from schema.http.hosts import Hosts
from schema.settings import Settings, host_of, read_hosts

LOOPBACK = ("127.0.0.1", 8000)
PUBLIC = "wangge.example.cn, other.example.cn:8443"

Headers = list[tuple[str, str]]


async def _socket(ws: WebSocket) -> None:
    await ws.accept()
    await ws.close()


def asked(
    headers: Headers, *, server: tuple[str, int] = LOOPBACK, path: str = "/", listening: str = "127.0.0.1"
) -> tuple[int, str]:
    """The status and the code with which a request is answered; that of a WebSocket is the same, or 101."""
    routes = [Route(path, lambda _: PlainTextResponse("{}")), WebSocketRoute(path, _socket)]
    app = Starlette(routes=routes, middleware=[Middleware(Hosts, listening=listening, public=read_hosts(PUBLIC))])
    scope = {
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "server": server,
        "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in headers],
        "extensions": {"websocket.http.response": {}},
        "subprotocols": [],
    }
    statuses = []
    for kind in ({"type": "http", "method": "GET"}, {"type": "websocket"}):
        sent: list[dict[str, Any]] = []

        async def receive(kind: dict[str, str] = kind) -> dict[str, Any]:
            return {"type": "http.request"} if kind["type"] == "http" else {"type": "websocket.connect"}

        async def send(message: dict[str, Any], sent: list[dict[str, Any]] = sent) -> None:
            sent.append(message)

        asyncio.run(app({**scope, **kind}, receive, send))  # type: ignore[arg-type]  # plain messages
        statuses.append((sent[0].get("status", 101), b"".join(m.get("body", b"") for m in sent)))
    (status, body), (handshake, _) = statuses
    assert handshake == (101 if status == 200 else status)
    errors = json.loads(body).get("errors") or [{"message": "x" * 30, "extensions": {"code": ""}}]
    assert len(errors[0]["message"]) >= 30
    return status, errors[0]["extensions"]["code"]


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1:8000", "127.0.0.1", "localhost", "LocalHost:9000", "localhost.", "[::1]:8000", "[0:0:0:0:0:0:0:1]",
     "wangge.example.cn", "WANGGE.example.cn:443", "wangge.example.cn.", "other.example.cn:8443"],
)  # fmt: skip
def test_the_service_answers_by_its_names(host: str) -> None:
    assert asked([("Host", host)]) == (200, "")


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", "localhost.evil.example", "evil-localhost",
     "10.0.0.5", "127.0.0.2", "0.0.0.1", "[::2]", "wangge.example.cn.evil.example", "other.example.cn",
     "other.example.cn:8444", "2130706433", "127.1"],
)  # fmt: skip
def test_by_no_other_name(host: str) -> None:
    assert asked([("Host", host)]) == (421, "HOST_NOT_ALLOWED")


@pytest.mark.parametrize(
    "hosts",
    [[], [""], ["a b"], ["localhost", "localhost"], ["localhost", "evil.example"], ["evil@localhost"], ["localhost/x"],
     ["localhost:port"], ["[localhost]"], ["[::1"], ["x" * 300], ["localhost,evil.example"], ["http://localhost"]],
)  # fmt: skip
def test_a_request_names_one_host(hosts: list[str]) -> None:
    assert asked([("Host", host) for host in hosts]) == (400, "BAD_REQUEST")


def test_the_address_that_a_connection_was_made_to_is_a_name_and_loopbacks_are_loopbacks_alone() -> None:
    for server in (("10.0.0.5", 8000), ("::ffff:10.0.0.5", 8000)):
        assert asked([("Host", "10.0.0.5:8000")], server=server, listening="0.0.0.0") == (200, "")  # noqa: S104
        assert asked([("Host", "localhost")], server=server, listening="0.0.0.0")[0] == 421  # noqa: S104
    assert asked([("Host", "[fe80::1]")], server=("fe80::1%eth0", 8000))[0] == 200
    assert asked([("Host", "office.lan")], server=("10.0.0.5", 8000), listening="office.lan")[0] == 200


OURS = [
    "http://127.0.0.1:8000",
    "https://wangge.example.cn",
    "https://other.example.cn:8443",
    "http://wangge.example.cn",
]
OTHERS = ["http://127.0.0.1:9000", "http://127.0.0.1", "http://localhost:8000", "http://evil.example", "null", "",
          "https://wangge.example.cn.evil.example", "https://wangge.example.cn:8443", "https://other.example.cn",
          "file://", "chrome-extension://abc", "http://127.0.0.1:8000.evil.example", "http://[::", "ftp://wangge.example.cn",
          "http://evil.example#http://127.0.0.1:8000", "http://wangge.example.cn@evil.example"]  # fmt: skip


@pytest.mark.parametrize("origin", OURS)
def test_our_own_pages_may_ask(origin: str) -> None:
    assert asked([("Host", "127.0.0.1:8000"), ("Origin", origin)]) == (200, "")


@pytest.mark.parametrize("origin", OTHERS)
def test_other_pages_may_not(origin: str) -> None:
    assert asked([("Host", "127.0.0.1:8000"), ("Origin", origin)]) == (403, "ORIGIN_NOT_ALLOWED")
    assert asked([("Host", "127.0.0.1:8000"), ("Origin", OURS[0]), ("Origin", origin)])[0] == 403


def test_a_page_elsewhere_has_no_picture_of_it_and_may_link_to_it() -> None:
    host = [("Host", "127.0.0.1:8000")]
    for site, mode in product(["cross-site", "same-site", "same-origin", "none"], ["no-cors", "cors", "navigate"]):
        refused = site in {"cross-site", "same-site"} and mode != "navigate"
        found = asked([*host, ("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", mode)])
        assert found == ((403, "ORIGIN_NOT_ALLOWED") if refused else (200, "")), (site, mode)


def test_health_is_told_by_any_name() -> None:
    assert asked([("Host", "balancer"), ("Origin", "http://evil.example")], path="/health") == (200, "")


@pytest.mark.parametrize(
    "text", ["https://wangge.example.cn", "*", "a b", "wangge.example.cn/x", "*.example.cn", "x:y"]
)
def test_a_setting_that_names_no_host_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no host"):
        Settings(public_hosts=f"fine.example.cn, {text}")


def test_hosts_are_written_in_one_way() -> None:
    assert [host_of(text) for text in ("A.example:1", "[::0001]", "a.", "127.0.0.1:80", "a..b:99999")] == [
        ("a.example", 1), ("::1", None), ("a", None), ("127.0.0.1", 80), ("a..b", 99999),
    ]  # fmt: skip
