"""Turns of single days: overrides where a rota has somebody else, nothing where it says so, rotas of their own where
there is none."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import groupby, islice
from typing import Protocol

from graph.duty.rota import day_after
from graph.edits.draft import Draft
from graph.edits.duty import RotaPlan, override_duty, set_rota
from graph.facts import Department, FactId, Person, Rota
from graph.messages import say
from graph.snapshot import Snapshot
from graph.time.calendar import DAY, CivilTime
from loaders.calendars.fitting import fit_dated
from loaders.calendars.for_ever import Lane
from loaders.calendars.held import Held, Turns, held
from loaders.calendars.stated import SEE_DUTY, Sheet, Stated, hour_of, rotas_of
from loaders.faults import Findings, Where
from loaders.resolve.stated import stating

WINDOW = timedelta(days=60)
"""The roster is asked for so long at once: a calendar may have two events that lie years apart."""

MOST_ROTAS = 60
"""Rotas that single days of a place may become; more would be noise."""


class OnDuty(Protocol):
    """A shift of the roster."""

    @property
    def start(self) -> datetime: ...
    @property
    def end(self) -> datetime: ...
    @property
    def officers(self) -> tuple[Person, ...]: ...
    @property
    def facts(self) -> tuple[FactId, ...]: ...


Roster = Callable[[Snapshot, FactId, Department, datetime, datetime, CivilTime], Sequence[OnDuty]]
"""Who is on duty for a department at a centre: the question of `queries/duty/roster.py`, whom loaders do not know."""

Wanted = dict[FactId, dict[date, tuple[FactId, Where]]]
"""Who is to serve the turns of each rota, by day."""


def write_dated(sheet: Sheet, draft: Draft, civil: CivilTime, roster: Roster, findings: Findings) -> None:
    """Let who serves be as the file says, day by day."""
    line = sorted(sheet.dated, key=lambda stated: stated.span)
    differing = list(_differing(sheet, line, draft.snapshot, civil, roster))
    if not differing:
        return
    rotas = {rota.id: rota for rota in rotas_of(draft.snapshot, sheet.place)}
    low, high = line[0].stint.start, max(stated.stint.end for stated in line)
    known = held(draft.snapshot, rotas.values(), civil, low, high)
    wanted: Wanted = {}
    new = list[Stated]()
    parts: dict[tuple[datetime, datetime], list[Stated]] = {}
    for stated in differing:
        beside = known.during(*stated.span)
        exact = [turn for turn in beside if turn.span == stated.span]
        within = [t for t in beside if stated.stint.start <= t.start and t.end <= stated.stint.end]
        around = [t for t in beside if t.start <= stated.stint.start and stated.stint.end <= t.end]
        if not beside:
            new.append(stated)
        elif exact or len(within) == len(beside):
            for _, turns in groupby(exact or within, key=lambda turn: turn.span):
                new += _serve(stated, list(turns), wanted, findings)
        elif len(around) == len(beside) and len({turn.span for turn in around}) == 1:
            parts.setdefault(around[0].span, []).append(stated)
        else:
            _across(stated, beside[0], civil, findings)
    for span, stints in parts.items():
        new += _whole(span, stints, known, wanted, civil, findings)
    for rota_id, days in wanted.items():
        _override(rotas[rota_id], days, draft, findings)
    _begin(sheet, new, draft, civil, findings)


# -- what is so already ------------------------------------------------------------------------------------------------


def _differing(
    sheet: Sheet, line: Sequence[Stated], snapshot: Snapshot, civil: CivilTime, roster: Roster
) -> Iterator[Stated]:
    """The turns that the roster, stand-ins and all, has otherwise."""
    place = sheet.place
    rotas = {rota.id for rota in rotas_of(snapshot, place)}
    for low, high, near in _windows(line):
        known: dict[FactId, Sequence[OnDuty]] = {}
        for stated in near:
            departments = stated.members if place.department is None else (place.department,)
            for one in departments:
                department = snapshot.get(Department, one)
                if department is not None and one not in known:
                    known[one] = roster(snapshot, place.centre, department, low, high, civil)
            if place.department is None:
                so = all(_on_turn(stated, known.get(one, ()), rotas) for one in departments)
            else:
                so = _manned(stated, known.get(place.department, ()), rotas)
            if not so:
                yield stated


def _windows(line: Sequence[Stated]) -> Iterator[tuple[datetime, datetime, list[Stated]]]:
    at = 0
    while at < len(line):
        low = line[at].stint.start
        near = [stated for stated in line[at:] if stated.stint.start < low + WINDOW]
        yield low, max(stated.stint.end for stated in near), near
        at += len(near)


def _on_turn(stated: Stated, shifts: Sequence[OnDuty], rotas: set[FactId]) -> bool:
    """Whether a department is on duty by a rota of departments all the time."""
    return _covers(stated, [shift for shift in shifts if rotas & set(shift.facts)])


def _manned(stated: Stated, shifts: Sequence[OnDuty], rotas: set[FactId]) -> bool:
    """Whether exactly these officers are on duty all the time, and by a rota: who is there anyway has no turn."""
    near = [shift for shift in shifts if shift.start < stated.stint.end and stated.stint.start < shift.end]
    same = all({person.id for person in shift.officers} == set(stated.members) for shift in near)
    return same and _covers(stated, [shift for shift in near if rotas & set(shift.facts)])


def _covers(stated: Stated, shifts: Sequence[OnDuty]) -> bool:
    reached = stated.stint.start
    for shift in shifts:
        if shift.start <= reached < shift.end:
            reached = shift.end
    return reached >= stated.stint.end


# -- overrides ---------------------------------------------------------------------------------------------------------


def _serve(stated: Stated, turns: Sequence[Held], wanted: Wanted, findings: Findings) -> list[Stated]:
    """Let the people of an event serve the turns that rotas have at a time; who serves already does so on.

    Those for whom no rota has a turn then are answered: they need one of their own.
    """
    served = [turn for turn in turns if turn.served in stated.members]
    others = [turn for turn in turns if turn.served not in stated.members]
    fresh = [member for member in stated.members if member not in {turn.served for turn in served}]
    if len(fresh) < len(others):
        findings.fault(
            stated.stint.event.at("SUMMARY"),
            say(
                "event-names-unlike-rotas",
                count=len(stated.members),
                day=turns[0].day,
                rota_count=len(turns),
                rotas=tuple(turn.rota.name for turn in turns),
            ),
            say("name-as-many"),
            stated.stint.event.summary,
        )
        return []
    for turn, member in zip(others, fresh, strict=False):
        wanted.setdefault(turn.rota.id, {})[turn.day] = (member, stated.stint.event.at("SUMMARY"))
    more = tuple(fresh[len(others) :])
    stint = replace(stated.stint, day=turns[0].day, start=turns[0].start, end=turns[0].end)
    return [replace(stated, stint=stint, members=more)] if more else []


def _across(stated: Stated, turn: Held, civil: CivilTime, findings: Findings) -> None:
    start, end = (f"{instant.astimezone(civil.zone):%m-%d %H:%M}" for instant in turn.span)
    findings.fault(
        stated.stint.event.at("DTSTART"),
        say("turn-within-turn", day=stated.stint.day, rota=turn.rota.name, start=start, end=end),
        say("hours-of-rota"),
        stated.stint.event.summary,
    )


def _whole(
    span: tuple[datetime, datetime],
    stints: Sequence[Stated],
    known: Turns,
    wanted: Wanted,
    civil: CivilTime,
    findings: Findings,
) -> list[Stated]:
    """Parts of a turn that together are all of it, served by the same; a part alone is finer than a turn can be."""
    reached = span[0]
    for stated in stints:
        if stated.stint.start == reached and set(stated.members) == set(stints[0].members):
            reached = stated.stint.end
    turns = [turn for turn in known.during(*span) if turn.span == span]
    if reached >= span[1]:
        return _serve(stints[0], turns, wanted, findings)
    start, end = (f"{instant.astimezone(civil.zone):%m-%d %H:%M}" for instant in span)
    findings.fault(
        stints[0].stint.event.at("DTSTART"),
        say("part-of-turn", rota=turns[0].rota.name, start=start, end=end),
        say("one-has-all"),
        stints[0].stint.event.summary,
    )
    return []


def _override(rota: Rota, days: dict[date, tuple[FactId, Where]], draft: Draft, findings: Findings) -> None:
    """One override for the turns on end that somebody serves."""
    run: list[date] = []
    for day in (*sorted(days), None):
        follows = run and day is not None and day_after(rota, draft.calendar, run[-1]) == day
        if run and not (follows and day is not None and days[day][0] == days[run[0]][0]):
            member, where = days[run[0]]
            with stating(draft, where, findings, SEE_DUTY):
                override_duty(draft, rota.id, member, run[0], run[-1] + DAY)
            run = []
        if day is not None:
            run.append(day)


# -- rotas of their own ------------------------------------------------------------------------------------------------


def _begin(sheet: Sheet, line: Sequence[Stated], draft: Draft, civil: CivilTime, findings: Findings) -> None:
    """Rotas for days that no rota has; those of the past are left out, with a doubt."""
    now = draft.now
    past = [stated for stated in line if now is not None and stated.stint.start < now]
    if past:
        findings.warn(
            past[0].stint.event.at("DTSTART"),
            say("past-turns-left-out", count=len(past)),
        )
    lanes: dict[Lane, list[tuple[Stated, FactId]]] = {}
    for stated in line:
        if now is None or stated.stint.start >= now:
            for number, member in enumerate(stated.members):
                lanes.setdefault((*hour_of(stated, civil), number), []).append((stated, member))
    for (hand_over, minutes, _), lane in sorted(lanes.items()):
        days = [stated.stint.day for stated, _ in lane]
        where = {stated.stint.day: stated.stint.event.at("DTSTART") for stated, _ in lane}
        fitted = list(islice(fit_dated(days, [member for _, member in lane], civil.calendar), MOST_ROTAS + 1))
        if len(fitted) > MOST_ROTAS:
            findings.fault(
                where[days[0]],
                say("too-many-own-rotas", count=len(days), most=MOST_ROTAS),
                say("set-rota-first"),
            )
            continue
        for shape, end in fitted:
            plan = RotaPlan(
                name=sheet.name,
                centre=sheet.place.centre,
                department=sheet.place.department,
                rule=shape.rule,
                hand_over=hand_over,
                members=shape.members,
                start=shape.anchor,
                end=end,
                minutes=minutes,
                days=shape.days,
                turn=shape.turn,
            )
            with stating(draft, where[shape.anchor], findings, SEE_DUTY):
                set_rota(draft, plan)
