"""Rows about duty, held against the model: who takes turns in a rota, who serves instead, who swaps with whom.

The rotas themselves are things like others (`records.py`).  Members last as long as their rota, so that its dates stand
in one place, its own row.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any, TypeVar

from graph.edits.draft import Draft
from graph.edits.duty import begins_shift, lay_override, override_duty, swap_duty, whose_turn
from graph.edits.timelines import altered, says
from graph.facts import DutyOverride, DutySwap, Fact, FactId, Rota, RotaMember
from graph.messages import say
from graph.time.calendar import DAY
from graph.time.validity import is_void, overlap, until
from loaders.faults import Findings, Where
from loaders.resolve.serving import Serving
from loaders.resolve.stated import free, place, stating
from loaders.rows.claims import RecordClaim, Server, Target
from loaders.tables.fields import TableKind
from loaders.tables.sheets import RECORDS

F = TypeVar("F", bound=Fact)
Said = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Spoken:
    """What an earlier row said, of which days."""

    where: Where
    said: Said
    start: date = date.min
    end: date | None = None


@dataclass(slots=True)
class DutyFacts:
    """Drafts members, overrides and swaps, once the rotas and everybody are there."""

    draft: Draft
    serving: Serving
    findings: Findings
    rows: dict[tuple[object, ...], list[_Spoken]] = field(default_factory=dict)

    def write(self, claims: Sequence[RecordClaim]) -> None:
        """Draft what the rows say: the members of each rota first, then what lies over the turns."""
        takers: tuple[tuple[TableKind, Callable[[RecordClaim], None]], ...] = (
            (TableKind.ROTA_MEMBERS, self._member),
            (TableKind.OVERRIDES, self.override),
            (TableKind.SWAPS, self._swap),
        )
        self._follow()
        for kind, take in takers:
            mine = [claim for claim in claims if claim.kind == kind]
            for claim in sorted(mine, key=lambda claim: claim.id is None or self.draft.find(claim.id) is None):
                take(claim)

    # -- members -------------------------------------------------------------------------------------------------------

    def _follow(self) -> None:
        """Let what is said of the rotas that the files give other dates follow them, as `endRota` does."""
        for rota in [fact for fact in self.draft.facts.values() if isinstance(fact, Rota)]:
            where = place(self.draft, rota.id)
            for member in self.draft.line(RotaMember, "rota", rota.id):
                self._put(replace(member, start=rota.start, end=rota.end), where)
            for override in self.draft.line(DutyOverride, "rota", rota.id):
                if until(override) > until(rota):
                    self._put(replace(override, end=max(override.start, until(rota))), where)
            for swap in self.draft.line(DutySwap, "rota", rota.id):
                if swap.start >= until(rota):
                    self._put(replace(swap, end=swap.start), where)

    def _member(self, claim: RecordClaim) -> None:
        rota = self._rota(claim, None)
        said = None if rota is None else self._said(claim, rota)
        if rota is None or said is None:
            return
        if self._twice(claim, (rota.id, said["order"]), _Spoken(claim.where, said)):
            return
        line = self.draft.line(RotaMember, "rota", rota.id)
        known = self._known(RotaMember, claim) or next((m for m in line if m.order == said["order"]), None)
        if known is None:
            fact_id = self._id(claim, "turn", rota.id, said["order"])
            self._put(RotaMember(id=fact_id, rota=rota.id, **said, start=rota.start, end=rota.end), claim.where)
        elif (known.rota, known.order, known.member) != (rota.id, said["order"], said["member"]):
            self.findings.fault(
                claim.where,
                say("turn-of-somebody-else", order=known.order, rota=rota.name),
                say("end-rota-and-follow"),
            )
        else:
            self._put(replace(known, start=rota.start, end=rota.end), claim.where)

    # -- overrides -----------------------------------------------------------------------------------------------------

    def override(self, claim: RecordClaim) -> None:
        """Let somebody else serve on some days."""
        if claim.start is None:
            self.findings.fault(claim.where, say("row-without-day"), say("fill-in-start"))
            return
        rota = self._rota(claim, claim.start)
        said = None if rota is None else self._said(claim, rota)
        if rota is None or said is None:
            return
        # A row with an id states the whole fact; without one, a day alone is that day, as `overrideDuty` has it.
        end = claim.end if claim.id is not None or claim.end is not None else claim.start + DAY
        if end is not None and end <= claim.start:
            self.findings.fault(claim.where, say("ends-before-begins", end=end), say("correct-it"))
            return
        if self._twice(claim, (rota.id,), _Spoken(claim.where, said, claim.start, end)):
            return
        if self._over(claim, rota, claim.start):
            return
        end = rota.end if end is None else min(end, until(rota))
        line = self.draft.line(DutyOverride, "rota", rota.id)
        known = self._known(DutyOverride, claim)
        if known is not None and (known.rota, known.member) == (rota.id, said["member"]):
            whole = {"reason": None, **said, "start": claim.start, "end": end}
            self._put(altered(known, whole), claim.where)
        elif claim.id is not None and free(self.draft, claim.id, line, claim.start, end):
            self._put(DutyOverride(id=claim.id, rota=rota.id, **said, start=claim.start, end=end), claim.where)
        elif not _serves(line, said, claim.start, end) and self._has_shift(claim, rota, claim.start, end):
            self._lay_over(claim, rota, line, said, claim.start, end)

    def _lay_over(
        self, claim: RecordClaim, rota: Rota, line: Sequence[DutyOverride], said: Said, start: date, end: date | None
    ) -> None:
        """Let somebody serve on these days, by the edit: with the reason that was known if the row gives none."""
        base = next((old for old in line if old.start < (end or date.max) and start < until(old)), None)
        fact_id = self.draft.mint("override", rota.id, said["member"], start, base.id if base else "")
        reason = said.get("reason", base.reason if base else None)
        with stating(self.draft, claim.where, self.findings, say("correct-date")):
            if claim.id is None:
                override_duty(self.draft, rota.id, said["member"], start, end, reason, fact_id=fact_id)
            else:
                whole = {**said, "reason": reason, "start": start, "end": end}
                lay_override(self.draft, DutyOverride(id=fact_id, rota=rota.id, **whole))

    def _has_shift(self, claim: RecordClaim, rota: Rota, start: date, end: date | None) -> bool:
        """Whether a shift begins; a row with an id is a record, and is not asked."""
        if claim.id is not None or begins_shift(self.draft, rota, start, end or until(rota)):
            return True
        when = say("on-day", start=start) if end == start + DAY else say("from-day-on", start=start)
        self.findings.fault(claim.where, say("no-shift-when", rota=rota.name, when=when), say("correct-date"), start)
        return False

    # -- swaps ---------------------------------------------------------------------------------------------------------

    def _swap(self, claim: RecordClaim) -> None:
        days = [day for name in ("one_day", "other_day") if isinstance(day := claim.values.get(name), date)]
        rota = self._rota(claim, min(days, default=None))
        said = None if rota is None else self._said(claim, rota)
        if rota is None or said is None:
            return
        first, last = sorted((said["one_day"], said["other_day"]))
        if self._twice(claim, (rota.id, first, last), _Spoken(claim.where, {"sides": _given_up(said)})):
            return
        if self._over(claim, rota, first):
            return
        swap = DutySwap(id="", rota=rota.id, **said, start=first, end=last + DAY)
        line = self.draft.line(DutySwap, "rota", rota.id)
        known = self._known(DutySwap, claim) or next((s for s in line if _given_up(s) == _given_up(swap)), None)
        if known is None and claim.id is None and self._take_turns(rota, swap):
            self._agree(claim, rota, swap)
        elif known is None:
            self._put(replace(swap, id=self._id(claim, "swap", rota.id, first, last)), claim.where)
        elif _given_up(known) == _given_up(swap):
            self._put(replace(known, start=first, end=last + DAY), claim.where)
        else:
            self._put(replace(swap, id=known.id), claim.where)

    def _take_turns(self, rota: Rota, swap: DutySwap) -> bool:
        """Whether two people swap who both take turns; the rules say what is wrong of others."""
        members = {member.member for member in self.draft.line(RotaMember, "rota", rota.id)}
        return swap.one != swap.other and {swap.one, swap.other} <= members

    def _agree(self, claim: RecordClaim, rota: Rota, swap: DutySwap) -> None:
        """Let two swap their shifts, by the edit; a row without an id is somebody's wish, and may be mistaken."""
        for member, day in ((swap.one, swap.one_day), (swap.other, swap.other_day)):
            if (whose := whose_turn(self.draft, rota, member, day)) is not None:
                side = str(getattr(self.draft.find(member), "name", member))
                why = say("not-turn-of", day=day, whose=whose, side=side)
                self.findings.fault(claim.where, why, say("correct-date-or-name"), day)
                return
        with stating(self.draft, claim.where, self.findings, say("correct-date-or-name")):
            swap_duty(self.draft, rota.id, swap.one, swap.one_day, swap.other, swap.other_day)

    def _over(self, claim: RecordClaim, rota: Rota, day: date) -> bool:
        """Whether the rota has ended by then: whatever lay over its turns ended with it."""
        if day < until(rota):
            return False
        self.findings.warn(claim.where, say("rota-ends-before", rota=rota.name, end=rota.end))
        return True

    # -- what rows name ------------------------------------------------------------------------------------------------

    def _rota(self, claim: RecordClaim, on: date | None) -> Rota | None:
        target = claim.values.get("rota")
        return self.serving.rota(target if isinstance(target, Target) else None, on, claim.where)

    def _said(self, claim: RecordClaim, rota: Rota) -> Said | None:
        """What the row says beside its rota, with ids for whoever serves; None, with a fault noted, if that lacks."""
        missing = [name for name in RECORDS[claim.kind].needs if claim.values.get(name) is None]
        if missing:
            columns = {attribute: f.zh for f, attribute in RECORDS[claim.kind].attributes}
            words = "、".join(columns[name].removesuffix("编号") for name in missing)
            self.findings.fault(claim.where, say("row-does-not-say", words=words), say("fill-it-in"))
            return None
        said: Said = {}
        for name, value in claim.values.items():
            if name != "rota":
                said[name] = self.serving.member(value, rota) if isinstance(value, Server) else value
        return None if any(value is None for value in said.values()) else said

    def _known(self, cls: type[F], claim: RecordClaim) -> F | None:
        return None if claim.id is None else self.draft.base.get(cls, claim.id)

    def _id(self, claim: RecordClaim, prefix: str, *words: object) -> FactId:
        free = claim.id is not None and self.draft.find(claim.id) is None
        return claim.id if free and claim.id is not None else self.draft.mint(prefix, *words)

    def _twice(self, claim: RecordClaim, key: tuple[object, ...], spoken: _Spoken) -> bool:
        """Whether an earlier row speaks of the same turn or days: a fault, unless it says the very same."""
        rows = self.rows.setdefault((claim.kind, *key), [])
        earlier = next((other for other in rows if overlap(other, spoken)), None)
        if earlier is None:
            rows.append(spoken)
        elif replace(earlier, where=spoken.where) != spoken:
            self.findings.fault(
                claim.where,
                say("said-otherwise", elsewhere=earlier.where.seen_from(claim.where)),
                say("correct-one-row"),
            )
        return earlier is not None

    def _put(self, fact: Fact, where: Where) -> None:
        if fact != self.draft.find(fact.id) and not (is_void(fact) and self.draft.find(fact.id) is None):
            self.draft.put(fact, where)


def _serves(line: Sequence[DutyOverride], said: Said, start: date, end: date | None) -> bool:
    """Whether overrides say already what a row says of all these days."""
    reached, last = start, end or date.max
    for old in line:
        if old.start <= reached < until(old) and says(old, said):
            reached = until(old)
    return reached >= last


def _given_up(swap: DutySwap | Said) -> frozenset[tuple[FactId, date]]:
    """Who gives up which day: the same swap, whichever of the two is named first."""
    said = {f.name: getattr(swap, f.name) for f in fields(swap)} if isinstance(swap, DutySwap) else swap
    return frozenset({(said["one"], said["one_day"]), (said["other"], said["other_day"])})
