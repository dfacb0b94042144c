"""What the fuzzers of the service need: a small organisation in a record of its own, and an eye on the log."""

import logging
from collections.abc import Iterator

import pytest

from tests.schema.conftest import loop, quarter, record, still

__all__ = ["loop", "quarter", "record", "still"]


class Logged(logging.Handler):
    """What is logged that no client should bring about."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append(record.getMessage())


@pytest.fixture(scope="module")
def logged() -> Iterator[Logged]:
    """All of that while the tests of a module run."""
    handler = Logged()
    logging.getLogger().addHandler(handler)
    yield handler
    logging.getLogger().removeHandler(handler)
