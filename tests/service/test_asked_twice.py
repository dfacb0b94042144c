"""A client whose connection broke asks again with its token, over whichever worker: one change is made."""

import json
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.builders.process import Service, serving

ADD = """mutation($name: String!, $token: String!) {
  made: addPerson(input: {name: $name, start: "2025-06-01"}, change: {reason: "登记", token: $token}) {
    __typename ... on ChangeApplied { revision change { id } } ... on ChangeRefused { code message } } }"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """Two workers on one port."""
    with serving(tmp_path_factory.mktemp("twice") / "data", WORKERS=2) as service:
        yield service


def made(service: Service, name: str, token: str) -> Any:
    return service.ask(ADD, name=name, token=token)["made"]


def called(service: Service, name: str, revision: int) -> int:
    """How many people have a name, at a revision or later."""
    query = "query($least: Int) { organization(atLeastRevision: $least) { people(first: 500) { nodes { name } } } }"
    nodes = service.ask(query, least=revision)["organization"]["people"]["nodes"]
    return sum(node["name"] == name for node in nodes)


def send_and_go(service: Service, name: str, token: str) -> None:
    """Send the request, and cut the connection before any answer."""
    address = urlsplit(service.url)
    body = json.dumps({"query": ADD, "variables": {"name": name, "token": token}}).encode()
    head = f"POST /graphql HTTP/1.1\r\nHost: {address.netloc}\r\nContent-Type: application/json\r\n"
    with socket.create_connection((address.hostname, address.port)) as connection:
        connection.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)


def test_a_connection_cut_after_sending_and_asked_again_makes_one(service: Service) -> None:
    for number in range(10):
        name, token = f"断{'零一二三四五六七八九'[number]}", f"cut-{number}"
        send_and_go(service, name, token)
        first = made(service, name, token)
        assert first["__typename"] == "ChangeApplied", first
        assert made(service, name, token) == first
        assert called(service, name, first["revision"]) == 1


def test_of_twenty_at_once_over_two_processes_one_is_made(service: Service) -> None:
    for round_number in range(3):
        name, barrier = f"同{'甲乙丙'[round_number]}", threading.Barrier(20)

        def ask(_: int, name: str = name, barrier: threading.Barrier = barrier) -> Any:
            barrier.wait()
            return made(service, name, name)

        with ThreadPoolExecutor(20) as crowd:
            answers = list(crowd.map(ask, range(20)))
        assert [answer for answer in answers if answer != answers[0]] == []
        assert answers[0]["__typename"] == "ChangeApplied"
        assert called(service, name, answers[0]["revision"]) == 1
