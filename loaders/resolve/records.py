"""Rows that are one fact each, held against the model: by id, else by what makes such a fact the same.

Three manners: things (a centre) are one fact that is corrected in place; states (a worker's standing) hold one at a
time and end the one before; events (an absence) are known by the day on which they begin.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields, replace
from datetime import date
from typing import Any

from graph.edits.draft import Draft
from graph.edits.posts import appraised_until, record_absence, record_appraisal
from graph.edits.rewards import record_mediation
from graph.edits.timelines import altered, coming, says, stretch
from graph.facts import CLASS_BY_NAME, Absence, Appraisal, Department, Fact, FactId, MediationResult, Person, Rota
from graph.messages import say
from graph.time.calendar import DAY
from graph.time.validity import on_day, until
from graph.words import AbsenceKind
from loaders.faults import Findings
from loaders.resolve.people import People
from loaders.resolve.stated import free, stating
from loaders.resolve.targets import WHAT, Targets
from loaders.resolve.units import UnitFacts
from loaders.rows.claims import Mention, RecordClaim, Target
from loaders.tables.columns import Manner
from loaders.tables.fields import TableKind
from loaders.tables.sheets import RECORDS

BEFORE_PEOPLE = (
    TableKind.DEPARTMENTS,
    TableKind.CENTRES,
    TableKind.ROOMS,
    TableKind.COMMITTEES,
    TableKind.STATIONINGS,
    TableKind.SUCCESSIONS,
)
"""Kinds that posts may be of, or that name no people: drafted before posts are.  Posts make departments, for rotas."""

MAKES_NO_DEPARTMENT = frozenset({TableKind.ROTAS, TableKind.DEPARTMENT_APPRAISALS})
"""Kinds that speak of departments which have to be known."""

AFTER_PEOPLE = tuple(kind for kind, sheet in RECORDS.items() if sheet.manner and kind not in BEFORE_PEOPLE)
"""All the others that are drafted here."""


@dataclass(slots=True)
class RecordFacts:
    """Drafts the facts of records."""

    draft: Draft
    targets: Targets
    people: People
    units: UnitFacts
    day: date
    findings: Findings
    said: set[FactId] = field(default_factory=set)
    rows: dict[tuple[object, ...], list[tuple[RecordClaim, dict[str, Any]]]] = field(default_factory=dict)

    def write(self, claims: Sequence[RecordClaim], kinds: Sequence[TableKind]) -> None:
        """Draft the claims of these kinds, kind by kind in the order given."""
        self.said.update(claim.id for claim in claims if claim.id is not None)
        for kind in kinds:
            mine = [claim for claim in claims if claim.kind == kind]
            for claim in sorted(mine, key=self._order):
                self._write(claim)

    def _order(self, claim: RecordClaim) -> tuple[bool, bool]:
        """What the model has comes first, for it may make room for what is new; rows that only end something last."""
        known = claim.id is not None and self.draft.base.find(claim.id) is not None
        return not known, claim.start is None and claim.end is not None

    def _write(self, claim: RecordClaim) -> None:
        values = self._values(claim)
        if values is None:
            return
        if claim.kind == TableKind.SUCCESSIONS:
            self._succeed(claim, values)
            return
        missing = [name for name in RECORDS[claim.kind].needs if values.get(name) is None]
        if missing:
            columns = {attribute: f.zh for f, attribute in RECORDS[claim.kind].attributes}
            words = "、".join(columns.get(name, name) for name in missing)
            self.findings.fault(claim.where, say("row-does-not-say", words=words), say("fill-it-in"))
            return
        if claim.start and claim.end and claim.end <= claim.start:
            self.findings.fault(claim.where, say("ends-before-begins", end=claim.end), say("correct-it"))
        elif (claim.id is None or RECORDS[claim.kind].manner is not Manner.THING) and self._said_before(claim, values):
            return
        elif RECORDS[claim.kind].manner is Manner.THING:
            self._thing(claim, values)
        elif RECORDS[claim.kind].manner is Manner.STATE:
            self._state(claim, values)
        else:
            self._event(claim, values)

    def _said_before(self, claim: RecordClaim, values: Mapping[str, Any]) -> bool:
        """Whether an earlier row says the same fact; a fault if it says another for the same days."""
        key = (claim.kind, *(values.get(name) for name in RECORDS[claim.kind].key))
        earlier = self.rows.setdefault(key, [])
        for other, said in earlier:
            if (other.start, other.end, said) == (claim.start, claim.end, values):
                return True
            same = said == values
            meet = RECORDS[claim.kind].manner is Manner.THING or claim.kind == TableKind.MEDIATIONS
            if other.start == claim.start or (_meet if meet else _cross)(other, claim, same=same):
                self.findings.fault(
                    claim.where,
                    say("said-otherwise", elsewhere=other.where.seen_from(claim.where)),
                    say("correct-one-row"),
                )
                return True
        earlier.append((claim, dict(values)))
        return False

    # -- what rows name ------------------------------------------------------------------------------------------------

    def _values(self, claim: RecordClaim) -> dict[str, Any] | None:
        """The attributes with ids for what they name; None, with a fault noted, if one cannot be told."""
        found: dict[str, Any] = {}
        for name, value in claim.values.items():
            if isinstance(value, Mention):
                resolved: object = self._person(claim, value)
            elif isinstance(value, Target):
                resolved = self._target(claim, name, value)
            else:
                resolved = value
            if resolved is None:
                return None
            found[name] = resolved
        if claim.kind == TableKind.ROOMS and "name" not in found and "kind" in found:
            found["name"] = found["kind"].zh
        return found

    def _person(self, claim: RecordClaim, mention: Mention) -> FactId | None:
        """The person of a mention.  Whoever is to be paid has to be known: a slip of the pen earns nothing."""
        person_id = self.people.of(mention)
        if claim.kind == TableKind.MEDIATIONS and person_id is not None and self.people.is_unheard_of(person_id):
            called = " ".join(filter(None, (mention.name, mention.phone)))
            remedy = say("correct-or-import-person")
            self.findings.fault(claim.where, say("mediator-unknown", called=called), remedy, called)
            return None
        return person_id

    def _target(self, claim: RecordClaim, attribute: str, target: Target) -> FactId | None:
        if attribute in {"serves", "predecessor", "successor"}:
            if target.id is None:
                return self.targets.gazetteer.resolve(target.path, claim.where)
            return self.targets.by_id(target.id, claim.where)
        cls = CLASS_BY_NAME[RECORDS[claim.kind].cls.LINKS[attribute][0]]
        if target.id is not None and self.draft.get(cls, target.id) is not None:
            return target.id
        if claim.kind in MAKES_NO_DEPARTMENT and cls is Department and not self.targets.called(cls, target.name or ""):
            named = target.name or target.id
            remedy = say("correct-or-station")
            self.findings.fault(claim.where, say("no-department-called", named=named), remedy, named)
            return None
        if target.name is not None:
            return self.targets.named((cls,), target.name, claim.where)
        self.findings.fault(
            claim.where, say("nothing-of-id", what=WHAT[cls], target=target.id), say("correct-it"), target.id
        )
        return None

    def _succeed(self, claim: RecordClaim, values: Mapping[str, Any]) -> None:
        missing = [name for name in ("predecessor", "successor") if name not in values]
        if missing or claim.start is None:
            self.findings.fault(claim.where, say("succession-incomplete"), say("fill-in-three"))
            return
        known = claim.id if claim.id is not None and self.draft.find(claim.id) is None else None
        self.units.succeed(values["predecessor"], values["successor"], claim.start, claim.where, known, claim.end)

    # -- things --------------------------------------------------------------------------------------------------------

    def _thing(self, claim: RecordClaim, values: dict[str, Any]) -> None:
        cls = RECORDS[claim.kind].cls
        known = self._by_id(claim) or self._like(claim, values)
        if known is None:
            start = claim.start or self._since(cls, values)
            if claim.end is not None and claim.end <= start:
                self._doubt_over(claim)
                return
            fact_id = self._free_id(claim) or self.draft.mint(cls.__name__.lower(), *map(str, values.values()))
            anchored = {"anchor": start, **values} if cls is Rota else values
            fact = _fact(cls, fact_id, anchored, start, claim.end)
        else:
            complete = claim.id == known.id
            fact = altered(known, {**(_blank(cls) if complete else {}), **values, **_dates(claim, complete=complete)})
        if fact != known:
            self.draft.put(fact, claim.where)
        self.targets.note(fact)

    def _like(self, claim: RecordClaim, values: Mapping[str, Any]) -> Fact | None:
        """The thing of the same name in the same place that begins on the same day, or else is there on the same days.

        Rows with ids of their own are not each other.
        """
        key = RECORDS[claim.kind].key
        pool = self._pool(RECORDS[claim.kind].cls, key, values)
        same = [f for f in pool if all(getattr(f, n) == values.get(n) for n in key)]
        since = claim.start or (self.day if claim.end is None else date.min)
        met = [f for f in same if f.start < (claim.end or date.max) and since < until(f)]
        found = [f for f in same if f.start == claim.start] or met
        if claim.id is not None:
            found = [f for f in found if f.id not in self.said and self.draft.base.find(f.id) is not None]
        return found[0] if len(found) == 1 else None

    def _pool(self, cls: type[Fact], key: Sequence[str], values: Mapping[str, Any]) -> Sequence[Fact]:
        link = next((name for name in key if name in cls.LINKS), None)
        return list(self.draft.live(cls)) if link is None else self.draft.line(cls, link, values[link])

    def _named_by(self, cls: type[Fact], values: Mapping[str, Any]) -> list[Fact]:
        named = (self.draft.find(values[name]) for name in cls.LINKS if name in values and name != "person")
        return [fact for fact in named if fact is not None]

    # -- states --------------------------------------------------------------------------------------------------------

    def _state(self, claim: RecordClaim, values: dict[str, Any]) -> None:
        cls, key = RECORDS[claim.kind].cls, RECORDS[claim.kind].key
        known = self._by_id(claim)
        whole = {**_blank(cls), **values}
        if known is not None and all(getattr(known, name) == whole[name] for name in key):
            fact = altered(known, {**whole, **_dates(claim, complete=True)})
            if fact != known:
                self.draft.put(fact, claim.where)
            return
        line = [f for f in self._pool(cls, key, whole) if all(getattr(f, n) == whole[n] for n in key)]
        line.sort(key=lambda fact: fact.start)
        if claim.start is None and claim.end is not None and self._ended(claim, line, key, values):
            return
        start = claim.start or self._since(cls, values)
        if claim.id is not None and free(self.draft, claim.id, line, start, claim.end):
            self.draft.put(_fact(cls, claim.id, values, start, claim.end), claim.where)
            return
        self._restate(claim, cls, line, key, values)

    def _ended(self, claim: RecordClaim, line: Sequence[Fact], key: Sequence[str], values: Mapping[str, Any]) -> bool:
        """A row that says until when, but not since when: it ends what is there; True if that is all that it does."""
        end = claim.end or date.max
        now = on_day(line, min(self.day, end - DAY)) or next((f for f in line if f.end == end), None)
        same = now is not None and says(now, {name: value for name, value in values.items() if name not in key})
        if now is None or (not same and end <= self.day):
            if end <= self._since(RECORDS[claim.kind].cls, values):
                self._doubt_over(claim)
                return True
            return False
        if not same:
            self.findings.fault(claim.where, say("differs-until", end=end), say("say-since"))
        elif now.end != end:
            self.draft.put(replace(now, end=end), claim.where)
        return True

    def _doubt_over(self, claim: RecordClaim) -> None:
        self.findings.warn(
            claim.where,
            say("end-without-start", end=claim.end),
            say("add-date"),
        )

    def _restate(
        self, claim: RecordClaim, cls: type[Fact], line: Sequence[Fact], key: Sequence[str], values: dict[str, Any]
    ) -> None:
        said = {name: value for name, value in values.items() if name not in key}
        day = claim.start or self._since(cls, values)
        now = on_day(line, day)
        if claim.start is None and (now is None or not says(now, said)) and (later := coming(line, day, said)):
            self.findings.warn(claim.where, say("recorded-from", start=later.start), None)
            return
        start, reach = stretch(line, day)
        end = claim.end if claim.end is not None else reach

        def make(base: Fact | None, first: date, last: date | None) -> Fact:
            taken = {} if base is None else {f.name: getattr(base, f.name) for f in fields(base)}
            fact_id = self.draft.mint(
                cls.__name__.lower(), *(values.get(n) for n in key), first, base.id if base else ""
            )
            return _fact(cls, fact_id, {**taken, **values}, first, last)

        self.draft.restate(line, said, start, end, make, claim.where)

    def _since(self, cls: type[Fact], values: Mapping[str, Any]) -> date:
        return max([self.day, *(f.start for f in self._named_by(cls, values))])

    # -- events --------------------------------------------------------------------------------------------------------

    def _event(self, claim: RecordClaim, values: dict[str, Any]) -> None:
        cls, key = RECORDS[claim.kind].cls, RECORDS[claim.kind].key
        if claim.start is None:
            self.findings.fault(claim.where, say("since-unsaid"), say("fill-in", start=RECORDS[claim.kind].start.zh))
            return
        known = self._by_id(claim)
        if known is None:
            same = [f for f in self._pool(cls, key, values) if all(getattr(f, n) == values[n] for n in key)]
            known = next((f for f in same if f.start == claim.start or cls is MediationResult), None)
        if known is None:
            words = (values[name] for name in key)
            fact_id = self._free_id(claim) or self.draft.mint(cls.__name__.lower(), *words, claim.start)
            end = claim.end or self._usual_end(values, cls, claim.start)
            with stating(self.draft, claim.where, self.findings, say("correct-date")):
                _record(self.draft, _fact(cls, fact_id, _with_kind(cls, values), claim.start, end))
            return
        complete = claim.id == known.id
        said = {**(_blank(cls) if complete else {}), **values}
        end = claim.end or self._usual_end(values, cls, claim.start)
        fact = altered(known, {**said, "start": claim.start, "end": end or (None if complete else known.end)})
        if fact != known:
            self.draft.put(fact, claim.where)

    def _usual_end(self, values: Mapping[str, Any], cls: type[Fact], start: date) -> date | None:
        """When an event ends of which a row does not say so: as the edit that records it says."""
        if cls is MediationResult:
            return start + DAY
        if "period" not in values:
            return None
        return appraised_until(self.draft.get(Person, values.get("person", "")), values["period"], start)

    # -- ids -----------------------------------------------------------------------------------------------------------

    def _by_id(self, claim: RecordClaim) -> Fact | None:
        return None if claim.id is None else self.draft.base.get(RECORDS[claim.kind].cls, claim.id)

    def _free_id(self, claim: RecordClaim) -> FactId | None:
        return claim.id if claim.id is not None and self.draft.find(claim.id) is None else None


def _record(draft: Draft, event: Fact) -> None:
    """Record an event by the edit that a mutation makes, where there is one."""
    match event:
        case Absence(id=i, person=who, kind=kind, cover=cover):
            record_absence(draft, who, kind, event.start, event.end, cover, fact_id=i)
        case Appraisal(id=i, person=who, period=period, score=score, result=result):
            record_appraisal(draft, who, period, event.start, score, result, end=event.end, fact_id=i)
        case MediationResult(id=i, person=who, complexity=complexity, reference=case, committee=committee):
            record_mediation(draft, who, complexity, case, event.start, committee, fact_id=i)
        case _:
            draft.put(event)


def _with_kind(cls: type[Fact], said: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a row says; an absence that gives no reason has another."""
    return {"kind": AbsenceKind.OTHER, **said} if cls is Absence else said


def _fact(cls: type[Fact], fact_id: FactId, values: Mapping[str, Any], start: date, end: date | None) -> Fact:
    make: Callable[..., Fact] = cls
    return make(**{**values, "id": fact_id, "start": start, "end": end})


def _meet(one: RecordClaim, other: RecordClaim, *, same: bool) -> bool:  # noqa: ARG001 -- as _cross
    """Say whether two rows about a thing speak of a common day, as far as they say."""
    first, second = one.start or date.min, other.start or date.min
    return first < (other.end or date.max) and second < (one.end or date.max)


def _cross(one: RecordClaim, other: RecordClaim, *, same: bool) -> bool:
    """Say whether one row's stated days go on after another begins; without an end a row gives way to the next.

    Rows with and without a first day do not go together, unless they say the same.
    """
    if one.start is None or other.start is None:
        return not same or any(claim.start is None and claim.end is not None for claim in (one, other))
    first, second = sorted((one, other), key=lambda claim: claim.start or date.min)
    return first.end is not None and second.start is not None and first.end > second.start


def _blank(cls: type[Fact]) -> dict[str, Any]:
    """What empty cells say in a row that has an id: the attributes' own defaults."""
    return {f.name: f.default for f in fields(cls) if f.default is not MISSING and f.name != "end"}


def _dates(claim: RecordClaim, *, complete: bool) -> dict[str, Any]:
    """The dates that a row states; a row with an id says with an empty end that there is none."""
    said: dict[str, Any] = {} if claim.start is None else {"start": claim.start}
    if claim.end is not None or complete:
        said["end"] = claim.end
    return said
