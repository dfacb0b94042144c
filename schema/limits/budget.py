"""What one operation may cost: the nodes that it lists, and the work that it makes."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import FieldNode

from graph.errors import TooCostly
from graph.messages import say
from graph.meter import REQUEST_SECONDS, Clocks, Meter, units
from schema.limits.inputs import UNITS_VALUE, Sizes, sizes_of, weight

MOST_NODES = 20_000
"""Nodes that one operation may list in all."""

UNITS_NODE = 2
"""What it costs to list a node; its fields are counted where they are found."""


class TooMany(TooCostly):
    """The operation lists more nodes than one operation may."""

    unit = "nodes"

    def __init__(self, cost: int) -> None:
        self.cost, self.limit, self.what = cost, MOST_NODES, say("this")
        message = say("too-many-nodes", most=MOST_NODES)
        super(TooCostly, self).__init__(message)


CLOCKS = Clocks(time.monotonic, time.thread_time)


def timed_meter(limit: int = units(REQUEST_SECONDS)) -> Meter:
    """A meter that looks at this thread's processor time too."""
    return Meter(limit, CLOCKS)


@dataclass(slots=True)
class Budget:
    """What an operation may still cost."""

    meter: Meter = field(default_factory=timed_meter)
    nodes: int = field(default_factory=lambda: MOST_NODES)
    sizes: Sizes = field(default_factory=dict)
    saved: list[str] = field(default_factory=list)
    """The changes that the operation has saved."""
    _weights: dict[int, int] = field(default_factory=dict)

    def spend(self, nodes: int = 1) -> None:
        """Take `nodes` off the budget.  Raises TooCostly when it is used up."""
        self.nodes -= nodes
        if self.nodes < 0:
            raise TooMany(MOST_NODES - self.nodes)
        self.meter.spend(nodes * UNITS_NODE)

    def take_in(self, variables: Mapping[str, Any] | None) -> None:
        """Pay for an operation's variables.  Raises GraphQLError if they are too large, and TooCostly."""
        self.sizes = sizes_of(variables)
        self.meter.spend(UNITS_VALUE * sum(self.sizes.values()))

    def spend_on_arguments(self, node: FieldNode) -> None:
        """Pay for a field's arguments to be read.  Raises TooCostly."""
        if node.arguments:
            known = self._weights.get(id(node))
            if known is None:
                known = self._weights[id(node)] = UNITS_VALUE * weight(node, self.sizes)
            self.meter.spend(known)

    def fresh(self) -> "Budget":
        """The budget of another operation under the same limit."""
        return Budget(timed_meter(self.meter.limit))

    def note_saved(self, change: str) -> None:
        """Note that a change is saved.  To tell of the first the operation may cost as much again."""
        if not self.saved:
            self.renew()
        self.saved.append(change)

    def renew(self) -> None:
        """Begin anew: what lasts longer than one answer has a budget for each."""
        self.meter.renew()
        self.nodes = MOST_NODES
