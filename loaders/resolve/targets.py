"""What a post or a record is of, when a row gives an id, a name or a place: centres, committees, departments, units."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from graph.edits.draft import Draft
from graph.facts import Centre, Committee, Department, Fact, FactId, Unit
from graph.messages import say
from graph.roles import POSTS, UNIT_ROLES
from graph.time.validity import until
from graph.words import Role
from loaders.cells.names import exact
from loaders.faults import Findings, Where
from loaders.resolve.gazetteer import Gazetteer
from loaders.rows.claims import Path, Target

WHAT: dict[type[Fact], str] = {Centre: "综治中心", Department: "部门", Committee: "调解组织"}


@dataclass(slots=True)
class Targets:
    """Finds what rows mean; departments, which have nothing but a name, are made when first named."""

    draft: Draft
    gazetteer: Gazetteer
    day: date
    findings: Findings
    _names: dict[type[Fact], dict[str, list[FactId]]] = field(default_factory=dict)

    def of_post(self, target: Target, role: Role, where: Where) -> FactId | None:
        """The id of what a post is of; None, with a fault noted, if it cannot be told."""
        if target.id is not None:
            return self.by_id(target.id, where)
        if role in UNIT_ROLES:
            return self.gazetteer.resolve(target.path, where)
        if target.name is not None:
            return self.named(POSTS[role].offices, target.name, where)
        return self._of_unit(target.path, role, where)

    def by_id(self, fact_id: FactId, where: Where) -> FactId | None:
        """The id itself if anything has it, or if it is a unit's code that the digit template can place."""
        for cls in (Unit, Centre, Committee, Department):
            if self.draft.get(cls, fact_id) is not None:
                return fact_id
        if self.gazetteer.known(fact_id):
            return fact_id
        self.findings.fault(where, say("nothing-of-code"), say("correct-or-import"), fact_id)
        return None

    def named(self, classes: Iterable[type[Fact]], name: str, where: Where) -> FactId | None:
        """The one thing of this name, alive on the day or later."""
        listed = list(classes)
        for cls in listed:
            found = self.called(cls, name)
            if len(found) == 1:
                return found[0]
            if len(found) > 1:
                self.findings.fault(where, say("several-called", count=len(found), name=name), say("give-id"), name)
                return None
        if listed == [Department]:
            return self.new_department(name, where)
        what = "or ".join(WHAT[cls] for cls in listed if cls in WHAT)
        self.findings.fault(where, say("no-target-called", what=what, name=name), say("correct-or-import-it"), name)
        return None

    def called(self, cls: type[Fact], name: str) -> list[FactId]:
        """The ids of everything of a class and name that is alive on the day or later."""
        return self._index(cls).get(exact(name), [])

    def new_department(self, name: str, where: Where) -> FactId:
        """A department that nothing is known of but its name."""
        department = Department(id=self.draft.mint("department", name), name=name, start=self.day)
        self.draft.put(department, where)
        self.note(department)
        return department.id

    def note(self, fact: Fact) -> None:
        """Let something new be found by its name."""
        if type(fact) in self._names:
            codes = self._names[type(fact)].setdefault(exact(str(getattr(fact, "name", ""))), [])
            if fact.id not in codes:
                codes.append(fact.id)

    def _index(self, cls: type[Fact]) -> dict[str, list[FactId]]:
        if cls not in self._names:
            index: dict[str, list[FactId]] = {}
            for fact in self.draft.live(cls):
                if until(fact) > self.day:
                    index.setdefault(exact(str(getattr(fact, "name", ""))), []).append(fact.id)
            self._names[cls] = index
        return self._names[cls]

    def _of_unit(self, path: Path, role: Role, where: Where) -> FactId | None:
        """The centre of the unit that a row tells; for mediators and experts without one, the unit itself."""
        unit = self.gazetteer.resolve(path, where) if path else None
        if unit is None:
            if not path:
                what = " or ".join(WHAT[cls] for cls in POSTS[role].offices if cls in WHAT)
                self.findings.fault(where, say("target-unsaid", what=what, role=role), say("add-its-column"))
            return None
        centres = [c.id for c in self.draft.line(Centre, "serves", unit) if until(c) > self.day]
        if len(centres) == 1 and Centre in POSTS[role].offices:
            return centres[0]
        if role in {Role.MEDIATOR, Role.EXPERT} and not centres:
            self.findings.warn(where, say("without-centre", unit=self.gazetteer.called(unit), role=role))
            return unit
        self.findings.fault(
            where,
            say("centres-of-unit", unit=self.gazetteer.called(unit), count=len(centres) or say("no"), role=role),
            say("name-centre"),
        )
        return None
