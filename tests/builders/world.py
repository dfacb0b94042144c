"""A small organisation in a real Neo4j, and the schema asked about it, in process and over HTTP."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import httpx
from starlette.applications import Starlette
from strawberry.types import ExecutionResult

from graph.access.grants import ANYBODY, Key, Right
from graph.live import LiveModel
from graph.meter import REQUEST_SECONDS, units
from graph.record.bolt import BoltStore
from graph.record.decisions import DecisionStore
from graph.record.feeds import FeedStore
from schema.context import Context
from schema.limits.budget import Budget, timed_meter
from schema.schema import schema
from schema.settings import Settings
from server import create_app
from tests.builders.quarter import Quarter

ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2025, 6, 1, 12, tzinfo=ZONE)
"""When it is, wherever nothing else is said."""

CONTRACT = Path(__file__).parents[1] / "schema" / "contract"
Answer = dict[str, Any]
T = TypeVar("T")


def document(name: str) -> str:
    """A document of the contract, verbatim."""
    return (CONTRACT / f"{name}.graphql").read_text(encoding="utf-8")


def key_of(name: str) -> Key:
    """A key of somebody who may do anything."""
    return Key(id=name, name=name, right=Right.ADMIN, digest="", under=None, created=NOON, creator="tests")


@dataclass
class World:
    """A live model on a record, with its clock stopped."""

    runner: asyncio.Runner
    store: BoltStore
    model: LiveModel
    quarter: Quarter
    now: datetime = NOON
    limit: int = units(REQUEST_SECONDS)
    """What each operation may cost."""

    @property
    def keeper(self) -> DecisionStore:
        """Where decisions are kept."""
        return DecisionStore(self.store)

    @cached_property
    def feeds(self) -> FeedStore:
        """The feeds, in memory as a service has them."""
        return FeedStore(self.store)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Wait for something asynchronous."""
        return self.runner.run(work)

    async def asked(
        self,
        text: str,
        variables: Answer | None = None,
        *,
        model: LiveModel | None = None,
        by: str | None = None,
        key: Key | None = None,
        name: str | None = None,
    ) -> ExecutionResult:
        """The result of executing a document, its operation of a `name`, on a model, by somebody."""
        key = key if by is None else key_of(by)
        context = Context(
            model=model or self.model,
            zone=ZONE,
            now=lambda: self.now,
            caller=ANYBODY if key is None else key.caller,
            keeper=self.keeper,
            budget=Budget(timed_meter(self.limit)),
            feeds=self.feeds,
        )
        result = await schema.execute(text, variable_values=variables or {}, context_value=context, operation_name=name)
        assert isinstance(result, ExecutionResult)
        return result

    def execute(self, text: str, **variables: Any) -> ExecutionResult:
        """The result, errors and all."""
        return self.run(self.asked(text, variables))

    def ask(self, text: str, **variables: Any) -> Answer:
        """The data of an answer without errors."""
        result = self.execute(text, **variables)
        assert result.errors is None, result.errors
        assert result.data is not None
        return result.data

    def send(self, name: str, /, **variables: Any) -> Any:
        """The one root field of a document of the contract."""
        (found,) = self.ask(document(name), **variables).values()
        return found

    def change(self, name: str, /, reason: str = "试验", **variables: Any) -> Answer:
        """A mutation of the contract that is applied."""
        outcome: Answer = self.send(name, change={"reason": reason}, **variables)
        assert outcome["__typename"] == "ChangeApplied", outcome
        return outcome

    def codes(self, text: str, **variables: Any) -> list[str]:
        """The codes of the errors that a document meets."""
        errors = self.execute(text, **variables).errors or []
        return [str((error.extensions or {}).get("code")) for error in errors]

    @property
    def app(self) -> Starlette:
        """The service on this model, open to anybody: keys are tests/service' business."""
        settings = Settings(keys=False)
        return create_app(settings, self.model, None, keeper=self.keeper, feeds=self.feeds, now=lambda: self.now)

    def post(self, body: Any, **more: Any) -> httpx.Response:
        """The response to a POST of JSON."""

        async def post() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
                if isinstance(body, bytes):
                    return await client.post("/graphql", content=body, **more)
                return await client.post("/graphql", json=body, **more)

        return self.run(post())
