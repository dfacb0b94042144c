"""Whom a decision asks later: those whom it froze while they are there, else today's holder of the post, else above."""

from collections.abc import Iterator
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from graph.facts import Absence, Holding
from graph.snapshot import Snapshot
from graph.time.validity import holds_on
from graph.view import View
from graph.words import Role
from queries.cases.asking import Asked, asked_on
from queries.cases.freezing import Frozen
from queries.cases.route import TaskForce
from queries.cases.routing import Case, OutsideBody, Route
from queries.places.handling import Responder
from tests.builders.organisations import DAYS
from tests.builders.town import DAY as JUNE
from tests.core.queries.test_routing import CIVIL, RoutedTown, case, routed
from tests.core.queries.test_routing_upwards import Situation, is_below, red, situations, stood
from tests.fuzz.effort import examples

LATER = date(2025, 9, 1)


def frozen(found: Route, given: Case) -> Frozen:
    """An answer as a decision holds it."""
    lead = OutsideBody("nobody", "-") if found.lead is None else found.lead
    return Frozen(
        case=given,
        place=found.place,
        rule=found.rule.code,
        policy=found.policy,
        lead=lead,
        companions=found.companions,
        steps=found.steps,
        escalation=found.escalation,
    )


def answering(snapshot: Snapshot, day: date, concerned: frozenset[str]) -> Iterator[tuple[Holding, str]]:
    """Every post of the day that somebody answers for, and who: the holder, or whoever stands in."""
    for holding in snapshot.all(Holding):
        person, asked = holding.person, set[str]()
        while holds_on(holding, day) and person not in asked | concerned:
            away = [a for a in snapshot.all(Absence) if a.person == person and holds_on(a, day)]
            if not away:
                yield holding, person
                break
            asked.add(person)
            person = away[0].cover or person


@examples(60)
@given(situations(), st.sampled_from(DAYS))
def test_the_holder_of_the_day_is_asked_and_the_answer_names_both(situation: Situation, day: date) -> None:
    snapshot, given_ = situation.snapshot, situation.given
    found = situation.found
    decision, view = frozen(found, given_), View(snapshot, max(day, CIVIL.day(given_.received_at)))
    there = list(answering(snapshot, view.day, given_.concerns))
    for to in (found.lead, *(following.to for following in found.escalation)):
        if not isinstance(to, Responder):
            continue
        asked = asked_on(view, decision, to)
        assert isinstance(asked.to, Responder)
        post = to.holding
        alike = {who for h, who in there if (h.of, h.role) == (post.of, post.role) or h.id == post.id}
        if to.person.id in alike:
            assert asked == Asked(to)
            continue
        ((change),) = asked.changes
        assert (change.frozen, change.asked) == (to, asked.to)
        assert to.person.name in change.why
        if alike:
            assert asked.to.person.id in alike
        elif change.asked != change.frozen:
            mine, theirs = stood(snapshot, post), stood(snapshot, asked.to.holding)
            assert mine is None or theirs is None or not is_below(theirs, mine)
            assert (asked.to.holding.id, asked.to.person.id) in {(h.id, who) for h, who in there}


def later(town: RoutedTown, given_: Case, day: date = LATER) -> list[Asked]:
    """Who is asked on a later day: the lead, then the escalations, by what was frozen in June."""
    found = routed(town, given_)
    decision, view = frozen(found, given_), View(town.ruled(), day)
    assert found.lead is not None
    return [asked_on(view, decision, to) for to in (found.lead, *(n.to for n in found.escalation))]


def test_whoever_has_left_is_replaced_by_whoever_came() -> None:
    town = RoutedTown()
    blue = case(town, level="blue")
    lead, following = later(town, blue, JUNE)
    assert (lead.changes, following.changes) == ((), ())
    town.close(next(h for h in town.all(Holding) if h.person == town.secretary.id), LATER)
    new = town.hold("新书", Role.VILLAGE_PARTY_SECRETARY, town.village, start=LATER)
    (_, following) = later(town, blue)
    assert isinstance(following.to, Responder)
    assert following.to.person == new
    assert following.changes[0].frozen.person == town.secretary
    assert "王书已不任村（社区）党组织书记" in following.changes[0].why
    assert "新书 is asked instead" in following.changes[0].why


def test_whoever_is_away_is_asked_through_their_stand_in_and_again_when_they_are_back() -> None:
    town = RoutedTown()
    town.away(town.worker, LATER, date(2025, 9, 10), cover=town.mediator)
    (away, _), (back, _) = (
        later(town, case(town, level="blue")),
        later(town, case(town, level="blue"), date(2025, 9, 10)),
    )
    assert isinstance(away.to, Responder)
    assert (away.to.person, away.to.covering) == (town.mediator, town.worker)
    assert back.changes == ()


def test_where_nobody_holds_the_post_the_next_above_is_asked_and_at_last_nobody() -> None:
    town = RoutedTown()
    town.away(town.secretary, LATER, None)
    blue = case(town, level="blue")
    (_, following) = later(town, blue)
    assert isinstance(following.to, Responder)
    assert following.to.person == town.area_secretary
    for person in (town.area_secretary, town.commissioner, town.director):
        town.away(person, LATER, None)
    (_, following) = later(town, blue)
    assert isinstance(following.to, Responder)
    assert following.to.person == town.secretary
    assert "无人接替" in following.changes[0].why


def test_a_task_force_is_asked_with_whoever_is_there_of_it() -> None:
    town = RoutedTown()
    town.away(town.commissioner, LATER, None)
    town.away(town.secretary, LATER, None, cover=town.chair)
    force, county = later(town, red(town))
    assert isinstance(force.to, TaskForce)
    assert force.to.lead.person == town.director
    assert [member.person for member in force.to.members] == [town.area_secretary, town.chair]
    assert county == Asked(OutsideBody("东平县综治中心", "county"))


def test_a_post_of_a_unit_that_was_merged_is_looked_for_where_the_place_is_now() -> None:
    town = RoutedTown()
    other = town.unit(town.village.kind, town.area, name="新村")
    new = town.hold("新书", Role.VILLAGE_PARTY_SECRETARY, other)
    town.hand_over(town.village, LATER, [other])
    (_, following) = later(town, case(town, level="blue"))
    assert isinstance(following.to, Responder)
    assert following.to.person == new
