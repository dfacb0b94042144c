"""From files to a plan: everything that the model would have to be told, or every reason why not.

Nothing is written and nothing is asked; whoever asked for the plan confirms and commits it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from graph.apply import check, work_out
from graph.change import End, Operation, Put
from graph.codes import templates_for
from graph.duty.unwritten import past_altered
from graph.edits.draft import Draft
from graph.errors import InvalidInput, RuleViolated
from graph.facts import Boundary, CodeTemplate, Fact, FactId, Holding, PartOf, Rota, Unit
from graph.messages import Message, say, sentences
from graph.misnomers import misnomers_caused
from graph.roles import UNIT_ROLES
from graph.rules.clashes import caused
from graph.rules.invariants import malformed
from graph.snapshot import Snapshot
from graph.step import Step
from graph.time.calendar import CivilTime
from graph.time.validity import is_void, until
from loaders.calendars.duty import CalendarReading, Office, write_calendars
from loaders.calendars.events import CalendarFile, is_calendar, read_calendar
from loaders.calendars.versions import settled
from loaders.faults import Fault, Findings, ImportRefused, Where, by_place
from loaders.outlines.boundaries import BoundaryFacts
from loaders.outlines.datums import DATUMS
from loaders.outlines.reading import BoundaryClaim, read_geojson
from loaders.resolve.duty import DutyFacts
from loaders.resolve.duty_table import DutyTable
from loaders.resolve.gazetteer import Gazetteer
from loaders.resolve.people import People, Spot
from loaders.resolve.posts import Post, PostFacts
from loaders.resolve.records import AFTER_PEOPLE, BEFORE_PEOPLE, RecordFacts
from loaders.resolve.serving import Serving
from loaders.resolve.stated import place, source
from loaders.resolve.targets import Targets
from loaders.resolve.units import UnitFacts
from loaders.resolve.unpublished import doubt_unpublished
from loaders.rows.claims import Claims, Mention, PostClaim, RecordClaim, Target, UnitClaim
from loaders.rows.claims import Path as Place
from loaders.rows.claims import Step as PlaceStep
from loaders.rows.duty import DutyRows
from loaders.rows.places import KindOf
from loaders.rows.records import RecordRows
from loaders.rows.roster import RosterRows
from loaders.rows.units import UnitRows
from loaders.sheets.files import read_sheets
from loaders.sheets.weighing import USUAL_LIMITS, Limits, Meter
from loaders.tables.ditto import with_ditto
from loaders.tables.fields import TableKind
from loaders.tables.finding import body, find_table
from loaders.tables.mapping import SheetMapping, SheetRule, read_rules, rule_for
from loaders.tables.one_person import with_one_person
from loaders.wording import samples

MOST_LEFT_OUT = 5
"""Sheets that are named where none could be read."""

GEOJSON = frozenset({".geojson", ".json", ".geojsonl", ".geojsons", ".ndjson", ".jsonl"})


@dataclass(frozen=True, slots=True)
class Tally:
    """How many facts of each class, and a few of them in words."""

    counts: Mapping[str, int]
    samples: tuple[Message, ...]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would do.  `operations` empty: the model says all of it already.

    `step` is the same worked out, every rule checked.  `untouched` counts what the files do not mention and so leave
    alone; `warnings` are doubts, none of them fatal.
    """

    operations: tuple[Operation, ...]
    added: Tally
    changed: Tally
    ended: Tally
    mappings: tuple[SheetMapping, ...]
    warnings: tuple[Fault, ...]
    untouched: Mapping[str, int]
    step: Step = field(compare=False, repr=False)
    calendars: tuple[CalendarReading, ...] = ()


def plan_import(
    snapshot: Snapshot,
    files: Sequence[Path],
    *,
    effective: date,
    mapping: Path | None = None,
    seal: Callable[[str], str] | None = None,
    datum: str | None = None,
    now: datetime | None = None,
    civil: CivilTime | None = None,
    office: Office | None = None,
    limits: Limits = USUAL_LIMITS,
) -> ImportPlan:
    """Plan the import of workbooks, delimited texts, GeoJSON and calendars, all together or not at all.

    `effective` is the day from which undated statements hold; `mapping` a file that fixes how columns are read; `seal`
    makes the keyed digest of an ID number, without which numbers are not kept; `datum` (cgcs2000, wgs84 or gcj02) says
    what GeoJSON's coordinates refer to where the file does not.  With `now`, who was on duty before it stays as it is
    recorded; `civil` is the zone, and says which days are worked, if not the published ones; `office`, with which
    calendars of duty are read, has both.  `limits` says how much is read.

    Raises ImportRefused with every fault found.  The same files planned again on what they led to give no operations.
    Cost: rows and one look at the model.
    """
    if datum is not None and datum not in DATUMS.values():
        raise InvalidInput(say("datum-not-known", datum=datum, known=tuple(sorted(set(DATUMS.values())))))
    if office is not None:
        now, civil = now or office.now, civil or office.civil
    findings = Findings()
    draft = Draft(snapshot, civil=civil)
    gazetteer = Gazetteer(draft, effective, templates_for(effective, snapshot.all(CodeTemplate))[0], findings)
    rules = read_rules(mapping, findings) if mapping is not None else ()
    calendars = [path for path in files if path.is_file() and is_calendar(path)]
    tables = [path for path in files if path not in calendars]
    claims, outlines, mappings = _read(tables, rules, gazetteer.kind_of, datum, findings, limits)
    if findings.full:
        raise ImportRefused(by_place(findings.faults), stopped=True)
    posts = _Drafting(draft, gazetteer, effective, findings, seal).write(claims, outlines)
    readings = _calendars(calendars, draft, office, effective, findings)
    step = work_out(snapshot, draft.difference())
    if findings.faults:
        _check_form(step, draft, findings)
    else:
        _check(step, draft, civil, now, findings)
    if findings.faults:
        raise ImportRefused(by_place(findings.faults))
    _doubt_outlines(step, draft, gazetteer, findings)
    _doubt_names(step, draft, gazetteer, findings)
    doubt_unpublished(draft, findings)
    return replace(_plan(step, draft, effective, mappings, findings, posts), calendars=tuple(readings))


# -- reading -----------------------------------------------------------------------------------------------------------


def _read(
    files: Sequence[Path],
    rules: Sequence[SheetRule],
    kind_of: KindOf,
    datum: str | None,
    findings: Findings,
    limits: Limits,
) -> tuple[Claims, list[BoundaryClaim], list[SheetMapping]]:
    claims, outlines, mappings, meter = Claims(), list[BoundaryClaim](), list[SheetMapping](), Meter(limits)
    for path, label in _labelled(files):
        if not path.is_file():
            findings.fault(Where(label), say("no-such-file"), say("check-name-and-folder"))
        elif path.suffix.lower() in GEOJSON:
            outlines.extend(read_geojson(path, label, datum, findings))
        else:
            found = list(_read_tables(path, label, rules, kind_of, claims, findings, meter))
            mappings.extend(found)
            if not found and not any(f.file == label for f in findings.faults):
                why = say("no-known-sheet")
                left_out = [
                    say("sheet-left-out", sheet=doubt.sheet, why=doubt.why) if doubt.sheet else doubt.why
                    for doubt in findings.warnings
                    if doubt.file == label
                ]
                findings.fault(
                    Where(label),
                    sentences([why, *left_out[:MOST_LEFT_OUT]]),
                    say("see-headings"),
                )
    return claims, outlines, mappings


def _calendars(
    paths: Sequence[Path], draft: Draft, office: Office | None, effective: date, findings: Findings
) -> list[CalendarReading]:
    if paths and office is None:
        raise InvalidInput(say("calendars-need-office"))
    if office is None:
        return []
    found: list[CalendarFile] = []
    for path, label in _labelled(paths):
        calendar = read_calendar(path, label, office.civil.zone, findings)
        if calendar is not None:
            found.append(calendar)
    return write_calendars(settled(found, findings), draft, office, effective, findings)


def _labelled(files: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    """Each file with the name that faults call it by: its own, or its whole path where two have the same."""
    names = Counter(path.name for path in files)
    for path in files:
        yield path, path.name if names[path.name] == 1 else str(path)


def _read_tables(
    path: Path,
    label: str,
    rules: Sequence[SheetRule],
    kind_of: KindOf,
    claims: Claims,
    findings: Findings,
    meter: Meter,
) -> Iterator[SheetMapping]:
    for sheet in read_sheets(path, label, findings, meter):
        rule = rule_for(rules, label, sheet.name)
        if rule.ignore:
            continue
        table = find_table(sheet, rule, findings)
        if table is None:
            continue
        match table.kind:
            case TableKind.UNITS:
                reader: UnitRows | RosterRows | RecordRows | DutyRows = UnitRows(table, findings, kind_of)
            case TableKind.ROSTER:
                reader = RosterRows(table, findings, kind_of)
            case TableKind.DUTY_TABLE:
                reader = DutyRows(table, findings)
            case _:
                reader = RecordRows(table, findings, kind_of)
        rows = 0
        for row in with_one_person(table, with_ditto(table, body(table), findings), findings):
            if findings.full:
                return
            faults, screened = len(findings.faults), reader.reading.screened(row)
            reader.take(screened, claims)
            if len(findings.faults) > faults:
                reader.reading.look_at_all(screened)
            rows += 1
        yield table.shown(rows)


# -- drafting ----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Drafting:
    """Holds the claims against the model, in an order in which whatever is named is there before it is named."""

    draft: Draft
    gazetteer: Gazetteer
    day: date
    findings: Findings
    seal: Callable[[str], str] | None

    def write(self, claims: Claims, outlines: Sequence[BoundaryClaim]) -> set[Post]:
        """Draft everything; the posts that the files speak of."""
        self.gazetteer.template = self._template(claims)
        self.gazetteer.learn((unit.path, unit.parent, unit.where) for unit in claims.units)
        # A code alone has the level that a row about its unit says, and only else the one that its digits say.
        self.gazetteer.learn(_places(claims, self.gazetteer.kind_of))
        units = UnitFacts(self.draft, self.gazetteer, self.day, self.findings)
        resolved = [(code, claim) for claim in claims.units if (code := self._unit(claim)) is not None]
        places = {post: self._place(post) for post in claims.posts}
        units.write(resolved, _wanted(places))
        targets = Targets(self.draft, self.gazetteer, self.day, self.findings)
        people = People(self.draft, self.day, self.findings, self.seal)
        records = RecordFacts(self.draft, targets, people, units, self.day, self.findings)
        records.write(claims.records, BEFORE_PEOPLE)
        of = {post: places[post] or targets.of_post(post.target, post.role, post.where) for post in claims.posts}
        bygone = self._bygone(claims)
        mentions = [mention for mention in _mentions(claims) if mention not in bygone]
        people.write(mentions, _spots(claims.posts, of))
        posts = PostFacts(self.draft, self.day, self.findings)
        posts.write(_by_post(claims.posts, of, people))
        records.write(claims.records, AFTER_PEOPLE)
        people.settle(mentions)
        serving = Serving(self.draft, targets, self.day, self.findings)
        duty = DutyFacts(self.draft, serving, self.findings)
        duty.write(claims.records)
        DutyTable(self.draft, serving, self.draft.calendar, self.findings, duty.override).write(claims.duty)
        BoundaryFacts(self.draft, self.gazetteer, self.day, self.findings).write(outlines)
        return posts.named

    def _template(self, claims: Claims) -> CodeTemplate:
        """The digit template to number new units by: as the files state it, else as the model has it."""
        stated = [
            CodeTemplate(id="stated", start=claim.start or self.day, end=claim.end, **digits)
            for claim in claims.records
            if claim.kind == TableKind.TEMPLATE and (digits := _digits(claim))
        ]
        return templates_for(self.day, (*stated, *self.draft.base.all(CodeTemplate)))[0]

    def _bygone(self, claims: Claims) -> set[Mention]:
        """Names without a phone whose posts are over, nobody says since when: too little to make a person of."""
        over: dict[Mention, bool] = {}
        for post in claims.posts:
            if post.holder is not None:
                gone = post.start is None and post.end is not None and post.end <= self.day
                over[post.holder] = over.get(post.holder, True) and gone
        found = {m for m, gone in over.items() if gone and not (m.id or m.phone or m.number)}
        for mention in found:
            self.findings.warn(
                mention.where,
                say("post-over", mention=mention.name),
                say("add-start-and-telephone"),
            )
        return found

    def _unit(self, claim: UnitClaim) -> FactId | None:
        return self.gazetteer.resolve(claim.path, claim.where, claim.parent, declared=True, ended=claim.abolished)

    def _place(self, post: PostClaim) -> FactId | None:
        """The unit that a post is of, if it is of one: asked before units are drafted, so that these begin in time."""
        target = post.target
        if target.id is not None:
            return target.id if self.gazetteer.known(target.id) else None
        if target.path and target.name is None and post.role in UNIT_ROLES:
            return self.gazetteer.resolve(target.path, post.where)
        return None


def _digits(claim: RecordClaim) -> dict[str, int]:
    return {name: value for name, value in claim.values.items() if isinstance(value, int)}


def _places(claims: Claims, kind_of: KindOf) -> Iterator[tuple[Place, PlaceStep | None, Where]]:
    for post in claims.posts:
        if post.target.path:
            yield post.target.path, None, post.where
        elif post.target.id is not None and (kind := kind_of(post.target.id)) is not None:
            yield (PlaceStep(kind, post.target.id, None),), None, post.where
    for record in claims.records:
        for value in record.values.values():
            if isinstance(value, Target) and value.path:
                yield value.path, None, record.where


def _wanted(places: Mapping[PostClaim, FactId | None]) -> dict[FactId, date]:
    """The first day on which somebody is said to hold a post of each unit."""
    found: dict[FactId, date] = {}
    for post, code in places.items():
        if code is not None and post.start is not None:
            found[code] = min(found.get(code, post.start), post.start)
    return found


def _mentions(claims: Claims) -> Iterator[Mention]:
    seen: set[Mention] = set()
    holders = (post.holder for post in claims.posts if post.holder is not None)
    named = (v for record in claims.records for v in record.values.values() if isinstance(v, Mention))
    for mention in (*claims.mentions, *holders, *named):
        if mention not in seen:
            seen.add(mention)
            yield mention


def _spots(posts: Iterable[PostClaim], of: Mapping[PostClaim, FactId | None]) -> dict[Mention, list[Spot]]:
    found: dict[Mention, list[Spot]] = {}
    for post in posts:
        place = of[post]
        if post.holder is not None and place is not None:
            found.setdefault(post.holder, []).append((place, post.role))
    return found


def _by_post(
    posts: Iterable[PostClaim], of: Mapping[PostClaim, FactId | None], people: People
) -> dict[Post, list[tuple[PostClaim, FactId | None]]]:
    found: dict[Post, list[tuple[PostClaim, FactId | None]]] = {}
    for post in posts:
        place = of[post]
        if place is not None:
            person = people.of(post.holder) if post.holder is not None else None
            found.setdefault((place, post.role), []).append((post, person))
    return found


# -- the outcome -------------------------------------------------------------------------------------------------------


def _check(step: Step, draft: Draft, civil: CivilTime | None, now: datetime | None, findings: Findings) -> None:
    """See whether the plan keeps the rules; what it breaks becomes faults of the rows that said so."""
    try:
        check(step)
        if now is not None and civil is not None:
            _check_past(step, draft, civil, now, findings)
    except RuleViolated as error:
        naming = _naming(draft)
        for problem in error.problems:
            said = (source(draft, i) or naming.get(i) for i in problem.ids)
            where = next((found for found in said if found is not None), Where("the model"))
            findings.fault(where, say("broken-by-rule", message=problem.message, rule=problem.rule), say("see-rules"))


def _check_form(step: Step, draft: Draft, findings: Findings) -> None:
    """Tell with the faults of the rows what is wrong with facts by themselves, so that nobody meets it later."""
    for problem in malformed(step):
        where = next((found for i in problem.ids if (found := source(draft, i))), Where("the model"))
        findings.fault(where, say("broken-by-rule", message=problem.message, rule=problem.rule), say("see-rules"))


def _doubt_outlines(step: Step, draft: Draft, gazetteer: Gazetteer, findings: Findings) -> None:
    """Doubt outlines that the files lay outside the unit above, or over a neighbour's, further than they were."""
    sources = {fact.unit: place(draft, fact.id) for fact in step.of(Boundary)}
    moves = {fact.child: place(draft, fact.id) for fact in step.of(PartOf)}
    for clash in (each.clash for each in caused(step)):
        codes = (clash.unit.id, clash.other.id)
        where = next((of[code] for of in (sources, moves) for code in codes if code in of), Where("the model"))
        told = clash.told(*map(gazetteer.called, codes))
        findings.warn(where, told, say("redraw-or-correct"), codes[0])


def _doubt_names(step: Step, draft: Draft, gazetteer: Gazetteer, findings: Findings) -> None:
    """Doubt names and codes that mislead only after the import."""
    naming = _naming(draft)
    for misnomer in misnomers_caused(step):
        codes = (misnomer.unit.id, misnomer.other.id)
        where = next((found for c in codes if (found := naming.get(c) or source(draft, c))), Where("the model"))
        findings.warn(where, misnomer.told(*map(gazetteer.called, codes)), say("correct-unless-meant"), codes[0])


def _naming(draft: Draft) -> dict[FactId, Where]:
    """For what is named by something that the files state: where the first such statement stands."""
    found: dict[FactId, Where] = {}
    for fact in draft.facts.values():
        for name in fact.LINKS:
            target = getattr(fact, name)
            if target is not None:
                found.setdefault(target, place(draft, fact.id))
    return found


def _check_past(step: Step, draft: Draft, civil: CivilTime, now: datetime, findings: Findings) -> None:
    """Refuse what would change who was on duty before now.

    A model without any rota has no such record yet: the first rotas that it is told of may be old, as of a whole
    organisation that moves in.
    """
    if all(is_void(rota) for rota in step.before.all(Rota)):
        return
    for altered in past_altered(step, civil, now):
        findings.fault(
            place(draft, altered.fact_id),
            say("changes-past-duty", day=altered.day),
            say("take-effect-later", free=altered.free, hand_over=altered.hand_over),
        )


def _plan(
    step: Step,
    draft: Draft,
    day: date,
    mappings: Sequence[SheetMapping],
    findings: Findings,
    posts: set[Post],
) -> ImportPlan:
    added: list[Fact] = []
    changed: list[Fact] = []
    ended: list[Fact] = []
    for operation in step.operations:
        match operation:
            case End(fact_id, _):
                ended.append(draft.facts[fact_id])
            case Put(fact):
                (added if step.before.get(type(fact), fact.id) is None else changed).append(fact)
    return ImportPlan(
        operations=step.operations,
        added=_tally(draft, added),
        changed=_tally(draft, changed),
        ended=_tally(draft, ended),
        mappings=tuple(mappings),
        warnings=tuple(findings.doubts()),
        untouched=_untouched(step.before, draft, day, posts),
        step=step,
    )


def _tally(draft: Draft, facts: Sequence[Fact]) -> Tally:
    return Tally(dict(Counter(type(fact).__name__ for fact in facts)), samples(draft, facts))


def _untouched(snapshot: Snapshot, draft: Draft, day: date, posts: set[Post]) -> dict[str, int]:
    """How many units and holdings of the day the files say nothing about."""
    units = sum(1 for u in snapshot.all(Unit) if u.start <= day < until(u) and u.id not in draft.facts)
    held = (h for h in snapshot.all(Holding) if h.start <= day < until(h))
    return {"units": units, "holdings": sum(1 for h in held if (h.of, h.role) not in posts)}
