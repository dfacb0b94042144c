"""A duty table as offices keep it, held against the rotas: where it names others than the turns do, they override."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from graph.duty.rota import served_by, turn_on
from graph.edits.draft import Draft
from graph.facts import Centre, Department, DutyOverride, DutySwap, FactId, Holding, Rota, RotaMember
from graph.messages import say
from graph.time.calendar import DAY, WorkCalendar
from graph.time.validity import holds_on
from loaders.cells.names import exact
from loaders.faults import Findings
from loaders.resolve.serving import Serving
from loaders.rows.claims import DutyClaim, RecordClaim, Server, Target
from loaders.tables.fields import TableKind

LEADS = "带班"
"""What the name of a rota of leaders holds."""


@dataclass(slots=True)
class DutyTable:
    """Finds the rota of everybody whom a duty table names, and lets them override where it is not their turn.

    A rota has one place a day: two people of a department on one day need two rotas.
    """

    draft: Draft
    serving: Serving
    calendar: WorkCalendar
    findings: Findings
    override: Callable[[RecordClaim], None]
    taken: dict[tuple[FactId, date], FactId] = field(default_factory=dict)

    def write(self, claims: Sequence[DutyClaim]) -> None:
        """Draft what the table says, row by row."""
        for claim in claims:
            rotas = self._rotas(claim)
            member = None if not rotas else self._member(claim, rotas)
            rota = None if member is None else self._place(claim, rotas, member)
            if rota is None or member is None:
                continue
            self.taken[rota.id, claim.day] = member
            if self._serves(rota, claim.day) != member:
                said: dict[str, object] = {"rota": Target(id=rota.id), "member": Server(claim.where, member, None)}
                if claim.reason is not None:
                    said["reason"] = claim.reason
                day = claim.day
                self.override(RecordClaim(claim.where, TableKind.OVERRIDES, None, said, day, day + DAY))

    # -- which rota ----------------------------------------------------------------------------------------------------

    def _rotas(self, claim: DutyClaim) -> list[Rota]:
        """The rotas that may be meant, by name; [], with a fault or doubt noted, if there is none."""
        found = [rota for rota in self.draft.live(Rota) if holds_on(rota, claim.day)]
        found = [rota for rota in found if (rota.department is None) == (claim.person is None)]
        if claim.rota is not None and not claim.leads:
            found = [rota for rota in found if exact(rota.name) == exact(claim.rota)]
        else:
            found = [rota for rota in found if (LEADS in rota.name) == claim.leads]
        if claim.centre is not None:
            centres = self.serving.targets.called(Centre, claim.centre)
            found = [rota for rota in found if rota.centre in centres]
        if claim.person is not None and not claim.leads and claim.departments:
            named = {i for name in claim.departments for i in self.serving.targets.called(Department, name)}
            found = [rota for rota in found if rota.department in named]
        if found:
            worked = [rota for rota in found if self._turn(rota, claim.day) is not None]
            return sorted(worked or found, key=lambda rota: (rota.name, rota.id))
        if claim.leads:
            self.findings.warn(
                replace(claim.where, row=None),  # once for the sheet, not once for each of its days
                say("no-rota-of-leaders", leads=LEADS),
                say("rota-for-leaders"),
            )
            return []
        whose = claim.rota or "、".join(claim.departments) or claim.centre or "anybody"
        self.findings.fault(
            claim.where,
            say("no-rota-runs", whose=whose, day=claim.day),
            say("make-rota-first"),
            claim.called,
        )
        return []

    def _member(self, claim: DutyClaim, rotas: Sequence[Rota]) -> FactId | None:
        if claim.person is None:
            return self.serving.department(claim.departments[0], claim.where)
        return self.serving.officer(claim.person.name, claim.person.phone, rotas, claim.where)

    def _place(self, claim: DutyClaim, rotas: Sequence[Rota], member: FactId) -> Rota | None:
        """The rota that has a place for them on the day: one of theirs, else the only one."""
        near = [r for r in rotas if any(m.member == member for m in self.draft.line(RotaMember, "rota", r.id))]
        if not near:
            posts = {post.of for post in self.draft.line(Holding, "person", member)}
            near = [rota for rota in rotas if rota.department in posts] or list(rotas)
            if len({rota.department for rota in near}) > 1:
                self.findings.fault(
                    claim.where,
                    say("rota-unclear", called=claim.called, rotas=tuple(rota.name for rota in near)),
                    say("add-rota-column"),
                    claim.called,
                )
                return None
        free = [rota for rota in near if self.taken.get((rota.id, claim.day), member) == member]
        if free:
            return next((rota for rota in free if self._serves(rota, claim.day) == member), free[0])
        self.findings.fault(
            claim.where,
            say("place-taken", day=claim.day, rota=tuple(rota.name for rota in near)),
            say("rotas-at-once"),
            claim.called,
        )
        return None

    def _serves(self, rota: Rota, day: date) -> FactId | None:
        """Who serves the shift of a day as it is: by an override, else by a swap, else by turn."""
        over = self.draft.line(DutyOverride, "rota", rota.id), self.draft.line(DutySwap, "rota", rota.id)
        return served_by(day, self._turn(rota, day), *over)[0]

    def _turn(self, rota: Rota, day: date) -> FactId | None:
        return turn_on(rota, self.draft.line(RotaMember, "rota", rota.id), self.calendar, day)
