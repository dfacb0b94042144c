"""The journal asked: changes, and the lineage of units.  Unlike the model it is read from the record."""

from datetime import date

import strawberry

from graph import facts
from graph.change import Entry
from graph.time.validity import is_void
from graph.view import View
from queries.places.place import heirs_of
from schema.changes.changes import Change
from schema.context import Context, Info
from schema.types.nouns import Unit
from schema.types.paging import MOST, Connection, check_first, connection, decode_cursor

NEWEST = 1 << 53


async def page_of_changes(info: Info, about: str | None, first: int, after: str | None) -> Connection[Change]:
    """A page of the journal, newest first; only its own lines are read."""
    check_first(first)
    below = NEWEST if after is None else decode_cursor(after)
    journal = info.context.model.journal
    entries = await journal.entries(about, below, first + 1)
    total = await journal.count_entries(about)
    return connection(
        info,
        entries[:first],
        key=lambda entry: (entry.revision,),
        node=lambda entry: Change(entry=entry),
        has_next=len(entries) > first,
        has_previous=after is not None,
        total=total,
    )


@strawberry.type(description="A unit succeeded or that succeeded. 沿革关系")
class Descent:
    unit: Unit = strawberry.field(description="The other unit.")
    on: strawberry.Private[date]
    succession: strawberry.Private[str]

    @strawberry.field(description="The day on which it happened. 日期", name="date")
    def happened_on(self) -> date:
        return self.on

    @strawberry.field(description="The change that recorded it. 变更")
    async def change(self, info: Info) -> Change | None:
        entries: list[Entry] = await info.context.model.journal.entries(self.succession, NEWEST, MOST)
        return Change(entry=entries[-1]) if entries else None


@strawberry.type(description="What a unit succeeded, what succeeded it, and what covers it now. 沿革")
class Lineage:
    unit: Unit = strawberry.field(description="The unit.")
    predecessors: list[Descent] = strawberry.field(description="What it succeeded. 前身")
    successors: list[Descent] = strawberry.field(description="What succeeded it. 承接单位")
    current: list[Unit] = strawberry.field(
        description="The living units that cover what it covered; itself if alive. 现由"
    )


async def lineage_of(context: Context, code: str) -> Lineage | None:
    """The lineage of a unit, as known now."""
    view = View(context.model.snapshot, context.day(context.instant(None)))
    unit = view.snapshot.get(facts.Unit, code)
    if unit is None or is_void(unit):
        return None
    current = [unit] if view.unit(code) is not None else heirs_of(view, unit)
    return Lineage(
        unit=Unit(view=view, fact=unit),
        predecessors=_descents(view, "successor", "predecessor", code),
        successors=_descents(view, "predecessor", "successor", code),
        current=[Unit(view=view, fact=heir) for heir in current],
    )


def _descents(view: View, near: str, far: str, code: str) -> list[Descent]:
    found = []
    for succession in view.snapshot.linked(facts.Succession, near, code):
        other = view.snapshot.get(facts.Unit, getattr(succession, far))
        if other is not None and not is_void(succession):
            found.append(Descent(unit=Unit(view=view, fact=other), on=succession.start, succession=succession.id))
    return found
