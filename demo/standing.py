"""Full-time workers' standing and appraisals: 三岗十八级, 月考核, 季评绩, 年定星.

Urban workers are appraised every month, because their pay follows it; all are by the quarter and by the year.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from demo.blueprint import TOWN_CATEGORY
from demo.dates import back
from demo.seats import Seat
from demo.world import World
from graph.change import End, Operation, Put
from graph.facts import Appraisal, FactId, WorkerRecord
from graph.words import AppraisalPeriod, PartyStage, Setting

T = TypeVar("T")

LEVELS_PER_GRADE = 6
TOP_LEVEL = 18

JUDGED_AFTER = timedelta(days=2)
"""From the end of a period to its result."""

MARKS: tuple[tuple[float, str], ...] = ((92, "优秀"), (80, "良好"), (65, "合格"), (0, "基本合格"))
STARS: tuple[tuple[float, int], ...] = ((93, 5), (87, 4), (79, 3), (70, 2), (0, 1))

STAGES: tuple[PartyStage | None, ...] = (
    None,
    PartyStage.APPLICANT,
    PartyStage.ACTIVIST,
    PartyStage.CANDIDATE,
    PartyStage.PROBATIONARY,
    PartyStage.MEMBER,
    PartyStage.CADRE_RESERVE,
)
ADVANCING = 0.12
"""Share of workers who advance a stage in a year."""


def first_record(world: World, seat: Seat, start: date, rng: Random, *, new: bool) -> Operation:
    """The record with which a worker begins; on the founding day some have served for years."""
    urban = _is_urban(world, seat)
    level = None if not urban else 1 if new else rng.randint(1, 12)
    record = WorkerRecord(
        id=world.next_id("record"),
        person=seat.person,
        setting=Setting.URBAN if urban else Setting.RURAL,
        post_grade=_grade(level),
        pay_level=level,
        party_stage=_first_stage(world, seat, rng),
        start=start,
    )
    return world.record(record)


def _is_urban(world: World, seat: Seat) -> bool:
    village = world.places.plan.villages[seat.home[0]]
    return village.is_community or village.category == TOWN_CATEGORY


def _grade(level: int | None) -> int | None:
    return None if level is None else (level - 1) // LEVELS_PER_GRADE + 1


def _first_stage(world: World, seat: Seat, rng: Random) -> PartyStage | None:
    status = world.person(seat).political_status
    if status == "中共党员":
        return PartyStage.CADRE_RESERVE if rng.random() < 0.15 else PartyStage.MEMBER
    if status == "中共预备党员":
        return PartyStage.PROBATIONARY
    return rng.choices(STAGES[:4], weights=[70, 16, 9, 5])[0]


def appraise(world: World, month: date) -> None:
    """Judge the periods that ended with the month before."""
    if month.month == 1:
        _judge(world, AppraisalPeriod.YEAR, back(month, 12), month)
    if month.month in {1, 4, 7, 10}:
        _judge(world, AppraisalPeriod.QUARTER, back(month, 3), month)
    _judge(world, AppraisalPeriod.MONTH, back(month, 1), month)


def _judge(world: World, period: AppraisalPeriod, start: date, end: date) -> None:
    """One result for everybody who served the whole period."""
    if period == AppraisalPeriod.MONTH:
        seats = [seat for seat in world.workers() if _is_urban(world, seat)]
    else:
        seats = list(world.workers())
    served = [seat.person for seat in seats if seat.taken_by(start)]
    rng = world.stream(f"appraisal/{period.value}", start)
    results: list[Operation] = [Put(_appraisal(world, period, person, start, end, rng)) for person in served]
    if results:
        world.ledger.decide(end + JUDGED_AFTER, results)


def _appraisal(world: World, period: AppraisalPeriod, person: FactId, start: date, end: date, rng: Random) -> Appraisal:
    score = round(min(100.0, max(55.0, talent(world, person) + rng.gauss(0, 3))), 1)
    result = f"{_first(STARS, score)}星" if period == AppraisalPeriod.YEAR else _first(MARKS, score)
    return Appraisal(
        id=f"appraisal-{person.removeprefix('person-')}-{period.value}-{start:%Y%m}",
        person=person,
        period=period,
        score=score,
        result=result,
        start=start,
        end=end,
    )


def talent(world: World, person: FactId) -> float:
    """How well somebody does their work, in points, always."""
    return Random(f"{world.seed}/talent/{person}").gauss(85, 6)


def rate_stars(world: World, month: date) -> None:
    """When a year has been judged, every worker's record takes up its stars, and what follows for pay and stage."""
    if month.month != 1:
        return
    rng, day = world.stream("stars", month), month + JUDGED_AFTER
    for seat in world.workers():
        record = world.records.get(seat.person)
        if record is None or not seat.taken_by(back(month, 12)):
            continue
        world.ledger.decide(day, _promoted(world, world.ledger.fact(WorkerRecord, record), day, rng))


def _promoted(world: World, old: WorkerRecord, day: date, rng: Random) -> list[Operation]:
    year = world.ledger.fact(Appraisal, f"appraisal-{old.person.removeprefix('person-')}-year-{back(day, 12):%Y%m}")
    stars = _first(STARS, year.score or 0.0)
    level = None if old.pay_level is None else min(TOP_LEVEL, old.pay_level + (1 if stars >= 3 else 0))
    new = replace(
        old,
        id=world.next_id("record"),
        star_rating=stars,
        post_grade=_grade(level),
        pay_level=level,
        party_stage=_next_stage(old.party_stage, rng),
        start=day,
    )
    return [End(old.id, day), world.record(new)]


def _next_stage(stage: PartyStage | None, rng: Random) -> PartyStage | None:
    if stage == STAGES[-1] or rng.random() >= ADVANCING:
        return stage
    return STAGES[STAGES.index(stage) + 1]


def _first(scale: Sequence[tuple[float, T]], score: float) -> T:
    return next(word for least, word in scale if score >= least)
