"""What an operation knows: all that its request knows, and nothing that another operation has noted."""

from dataclasses import fields
from datetime import UTC, datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from graph.access.grants import Caller
from graph.live import LiveModel
from graph.metered import MeteredModel
from graph.record.feeds import FeedStore
from graph.time.calendar import WorkCalendar
from schema.context import Context, DecisionKeeper, Guarding
from schema.limits.budget import Budget, timed_meter
from tests.builders.organisations import Builder
from tests.schema.test_lasting import Still

OWN = {"model", "budget", "again", "_head", "_disclosure"}
"""What an operation has of its own; everything else it has from its request."""


def request_context() -> Context:
    """A request's context in which no field is what it would be by itself."""
    something = cast("Any", object())
    return Context(
        model=cast("LiveModel", Still(Builder().organisation().snapshot())),
        zone=ZoneInfo("Asia/Tokyo"),
        now=lambda: datetime(2026, 11, 24, tzinfo=UTC),
        caller=Caller("somebody", grants=frozenset()),
        guard=cast("Guarding", something),
        budget=Budget(timed_meter(123_456)),
        keeper=cast("DecisionKeeper", something),
        connection_params={"Authorization": "x"},
        calendar=WorkCalendar(),
        feeds=cast("FeedStore", something),
        tried=7,
        again={("a",): None},
    )


def test_an_operation_knows_all_that_its_request_knows() -> None:
    shared = request_context()
    own = shared.for_operation()
    for field in fields(Context):
        if field.name not in OWN:
            assert getattr(own, field.name) is getattr(shared, field.name), field.name
    assert own.budget.meter.limit == 123_456
    assert own.budget.meter.cost == 7
    assert isinstance(own.model, MeteredModel)


def test_operations_of_one_request_note_nothing_for_each_other() -> None:
    """Two documents over one WebSocket ask for different things at the same place."""
    shared = request_context()
    one, other = shared.for_operation(), shared.for_operation()
    for name in OWN - {"_disclosure"}:
        assert getattr(one, name) is not getattr(other, name), name
    assert one.again == other.again == {}
