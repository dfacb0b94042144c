"""Finding by name, code, pinyin or pinyin initials."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice, product
from typing import NamedTuple

from pypinyin import Style, pinyin

from graph.facts import Person, Unit
from graph.texts import LONGEST_TEXT, name_key
from graph.view import View
from queries.places.place import name

LONGEST_SOUGHT = 6 * LONGEST_TEXT
"""Characters that are looked for: the pinyin of the longest name."""

READINGS = 64
"""Readings of one name that are looked through: characters with several readings multiply."""

UNITS_COMPARED = 1.5
"""What it costs to compare a name with what is sought."""


class Match(NamedTuple):
    """A find: `quality` 0 the very word, 1 begins with it, 2 holds it; then by name, then by id."""

    quality: int
    name: str
    id: str


def find_people(view: View, text: str) -> list[Match]:
    """People known on the day whose name, pinyin, initials or id match `text`, best first; all of them if it is empty.

    Cost: all people.
    """
    wanted = _wanted(text)
    people = view.alive(list(view.snapshot.all(Person)))
    view.snapshot.meter.spend(UNITS_COMPARED * len(people))
    return sorted(_matches(((person.id, person.name) for person in people), wanted))


def find_units(view: View, text: str) -> list[Match]:
    """Units alive on the day whose name, code, pinyin or initials match `text`, best first.  Cost: all units."""
    wanted = _wanted(text)
    units = view.alive(list(view.snapshot.all(Unit)))
    view.snapshot.meter.spend(UNITS_COMPARED * len(units))
    return sorted(_matches(((unit.id, name(view, unit)) for unit in units), wanted))


def _wanted(text: str) -> str:
    """What is looked for, of a text that is longer than any name its beginning: that finds nothing either."""
    return name_key.__wrapped__(text[:LONGEST_SOUGHT])  # not kept: there are as many such texts as callers like


def _matches(named: Iterable[tuple[str, str]], wanted: str) -> Iterator[Match]:
    for fact_id, called in named:
        quality = _quality(fact_id, called, wanted)
        if quality is not None:
            yield Match(quality, called, fact_id)


def _quality(fact_id: str, called: str, wanted: str) -> int | None:
    best: int | None = None
    for key in (fact_id.lower() if fact_id.isascii() else name_key(fact_id), *search_keys(called)):
        place = key.find(wanted)
        if place < 0:
            continue
        quality = 0 if key == wanted else 1 if place == 0 else 2
        best = quality if best is None else min(best, quality)
    return best


@lru_cache(maxsize=1 << 18)
def search_keys(called: str) -> tuple[str, ...]:
    """What a name is found by: itself, its pinyin without tones and its initials, in each usual reading."""
    known = name_key(called)
    readings = list(islice(product(*(_readings(c) for c in known)), READINGS))
    whole = ("".join(reading) for reading in readings)
    initials = ("".join(syllable[:1] for syllable in reading) for reading in readings)
    return tuple(dict.fromkeys([known, *whole, *initials]))


@lru_cache(maxsize=1 << 15)
def _readings(character: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(pinyin(character, style=Style.NORMAL, heteronym=True)[0]))
