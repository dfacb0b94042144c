"""What one operation may cost."""

import time
from dataclasses import dataclass, field

from graph.errors import WanggeError

MOST_NODES = 20_000
"""Nodes that one operation may list in all."""

LONGEST_SECONDS = 10.0
"""Time that one operation may take; looked at whenever something is listed or computed over a subtree."""


class TooCostly(WanggeError):
    """The operation asks for more than one operation may."""

    code = "TOO_COSTLY"


@dataclass(slots=True)
class Budget:
    """What an operation may still cost."""

    nodes: int = MOST_NODES
    deadline: float = field(default_factory=lambda: time.monotonic() + LONGEST_SECONDS)

    def spend(self, nodes: int = 1) -> None:
        """Take `nodes` off the budget.  Raises TooCostly when it or the time is used up."""
        self.nodes -= nodes
        if self.nodes < 0:
            raise TooCostly(f"One operation lists at most {MOST_NODES} nodes in all. Ask for fewer, or page.")
        if time.monotonic() > self.deadline:
            raise TooCostly(f"One operation takes at most {LONGEST_SECONDS:g} seconds. Ask for less at once.")
