"""Whom a decision asks on a later day: the people whom it froze, or who is in their place by then."""

from collections.abc import Iterator
from dataclasses import dataclass

from graph.facts import Holding, Unit
from graph.messages import Message, say
from graph.view import View
from graph.words import Role
from queries.cases.destinations import centres_above, rungs_above
from queries.cases.freezing import Frozen
from queries.cases.route import Assignee, TaskForce
from queries.cases.tiers import tier_of_post
from queries.places.handling import Responder, attempt, climb, seniority
from queries.places.place import PlaceFound, resolve


@dataclass(frozen=True, slots=True)
class Change:
    """Whom a decision froze, who is asked instead, and why; the same, where nobody is there to be asked instead."""

    frozen: Responder
    asked: Responder
    why: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is asked, and what is not as it was frozen."""

    to: Assignee
    changes: tuple[Change, ...] = ()


def asked_on(view: View, decision: Frozen, frozen: Assignee) -> Asked:
    """Who is asked on the view's day where a decision froze `frozen`.

    Instead of somebody who holds the post no longer, is away, or was a stand-in for somebody who is back: whoever holds
    it that day or stands in, else the next above on the ladder.  A department or a body outside is asked as such.
    """
    if isinstance(frozen, Responder):
        change = _change(view, decision, frozen)
        return Asked(frozen) if change is None else Asked(change.asked, (change,))
    if not isinstance(frozen, TaskForce):
        return Asked(frozen)
    everybody = (frozen.lead, *frozen.members)
    changes = {one.person.id: change for one in everybody if (change := _change(view, decision, one)) is not None}
    lead, *others = (changes[one.person.id].asked if one.person.id in changes else one for one in everybody)
    members = {other.person.id: other for other in others if other.person.id != lead.person.id}
    return Asked(TaskForce(lead, tuple(members.values()), frozen.departments), tuple(changes.values()))


def _change(view: View, decision: Frozen, frozen: Responder) -> Change | None:
    """What is not as it was frozen of somebody; None: they are there as they were."""
    if any(found.person.id == frozen.person.id for found in _of_the_post(view, decision, frozen)):
        return None
    why = _gone(view, frozen)
    now = next(_of_the_post(view, decision, frozen), None) or _above(view, decision, frozen)
    if now is None:
        return Change(frozen, frozen, say("nobody-instead", why=why))
    name = now.person.name
    return Change(frozen, now, say("asked-instead", why=why, name=name))


def _of_the_post(view: View, decision: Frozen, frozen: Responder) -> Iterator[Responder]:
    """Whoever holds the post on the day and is there, or stands in; first the one who held it then."""
    held = view.get(Holding, frozen.holding.id)
    holdings = [] if held is None else [held]
    for of in _targets(view, decision, frozen.holding):
        posts = sorted(view.holdings_of(of), key=seniority)
        holdings += [h for h in posts if h.role == frozen.holding.role and h != held]
    for holding in holdings:
        found = attempt(view, decision.place, holding, decision.case.concerns)[1]
        if found is not None:
            yield found


def _targets(view: View, decision: Frozen, post: Holding) -> list[str]:
    """What the post is of; where that unit is gone, the unit of its level that the place of the case is in now."""
    unit = view.snapshot.get(Unit, post.of)
    if unit is None or view.unit(unit.id) is not None:
        return [post.of]
    return [above.id for above in _path(view, decision) if above.kind == unit.kind]


def _above(view: View, decision: Frozen, frozen: Responder) -> Responder | None:
    """Who is there next above a post on the ladder; at last a centre's director."""
    ladder, post = view.ladder(), frozen.holding
    unit = view.unit(post.of)
    path = _path(view, decision) if unit is None else view.path(unit)
    floor = tier_of_post(view, ladder, post.of, post.role)
    found = climb(view, rungs_above(ladder, path, floor), decision.case.concerns)[1]
    directors = (h for centre in centres_above(view, path, floor) for h in view.holdings_of(centre.id))
    posts = sorted((h for h in directors if h.role == Role.CENTRE_DIRECTOR), key=seniority) if found is None else []
    asked = (attempt(view, decision.place, post, decision.case.concerns)[1] for post in posts)
    return found or next((director for director in asked if director is not None), None)


def _path(view: View, decision: Frozen) -> list[Unit]:
    """The place of the case and what is above it, as they are on the day."""
    found = resolve(view, decision.case.place)
    return view.path(found.unit) if isinstance(found, PlaceFound) else []


def _gone(view: View, frozen: Responder) -> Message:
    """Why somebody is not asked any more, in words."""
    name, role = frozen.person.name, frozen.holding.role
    absence = view.absence(frozen.person.id)
    if absence is not None:
        return say("is-away", name=name, kind=absence.kind)
    if frozen.covering is not None and view.get(Holding, frozen.holding.id) is not None:
        covered = frozen.covering.name
        return say("stands-in-no-longer", name=name, covered=covered)
    return say("holds-no-longer", name=name, role=role)
