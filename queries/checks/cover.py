"""Cover: who is away, who stands in, where nobody answers and which posts have been vacant for long."""

from collections.abc import Iterator

from graph.facts import Absence, Holding
from graph.messages import say
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
                told = say("away-uncovered", who=who, of=of, role=post.role, absence=absence.kind)
                yield fault(told, absence.id, post.id, post.person, post.of)


def _others_present(view: View, post: Holding) -> bool:
    others = (p for p in view.holdings_of(post.of) if p.role == post.role and p.person != post.person)
    return any(view.absence(other.person) is None for other in others)


def stand_in_away(view: View) -> Iterator[Fault]:
    """A stand-in is present."""
    for absence in view.all(Absence):
        if absence.cover is None or view.absence(absence.cover) is None:
            continue
        answers = stand_in_for(view, absence, frozenset())
        instead = say("nobody-present") if answers is None else say("answers-in-fact", name=answers.name)
        who, cover = called_person(view, absence.person), called_person(view, absence.cover)
        yield fault(
            say("stand-in-away-too", who=who, cover=cover, instead=instead),
            absence.id,
            absence.person,
            absence.cover,
        )


def long_away(view: View) -> Iterator[Fault]:
    """Nobody is away for more than a year."""
    for absence in view.all(Absence):
        days = (view.day - absence.start).days
        if days > LONG_AWAY_DAYS:
            who = called_person(view, absence.person)
            yield fault(
                say("away-for-days", who=who, kind=absence.kind, days=days),
                absence.id,
                absence.person,
            )


def nobody_answers(view: View) -> Iterator[Fault]:
    """For every unit of a kind that the responsibility ladder names somebody answers today."""
    kinds = {rung.unit_kind for rung in view.ladder()}
    for unit in view.units():
        if unit.kind in kinds and responsible_for(view, unit) is None:
            who = called(view, unit)
            yield fault(
                say("nobody-at-all-answers", who=who),
                unit.id,
            )


def long_vacant(view: View) -> Iterator[Fault]:
    """No post that the staffing standard asks for is vacant for more than 90 days."""
    for root in view.roots():
        for gap in coverage(view, root).gaps:
            days = (view.day - open_since(view, gap)).days
            if days > LONG_VACANT_DAYS:
                yield _vacant(view, gap, days)


def _vacant(view: View, gap: Gap, days: int) -> Fault:
    who = called(view, gap.unit)
    return fault(
        say("posts-short", who=who, role=gap.role, required=gap.required, held=gap.held, days=days),
        gap.unit.id,
    )


CHECKS = (
    Check(
        "W501",
        Severity.ERROR,
        say("nobody-answers"),
        say("appoint-somebody-on-any-rung-of"),
        nobody_answers,
    ),
    Check(
        "W502",
        Severity.WARNING,
        say("away-without-cover"),
        say("name-a-stand-in-or-appoint"),
        away_without_cover,
    ),
    Check(
        "W503",
        Severity.WARNING,
        say("stand-in-away"),
        say("name-another-who-is-present"),
        stand_in_away,
    ),
    Check(
        "W504",
        Severity.WARNING,
        say("vacant-for-long"),
        say("appoint-somebody-or-change-the-staffing"),
        long_vacant,
    ),
    Check(
        "W505",
        Severity.NOTE,
        say("away-for-long"),
        say("record-their-return-or-end-their"),
        long_away,
    ),
)
