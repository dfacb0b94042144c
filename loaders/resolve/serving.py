"""Which rota a row means, and which officer or department serves in it: found among what is known, never made."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from graph.edits.draft import Draft
from graph.facts import Department, Fact, FactId, Holding, Person, Rota, RotaMember
from graph.messages import say
from graph.texts import name_key
from graph.time.validity import holds_on, until
from loaders.cells.names import exact
from loaders.cells.people import whom
from loaders.cells.telephones import phone_key
from loaders.cells.values import CellFault
from loaders.faults import Findings, Where
from loaders.resolve.targets import Targets
from loaders.rows.claims import Server, Target


@dataclass(slots=True)
class Serving:
    """Looks up rotas and those who serve in them, once everybody and everything of the files is drafted."""

    draft: Draft
    targets: Targets
    day: date
    findings: Findings
    _people: dict[str, list[Person]] = field(default_factory=dict)

    def rota(self, target: Target | None, on: date | None, where: Where) -> Rota | None:
        """The rota of an id or name, by name the one that runs on a day; None, with a fault noted, if it can't be told.

        Without a day it is the one that has not ended, or else the last of its name.
        """
        if target is None:
            self.findings.fault(where, say("rota-unsaid"), say("fill-in-rota"))
            return None
        known = None if target.id is None else self.draft.get(Rota, target.id)
        if known is not None:
            return known
        named = self._rotas(target.name, on)
        if len(named) == 1:
            return named[0]
        called = target.name or target.id
        when = "" if on is None else say("when-on", on=on)
        if named:
            self.findings.fault(
                where, say("several-rotas", count=len(named), called=called, when=when), say("give-rota-id"), called
            )
        else:
            self.findings.fault(
                where, say("no-rota-called", called=called, when=when), say("correct-or-import-rotas"), called
            )
        return None

    def _rotas(self, name: str | None, on: date | None) -> list[Rota]:
        if name is None:
            return []
        same = [rota for rota in self.draft.live(Rota) if exact(rota.name) == exact(name)]
        if on is not None:
            return [rota for rota in same if holds_on(rota, on)]
        return [rota for rota in same if until(rota) > self.day] or sorted(same, key=until)[-1:]

    def member(self, server: Server | None, rota: Rota) -> FactId | None:
        """The department or officer that a cell names; None, with a fault noted, if that cannot be told."""
        if server is None:
            return None
        kind: type[Fact] = Department if rota.department is None else Person
        if server.id is not None:
            if self.draft.get(kind, server.id) is not None:
                return server.id
            what = say("department") if kind is Department else say("a-person")
            why = say("no-server-of-id", what=what, rota=rota.name)
            self.findings.fault(server.where, why, say("correct-or-import"), server.id)
            return None
        return self.department(server.name or "", server.where) if kind is Department else self._officer(server, rota)

    def department(self, name: str, where: Where) -> FactId | None:
        """The one department of a name."""
        found = self.targets.called(Department, name)
        if len(found) == 1:
            return found[0]
        why = (
            say("several-departments", count=len(found), name=name)
            if found
            else say("no-department-called", named=name)
        )
        self.findings.fault(where, why, say("correct-or-id"), name)
        return None

    def _officer(self, server: Server, rota: Rota) -> FactId | None:
        try:
            named = whom(server.name or "")
        except CellFault as fault:
            self.findings.fault(server.where, fault.why, fault.remedy, server.name)
            return None
        if len(named) != 1:
            self.findings.fault(
                server.where, say("cell-names-people", count=len(named)), say("one-in-each-row"), server.name
            )
            return None
        return self.officer(named[0].name, named[0].phone or server.phone, [rota], server.where)

    def officer(self, name: str, phone: str | None, rotas: Sequence[Rota], where: Where) -> FactId | None:
        """The person of a name and phone; of a name alone, the one in the rotas, or in their departments, or at all."""
        namesakes = self._known().get(name_key(name), [])
        if phone is None:
            found = self._nearest(namesakes, rotas)
        else:
            found = [p for p in namesakes if p.phone and phone_key(p.phone) == phone_key(phone)]
        if len(found) == 1:
            return found[0].id
        called = name if phone is None else f"{name} {phone}"
        if found:
            self.findings.fault(
                where,
                say("several-people", count=len(found), name=name),
                say("telephone-or-number"),
                called,
            )
        else:
            other = say("other-number-recorded") if namesakes else say("nobody-of-name")
            self.findings.fault(
                where,
                say("server-unknown", called=called, other=other),
                say("correct-or-import-person"),
                called,
            )
        return None

    def _nearest(self, namesakes: Sequence[Person], rotas: Sequence[Rota]) -> list[Person]:
        turns = {member.member for rota in rotas for member in self.draft.line(RotaMember, "rota", rota.id)}
        posts = {post.person for rota in rotas for post in self.draft.line(Holding, "of", rota.department or "")}
        for near in (turns, posts):
            found = [person for person in namesakes if person.id in near]
            if found:
                return found
        return list(namesakes)

    def _known(self) -> dict[str, list[Person]]:
        if not self._people:
            for person in self.draft.live(Person):
                self._people.setdefault(name_key(person.name), []).append(person)
        return self._people
