"""Which unit a row means: by its code, else by street, parent and name; never by the name alone.

It knows the units of the model and those that the files name, gives codes to those that have none, and notes what it
could not tell.  A management area's code is its street's, G and two digits: it has no place in the other codes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from graph.codes import free_code, front_of, kind_by_digits, numbered_in
from graph.edits.draft import Draft
from graph.facts import CodeTemplate, FactId, PartOf, Unit, UnitState
from graph.kinds import LEVELS
from graph.messages import say
from graph.texts import name_key
from graph.time.validity import until
from graph.words import UnitKind
from loaders.cells.names import exact, loose
from loaders.cells.thing_words import RANGE
from loaders.faults import Findings, Where
from loaders.rows.claims import Path, Step

SCOPES = {
    UnitKind.MANAGEMENT_AREA: UnitKind.STREET,
    UnitKind.VILLAGE: UnitKind.STREET,
    UnitKind.GRID: UnitKind.VILLAGE,
    UnitKind.MICRO_GRID: UnitKind.GRID,
}
"""Among whose units a name is looked for: a village's among the street's, whatever management area it is in."""

CODED = frozenset({UnitKind.STREET, UnitKind.VILLAGE, UnitKind.GRID})
"""Levels whose code other codes begin with."""

Codes = dict[UnitKind, FactId]


@dataclass(slots=True)
class NewUnit:
    """A unit that a file names and the model has not.  `name` None: no file says it."""

    code: FactId
    kind: UnitKind
    name: str | None
    where: Where


@dataclass(frozen=True, slots=True)
class Link:
    """A unit is part of another: said by a row, or (`derived`) only following from its code."""

    parent: FactId
    where: Where
    derived: bool = False


class Names:
    """Units of one parent by exact and by loose name."""

    def __init__(self, kind: UnitKind, parent: str | None) -> None:
        self._kind, self._parent = kind, parent
        self._exact: dict[str, list[FactId]] = {}
        self._loose: dict[str, list[FactId]] = {}

    def add(self, code: FactId, name: str) -> None:
        """Note that the unit is called so."""
        for index, key in ((self._exact, exact(name)), (self._loose, loose(self._kind, name, self._parent))):
            codes = index.setdefault(key, [])
            if code not in codes:
                codes.append(code)

    def find(self, name: str) -> list[FactId]:
        """The units of exactly this name, or else those whose names mean the same."""
        return self._exact.get(exact(name)) or self._loose.get(loose(self._kind, name, self._parent)) or []


class Gazetteer:
    """The units of the model and of the files, found by code or by name."""

    def __init__(self, draft: Draft, day: date, template: CodeTemplate, findings: Findings) -> None:
        self.draft, self.day, self.template, self.findings = draft, day, template, findings
        self.new: dict[FactId, NewUnit] = {}
        self.links: dict[FactId, Link] = {}
        self.named: dict[FactId, tuple[str, Where]] = {}
        self._kinds: dict[FactId, UnitKind] = {}
        self._stated: dict[FactId, FactId] = {}
        self._names: dict[tuple[FactId, UnitKind], Names] = {}
        self._new_in: dict[tuple[FactId, UnitKind], list[NewUnit]] = {}
        self._resolved: dict[tuple[Path, Step | None, bool, date | None], FactId | None] = {}
        self._streets: list[FactId] | None = None

    def kind_of(self, code: FactId) -> UnitKind | None:
        """The level of a code: of the model's or the files' unit, else as its digits say."""
        unit = self.draft.base.get(Unit, code)
        return unit.kind if unit is not None else self._kinds.get(code) or kind_by_digits(self.template, code)

    def known(self, code: FactId) -> bool:
        """Say whether the model or a file has the unit."""
        return code in self.new or self.draft.base.get(Unit, code) is not None

    # -- first pass: everything that has a code ------------------------------------------------------------------------

    def learn(self, places: Iterable[tuple[Path, Step | None, Where]]) -> None:
        """Take note of every unit that is named with its code, and of those above whose codes follow from it."""
        first: dict[tuple[Path, Step | None], Where] = {}
        for path, parent, where in places:
            first.setdefault((path, parent), where)
        for (path, _), where in first.items():
            for step in path:
                if step.code is not None:
                    self._note_kind(step.code, step.kind, where)
        for path, parent in first:
            if parent is not None and parent.code is not None and path and path[-1].code is not None:
                self._stated.setdefault(path[-1].code, parent.code)
        for (path, parent), where in first.items():
            self._learn(path, parent, where)

    def _note_kind(self, code: FactId, kind: UnitKind, where: Where) -> None:
        unit = self.draft.base.get(Unit, code)
        known = unit.kind if unit is not None else self._kinds.setdefault(code, kind)
        if known != kind:
            self.findings.fault(
                where,
                say("code-of-other-kind", code=code, kind=kind, known=known),
                say("correct-code-or-level"),
                code,
            )

    def _learn(self, path: Path, parent: Step | None, where: Where) -> None:
        codes = self.codes(path, parent)
        names = {step.kind: step.name for step in path}
        for kind, code in codes.items():
            if self.draft.base.get(Unit, code) is not None:
                continue
            known = self.new.get(code)
            if known is None:
                self._note(NewUnit(code, kind, names.get(kind), where), codes)
            elif known.name is None:
                known.name = names.get(kind)

    def _note(self, new: NewUnit, codes: Codes) -> None:
        self.new[new.code] = new
        self._kinds[new.code] = new.kind
        scope = codes.get(SCOPES[new.kind], "") if new.kind in SCOPES else ""
        self._new_in.setdefault((scope, new.kind), []).append(new)

    def codes(self, path: Path, parent: Step | None = None) -> Codes:
        """The codes of a path by level: those written, and the village's and street's that they begin with.

        For units of the model the levels above are the model's, for a unit whose parent is given the parent's.
        """
        found: Codes = {step.kind: step.code for step in path if step.code is not None}
        if parent is not None and parent.code is not None:
            kind = self.kind_of(parent.code)
            if kind is not None:
                found.setdefault(kind, parent.code)
                for level, above in self._above(parent.code):
                    found.setdefault(level, above)
            return found
        for code in [found[kind] for kind in reversed(UnitKind) if kind in found]:
            for kind, above in self._above(code):
                found.setdefault(kind, above)
        return found

    def _above(self, code: FactId, seen: frozenset[FactId] = frozenset()) -> Iterator[tuple[UnitKind, FactId]]:
        """The units above one, as the model has them, or else as its own row states or its code says."""
        if self.draft.base.get(Unit, code) is not None:
            parent = self.parent(code)
            while parent is not None:
                unit = self.draft.base.get(Unit, parent)
                if unit is not None and unit.kind in CODED:
                    yield unit.kind, unit.id
                parent = self.parent(parent)
            return
        stated = self._stated.get(code)
        if stated is None or stated in seen or len(seen) > len(UnitKind):
            yield from self._above_by_digits(code)
            return
        kind = self.kind_of(stated)
        if kind in CODED:
            yield kind, stated
        yield from self._above(stated, seen | {code})

    def _above_by_digits(self, code: FactId) -> Iterator[tuple[UnitKind, FactId]]:
        kind = kind_by_digits(self.template, code)
        digits = ((k, getattr(self.template, k)) for k in (UnitKind.GRID, UnitKind.VILLAGE, UnitKind.STREET))
        for level, length in digits:
            above_area = kind == UnitKind.MANAGEMENT_AREA and level != UnitKind.STREET
            if kind is not None and len(code) > length and not above_area:
                yield level, code[:length]

    # -- second pass: which unit is meant ------------------------------------------------------------------------------

    def resolve(
        self,
        path: Path,
        where: Where,
        parent: Step | None = None,
        *,
        declared: bool = False,
        ended: date | None = None,
    ) -> FactId | None:
        """The code of the unit that a path ends in, made up if it has none; None with a fault noted if unclear.

        `declared` says that the row is about this unit: its name and its place are the row's to say.  `ended` is the
        day on which the row says that it was retired: only then is a retired unit found by its name.
        """
        key = (path, parent, declared, ended)
        if key not in self._resolved:
            known = self._retired(path, ended, where, parent) if ended is not None else None
            self._resolved[key] = known or self._resolve(path, where, parent, declared=declared)
        return self._resolved[key]

    def _retired(self, path: Path, ended: date, where: Where, parent: Step | None) -> FactId | None:
        """The unit of the model that a path names and that was retired on the day, if there is one."""
        *above, own = path
        wanted = SCOPES.get(own.kind)
        if own.code is not None or own.name is None or wanted is None:
            return None
        scope = self.codes(tuple(above), parent).get(wanted) or (self.resolve(tuple(above), where) if above else None)
        if scope is None and wanted == UnitKind.STREET and len(self._known_streets()) == 1:
            scope = self._known_streets()[0]
        edges = self.draft.base.linked(PartOf, "parent", scope) if scope else ()
        gone = (self.draft.base.get(Unit, edge.child) for edge in edges)
        name = loose(own.kind, own.name, self.name(scope) if scope else None)
        found = {
            unit.id
            for unit in gone
            if unit is not None and unit.kind == own.kind and unit.end == ended and unit.end > unit.start
            for state in self.draft.base.linked(UnitState, "unit", unit.id)
            if loose(own.kind, state.name, self.name(scope or "")) == name
        }
        return found.pop() if len(found) == 1 else None

    def _resolve(self, path: Path, where: Where, parent: Step | None, *, declared: bool) -> FactId | None:
        found = self.codes(path, parent)
        code: FactId | None = None
        for step in path:
            code = found.get(step.kind)
            if code is None:
                code = self._by_name(step, found, where)
            elif not (declared and step is path[-1]):
                self._compare(step, code, found, where)
            if code is None:
                return None
            found[step.kind] = code
        if parent is None:
            self._say_parents(path, found, where, declared=declared)
        return code

    def _by_name(self, step: Step, above: Codes, where: Where) -> FactId | None:
        scope = self._scope(step, above, where)
        if scope is None or step.name is None:
            return scope
        found = self._listed(scope, step.kind).find(step.name)
        if len(found) == 1:
            return found[0]
        if len(found) > 1:
            which = " or ".join(self.called(code) for code in found)
            self.findings.fault(
                where, say("name-ambiguous", which=which, name=step.name), say("code-or-whole-name"), step.name
            )
            return None
        if step.kind == UnitKind.STREET and (nameless := self._nameless_street()) is not None:
            self._give_name(nameless, step.name, where)
            return nameless
        return self._made(step, scope, above, where)

    def _scope(self, step: Step, above: Codes, where: Where) -> FactId | None:
        """Among whose units a name is looked for; for a street that is not named, the street itself.

        A street that is taken because there is no other is added to `above`.
        """
        if step.kind == UnitKind.STREET:
            return "" if step.name is not None else self._only_street(where)
        wanted = SCOPES.get(step.kind)
        if wanted is not None and wanted in above:
            return above[wanted]
        if wanted == UnitKind.STREET:
            street = self._only_street(where)
            if street is not None:
                above[UnitKind.STREET] = street
            return street
        whole = say("without-unit-above", wanted=wanted) if wanted else say("without-code")
        self.findings.fault(
            where,
            say("named-without-code", kind=step.kind, whole=whole, name=step.name),
            say("give-its-code-or", wanted=wanted) if wanted else say("give-its-code"),
            step.name,
        )
        return None

    def _known_streets(self) -> list[FactId]:
        if self._streets is None:
            alive = [u.id for u in self.draft.base.all(Unit) if u.kind == UnitKind.STREET and until(u) > self.day]
            self._streets = sorted({*alive, *(u.code for u in self.new.values() if u.kind == UnitKind.STREET)})
        return self._streets

    def _nameless_street(self) -> FactId | None:
        """The street, if there is but one and nobody has said yet what it is called."""
        streets = self._known_streets()
        return streets[0] if len(streets) == 1 and self.name(streets[0]) in {None, streets[0]} else None

    def _give_name(self, code: FactId, name: str, where: Where) -> None:
        """A name for a unit that was known by its code only."""
        self.named.setdefault(code, (name, where))
        if code in self.new:
            self.new[code].name = name
        wanted = SCOPES.get(self.kind_of(code) or UnitKind.STREET)
        scope = dict(self._above(code)).get(wanted, "") if wanted else ""
        self._listed(scope, self.kind_of(code) or UnitKind.STREET).add(code, name)

    def _only_street(self, where: Where) -> FactId | None:
        """The street, if there is but one."""
        streets = self._known_streets()
        if len(streets) == 1:
            return streets[0]
        self.findings.fault(
            where,
            say("street-unsaid"),
            say("add-street"),
        )
        return None

    def _made(self, step: Step, scope: FactId, above: Codes, where: Where) -> FactId | None:
        """A code for a unit that is new: the next free one of its village, grid or street."""
        if step.kind in {UnitKind.STREET, UnitKind.VILLAGE}:
            inside = say("in-scope", scope=self.called(scope)) if scope else ""
            self.findings.fault(
                where,
                say("no-unit-called", kind=step.kind, inside=inside, name=step.name),
                say("code-or-import-first"),
                step.name,
            )
            return None
        front, digits = front_of(step.kind, scope, self.template)
        code = free_code(front, digits, self._numbered_in(scope, step.kind), self._is_taken)
        if code is None:
            self.findings.fault(where, say("no-code-left", scope=self.called(scope)), say("give-code"))
            return None
        if RANGE.search(name_key(step.name or "")):
            why = say("reads-as-several", kind=step.kind, name=step.name)
            self.findings.warn(where, why, say("list-several"), step.name)
        self._note(NewUnit(code, step.kind, step.name, where), above)
        self._listed(scope, step.kind).add(code, step.name or code)
        return code

    def _numbered_in(self, scope: FactId, kind: UnitKind) -> Iterator[FactId]:
        yield from numbered_in(self.draft.base, scope)
        yield from (new.code for new in self._new_in.get((scope, kind), ()))

    def _is_taken(self, code: FactId) -> bool:
        return code in self.new or self.draft.find(code) is not None

    # -- names ---------------------------------------------------------------------------------------------------------

    def called(self, code: FactId) -> str:
        """What a unit is called, and its code."""
        name = self.name(code)
        return f"{name} ({code})" if name else code

    def name(self, code: FactId) -> str | None:
        """A unit's name: of the model on the day, or else its latest; of a new unit as the file says it."""
        if code in self.named:
            return self.named[code][0]
        if code in self.new:
            return self.new[code].name
        states = self.draft.base.linked(UnitState, "unit", code)
        now = [state for state in states if state.start <= self.day < until(state)]
        return (now or list(states))[-1].name if states else None

    def parent(self, code: FactId) -> FactId | None:
        """What a unit of the model is part of on the day, or else the first thing that it will be part of."""
        edges = self.draft.base.linked(PartOf, "child", code)
        lasting = [edge for edge in edges if until(edge) > max(self.day, edge.start)]
        return (lasting or list(edges))[0].parent if edges else None

    def same_name(self, code: FactId, name: str) -> bool:
        """Say whether a name means what one of the unit's names, now or to come, means."""
        return any(self.means(code, known, name) for known in self._names_of(code))

    def means(self, code: FactId, one: str, other: str) -> bool:
        """Say whether two names of a unit mean the same, 刘范村 and 刘范社区."""
        kind = self.kind_of(code)
        if kind is None:
            return one == other
        parent = self.links[code].parent if code in self.links else self.parent(code)
        above = self.name(parent) if parent else None
        return loose(kind, one, above) == loose(kind, other, above)

    def _names_of(self, code: FactId) -> Iterator[str]:
        if code in self.named or code in self.new:
            yield self.name(code) or code
        for state in self.draft.base.linked(UnitState, "unit", code):
            if until(state) > max(self.day, state.start):
                yield state.name

    def _listed(self, scope: FactId, kind: UnitKind) -> Names:
        """The units of a kind within `scope` by name, retired ones left out."""
        key = (scope, kind)
        if key not in self._names:
            names = Names(kind, self.name(scope) if scope else None)
            for code in self._codes_within(scope, kind):
                unit = self.draft.base.get(Unit, code)
                if unit is not None and unit.kind == kind and until(unit) > self.day:
                    for name in self._names_of(code):
                        names.add(code, name)
            for new in self._new_in.get(key, ()):
                if new.name:
                    names.add(new.code, new.name)
            self._names[key] = names
        return self._names[key]

    def _codes_within(self, scope: FactId, kind: UnitKind) -> Iterator[FactId]:
        if kind == UnitKind.STREET:
            yield from (unit.id for unit in self.draft.base.all(Unit))
            return
        for edge in self.draft.base.linked(PartOf, "parent", scope):
            if until(edge) > max(self.day, edge.start):
                yield edge.child
                unit = self.draft.base.get(Unit, edge.child)
                if kind == UnitKind.VILLAGE and unit is not None and unit.kind == UnitKind.MANAGEMENT_AREA:
                    yield from self._codes_within(edge.child, kind)

    def _compare(self, step: Step, code: FactId, above: Codes, where: Where) -> None:
        """Doubt a name that is not the name of the unit with this code; where it is another's, refuse to choose."""
        if step.name is None or self.same_name(code, step.name):
            return
        if self.name(code) in {None, code}:
            self._give_name(code, step.name, where)
            return
        wanted = SCOPES.get(step.kind)
        scope = above.get(wanted, "") if wanted else ""
        others = [other for other in self._listed(scope, step.kind).find(step.name) if other != code]
        if others:
            self.findings.fault(
                where,
                say("code-unlike-name", code=self.called(code), others=self.called(others[0])),
                say("correct-code-or-name"),
                step.name,
            )
        else:
            self.findings.warn(
                where,
                say("code-trusted", code=self.called(code), name=step.name),
                say("rename-in-units"),
                step.name,
            )

    # -- parents -------------------------------------------------------------------------------------------------------

    def _say_parents(self, path: Path, codes: Codes, where: Where, *, declared: bool) -> None:
        """Note what the path says, or what follows from its codes, of who is part of whom."""
        told = {step.kind for step in path}
        for step in path:
            above = next(
                (k for k in LEVELS[step.kind].parents if k in codes and (k in told or k in SCOPES.values())), None
            )
            if above is None:
                continue
            # A row that tells no management area does not say that a village is in none.
            derived = above not in told or (step.kind == UnitKind.VILLAGE and above == UnitKind.STREET)
            own = declared and step is path[-1]
            self._link(codes[step.kind], Link(codes[above], where, derived=derived), declared=own)
        for kind in (UnitKind.VILLAGE, UnitKind.GRID):
            # Levels that the row does not tell but that its codes imply.
            if kind in codes and kind not in told and codes[kind] in self.new and SCOPES[kind] in codes:
                self._link(codes[kind], Link(codes[SCOPES[kind]], where, derived=True), declared=False)

    def _link(self, child: FactId, link: Link, *, declared: bool) -> None:
        kind = self.kind_of(child)
        if child in self.new and not self._prefix_agrees(child, link):
            return
        if child not in self.new:
            if link.derived or self.parent(child) == link.parent:
                return
            # That a village is in a management area any row may say; other units move by a row of their own.
            if not declared and kind != UnitKind.VILLAGE:
                self.findings.fault(
                    link.where,
                    say(
                        "part-of-other",
                        child=self.called(child),
                        parent=self.called(self.parent(child) or ""),
                        said_parent=self.called(link.parent),
                    ),
                    say("correct-row-or-move"),
                )
                return
        known = self.links.get(child)
        if known is None or (known.derived and not link.derived):
            self.links[child] = link
        elif known.parent != link.parent and not link.derived:
            self.findings.fault(
                link.where,
                say(
                    "parts-differ",
                    child=self.called(child),
                    parent=self.called(link.parent),
                    other=self.called(known.parent),
                    elsewhere=known.where.seen_from(link.where),
                ),
                say("correct-one-of-them"),
            )

    def _prefix_agrees(self, child: FactId, link: Link) -> bool:
        """Whether a new unit's code begins with that of its village; a doubt if it doesn't with that of its grid."""
        wanted = SCOPES.get(self.new[child].kind)
        above = dict(self._above_by_digits(child))
        if wanted not in {UnitKind.VILLAGE, UnitKind.GRID} or above.get(wanted, link.parent) == link.parent:
            return True
        village = dict(self._above(link.parent)).get(UnitKind.VILLAGE)
        if wanted == UnitKind.GRID and village is not None and above.get(UnitKind.VILLAGE) == village:
            self.findings.warn(
                link.where,
                say(
                    "code-of-other-place-trusted",
                    child=child,
                    above=self.called(above[wanted]),
                    parent=self.called(link.parent),
                ),
                say("correct-code-or-place-unless"),
            )
            return True
        self.findings.fault(
            link.where,
            say("code-of-other-place", child=child, above=self.called(above[wanted]), parent=self.called(link.parent)),
            say("correct-code-or-place"),
        )
        return False
