"""People, their posts and absences."""

from dataclasses import replace
from datetime import date
from typing import Any

from graph.dependents import dependents
from graph.edits.draft import Draft, given, plausible
from graph.edits.duty import leave_rotas
from graph.errors import InvalidInput
from graph.facts import Absence, Appraisal, Centre, Committee, Department, FactId, Holding, Person, Unit, WorkerRecord
from graph.messages import say
from graph.roles import SOLE_ROLES
from graph.texts import shown
from graph.time.periods import period_around
from graph.time.validity import on_day
from graph.words import AbsenceKind, AppraisalPeriod, Rank, Role


def add_person(draft: Draft, name: str, start: date, **details: Any) -> Person:  # noqa: ANN401 -- fields of Person
    """Make somebody known from a day on."""
    name = given(name, say("the-name"))
    person = Person(id=draft.mint("p", name, start), name=name, start=start, **details)
    draft.put(person)
    draft.note(say("note-add-person", name=name))
    return person


def correct_person(draft: Draft, person_id: FactId, **details: Any) -> Person:  # noqa: ANN401 -- fields of Person
    """Correct what is known of somebody; only the fields given change."""
    person = replace(draft.fact(Person, person_id), **details)
    draft.put(person)
    draft.note(say("note-correct-person", person=person.name))
    return person


def remove_person(draft: Draft, person_id: FactId, on: date) -> None:
    """Let somebody leave for good: their posts, absences, records and their being known all end on that day."""
    person = draft.fact(Person, person_id)
    plausible(on, person_id)
    if person.end is not None and person.end <= on:
        raise InvalidInput(say("person-gone", person=person.name, end=person.end), (person.id,))
    if on < person.start:
        raise InvalidInput(say("person-gone-too-soon", person=person.name, start=person.start, on=on), (person.id,))
    leave_rotas(draft, person_id, on)
    for _, fact in list(dependents(draft, person)):
        draft.end(fact, on)
    draft.end(person, on)
    draft.note(say("note-remove-person", person=person.name))


def appoint(
    draft: Draft,
    person_id: FactId,
    role: Role,
    of: FactId,
    start: date,
    *,
    end: date | None = None,
    rank: Rank | None = None,
    field: str | None = None,
) -> Holding:
    """Give somebody a post.  Where one person leads (SOLE_ROLES) an unstated rank is primary."""
    default = Rank.PRIMARY if role in SOLE_ROLES else None
    return _hold(draft, person_id, role, of, start, end, rank or default, field)


def _hold(
    draft: Draft,
    person_id: FactId,
    role: Role,
    of: FactId,
    start: date,
    end: date | None,
    rank: Rank | None,
    field: str | None,
) -> Holding:
    if end is not None and end <= start:
        raise InvalidInput(
            say("post-ends-too-soon", start=start, end=end),
            (shown(person_id), shown(of)),
        )
    person = draft.person(person_id, start)
    target = post_target(draft, of, start)
    holding = Holding(
        id=draft.mint("h", person.id, role, target.id, start),
        person=person.id,
        role=role,
        of=target.id,
        rank=rank,
        field=field,
        start=start,
        end=end,
    )
    draft.put(holding)
    draft.note(say("note-appoint", person=person.name, role=role, target=target.id))
    return holding


def end_holding(draft: Draft, holding_id: FactId, on: date) -> None:
    """Let a post end.  Raises InvalidInput if it has ended by then."""
    holding = draft.fact(Holding, holding_id)
    plausible(on, holding_id)
    if holding.end is not None and holding.end <= on:
        raise InvalidInput(
            say("post-ended", end=holding.end, holding=holding_id),
            (holding_id,),
        )
    if on < holding.start:
        raise InvalidInput(say("post-not-begun", start=holding.start, on=on, holding=holding_id), (holding_id,))
    draft.end(holding, on)
    person = draft.fact(Person, holding.person)
    draft.note(say("note-end-post", person=person.name, role=holding.role, of=holding.of))


def transfer(
    draft: Draft, holding_id: FactId, of: FactId, on: date, *, role: Role | None = None, rank: Rank | None = None
) -> Holding:
    """Move somebody from a post to another on a day; role and rank stay unless given."""
    holding = draft.fact(Holding, holding_id)
    end_holding(draft, holding_id, on)
    return _hold(draft, holding.person, role or holding.role, of, on, holding.end, rank or holding.rank, holding.field)


def set_rank(draft: Draft, holding_id: FactId, rank: Rank | None, on: date) -> Holding:
    """Let a post be held as primary, backup or neither from a day on."""
    holding = draft.fact(Holding, holding_id)
    fresh = replace(
        holding, id=draft.mint("h", holding.person, holding.role, holding.of, on, rank), rank=rank, start=on
    )
    if not holding.start <= on < (holding.end or date.max):
        raise InvalidInput(
            say("post-not-held", on=on, holding=holding_id),
            (holding_id,),
        )
    draft.note(say("note-rank", rank=rank or say("none"), holding=holding_id))
    return draft.supersede([holding], fresh)


def correct_holding(draft: Draft, holding_id: FactId, **details: Any) -> Holding:  # noqa: ANN401 -- fields of Holding
    """Correct what was recorded of a post: its dates, rank or field; only what is given changes."""
    holding = replace(draft.fact(Holding, holding_id), **details)
    draft.person(holding.person, holding.start)
    draft.put(holding)
    draft.note(say("note-correct-post", holding=holding_id))
    return holding


def record_absence(
    draft: Draft,
    person_id: FactId,
    kind: AbsenceKind,
    start: date,
    end: date | None,
    cover: FactId | None = None,
    *,
    fact_id: FactId | None = None,
) -> Absence:
    """Record that somebody is away, with or without a named stand-in; `fact_id` is the id it has where it is from."""
    person = draft.person(person_id, start)
    if end is not None and end <= start:
        raise InvalidInput(
            say("absence-ends-too-soon", start=start, end=end),
            (person.id,),
        )
    stand_in = None if cover is None else draft.person(cover, start).id
    fact_id = fact_id or draft.mint("a", person.id, start)
    absence = Absence(id=fact_id, person=person.id, kind=kind, cover=stand_in, start=start, end=end)
    draft.put(absence)
    draft.note(say("note-absence", person=person.name, kind=kind, start=start))
    return absence


def correct_absence(draft: Draft, absence_id: FactId, **details: Any) -> Absence:  # noqa: ANN401 -- fields of Absence
    """Correct an absence: its kind, dates or stand-in; only what is given changes."""
    absence = replace(draft.fact(Absence, absence_id), **details)
    draft.put(absence)
    draft.note(say("note-correct-absence", absence=absence_id))
    return absence


def end_absence(draft: Draft, absence_id: FactId, on: date) -> None:
    """Somebody is back on a day; on the first day of the absence it never took place."""
    absence = draft.fact(Absence, absence_id)
    plausible(on, absence_id)
    if absence.end is not None and absence.end <= on:
        raise InvalidInput(say("absence-ended", end=absence.end, absence=absence_id), (absence_id,))
    if on < absence.start:
        raise InvalidInput(
            say("absence-not-begun", start=absence.start, on=on, absence=absence_id),
            (absence_id,),
        )
    draft.end(absence, on)
    draft.note(say("note-back", absence=absence_id))


def record_worker(draft: Draft, person_id: FactId, on: date, **details: Any) -> WorkerRecord:  # noqa: ANN401 -- fields
    """Set pay grade, stars or party stage from a day on; only what is given changes."""
    if not details:
        raise InvalidInput(say("worker-unsaid"), (shown(person_id),))
    person = draft.person(person_id, on)
    line = draft.linked(WorkerRecord, "person", person.id)
    current = on_day(line, on)
    blank = WorkerRecord(id="", person=person.id, start=on)
    fresh = replace(current or blank, id=draft.mint("w", person.id, on), start=on, **details)
    draft.note(say("note-worker", person=person.name))
    return draft.supersede(line, fresh)


def record_appraisal(
    draft: Draft,
    person_id: FactId,
    period: AppraisalPeriod,
    start: date,
    score: float | None,
    result: str | None,
    *,
    end: date | None = None,
    fact_id: FactId | None = None,
) -> Appraisal:
    """Record the result of a month, quarter or year that begins on `start`; a second result corrects the first.

    It ends with its period unless an end is said, which the rules judge; `fact_id` is the id it has where it is from.
    """
    plausible(start, shown(person_id))
    person = draft.person(person_id, start)
    known = [a for a in draft.linked(Appraisal, "person", person.id) if a.period == period and a.start == start]
    appraisal = Appraisal(
        id=known[0].id if known else fact_id or draft.mint("e", person.id, period, start),
        person=person.id,
        period=period,
        score=score,
        result=result,
        start=start,
        end=end or appraised_until(person, period, start),
    )
    draft.put(appraisal)
    draft.note(say("note-appraisal", person=person.name, period=period, start=start))
    return appraisal


def appraised_until(person: Person | None, period: AppraisalPeriod, start: date) -> date:
    """When an appraisal ends: with its period, or with the person if they leave within it."""
    _, end = period_around(period, start)
    gone = None if person is None else person.end
    return end if gone is None or not start < gone else min(end, gone)


def post_target(draft: Draft, of: FactId, day: date) -> Unit | Centre | Committee | Department:
    """What a post may be of: a unit alive on the day, a centre, a committee or a department.  Raises NotFound."""
    other = draft.get(Centre, of) or draft.get(Committee, of) or draft.get(Department, of)
    return draft.unit(of, day) if other is None else other
