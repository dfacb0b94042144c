"""What a heading means, alone or under another (联系电话 under 网格长), in a kind of table."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from graph.characters import UNSEEN
from graph.codec import FIELD_TYPES
from graph.words import Role
from loaders.cells.role_words import PLAIN_WORKER, ROLE_WORDS
from loaders.tables.fields import Field, TableKind
from loaders.tables.layouts import FILLED, LAYOUTS, canonical_heading
from loaders.tables.sheets import RECORDS
from loaders.tables.vocabulary import LAST_DAYS, PERSON_WORDS, SERIAL_WORDS, VOCABULARY


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a column says: a field, of the holder of `role` where a unit's row carries people.

    `inclusive` marks an end date that is the last day included, not the first day no longer valid.  `plain_worker`
    marks people headed 网格员 without a word on full-time or part-time.
    """

    field: Field
    role: Role | None = None
    inclusive: bool = False
    plain_worker: bool = False

    @property
    def label(self) -> str:
        """The meaning in Chinese, as the mapping shows it."""
        whose = f"{self.role.zh}·" if self.role else ""
        last_day = "（填的是最后一天，含当日）" if self.inclusive else ""
        first_day_off = "（当日起不再有效）" if self.field in END_FIELDS and not self.inclusive else ""
        return f"{whose}{self.field.zh.removesuffix('（含）')}{last_day}{first_day_off}"


END_FIELDS = frozenset({Field.POST_END, Field.ABOLISHED, Field.KNOWN_TO, *(sheet.end for sheet in RECORDS.values())})

START_FIELDS = frozenset(
    {
        Field.FOUNDED,
        Field.KNOWN_FROM,
        Field.POST_START,
        *(sheet.start for sheet in RECORDS.values()),
        *(field for field, (cls, name) in FILLED.items() if FIELD_TYPES[cls][name] is date),
    }
)
"""Columns of days; those in END_FIELDS are read as the first day on which something is no more."""

ROSTER_NAME_PREFIXES = ("网格员", "人员", "本人", "队员")

TAIL_OF_PEOPLE: Mapping[str, Field] = {
    **dict.fromkeys(["姓名", "名字", "名单", "人员", "人员姓名"], Field.NAME),
    **dict.fromkeys(
        [
            "及电话",
            "及联系电话",
            "及联系方式",
            "姓名及电话",
            "姓名及联系电话",
            "姓名及联系方式",
            "姓名电话",
            "姓名、电话",
            "姓名/电话",
            "姓名,电话",
            "姓名、联系电话",
            "姓名联系电话",
            "姓名和电话",
            "(姓名、电话)",
            "(姓名及电话)",
            "(姓名及联系电话)",
            "(姓名电话)",
            "(姓名)",
            "(姓名/电话)",
            "(姓名,电话)",
            "(姓名+电话)",
            "姓名+电话",
            "、电话",
            "/电话",
            "(姓名、联系电话)",
        ],
        Field.NAME,
    ),
    **dict.fromkeys(PERSON_WORDS[Field.PHONE].split(), Field.PHONE),
    **dict.fromkeys(["性别", "gender"], Field.GENDER),
    **dict.fromkeys(PERSON_WORDS[Field.ID_NUMBER].split(), Field.ID_NUMBER),
    "政治面貌": Field.POLITICAL_STATUS,
    **dict.fromkeys(("上岗日期", "上岗时间", "任职时间", "任职日期"), Field.POST_START),
}
"""What may stand behind (or, in a two-row heading, under) the word for a post."""


@lru_cache(maxsize=20_000)
def normal(text: str) -> str:
    """A heading as it is compared: half-width, lower case, without blanks, stars and final colons."""
    plain = unicodedata.normalize("NFKC", UNSEEN.sub("", text)).casefold()
    plain = re.sub(r"[\s*※★▲]+", "", plain) if not plain.isascii() else _ascii(plain)
    return plain.rstrip(":;,.、")


def _ascii(text: str) -> str:
    return re.sub(r"[\s\-]+", "_", text.strip(" *\t\r\n"))


HINT = re.compile(
    r"\((必填|选填|必填项|可选|人|户|个|名|元|岁|格式.*?|如.*?|例.*?|yyyy.*?|年月日?|11位|12位|15位|18位)\)"
)
ANY_BRACKET = re.compile(r"\([^()]*\)")


@cache
def _lexicon(kind: TableKind) -> dict[str, Meaning]:
    """Normal heading -> meaning, for one kind of table."""
    found: dict[str, Meaning] = {}
    fields = VOCABULARY[kind]
    for field, words in fields.items():
        found.update({normal(word): Meaning(field) for word in words.split()})
    for field, words in LAST_DAYS.items():
        if field in fields:
            found.update({normal(word): Meaning(field, inclusive=True) for word in words.split()})
    for field in LAYOUTS.get(kind, ()):
        found.setdefault(normal(canonical_heading(kind, field)), Meaning(field))
    for word in SERIAL_WORDS.split():
        found.setdefault(normal(word), Meaning(Field.SERIAL))
    return found


def words_for(kind: TableKind) -> dict[str, Meaning]:
    """Every heading that a kind of table knows by itself, in normal form: what `docs/import.md` lists."""
    return dict(_lexicon(kind))


def understand(kind: TableKind, upper: str, lower: str = "") -> Meaning | None:
    """The meaning of a heading, or of a heading under another; None if it is not known.

    `upper` is the wider heading of a two-row heading (网格长), `lower` the one below it (联系电话).
    """
    upper, lower = normal(upper), normal(lower)
    if not upper or not lower or upper == lower:
        return _meaning(kind, lower or upper)
    if kind == TableKind.UNITS and (people := _people(upper)) and lower in TAIL_OF_PEOPLE:
        return _of_people(people, TAIL_OF_PEOPLE[lower])
    if kind == TableKind.DUTY_TABLE and lower in TAIL_OF_PEOPLE:
        above = _meaning(kind, upper)
        if above is not None and above.field in {Field.LEADER, Field.ON_DUTY}:
            return above if TAIL_OF_PEOPLE[lower] == Field.NAME else _meaning(kind, lower)
    return _meaning(kind, lower)


@cache
def _meaning(kind: TableKind, heading: str) -> Meaning | None:
    for form in _forms(heading):
        known = _lexicon(kind).get(form)
        if known is not None:
            return known
        if kind == TableKind.UNITS and (found := _flat_people(form)):
            return found
        if kind == TableKind.ROSTER:
            for prefix in ROSTER_NAME_PREFIXES:
                known = _lexicon(kind).get(form.removeprefix(prefix)) if form.startswith(prefix) else None
                if known is not None:
                    return known
    return None


def _forms(heading: str) -> Iterator[str]:
    """The heading, then without a number at its end, then without hints such as (必填), then without any brackets."""
    yield heading
    if heading[-1:].isdigit():
        yield heading.rstrip("0123456789")
    without_hints = HINT.sub("", heading)
    if without_hints != heading:
        yield without_hints
    bare = ANY_BRACKET.sub("", heading)
    if bare and bare not in {heading, without_hints}:
        yield bare


def _people(word: str) -> Role | str | None:
    """The role that a heading names, PLAIN_WORKER for 网格员 alone, or None."""
    if word in PLAIN_WORKER:
        return word
    return ROLE_WORDS.get(word)


LONGEST_ROLE = max(map(len, [*ROLE_WORDS, *PLAIN_WORKER]))


def _flat_people(heading: str) -> Meaning | None:
    """网格长, 网格长姓名, 网格长联系电话 …: a role, and what of its holder."""
    whole = _people(heading)
    if whole is not None:
        return _of_people(whole, Field.NAME)
    for cut in range(min(len(heading) - 1, LONGEST_ROLE), 1, -1):
        people, tail = _people(heading[:cut]), heading[cut:]
        if people is not None and (field := TAIL_OF_PEOPLE.get(tail) or TAIL_OF_PEOPLE.get(tail.strip("()"))):
            return _of_people(people, field)
    return None


def _of_people(people: Role | str, field: Field) -> Meaning:
    if isinstance(people, Role):
        return Meaning(field, people)
    return Meaning(field, Role.FULL_TIME_WORKER, plain_worker=True)
