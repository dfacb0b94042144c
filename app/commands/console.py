"""How every command reads its settings, opens the record, speaks, fails, and is ended."""

import asyncio
import re
import signal
import sys
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click
from pydantic import ValidationError

from graph.engine.errors import EngineError
from graph.errors import WanggeError
from graph.live import LiveModel
from graph.messages import LANGUAGE, Language, spoken
from graph.record.opening import OpenRecord, open_record, start_model
from graph.record.settings import RecordSettings, readable
from graph.time.instants import day_of

if TYPE_CHECKING:
    from schema.settings import Settings

DAY = click.DateTime(["%Y-%m-%d"])
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW_FILE = click.Path(dir_okay=False, path_type=Path)

TICK = re.compile(r"\((\d+) s\)$")

S = TypeVar("S", bound=RecordSettings)


def record_settings() -> RecordSettings:
    """The settings of the record; where they will not do, that is said and the command ends."""
    return _settings(RecordSettings)


def service_settings() -> "Settings":
    """The settings of the service; where they will not do, that is said and the command ends."""
    from schema.settings import Settings  # noqa: PLC0415 -- most commands need none of the web

    return _settings(Settings)


def _settings(cls: type[S]) -> S:
    try:
        return cls()
    except ValidationError as error:
        fail(readable(error))


def day_or_today(given: datetime | None, settings: RecordSettings) -> date:
    """The day that an option names; else today in the organisation's zone."""
    return day_of(datetime.now(UTC), settings.zone) if given is None else given.date()


async def with_record(settings: RecordSettings, purpose: str, go: Callable[[OpenRecord], Awaitable[None]]) -> None:
    """Open the record for `purpose`, have `go` do its work on it, and close it."""
    async with open_record(settings, purpose=purpose, say=say) as record:
        await go(record)


async def with_model(settings: RecordSettings, purpose: str, go: Callable[[LiveModel], Awaitable[None]]) -> None:
    """As `with_record`, for what needs the model alone."""

    async def start(record: OpenRecord) -> None:
        await go(await start_model(record.store))

    await with_record(settings, purpose, start)


LANGUAGES = [language.value for language in Language]
"""What `--lang` may ask for."""


def speak(language: str | None) -> None:
    """Let whatever is told from now on be in a language; None: in both."""
    LANGUAGE.set(None if language is None else Language(language))


def tell(text: str) -> None:
    """Print a text; a sentence in the language that `--lang` asks for."""
    click.echo(spoken(text))


def say(sentence: str) -> None:
    """Tell how it goes on; a running clock rewrites its line on a terminal, and elsewhere speaks now and then."""
    ticking = TICK.search(sentence)
    if ticking is None:
        click.echo(sentence, err=True)
    elif sys.stderr.isatty():
        click.echo(f"\r{sentence}", err=True, nl=False)
    elif int(ticking[1]) % 10 == 0:
        click.echo(sentence, err=True)


@contextmanager
def failing() -> Iterator[None]:
    """Tell what is expected to go wrong as `run` does, for what needs no record."""
    try:
        yield
    except WanggeError as error:
        fail(error)


def fail(error: Exception) -> NoReturn:
    """Say what went wrong, and end with status 2."""
    click.echo(f"wangge: {spoken(str(error))}", err=True)
    sys.exit(2)


def run(main: Coroutine[Any, Any, None], at_the_end: str | None = "Stopped. 已停止") -> None:
    """Run `main` to its end; Ctrl-C and SIGTERM cancel it, everything it opened is closed, and that is said."""

    async def cancellable() -> None:
        task = asyncio.current_task()
        if task is not None:
            for number in (signal.SIGINT, signal.SIGTERM):
                asyncio.get_running_loop().add_signal_handler(number, task.cancel)
        await main

    try:
        asyncio.run(cancellable())
    except asyncio.CancelledError:
        if at_the_end is not None:
            click.echo(at_the_end, err=True)
    except (WanggeError, EngineError) as error:
        fail(error)
