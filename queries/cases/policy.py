"""The routing policy: a decision table in a file that people read, and the proof that it has no hole.

A policy says which levels there are (every county has its own: 蓝黄红, 红橙黄蓝), which matters, and by rules what goes
where, by when, and to whom next.  Of the rules that fit a case the one with the lowest `order` decides.  `read_policy`
reads the file (TOML, docs/policy.md); `findings` goes through every combination of what a rule may ask for.
"""

import itertools
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from graph.errors import InvalidInput, Problem, RuleViolated
from graph.messages import Message, say
from graph.meter import UNMETERED, Meter
from graph.time.calendar import DAY, CivilTime
from graph.view import View
from graph.words import Channel, ReturnReason, Role, Term
from queries.cases.policy_text import weigh

LONGEST_NAME = 100
MOST_LEVELS, MOST_MATTERS, MOST_RULES, MOST_LISTED = 12, 200, 200, 30
MOST_TOLD = 100
"""Things wrong with a policy that a refusal names."""

UNITS_CHARACTER, UNITS_FITTED = 1, 2
"""What it costs to parse a character, and to see whether a rule fits a case."""


class Hours(Term):
    """When a case comes in."""

    OFFICE = "office", "工作时间"
    AFTER = "after", "非工作时间"


class OffDuty(Term):
    """What is done when a department is not on duty."""

    NEXT_SHIFT = "next_shift", "待下一班"
    ON_CALL = "on_call", "联系值班员"
    CLIMB = "climb", "逐级上报"


class Part(BaseModel):
    """A part of a policy: what is not known is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


Code = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME, pattern=r"^\S+$")]
Name = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]


class Level(Part):
    """A level of the scheme, such as 蓝."""

    code: Code
    name: Name


class Matter(Part):
    """What a case may be about; `under` names the matter that it belongs to, `committee` the field of mediation."""

    code: Code
    name: Name
    under: Code | None = None
    committee: Name | None = None


UNITS = {"hours": "h", "working hours": "wh", "days": "d", "working days": "wd"}
SPAN = re.compile(r"^(\d{1,4}) (hours|working hours|days|working days)$")


class Span(Part):
    """A time limit: so many hours or days, of the clock or of the office."""

    number: int = Field(ge=1, le=2_000)
    unit: Literal["h", "wh", "d", "wd"]

    @property
    def minds_days_off(self) -> bool:
        """Whether it depends on which days are worked."""
        return self.unit in {"wh", "wd"}

    def after(self, start: datetime, civil: CivilTime, office: "Office") -> datetime:
        """The instant at which the limit ends that began at `start`."""
        match self.unit:
            case "h":
                return start + timedelta(hours=self.number)
            case "d":
                return civil.at(civil.day(start) + timedelta(days=self.number), start.astimezone(civil.zone).time())
            case "wh":
                return office.working_hours_after(start, self.number, civil)
        return office.working_days_after(start, self.number, civil)


def _span(value: object) -> object:
    if not isinstance(value, str):
        return value
    found = SPAN.match(value)
    if found is None:
        raise ValueError(
            f"{value!r} is no time limit; write for example '2 hours', '4 working hours', '5 working days'"
        )
    return {"number": int(found[1]), "unit": UNITS[found[2]]}


Limit = Annotated[Span, BeforeValidator(_span)]


class Office(Part):
    """The hours that offices keep on working days: when cases come in, and when resident departments are there."""

    opens: time = time(8, 30)
    closes: time = time(17, 30)

    @model_validator(mode="after")
    def _in_order(self) -> "Office":
        if self.opens >= self.closes:
            raise ValueError("`opens` has to come before `closes`")
        return self

    def hours(self, at: datetime, civil: CivilTime) -> Hours:
        """Whether the instant lies in office hours."""
        local = at.astimezone(civil.zone)
        open_now = civil.calendar.is_worked(local.date()) and self.opens <= local.time() < self.closes
        return Hours.OFFICE if open_now else Hours.AFTER

    def next_change(self, at: datetime, civil: CivilTime) -> datetime:
        """The first instant after `at` at which office hours begin or end."""
        day = civil.day(at)
        while True:
            if civil.calendar.is_worked(day):
                for clock in (self.opens, self.closes):
                    instant = civil.at(day, clock)
                    if instant > at:
                        return instant
            day += DAY

    def working_hours_after(self, start: datetime, hours: int, civil: CivilTime) -> datetime:
        """The instant at which so many office hours have passed since `start`."""
        left, at = timedelta(hours=hours), start
        while True:
            change = self.next_change(at, civil)
            if self.hours(at, civil) is Hours.OFFICE:
                if at + left <= change:
                    return at + left
                left -= change - at
            at = change

    def working_days_after(self, start: datetime, days: int, civil: CivilTime) -> datetime:
        """The close of the n-th working day after the day of `start`."""
        day = civil.day(start)
        for _ in range(days):
            day = civil.calendar.next_worked(day + timedelta(days=1))
        return civil.at(day, self.closes)


KINDS = ("ladder", "post", "department", "committee", "task_force", "outside")


class Destination(Part):
    """Where a case goes: exactly one of these."""

    ladder: Literal[True] | None = None
    post: Role | None = None
    department: Name | None = None
    committee: Literal[True] | None = None
    task_force: Role | None = None
    members: tuple[Role, ...] = Field(default=(), max_length=MOST_LISTED)
    departments: tuple[Name, ...] = Field(default=(), max_length=MOST_LISTED)
    outside: Name | None = None
    level: Name | None = None

    @model_validator(mode="after")
    def _one(self) -> "Destination":
        given = [kind for kind in KINDS if getattr(self, kind) is not None]
        if len(given) != 1:
            raise ValueError(f"a destination is exactly one of {', '.join(KINDS)}; found {', '.join(given) or 'none'}")
        if (self.members or self.departments) and self.task_force is None:
            raise ValueError("`members` and `departments` belong to a task_force alone")
        if (self.level is None) != (self.outside is None):
            raise ValueError("`outside` and `level` go together: whose body it is, such as county")
        return self

    @property
    def kind(self) -> str:
        """Which of them it is."""
        return next(kind for kind in KINDS if getattr(self, kind) is not None)


class When(Part):
    """What a rule asks of a case; what is left out may be anything."""

    matters: tuple[Code, ...] = Field(default=(), max_length=MOST_MATTERS)
    levels: tuple[Code, ...] = Field(default=(), max_length=MOST_LEVELS)
    channels: tuple[Channel, ...] = Field(default=(), max_length=MOST_LISTED)
    stability_risk: bool | None = None
    hours: Hours | None = None


class Deadline(Part):
    """Something to be done, and by when."""

    step: Name
    within: Limit


class Escalation(Part):
    """Who is asked next, when nobody has acted for so long."""

    after: Limit
    to: Destination


class Rule(Part):
    """A line of the table."""

    code: Code
    name: Name
    order: int = 100
    when: When = When()
    lead: Destination
    companions: tuple[Destination, ...] = Field(default=(), alias="with", max_length=MOST_LISTED)
    off_duty: OffDuty = OffDuty.CLIMB
    deadlines: tuple[Deadline, ...] = Field(default=(), max_length=MOST_LISTED)
    escalate: tuple[Escalation, ...] = Field(default=(), max_length=MOST_LISTED)

    @property
    def destinations(self) -> tuple[Destination, ...]:
        """Everywhere that it sends a case, sooner or later."""
        return (self.lead, *self.companions, *(escalation.to for escalation in self.escalate))

    def same_outcome(self, other: "Rule") -> bool:
        """Whether both say the same."""
        mine, theirs = (r.model_dump(exclude={"code", "name", "order", "when"}) for r in (self, other))
        return mine == theirs


class Returned(Part):
    """What is done when a receiver hands a case back: asked anew, kept, or decided by somebody."""

    because: ReturnReason
    then: Literal["reroute", "keep"] | Destination


class Returns(Part):
    """How often a case may come back before somebody decides for good (属地兜底)."""

    most: int = Field(default=2, ge=0, le=10)
    finally_: Destination = Field(alias="finally")
    rules: tuple[Returned, ...] = Field(default=(), max_length=MOST_LISTED)

    @property
    def destinations(self) -> tuple[Destination, ...]:
        """Everywhere that it sends a case."""
        return (self.finally_, *(rule.then for rule in self.rules if isinstance(rule.then, Destination)))


@dataclass(frozen=True, slots=True)
class Situation:
    """What rules look at.  `matter` is a matter that nothing is under, or any other."""

    matter: str
    level: str
    channel: Channel
    stability_risk: bool
    hours: Hours

    @property
    def told(self) -> Message:
        """It in a few words."""
        risk = say("stability-risk") if self.stability_risk else say("no-stability-risk")
        return say(
            "situation",
            matter=self.matter,
            level=self.level,
            channel=self.channel,
            risk=risk,
            hours=self.hours,
        )


class PolicyTable(Part):
    """A whole policy."""

    name: Name
    levels: tuple[Level, ...] = Field(min_length=1, max_length=MOST_LEVELS)
    matters: tuple[Matter, ...] = Field(min_length=1, max_length=MOST_MATTERS)
    office: Office = Office()
    rules: tuple[Rule, ...] = Field(min_length=1, max_length=MOST_RULES)
    returns: Returns

    @model_validator(mode="after")
    def _names_agree(self) -> "PolicyTable":
        levels, matters = {level.code for level in self.levels}, {matter.code: matter for matter in self.matters}
        _unique("level", [level.code for level in self.levels])
        _unique("matter", [matter.code for matter in self.matters])
        _unique("rule", [rule.code for rule in self.rules])
        for matter in self.matters:
            above = matters.get(matter.under or matter.code)
            if above is None or (matter.under and (above.under or above.code == matter.code)):
                raise ValueError(f"matter {matter.code} is under {matter.under}, which is no matter of the first level")
        for rule in self.rules:
            for word, known in ((rule.when.levels, levels), (rule.when.matters, matters)):
                unknown = [code for code in word if code not in known]
                if unknown:
                    raise ValueError(f"rule {rule.code} asks for {', '.join(unknown)}, which the policy does not list")
        return self

    @property
    def minds_the_clock(self) -> bool:
        """Whether any rule asks for office hours or for other ones."""
        return any(rule.when.hours is not None for rule in self.rules)

    def matter(self, code: str) -> Matter | None:
        """The matter of a code."""
        return next((matter for matter in self.matters if matter.code == code), None)

    def field(self, code: str) -> str | None:
        """The field of mediation of a matter: its own, or else that of the matter it is under."""
        matter = self.matter(code)
        above = None if matter is None or matter.under is None else self.matter(matter.under)
        return next((m.committee for m in (matter, above) if m is not None and m.committee is not None), None)

    @property
    def destinations(self) -> tuple[Destination, ...]:
        """Everywhere that cases are sent by it."""
        return (*(to for rule in self.rules for to in rule.destinations), *self.returns.destinations)

    def level(self, code: str) -> Level | None:
        """The level of a code."""
        return next((level for level in self.levels if level.code == code), None)

    def fitting(self, case: Situation) -> list[Rule]:
        """The rules that fit a case, the one that decides first."""
        matter = self.matter(case.matter)
        above = None if matter is None else matter.under
        return sorted((rule for rule in self.rules if _fits(rule.when, case, above)), key=lambda rule: rule.order)

    def situations(self) -> Iterator[Situation]:
        """Every combination of what a rule may look at: a few thousand at most."""
        for matter, level, channel, risk, hours in itertools.product(
            self.matters, self.levels, Channel, (False, True), Hours
        ):
            yield Situation(matter.code, level.code, channel, risk, hours)


def _fits(when: When, case: Situation, above: str | None) -> bool:
    """Whether a rule says something about a case; `above`: what its matter is under."""
    return (
        (not when.matters or case.matter in when.matters or above in when.matters)
        and (not when.levels or case.level in when.levels)
        and (not when.channels or case.channel in when.channels)
        and (when.stability_risk is None or when.stability_risk == case.stability_risk)
        and (when.hours is None or when.hours == case.hours)
    )


def _unique(what: str, codes: list[str]) -> None:
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise ValueError(f"{what} {', '.join(twice)} is there twice")


@lru_cache(maxsize=32)
def read_policy(text: str) -> PolicyTable:
    """The policy that a file's text states.  Raises InvalidInput that names line or place, value and remedy."""
    weigh(text)
    try:
        plain = tomllib.loads(text)
    except ValueError as error:
        raise InvalidInput(say("policy-no-toml", error=error)) from error
    try:
        return PolicyTable.model_validate(plain)
    except ValidationError as error:
        faults = "; ".join(_told(fault["loc"], fault["msg"], fault.get("input")) for fault in error.errors()[:10])
        raise InvalidInput(say("policy-incoherent", faults=faults)) from error


def office_on(view: View) -> Office:
    """The hours that offices keep on the view's day: the policy's in force, else 08:30 to 17:30.

    A policy that can't be read, which the service does not set, has none to say.
    """
    policy = view.policy()
    return Office() if policy is None else _office_of(policy.document)


@lru_cache(maxsize=32)
def _office_of(text: str) -> Office:
    try:
        return read_policy(text).office
    except InvalidInput:
        return Office()


def _told(where: tuple[int | str, ...], message: str, value: object) -> str:
    place = ".".join(str(part + 1) if isinstance(part, int) else part for part in where)
    shown = "" if isinstance(value, dict | list | BaseModel) else f" (found {value!r:.60})"
    return f"{place or 'the whole'}: {message.removeprefix('Value error, ')}{shown}"


# -- checking --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a policy: which check, the rules concerned, and what it is."""

    check: Literal["policy-hole", "policy-conflict", "policy-unreachable", "policy-committee"]
    rules: tuple[str, ...]
    message: Message


def findings(table: PolicyTable, meter: Meter = UNMETERED) -> list[Finding]:
    """Every hole, every conflict without an order, every rule that never decides or leads where there can be nobody.

    Goes through all combinations.

    Raises TooCostly where `meter` does not allow to.
    """
    holes: list[Situation] = []
    conflicts: dict[tuple[str, str], tuple[Situation, int]] = {}
    deciding: set[str] = set()
    adrift: dict[str, Situation] = {}
    for case in table.situations():
        meter.spend(UNITS_FITTED * len(table.rules))
        rules = table.fitting(case)
        if not rules:
            holes.append(case)
            continue
        first = rules[0]
        deciding.add(first.code)
        if table.field(case.matter) is None and any(to.committee for to in first.destinations):
            adrift.setdefault(first.code, case)
        for other in rules[1:]:
            if other.order == first.order and not first.same_outcome(other):
                pair = (first.code, other.code)
                conflicts[pair] = (conflicts.get(pair, (case, 0))[0], conflicts.get(pair, (case, 0))[1] + 1)
    return [*_holes(holes), *_conflicts(conflicts), *_unreachable(table, deciding), *_adrift(adrift)]


def sound_policy(text: str, meter: Meter = UNMETERED) -> PolicyTable:
    """The policy that a file's text states, with nothing wrong in it.  Raises InvalidInput, RuleViolated, TooCostly."""
    meter.spend(UNITS_CHARACTER * len(text))
    table = read_policy(text)
    found = findings(table, meter)
    if found:
        raise RuleViolated([Problem(f.check, f.message, f.rules) for f in found[:MOST_TOLD]])
    return table


def _holes(holes: list[Situation]) -> Iterator[Finding]:
    if holes:
        message = say("policy-hole", count=len(holes), first=holes[0].told)
        yield Finding("policy-hole", (), message)


def _conflicts(conflicts: dict[tuple[str, str], tuple[Situation, int]]) -> Iterator[Finding]:
    for (one, other), (case, number) in sorted(conflicts.items()):
        message = say("policy-conflict", one=one, other=other, number=number, case=case.told)
        yield Finding("policy-conflict", (one, other), message)


def _unreachable(table: PolicyTable, deciding: set[str]) -> Iterator[Finding]:
    for rule in table.rules:
        if rule.code not in deciding:
            message = say("policy-rule-idle", code=rule.code, name=rule.name)
            yield Finding("policy-unreachable", (rule.code,), message)


def _adrift(adrift: dict[str, Situation]) -> Iterator[Finding]:
    for code, case in sorted(adrift.items()):
        message = say("policy-field-unsaid", code=code, matter=case.matter)
        yield Finding("policy-committee", (code,), message)
