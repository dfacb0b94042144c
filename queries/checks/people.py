"""People: known twice, out of reach, without a post or with too many."""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator

from graph.facts import Absence, Holding, Person
from graph.messages import Message, say
from graph.roles import SOLE_ROLES
from graph.texts import name_key
from graph.time.validity import is_void
from graph.view import View
from graph.words import Role
from queries.checks.finding import Check, Fault, Severity, called, fault
from queries.places.people import units_held

MOST_UNITS = 10
"""Units that one person holds posts of; WeCom lets nobody administer more grids (DOMAIN.md 4)."""

ADDED_DIGITS = re.compile(r"\d{1,3}$")
"""What is added to a name to get a second account: 张三1 (DOMAIN.md 4.2)."""

NOT_DIGITS = re.compile(r"\D")


def same_name_and_phone(view: View) -> Iterator[Fault]:
    """Nobody is known twice, by one name and telephone number; digits after a name are not counted as part of it."""
    alike: dict[Hashable, list[Person]] = defaultdict(list)
    for person in view.all(Person):
        phone = NOT_DIGITS.sub("", person.phone or "")
        if phone:
            alike[_bare_name(person.name), phone[-11:]].append(person)
    yield from _known_twice(view, alike, say("same-name-and-phone"))


def same_id_number(view: View) -> Iterator[Fault]:
    """Nobody is known twice, by one ID number."""
    alike: dict[Hashable, list[Person]] = defaultdict(list)
    for person in view.all(Person):
        if person.id_number_seal:
            alike[person.id_number_seal].append(person)
    yield from _known_twice(view, alike, say("same-id-number"))


def _bare_name(name: str) -> str:
    return ADDED_DIGITS.sub("", name_key(name))


def _known_twice(view: View, alike: dict[Hashable, list[Person]], have: Message) -> Iterator[Fault]:
    for people in alike.values():
        if len(people) > 1:
            names = [called(view, person) for person in people]
            ids = [person.id for person in people]
            yield fault(say("known-twice", names=tuple(names), have=have), *ids)


def never_a_post(view: View) -> Iterator[Fault]:
    """Everybody known has held, holds or will hold a post, or stands in for somebody."""
    for person in _idle(view):
        if not _posts(view, person):
            who = called(view, person)
            yield fault(say("never-held-a-post", who=who), person.id)


def no_post_left(view: View) -> Iterator[Fault]:
    """Whoever has given up their last post is no longer kept among the people known."""
    for person in _idle(view):
        if posts := _posts(view, person):
            who, last = called(view, person), max(str(post.end) for post in posts)
            yield fault(say("no-post-since", who=who, last=last), person.id)


def _idle(view: View) -> Iterator[Person]:
    """People who hold no post, will hold none, and stand in for nobody."""
    stand_ins = {absence.cover for absence in view.all(Absence)}
    for person in view.all(Person):
        posts = _posts(view, person)
        if person.id not in stand_ins and all(post.end is not None and post.end <= view.day for post in posts):
            yield person


def _posts(view: View, person: Person) -> list[Holding]:
    return [post for post in view.snapshot.linked(Holding, "person", person.id) if not is_void(post)]


def out_of_reach(view: View) -> Iterator[Fault]:
    """Whoever holds a post that leads, or that the responsibility ladder names, has a telephone number."""
    responsible = SOLE_ROLES | {rung.role for rung in view.ladder()}
    for person in view.all(Person):
        roles = {post.role for post in view.holdings_by(person.id)} & responsible
        if roles and not person.phone:
            who = called(view, person)
            yield fault(
                say("without-telephone", who=who, roles=tuple(role for role in Role if role in roles)), person.id
            )


def too_many_units(view: View) -> Iterator[Fault]:
    """Nobody holds posts of more than 10 units."""
    for person in view.all(Person):
        units = units_held(view, person.id)
        if len(units) > MOST_UNITS:
            who = called(view, person)
            yield fault(
                say("posts-of-units", who=who, count=len(units)),
                person.id,
                *(unit.id for unit in units),
            )


CHECKS = (
    Check(
        "W401",
        Severity.WARNING,
        say("somebody-known-twice"),
        say("give-the-posts-to-one-of"),
        same_name_and_phone,
    ),
    Check(
        "W402",
        Severity.WARNING,
        say("an-id-number-known-twice"),
        say("look-at-the-papers-if-they"),
        same_id_number,
    ),
    Check(
        "W403",
        Severity.NOTE,
        say("somebody-who-never-held-a-post"),
        say("appoint-them-or-annul-the-person"),
        never_a_post,
    ),
    Check(
        "W404",
        Severity.WARNING,
        say("responsible-and-out-of-reach"),
        say("add-the-number-they-are-named"),
        out_of_reach,
    ),
    Check(
        "W405",
        Severity.NOTE,
        say("posts-of-too-many-units"),
        say("share-them-out-among-others"),
        too_many_units,
    ),
    Check(
        "W406",
        Severity.NOTE,
        say("somebody-with-no-post-left"),
        say("if-they-have-left-end-the"),
        no_post_left,
    ),
)
