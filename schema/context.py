"""What one GraphQL operation knows: the live model, the time, the zone, and how much it may still cost."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Protocol, TypeVar, cast
from zoneinfo import ZoneInfo

from strawberry.types.info import Info as StrawberryInfo

from graph.access.grants import ANYBODY, Access, Caller, Forbidden, KeyRing, NotLogged, Right
from graph.access.reach import Reach, reach_told
from graph.change import Asked
from graph.decisions.decision import Decision, Event, Report, Sought
from graph.errors import InvalidInput, Unavailable
from graph.facts import FactId
from graph.messages import clauses, say
from graph.metered import MeteredModel, Model
from graph.record.feeds import FeedStore
from graph.snapshot import Snapshot
from graph.texts import shown
from graph.time.calendar import CivilTime, WorkCalendar
from graph.time.instants import day_of, midnight
from queries.cases.routing import DutyOf
from queries.duty.roster import presence
from schema.disclosure import Disclosure, covered
from schema.limits.budget import MOST_NODES, Budget

T = TypeVar("T")


class Guarding(Protocol):
    """What keeps watch: the keys in force, and the log of contacts read."""

    ring: KeyRing

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

    async def claimed(self, asked: Asked) -> tuple[str, int | None] | None:
        """What a token stands for, as `claim` says it; None: it has not been used."""

    async def claim(self, asked: Asked, number: int | None, at: datetime) -> tuple[str, int | None]:
        """What a token stands for from its first use on: a content, and the number of an escalation."""

    async def page(self, sought: Sought, before: tuple[datetime, str] | None, most: int) -> list[Decision]:
        """Decisions, newest first."""

    async def count(self, sought: Sought) -> int:
        """How many decisions are meant."""

    async def decided(self, under: FactId | None, start: datetime, end: datetime) -> int:
        """How many decisions were made in an interval."""

    async def report(self, under: FactId | None, start: datetime, end: datetime, at: datetime) -> Report:
        """The decisions of an interval, counted."""


@dataclass(slots=True)
class Context:
    """The surroundings of an operation."""

    model: Model
    zone: ZoneInfo
    now: Callable[[], datetime]
    caller: Caller = ANYBODY
    guard: "Guarding | None" = None
    budget: Budget = field(default_factory=Budget)
    keeper: "DecisionKeeper | None" = None
    connection_params: dict[str, object] | None = None
    calendar: WorkCalendar = field(default_factory=WorkCalendar)
    feeds: FeedStore | None = None
    tried: int | None = None
    """What it cost to try the request by its plan, in vain; None: that was not tried."""
    again: dict[tuple[str, ...], Callable[[object], object] | None] = field(default_factory=dict)
    """What is asked again to say until when an answer stands, by its place in the document."""
    _head: Snapshot | None = None
    _disclosure: Disclosure | None = None

    @property
    def actor(self) -> str:
        """Who acts: the name of the caller."""
        return self.caller.name

    @property
    def decisions(self) -> DecisionKeeper:
        """Where decisions are kept.  Raises Unavailable where none are."""
        if self.keeper is None:
            raise Unavailable(say("no-decisions-kept"))
        return self.keeper

    def for_operation(self) -> "Context":
        """The same for one operation, begun now: with a budget of its own that all its work counts on."""
        budget = self.budget.fresh()
        if self.tried:
            budget.meter.spend(self.tried)
        model = MeteredModel(self.model, budget.meter)
        return Context(  # field by field: `replace` looks each of them up, which takes three times as long
            model=model,
            zone=self.zone,
            now=self.now,
            caller=self.caller,
            guard=self.guard,
            budget=budget,
            keeper=self.keeper,
            connection_params=self.connection_params,
            calendar=self.calendar,
            feeds=self.feeds,
            tried=self.tried,
            _head=model.snapshot,
        )

    def begin(self) -> None:
        """Begin an operation, or the next answer of one that lasts: nothing is shown yet.

        What the caller reaches is judged on the model as it is now, before whatever the operation changes.
        """
        self._head = self.model.snapshot
        self._disclosure = None
        self.again = {}

    def aside(self) -> "Context":
        """The same for what is asked besides, and nobody sees: its work counts, not what it lists or shows."""
        return replace(self, budget=replace(self.budget, nodes=MOST_NODES), again={}, _disclosure=None)

    @property
    def disclosure(self) -> Disclosure:
        """What the operation shows of people."""
        if self._disclosure is None:
            head = self.model.snapshot if self._head is None else self._head
            self._disclosure = Disclosure(self.reach_on(head))
        return self._disclosure

    @property
    def reach(self) -> Reach:
        """What the caller reached when the operation began."""
        return self.disclosure.reach

    def reach_on(self, head: Snapshot) -> Reach:
        """What the caller reaches today on a head."""
        return Reach(head, self.day(self.now()), self.caller.grants)

    def admit(self, document: str) -> None:
        """Raise Unauthenticated or Forbidden if the key is out of force, or bound to other documents than this."""
        self.check_key()
        self.caller.require_document(document)

    def require(self, right: Right) -> None:
        """Raise Forbidden unless the caller has at least this right, over whatever."""
        self.caller.require(right)

    def require_unit(self, right: Right, *codes: FactId) -> None:
        """Raise Forbidden unless the caller has at least this right over each of the units."""
        self.require(right)
        if beyond := tuple(code for code in codes if not self.reach.unit(code, right)):
            raise self.out_of_reach(beyond)

    def out_of_reach(self, beyond: tuple[FactId, ...]) -> Forbidden:
        """The refusal of what lies outside the caller's reach; it says so if the unit of a grant is gone."""
        units = sorted({grant.under for grant in self.caller.grants if grant.under is not None})
        reached = clauses(reach_told(self.reach.view, unit) for unit in units) if units else say("everything")
        named = tuple(shown(each) for each in beyond[:5])
        return Forbidden(
            say("out-of-reach", actor=self.actor, held=self.caller.held, reached=reached, named=named), beyond
        )

    def check_key(self) -> None:
        """Raise Unauthenticated if the key has been revoked or has expired since: for operations that last."""
        if self.guard is not None:
            self.guard.ring.check(self.caller, self.now())

    async def release(self, data: T, operation: str) -> T:
        """The data that may leave: whole once it is logged of whom it shows what is personal, covered if that can't be.

        Raises NotLogged if it says who is kept out of a case, which can't be covered.
        """
        disclosure = self._disclosure
        if self.caller.id is None or self.guard is None or disclosure is None or not disclosure.seen:
            return data
        seen = disclosure.seen
        access = Access(
            at=self.now(),
            key=self.caller.id,
            key_name=self.caller.name,
            request=uuid.uuid4().hex[:16],
            operation=operation,
            people=tuple(sorted(seen)),
        )
        seen.clear()
        try:
            await self.guard.record(access)
        except NotLogged:
            if disclosure.tells_kept_out:
                raise
            return cast("T", covered(data))
        return data

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
            raise InvalidInput(say("instant-off-calendar", at=at)) from error
        return local

    def day(self, at: datetime) -> date:
        """The organisation's day in which an instant lies."""
        return day_of(at, self.zone)

    def midnight(self, day: date | None) -> datetime | None:
        """The instant at which a day begins; None for None."""
        return None if day is None else midnight(day, self.zone)


Info = StrawberryInfo[Context, None]
"""What resolvers are given."""
