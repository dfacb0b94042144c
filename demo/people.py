"""Inventing people: each with a name, a number that cannot ring, and a plausible life."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from random import Random

from demo.names import invent_name
from demo.phones import dead_number
from graph.facts import FactId, Person
from graph.words import Gender, Role

NOTE = "虚构示例"


@dataclass(frozen=True, slots=True)
class Profile:
    """What people in a post are like: ages on appointment, share of women and of party members, schooling."""

    youngest: int
    oldest: int
    women: float
    members: float
    education: tuple[str, ...]


SCHOOLED = ("高中", "中专", "大专", "大专", "本科")
PLAIN = ("初中", "初中", "高中", "高中", "中专", "大专")
OFFICIAL = ("大专", "本科", "本科", "本科")

PROFILES: dict[Role, Profile] = {
    Role.GRID_CHIEF: Profile(32, 59, 0.28, 0.92, PLAIN),
    Role.FULL_TIME_WORKER: Profile(22, 52, 0.58, 0.24, SCHOOLED),
    Role.PART_TIME_WORKER: Profile(25, 62, 0.46, 0.22, PLAIN),
    Role.ASSISTANT: Profile(28, 67, 0.50, 0.16, PLAIN),
    Role.INSTRUCTOR: Profile(26, 57, 0.36, 0.80, OFFICIAL),
    Role.VILLAGE_PARTY_SECRETARY: Profile(36, 60, 0.16, 1.0, SCHOOLED),
    Role.MEDIATOR: Profile(34, 68, 0.35, 0.55, SCHOOLED),
    Role.EXPERT: Profile(36, 68, 0.40, 0.75, OFFICIAL),
}
"""By role; every other post is an official's."""

OFFICIALS = Profile(30, 57, 0.30, 0.95, OFFICIAL)
YOUTH_LEAGUE_UNTIL = 28


@dataclass(slots=True)
class People:
    """Everybody invented so far; ids count up, and nobody has a namesake at home."""

    known: dict[FactId, Person] = field(default_factory=dict)
    _orders: Iterator[int] = field(default_factory=lambda: count(1))
    _taken: set[tuple[FactId, str]] = field(default_factory=set)

    def invent(self, role: Role, home: tuple[FactId, str], since: date, rng: Random) -> Person:
        """Somebody fit for a role, known from `since`; `home` is a unit's code and name."""
        profile = PROFILES.get(role, OFFICIALS)
        gender = Gender.FEMALE if rng.random() < profile.women else Gender.MALE
        order = next(self._orders)
        birth = since - timedelta(days=round(365.25 * rng.uniform(profile.youngest, profile.oldest)))
        joined = _joined(birth, since, rng) if rng.random() < profile.members else None
        person = Person(
            id=f"person-{order:05}",
            name=self._name(gender, home, rng),
            phone=dead_number(order),
            gender=gender,
            birth=birth,
            ethnicity="回族" if rng.random() < 0.015 else "汉族",
            education=rng.choice(profile.education),
            political_status=_status(birth, since, joined),
            party_joined=joined,
            fictitious=True,
            note=NOTE,
            start=since,
        )
        self.known[person.id] = person
        return person

    def _name(self, gender: Gender, home: tuple[FactId, str], rng: Random) -> str:
        code, clan = home
        while True:
            name = invent_name(gender, rng, clan)
            if (code, name) not in self._taken:
                self._taken.add((code, name))
                return name


def _joined(birth: date, since: date, rng: Random) -> date:
    """A day after the twentieth birthday and at least half a year before `since`."""
    first, last = birth + timedelta(days=20 * 366), since - timedelta(days=180)
    return first + timedelta(days=round(rng.random() * (last - first).days))


def _status(birth: date, since: date, joined: date | None) -> str:
    if joined is not None:
        return "中共党员" if (since - joined).days > 365 else "中共预备党员"
    return "共青团员" if (since - birth).days < YOUTH_LEAGUE_UNTIL * 365.25 else "群众"
