"""Cover: who is away, who stands in, where nobody answers and which posts have been vacant for long."""

from collections.abc import Iterator

from graph.facts import Absence, Holding
from graph.roles import SOLE_ROLES
from graph.view import View
from graph.words import Rank
from queries.checks.finding import Check, Fault, Severity, called, called_person, fault
from queries.cover.coverage import Gap, coverage, open_since
from queries.places.handling import responsible_for, stand_in_for

LONG_VACANT_DAYS = 90
LONG_AWAY_DAYS = 365


def away_without_cover(view: View) -> Iterator[Fault]:
    """Whoever leads and is away has a stand-in, or somebody else who holds the same post, present."""
    for absence in view.all(Absence):
        if stand_in_for(view, absence, frozenset()) is not None:
            continue
        for post in view.holdings_by(absence.person):
            if post.role in SOLE_ROLES and post.rank != Rank.BACKUP and not _others_present(view, post):
                who, of = called_person(view, post.person), called(view, view.snapshot.find(post.of))
                zh = f"{who}（{of}{post.role.zh}）{absence.kind.zh}，无人代岗也无 B 角"
                why = f"is away ({absence.kind.label}) with neither a stand-in nor a backup present"
                en = f"{who}, {post.role.label} of {of}, {why}."
                yield fault(zh, en, absence.id, post.id, post.person, post.of)


def _others_present(view: View, post: Holding) -> bool:
    others = (p for p in view.holdings_of(post.of) if p.role == post.role and p.person != post.person)
    return any(view.absence(other.person) is None for other in others)


def stand_in_away(view: View) -> Iterator[Fault]:
    """A stand-in is present."""
    for absence in view.all(Absence):
        if absence.cover is None or view.absence(absence.cover) is None:
            continue
        answers = stand_in_for(view, absence, frozenset())
        instead = ("无人在岗", "nobody") if answers is None else (f"实由{answers.name}代岗", answers.name)
        who, cover = called_person(view, absence.person), called_person(view, absence.cover)
        zh = f"{who}的代岗人{cover}也不在岗，{instead[0]}"
        en = f"{cover}, who stands in for {who}, is away too; {instead[1]} answers."
        yield fault(zh, en, absence.id, absence.person, absence.cover)


def long_away(view: View) -> Iterator[Fault]:
    """Nobody is away for more than a year."""
    for absence in view.all(Absence):
        days = (view.day - absence.start).days
        if days > LONG_AWAY_DAYS:
            who = called_person(view, absence.person)
            zh = f"{who}{absence.kind.zh}已 {days} 天"
            en = f"{who} has been away ({absence.kind.label}) for {days} days."
            yield fault(zh, en, absence.id, absence.person)


def nobody_answers(view: View) -> Iterator[Fault]:
    """For every unit of a kind that the responsibility ladder names somebody answers today."""
    kinds = {rung.unit_kind for rung in view.ladder()}
    for unit in view.units():
        if unit.kind in kinds and responsible_for(view, unit) is None:
            who = called(view, unit)
            zh = f"{who}按责任阶梯无一人在岗"
            en = f"nobody at all answers for {who}: no rung of the ladder is present."
            yield fault(zh, en, unit.id)


def long_vacant(view: View) -> Iterator[Fault]:
    """No post that the staffing standard asks for is vacant for more than 90 days."""
    for root in view.roots():
        for gap in coverage(view, root).gaps:
            days = (view.day - open_since(view, gap)).days
            if days > LONG_VACANT_DAYS:
                yield _vacant(view, gap, days)


def _vacant(view: View, gap: Gap, days: int) -> Fault:
    who = called(view, gap.unit)
    zh = f"{who}应有{gap.role.zh} {gap.required} 人，现有 {gap.held} 人，已缺 {days} 天"
    wanted = f"{gap.required} {gap.role.label}{'s' if gap.required > 1 else ''}"
    en = f"{who} should have {wanted}; {gap.held} hold the post. It has been short for {days} days."
    return fault(zh, en, gap.unit.id)


CHECKS = (
    Check(
        "W501",
        Severity.ERROR,
        "无人负责 / nobody answers",
        "任命责任阶梯上的任一岗位，或指定代岗 / appoint somebody on any rung of the ladder, or name a stand-in.",
        nobody_answers,
    ),
    Check(
        "W502",
        Severity.WARNING,
        "离岗无人顶替 / away without cover",
        "指定代岗人，或配 B 角 / name a stand-in, or appoint a backup.",
        away_without_cover,
    ),
    Check(
        "W503",
        Severity.WARNING,
        "代岗人不在岗 / stand-in away",
        "另指定在岗的代岗人 / name another who is present.",
        stand_in_away,
    ),
    Check(
        "W504",
        Severity.WARNING,
        "长期空缺 / vacant for long",
        "任命，或调整配备标准 / appoint somebody, or change the staffing standard.",
        long_vacant,
    ),
    Check(
        "W505",
        Severity.NOTE,
        "长期离岗 / away for long",
        "销假，或终止其岗位 / record their return, or end their posts.",
        long_away,
    ),
)
