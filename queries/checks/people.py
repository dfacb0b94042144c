"""People: known twice, out of reach, without a post or with too many."""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator

from graph.facts import Absence, Holding, Person
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
    yield from _known_twice(view, alike, "姓名电话相同", "have one name and telephone number")


def same_id_number(view: View) -> Iterator[Fault]:
    """Nobody is known twice, by one ID number."""
    alike: dict[Hashable, list[Person]] = defaultdict(list)
    for person in view.all(Person):
        if person.id_number_seal:
            alike[person.id_number_seal].append(person)
    yield from _known_twice(view, alike, "身份证号相同", "have one ID number")


def _bare_name(name: str) -> str:
    return ADDED_DIGITS.sub("", name_key(name))


def _known_twice(view: View, alike: dict[Hashable, list[Person]], what: str, have: str) -> Iterator[Fault]:
    for people in alike.values():
        if len(people) > 1:
            names = [called(view, person) for person in people]
            ids = [person.id for person in people]
            yield fault(f"{'、'.join(names)}{what}", f"{', '.join(names)} {have}.", *ids)


def never_a_post(view: View) -> Iterator[Fault]:
    """Everybody known has held, holds or will hold a post, or stands in for somebody."""
    for person in _idle(view):
        if not _posts(view, person):
            who = called(view, person)
            yield fault(f"{who}从未任任何岗位", f"{who} holds no post and never held one.", person.id)


def no_post_left(view: View) -> Iterator[Fault]:
    """Whoever has given up their last post is no longer kept among the people known."""
    for person in _idle(view):
        if posts := _posts(view, person):
            who, last = called(view, person), max(str(post.end) for post in posts)
            yield fault(f"{who}自 {last} 起无岗位", f"{who} has held no post since {last}.", person.id)


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
            zh, en = _listed(roles)
            yield fault(f"{who}任{zh}，却没有电话", f"{who} is {en} and has no telephone number.", person.id)


def _listed(roles: set[Role]) -> tuple[str, str]:
    ordered = [role for role in Role if role in roles]
    return "、".join(role.zh for role in ordered), ", ".join(role.label for role in ordered)


def too_many_units(view: View) -> Iterator[Fault]:
    """Nobody holds posts of more than 10 units."""
    for person in view.all(Person):
        units = units_held(view, person.id)
        if len(units) > MOST_UNITS:
            who = called(view, person)
            zh = f"{who}在 {len(units)} 个单位任职"
            en = f"{who} holds posts of {len(units)} units."
            yield fault(zh, en, person.id, *(unit.id for unit in units))


CHECKS = (
    Check(
        "W401",
        Severity.WARNING,
        "人员重复 / somebody known twice",
        "把岗位并到一人名下，终止另一人 / give the posts to one of them and end the other.",
        same_name_and_phone,
    ),
    Check(
        "W402",
        Severity.WARNING,
        "身份证号重复 / an ID number known twice",
        "核对；若为同一人则合并 / look at the papers; if they are one person, keep one.",
        same_id_number,
    ),
    Check(
        "W403",
        Severity.NOTE,
        "从未任职 / somebody who never held a post",
        "任命，或作废其记录 / appoint them, or annul the person.",
        never_a_post,
    ),
    Check(
        "W404",
        Severity.WARNING,
        "责任人无电话 / responsible and out of reach",
        "补录电话 / add the number: they are named as the one to call.",
        out_of_reach,
    ),
    Check(
        "W405",
        Severity.NOTE,
        "任职过多 / posts of too many units",
        "分给他人 / share them out among others.",
        too_many_units,
    ),
    Check(
        "W406",
        Severity.NOTE,
        "已无岗位 / somebody with no post left",
        "若已离开，终止其记录 / if they have left, end the person: why keep their number?",
        no_post_left,
    ),
)
