"""What the files say of units, as facts: their lives, their states, what they are part of, who succeeds them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from graph.edits.draft import Draft
from graph.edits.timelines import coming, says, stretch
from graph.edits.units import end_with_all
from graph.facts import FactId, PartOf, Succession, Unit, UnitState
from graph.kinds import LEVELS
from graph.messages import say
from graph.time.calendar import DAY
from graph.time.validity import on_day, until
from graph.words import GridType, UnitKind
from loaders.faults import Findings, Where
from loaders.resolve.gazetteer import Gazetteer
from loaders.resolve.stated import free, stating
from loaders.rows.claims import UnitClaim

NAMED_BY: dict[UnitKind, str] = {
    UnitKind.STREET: "所属街道",
    UnitKind.MANAGEMENT_AREA: "管区",
    UnitKind.VILLAGE: "村（社区）",
    UnitKind.GRID: "网格名称",
    UnitKind.MICRO_GRID: "微网格名称",
}
"""The heading under which files name each kind."""

R = TypeVar("R")
Resolved = tuple[FactId, UnitClaim]


@dataclass(frozen=True, slots=True)
class Life:
    """How long a unit lasts, as far as the files say."""

    where: Where
    founded: date | None
    abolished: date | None


class UnitFacts:
    """Drafts the facts of units."""

    def __init__(self, draft: Draft, gazetteer: Gazetteer, day: date, findings: Findings) -> None:
        self.draft, self.gazetteer, self.day, self.findings = draft, gazetteer, day, findings
        self.untyped: list[Where] = []

    def write(self, claims: Sequence[Resolved], wanted: Mapping[FactId, date]) -> None:
        """Draft everything that `claims` state; `wanted` are the first days on which new units have to be there."""
        by_code: dict[FactId, list[UnitClaim]] = {}
        for code, claim in claims:
            by_code.setdefault(code, []).append(claim)
        lives = {code: self._life(code, said) for code, said in by_code.items()}
        starts = self._starts(by_code, lives, dict(wanted))
        named = {*by_code, *self.gazetteer.new, *self.gazetteer.links, *self.gazetteer.named}
        for code in sorted(named, key=self._depth_first):
            self._write(code, by_code.get(code, []), lives.get(code), starts.get(code))
        for code, claim in claims:
            self._successions(code, claim)
        self._doubt_untyped()

    def _depth_first(self, code: FactId) -> tuple[int, FactId]:
        kind = self.gazetteer.kind_of(code)
        return (kind.depth if kind else 0, code)

    # -- lives ---------------------------------------------------------------------------------------------------------

    def _life(self, code: FactId, claims: Sequence[UnitClaim]) -> Life:
        founded = self._agreed(code, "成立日期", [(c.founded, c.where) for c in claims])
        abolished = self._agreed(code, "撤销日期", [(self._abolished(code, c), c.where) for c in claims])
        if founded and abolished and abolished <= founded:
            self.findings.fault(claims[0].where, say("abolished-before-founded", code=code), say("correct-dates"))
        return Life(claims[0].where, founded, abolished)

    def _abolished(self, code: FactId, claim: UnitClaim) -> date | None:
        """The day on which a row retires a unit: an end of what it says, without a beginning, is the unit's own."""
        if claim.abolished is None and claim.end is not None and claim.start is None and claim.state_id is None:
            self.findings.warn(claim.where, say("described-until", code=code, end=claim.end))
            return claim.end
        return claim.abolished

    def _agreed(self, code: FactId, what: str, said: Sequence[tuple[date | None, Where]]) -> date | None:
        days = {day: where for day, where in said if day is not None}
        if len(days) > 1:
            first, second, *_ = days
            self.findings.fault(
                days[second],
                say(
                    "dates-differ",
                    what=what,
                    code=code,
                    second=second,
                    first=first,
                    elsewhere=days[first].seen_from(days[second]),
                ),
                say("correct-one-of-them"),
            )
        return next(iter(days), None)

    def _starts(
        self, by_code: Mapping[FactId, list[UnitClaim]], lives: Mapping[FactId, Life], wanted: dict[FactId, date]
    ) -> dict[FactId, date]:
        """The first day of every new unit: as stated, or early enough for all that is said of it and below it."""
        starts: dict[FactId, date] = {}
        for code in sorted(self.gazetteer.new, key=self._depth_first, reverse=True):
            claims, life = by_code.get(code, []), lives.get(code)
            stated = life.founded if life else None
            dated = [c.start for c in claims if c.start is not None]
            if stated is None and dated:
                stated = min(dated)
            starts[code] = stated or min(wanted.get(code, self.day), self.day)
            if life and life.abolished and stated is None and life.abolished <= starts[code]:
                self.findings.fault(life.where, say("abolished-without-beginning", code=code), say("add-founded"))
            link = self.gazetteer.links.get(code)
            if link is not None:
                wanted[link.parent] = min(wanted.get(link.parent, self.day), starts[code])
        return starts

    # -- one unit ------------------------------------------------------------------------------------------------------

    def _write(self, code: FactId, claims: Sequence[UnitClaim], life: Life | None, start: date | None) -> None:
        known = self.draft.base.get(Unit, code)
        unit = self._begin(code, claims, life, start or self.day) if known is None else self._adjust(known, life)
        if until(unit) <= self.day and not (life and life.abolished) and claims and not _dated(claims):
            self.findings.fault(
                claims[0].where,
                say("code-retired", code=self.gazetteer.called(code), end=unit.end),
                say("use-successor"),
            )
            return
        self._states(unit, claims)
        self._parents(unit, claims)
        if life and life.abolished:
            self._abolish(unit, life.abolished, life.where)

    def _begin(self, code: FactId, claims: Sequence[UnitClaim], life: Life | None, start: date) -> Unit:
        new = self.gazetteer.new[code]
        where = claims[0].where if claims else new.where
        link = self.gazetteer.links.get(code)
        parent = self.draft.get(Unit, link.parent) if link else None
        if parent is not None and not (life and life.founded) and not _dated(claims):
            start = max(start, parent.start)
        unit = Unit(id=code, kind=new.kind, start=start, end=self._end(code, claims, life))
        self.draft.put(unit, where)
        return unit

    def _end(self, code: FactId, claims: Sequence[UnitClaim], life: Life | None) -> date | None:
        """The end of a new unit: as stated, or the end of all that is said of it."""
        if (life and life.abolished) or not claims:
            return life.abolished if life else None
        ends = [claim.end for claim in claims if claim.end is not None]
        if len(ends) < len(claims):
            return None
        self.findings.warn(
            claims[0].where,
            say("described-until-only", code=code, ends=max(ends)),
            say("add-abolished"),
        )
        return max(ends)

    def _adjust(self, unit: Unit, life: Life | None) -> Unit:
        """Correct the first day of a unit of the model if a file states another; its first facts move with it."""
        if life is None or life.founded is None or life.founded == unit.start:
            return unit
        for cls, name in ((UnitState, "unit"), (PartOf, "child")):
            for fact in self.draft.line(cls, name, unit.id)[:1]:
                if fact.start == unit.start:
                    self.draft.put(replace(fact, start=life.founded), life.where)
        unit = replace(unit, start=life.founded)
        self.draft.put(unit, life.where)
        return unit

    def _at(self, unit: Unit) -> date:
        """The day on which undated statements are held against the model: the effective one, within the unit's life.

        Of a new unit they hold from its first day on.
        """
        if unit.id in self.gazetteer.new:
            return unit.start
        last = until(unit) - DAY
        return max(unit.start, min(self.day, last))

    # -- states --------------------------------------------------------------------------------------------------------

    def _states(self, unit: Unit, claims: Sequence[UnitClaim]) -> None:
        self._identified_states(unit, [c for c in claims if c.state_id is not None])
        for claim in sorted((c for c in claims if c.state_id is None and c.start is not None), key=_start):
            self._state_from(unit, claim.values, claim.where, claim.start or unit.start, claim.end, stated=True)
        undated = [c for c in claims if c.state_id is None and c.start is None]
        self._doubt_mixture(unit, undated, [c for c in claims if c.start is not None])
        if undated or unit.id in self.gazetteer.named or not self.draft.line(UnitState, "unit", unit.id):
            values, where = self._merged(unit, undated)
            self._state_from(unit, values, where, self._at(unit), None, stated=False)

    def _doubt_mixture(self, unit: Unit, undated: Sequence[UnitClaim], dated: Sequence[UnitClaim]) -> None:
        """Faults for rows without dates that say something else of a unit than rows with dates do."""
        for claim in undated:
            for other in dated:
                differs = any(other.values.get(name, value) != value for name, value in claim.values.items())
                if differs or (claim.parent and other.parent and claim.parent.code != other.parent.code):
                    self._fault_twice(unit.id, [other, claim])

    def _identified_states(self, unit: Unit, claims: Sequence[UnitClaim]) -> None:
        """Rows that carry the id of a state: stretches of it, and all of its attributes."""
        groups: dict[FactId, list[UnitClaim]] = {}
        for claim in claims:
            groups.setdefault(claim.state_id or "", []).append(claim)
        for state_id, rows in self._known_first(groups):
            start, end = _span(rows, unit)
            known = self.draft.base.get(UnitState, state_id)
            line = self.draft.line(UnitState, "unit", unit.id)
            if not (known is not None and known.unit == unit.id) and not free(self.draft, state_id, line, start, end):
                self._state_from(unit, rows[0].values, rows[0].where, start, end, stated=True)
                continue
            whole = {"name": unit.id, **rows[0].values}
            if any(dict(row.values) != dict(rows[0].values) for row in rows):
                self._fault_twice(unit.id, rows)
            self.draft.put(_state(state_id, unit, start, end, whole), rows[0].where)

    def _known_first(self, groups: Mapping[FactId, R]) -> list[tuple[FactId, R]]:
        """What the model has comes first: it may be shortened, and so make room for what is new."""
        return sorted(groups.items(), key=lambda group: self.draft.base.find(group[0]) is None)

    def _fault_twice(self, code: FactId, rows: Sequence[UnitClaim]) -> None:
        first = rows[0].where.seen_from(rows[1].where)
        self.findings.fault(
            rows[1].where,
            say("unit-stated-differently", code=self.gazetteer.called(code), first=first),
            say("correct-one-row"),
        )

    def _merged(self, unit: Unit, claims: Sequence[UnitClaim]) -> tuple[dict[str, object], Where]:
        """What all undated rows say together of a unit; a fault where they contradict each other."""
        values: dict[str, object] = {}
        said: dict[str, Where] = {}
        for claim in claims:
            for name, value in claim.values.items():
                if name in values and values[name] != value and not self._same(unit, name, values[name], value):
                    self.findings.fault(
                        claim.where,
                        say(
                            "attribute-differs",
                            unit=self.gazetteer.called(unit.id),
                            value=_shown(value),
                            attribute=ATTRIBUTES[name],
                            other=_shown(values[name]),
                            elsewhere=said[name].seen_from(claim.where),
                        ),
                        say("correct-one-of-them"),
                    )
                values.setdefault(name, value)
                said.setdefault(name, claim.where)
        if unit.id in self.gazetteer.named:
            values.setdefault("name", self.gazetteer.named[unit.id][0])
        return values, claims[0].where if claims else self._source(unit)

    def _same(self, unit: Unit, attribute: str, one: object, other: object) -> bool:
        return attribute == "name" and self.gazetteer.means(unit.id, str(one), str(other))

    def _source(self, unit: Unit) -> Where:
        if unit.id in self.gazetteer.named:
            return self.gazetteer.named[unit.id][1]
        new = self.gazetteer.new.get(unit.id)
        return new.where if new is not None else Where("")

    def _state_from(
        self, unit: Unit, values: Mapping[str, object], where: Where, start: date, end: date | None, *, stated: bool
    ) -> None:
        line = self.draft.line(UnitState, "unit", unit.id)
        values = self._complete(unit, line, values, where, start)
        if not values:
            return
        if not stated:
            start, end = stretch(line, start)
            now = on_day(line, start)
            if now is not None and not says(now, values) and (later := coming(line, start, values)):
                self._note_coming(where, say("unit-is-so", unit=self.gazetteer.called(unit.id)), later.start)
                return
        elif end is None:
            _, end = stretch(line, start)
        end = min(until(unit), end or date.max)

        def make(base: UnitState | None, first: date, last: date | None) -> UnitState:
            base = base or (line[0] if line else None)
            taken = {} if base is None else {name: getattr(base, name) for name in ATTRIBUTES}
            state_id = self.draft.mint("state", unit.id, first, base.id if base else "")
            return _state(state_id, unit, first, last, {**taken, **values})

        self.draft.restate(line, values, start, None if end == date.max else end, make, where)

    def _complete(
        self, unit: Unit, line: Sequence[UnitState], values: Mapping[str, object], where: Where, day: date
    ) -> dict[str, object]:
        """The values that are a change, or for a unit without any state everything that a state needs."""
        said = dict(values)
        now = on_day(line, day) or (line[0] if line else None)
        if now is not None:
            name = said.get("name")
            if isinstance(name, str) and name != now.name and self.gazetteer.means(unit.id, name, now.name):
                said.pop("name")
            return said
        if "name" not in said:
            said["name"] = self.gazetteer.name(unit.id) or unit.id
        if said["name"] == unit.id:
            self.findings.warn(
                where,
                say("kind-uncalled", kind=unit.kind, unit=unit.id),
                say("add-name-column", named_by=NAMED_BY[unit.kind]) if unit.kind in NAMED_BY else None,
            )
        if unit.kind == UnitKind.GRID and "grid_type" not in said:
            said["grid_type"] = GridType.GENERAL
            self.untyped.append(where)
        return said

    def _note_coming(self, where: Where, what: str, day: date) -> None:
        self.findings.warn(
            where,
            say("recorded-to-come", what=what, day=day),
            say("date-if-earlier"),
        )

    def _doubt_untyped(self) -> None:
        if self.untyped:
            self.findings.warn(
                self.untyped[0],
                say("grid-types-unsaid", count=len(self.untyped)),
                say("add-grid-type"),
            )

    # -- parents -------------------------------------------------------------------------------------------------------

    def _parents(self, unit: Unit, claims: Sequence[UnitClaim]) -> None:
        explicit = [(claim, claim.parent.code) for claim in claims if claim.parent and claim.parent.code]
        self._identified_parents(unit, [(c, p) for c, p in explicit if c.part_id is not None])
        for claim, parent in sorted(((c, p) for c, p in explicit if c.part_id is None), key=lambda x: _start(x[0])):
            start = claim.start or self._at(unit)
            self._part_from(unit, parent, claim.where, start, claim.end, stated=claim.start is not None)
        link = self.gazetteer.links.get(unit.id)
        if link is not None and not explicit:
            self._part_from(unit, link.parent, link.where, self._at(unit), None, stated=False)
        if LEVELS[unit.kind].placed and not self.draft.line(PartOf, "child", unit.id):
            where = claims[0].where if claims else self._source(unit)
            self.findings.fault(
                where,
                say("parent-unclear", unit=self.gazetteer.called(unit.id)),
                say("add-parent"),
            )

    def _identified_parents(self, unit: Unit, claims: Sequence[tuple[UnitClaim, FactId]]) -> None:
        groups: dict[FactId, list[tuple[UnitClaim, FactId]]] = {}
        for claim, parent in claims:
            groups.setdefault(claim.part_id or "", []).append((claim, parent))
        for part_id, rows in self._known_first(groups):
            where, parent = rows[0][0].where, rows[0][1]
            start, end = _span([claim for claim, _ in rows], unit)
            known = self.draft.base.get(PartOf, part_id)
            mine = known is not None and (known.child, known.parent) == (unit.id, parent)
            line = self.draft.line(PartOf, "child", unit.id)
            if not mine and not free(self.draft, part_id, line, start, end):
                self._part_from(unit, parent, where, start, end, stated=True)
            else:
                self.draft.put(PartOf(id=part_id, child=unit.id, parent=parent, start=start, end=end), where)

    def _part_from(
        self, unit: Unit, parent: FactId, where: Where, start: date, end: date | None, *, stated: bool
    ) -> None:
        if not self.gazetteer.known(parent):
            self.findings.fault(where, say("parent-unknown", parent=parent), say("correct-parent"), parent)
            return
        line = self.draft.line(PartOf, "child", unit.id)
        values = {"parent": parent}
        if not stated:
            start, end = stretch(line, start)
            now = on_day(line, start)
            if now is not None and not says(now, values) and (later := coming(line, start, values)):
                self._note_coming(
                    where, say("unit-is-part", unit=self.gazetteer.called(unit.id), parent=parent), later.start
                )
                return
        elif end is None:
            _, end = stretch(line, start)
        end = min(until(unit), end or date.max)

        def make(base: PartOf | None, first: date, last: date | None) -> PartOf:
            part_id = self.draft.mint("part", unit.id, parent, first, base.id if base else "")
            return PartOf(id=part_id, child=unit.id, parent=parent, start=first, end=last)

        self.draft.restate(line, values, start, None if end == date.max else end, make, where)

    # -- ends ----------------------------------------------------------------------------------------------------------

    def _abolish(self, unit: Unit, on: date, where: Where) -> None:
        """End a unit with all that belongs to it, as an edit does; not the units below it."""
        if on <= unit.start:
            self.findings.fault(
                where,
                say("retired-before-begun", unit=self.gazetteer.called(unit.id), start=unit.start, on=on),
                say("correct-abolished"),
            )
            return
        if until(unit) < on:
            self.draft.put(unit := replace(unit, end=on), where)
        with stating(self.draft, where, self.findings, say("correct-abolished")):
            end_with_all(self.draft, unit, on)

    def _successions(self, code: FactId, claim: UnitClaim) -> None:
        if claim.successors and claim.abolished is None:
            self.findings.fault(claim.where, say("successors-without-day"), say("add-date"))
            return
        for successor in claim.successors:
            if claim.abolished is not None:
                self.succeed(code, successor, claim.abolished, claim.where)

    def succeed(
        self,
        code: FactId,
        successor: FactId,
        on: date,
        where: Where,
        known: FactId | None = None,
        end: date | None = None,
    ) -> None:
        """Note that `successor` covers what `code` covered, from `on`; once said is enough."""
        if not self.gazetteer.known(successor) and self.draft.get(Unit, successor) is None:
            self.findings.fault(where, say("successor-unknown", successor=successor), say("give-its-row"), successor)
            return
        for fact in self.draft.line(Succession, "predecessor", code):
            if fact.successor == successor and fact.start == on:
                return
        succession_id = known or self.draft.mint("succession", code, successor, on)
        fact = Succession(id=succession_id, predecessor=code, successor=successor, start=on, end=end)
        self.draft.put(fact, where)


ATTRIBUTES = {
    "name": "名称",
    "grid_type": "网格类型",
    "category": "城乡分类",
    "households": "户数",
    "population": "人口",
    "note": "备注",
}


def _state(state_id: FactId, unit: Unit, start: date, end: date | None, values: Mapping[str, object]) -> UnitState:
    blank = UnitState(id=state_id, unit=unit.id, name=unit.id, start=start, end=end)
    return replace(blank, **values)  # type: ignore[arg-type]  # the readers gave each its type


def _span(rows: Sequence[UnitClaim], unit: Unit) -> tuple[date, date | None]:
    """The days that the rows of one fact make up together."""
    start = min(row.start or unit.start for row in rows)
    ends = [row.end or unit.end for row in rows]
    return start, None if None in ends else max(end for end in ends if end is not None)


def _dated(claims: Iterable[UnitClaim]) -> bool:
    return any(claim.start is not None for claim in claims)


def _start(claim: UnitClaim) -> date:
    return claim.start or date.min


def _shown(value: object) -> str:
    return str(getattr(value, "zh", value))
