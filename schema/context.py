"""What one GraphQL operation knows: the live model, the time, the zone, and how much it may still cost."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from strawberry.types.info import Info as StrawberryInfo

from graph.access import Access, Key, KeyRing, Right
from graph.calendar import CivilTime, WorkCalendar
from graph.decision import Decision, Event, Report, Sought
from graph.errors import InvalidInput, Unavailable
from graph.facts import FactId, Person
from graph.instants import day_of, midnight
from graph.metered import MeteredModel, Model
from graph.store.feeds import FeedStore
from graph.view import View
from queries.duty import presence
from queries.routing import DutyOf
from queries.scope import person_is_under
from schema.budget import Budget


class Guarding(Protocol):
    """What keeps watch: the keys in force, and the log of contacts read."""

    ring: KeyRing

    def note(self, access: Access) -> None:
        """Have an access kept soon."""

    async def record(self, access: Access) -> None:
        """Return once an access is in the log, before what it shows leaves.  Raises NotLogged if it can't be."""

    async def accesses(
        self, person: FactId | None, key: str | None, before: datetime | None, most: int
    ) -> list[Access]:
        """The newest accesses, newest first."""


class DecisionKeeper(Protocol):
    """Where decisions are kept."""

    async def find(self, decision_id: str) -> Decision | None:
        """The decision of an id, or None."""

    async def standing(self, reference: str) -> Decision | None:
        """The one decision that stands for a reference, or None."""

    async def keep(self, decision: Decision) -> Decision:
        """Keep a decision unless one stands for its reference already; the one that stands now."""

    async def replace(self, old: str, new: Decision, returned: Event) -> Decision | None:
        """Let `new` take the place of a decision, unless another has done so; the one that has now."""

    async def acknowledge(self, decision_id: str, event: Event) -> None:
        """Note that a deadline is met."""

    async def escalate(self, decision_id: str, number: int, event: Event) -> None:
        """Note that the n-th escalation is taken."""

    async def page(self, sought: Sought, before: tuple[datetime, str] | None, most: int) -> list[Decision]:
        """Decisions, newest first."""

    async def count(self, sought: Sought) -> int:
        """How many decisions are meant."""

    async def report(self, under: FactId | None, start: datetime, end: datetime, at: datetime) -> Report:
        """The decisions of an interval, counted."""


@dataclass(slots=True)
class Context:
    """The surroundings of an operation."""

    model: Model
    zone: ZoneInfo
    now: Callable[[], datetime]
    key: Key | None = None
    guard: "Guarding | None" = None
    budget: Budget = field(default_factory=Budget)
    contacts_seen: set[FactId] = field(default_factory=set)
    keeper: "DecisionKeeper | None" = None
    connection_params: dict[str, object] | None = None
    calendar: WorkCalendar = field(default_factory=WorkCalendar)
    feeds: FeedStore | None = None
    tried: int | None = None
    """What it cost to try the request by its plan, in vain; None: that was not tried."""

    @property
    def actor(self) -> str:
        """Who acts: the name of the key."""
        return "anonymous" if self.key is None else self.key.name

    @property
    def decisions(self) -> DecisionKeeper:
        """Where decisions are kept.  Raises Unavailable where none are."""
        if self.keeper is None:
            raise Unavailable("This service keeps no decisions. 本服务未启用流转决定")
        return self.keeper

    def for_operation(self) -> "Context":
        """The same for one operation: with a budget of its own that all its work counts on, nobody's contacts shown."""
        budget = self.budget.fresh()
        budget.meter.spend(self.tried or 0)
        return replace(self, budget=budget, model=MeteredModel(self.model, budget.meter), contacts_seen=set())

    def admit(self, document: str) -> None:
        """Raise Unauthenticated or Forbidden if the key is out of force, or bound to other documents than this."""
        self.check_key()
        if self.key is not None:
            self.key.require_document(document)

    def phone(self, view: View, person: Person) -> str | None:
        """The person's number, if the key may see it, and that is noted; else masked."""
        if person.phone is None:
            return None
        if self.key is not None and not self._may_see(self.key, view, person):
            return mask(person.phone)
        self.contacts_seen.add(person.id)
        return person.phone

    def require(self, right: Right) -> None:
        """Raise Forbidden unless the key has at least this right."""
        if self.key is not None:
            self.key.require(right)

    def check_key(self) -> None:
        """Raise Unauthenticated if the key has been revoked or has expired since: for operations that last."""
        if self.key is not None and self.guard is not None:
            self.guard.ring.check(self.key, self.now())

    def note_contacts(self, operation: str) -> None:
        """Have it logged whose contacts an operation has shown."""
        if self.key is None or self.guard is None or not self.contacts_seen:
            return
        people, self.contacts_seen = tuple(sorted(self.contacts_seen)), set()
        access = Access(
            at=self.now(),
            key=self.key.id,
            key_name=self.key.name,
            request=uuid.uuid4().hex[:16],
            operation=operation,
            people=people,
        )
        self.guard.note(access)

    def _may_see(self, key: Key, view: View, person: Person) -> bool:
        if not key.may(Right.READ_CONTACTS):
            return False
        return key.under is None or person_is_under(view.snapshot, person.id, key.under, view.day)

    @property
    def civil(self) -> CivilTime:
        """The zone with its calendar."""
        return CivilTime(self.zone, self.calendar)

    @property
    def duty(self) -> DutyOf:
        """Who of a department is on duty."""
        return presence

    def instant(self, at: datetime | None) -> datetime:
        """`at`, or now, in the organisation's zone.  An `at` without a zone is taken to be in it."""
        at = self.now() if at is None else at
        try:
            local = at.replace(tzinfo=self.zone) if at.tzinfo is None else at.astimezone(self.zone)
            local.astimezone(UTC)  # as the record keeps it
        except OverflowError as error:
            raise InvalidInput(f"The instant {at} lies outside the calendar.") from error
        return local

    def day(self, at: datetime) -> date:
        """The organisation's day in which an instant lies."""
        return day_of(at, self.zone)

    def midnight(self, day: date | None) -> datetime | None:
        """The instant at which a day begins; None for None."""
        return None if day is None else midnight(day, self.zone)


def mask(text: str) -> str:
    """A number that can be told from another, and no more: all but the last two characters hidden."""
    return "*" * max(len(text) - 2, 0) + text[-2:]


Info = StrawberryInfo[Context, None]
"""What resolvers are given."""
