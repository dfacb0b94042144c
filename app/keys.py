"""Keys of callers: made, and told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from graph.access.grants import Right, digest_of
from graph.access.reach import reach_told
from graph.errors import NotFound
from graph.facts import Unit
from graph.record.opening import OpenRecord, start_model
from graph.record.security import SecurityStore, new_key
from graph.record.settings import RecordSettings
from graph.time.instants import day_of, midnight
from graph.view import View

RIGHTS = tuple(right.value.replace("_", "-") for right in Right)
"""Rights as they are asked for and shown."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a new key is for, what it may do, where, up to which day, and with which documents alone."""

    name: str
    may: str
    under: str | None
    expires: date | None
    documents: Sequence[Path]


async def create(settings: RecordSettings, record: OpenRecord, asked: Asked) -> tuple[str, str]:
    """Make a key; its id and its token, which nothing keeps.  Raises NotFound if its unit is none."""
    if asked.under is not None and (await start_model(record.store)).snapshot.get(Unit, asked.under) is None:
        raise NotFound(f"No unit has the code {asked.under}. 没有这个编码的单位", (asked.under,))
    made, token = new_key(
        asked.name,
        Right.of(asked.may.replace("-", "_")),
        under=asked.under,
        created=datetime.now(UTC),
        creator=settings.actor,
        expires=None if asked.expires is None else midnight(asked.expires, settings.zone),
        documents={path.name: digest_of(path.read_text("utf-8")) for path in asked.documents},
    )
    await SecurityStore(record.store).add(made)
    return made.id, token


async def told(settings: RecordSettings, record: OpenRecord) -> list[str]:
    """A line for each key, the oldest first: creator, right, reach, last use, expiry."""
    view = View((await start_model(record.store)).snapshot, day_of(datetime.now(UTC), settings.zone))
    lines = []
    for found in sorted(await SecurityStore(record.store).keys(), key=lambda key: key.created):
        expires, last = (at and at.astimezone(settings.zone) for at in (found.expires, found.last_used))
        state = "revoked 已撤销" if found.revoked else f"expires {expires:%Y-%m-%d}" if expires else "no end 长期"
        used = f"last used {last:%Y-%m-%d %H:%M}" if last else "never used"
        bound = f", bound to {', '.join(found.documents)}" if found.documents else ""
        reach = "everything" if found.under is None else reach_told(view, found.under)
        right = found.right.value.replace("_", "-")
        lines.append(f"{found.id}  {found.name}  {right}  {reach}  {state}  by {found.creator}  {used}{bound}")
    return lines
