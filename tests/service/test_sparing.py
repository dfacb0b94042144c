"""A log that nobody can flood."""

import io
import logging

import pytest

from deploy.sparing import LONGEST_LINE, Sparing


class Log:
    """A logger of its own with a stopped clock; what it has written."""

    def __init__(self) -> None:
        self.now = 100.0
        self._out = io.StringIO()
        handler = logging.StreamHandler(self._out)
        self.sparing = Sparing(handler, lambda: self.now)
        handler.addFilter(self.sparing)
        self.logger = logging.Logger("of this test")
        self.logger.addHandler(handler)

    @property
    def lines(self) -> list[str]:
        return self._out.getvalue().splitlines()

    def refused(self, who: str) -> None:
        self.logger.warning("%s was refused.", who)

    def failed(self, error: Exception) -> None:
        try:
            raise error
        except type(error):
            self.logger.exception("It failed.")


@pytest.fixture
def log() -> Log:
    return Log()


def test_of_a_flood_one_line_a_second_is_written_and_how_many_more_there_were(log: Log) -> None:
    for number in range(500):
        log.refused(f"10.0.0.{number}")
    log.now += 1
    for number in range(300):
        log.refused(f"10.0.1.{number}")
    log.now += 1
    log.sparing.tell()
    log.sparing.tell()
    assert log.lines == [
        "10.0.0.0 was refused.",
        "… and 499 more of: 10.0.0.0 was refused.",
        "10.0.1.0 was refused.",
        "… and 299 more of: 10.0.1.0 was refused.",
    ]


def test_kinds_do_not_hide_each_other(log: Log) -> None:
    for _ in range(50):
        log.refused("somebody")
        log.failed(KeyError("a"))
        log.failed(ValueError("b"))
    text = "\n".join(log.lines)
    assert text.count("somebody was refused.") == 1
    assert text.count("KeyError") == text.count("ValueError") == 1


def test_what_comes_seldom_is_written_each_time(log: Log) -> None:
    for number in range(5):
        log.refused(f"10.0.0.{number}")
        log.now += 1
    log.sparing.tell()
    assert len(log.lines) == 5


def test_a_line_is_of_bearable_length(log: Log) -> None:
    log.refused("x" * 100_000)
    assert len(log.lines[0]) == LONGEST_LINE + 1
