"""People in one cell: 张三 13800000000、李四（139…）, with marks such as A角 or （兼）, one or several.

What stands in a column of people is often no name (`person_words.py`).  Whatever is left out of a cell is doubted, and
what would make a person of a word is a fault.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from graph.messages import Message, say, sentences
from graph.texts import name_key, text_fault
from graph.words import Rank
from loaders.cells.person_words import (
    AND_OTHERS,
    ANONYMOUS,
    BODIES,
    COUNTED,
    DITTO,
    ELSEWHERE,
    HEADS,
    JOINERS,
    LEFT,
    NAMES_TOO,
    PLACE_ENDINGS,
    SENT,
    TAILS,
    TITLES,
    UNTOLD,
    VACANT,
    body_in,
    title_before,
    title_behind,
)
from loaders.cells.surnames import COMPOUND, SINGLE, begins_with_surname
from loaders.cells.telephones import LABELS, PHONE_LIKE, extension_doubted, phone
from loaders.cells.values import BLANKS, Cell, CellFault, Doubted, bare, lines

HAN = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
SEPARATORS = re.compile(
    rf"[、,;\n|。]+|(?<=[{HAN})])\s*[/\\&+]+\s*(?=[{HAN}])|\s+(?=[ABab][角岗]\s*:)|(?<=[{HAN}])\s+(?:和|与|及)\s+(?=[{HAN}])"
)
BRACKET = re.compile(r"\(([^()]*)\)")
RANK_MARKS = {"a角": Rank.PRIMARY, "a岗": Rank.PRIMARY, "主": Rank.PRIMARY, "主责": Rank.PRIMARY}
RANK_MARKS |= {"b角": Rank.BACKUP, "b岗": Rank.BACKUP, "备": Rank.BACKUP, "副": Rank.BACKUP}
LEADING_MARK = re.compile(r"^(?:([abAB][角岗])\s*:?|(主责|主|备|副)\s*:)\s*")
TRAILING_MARK = re.compile(r"\s*([abAB][角岗])$")
LONGEST_CHINESE_NAME = 4
CHINESE_NAME = re.compile(rf"^[{HAN}〇·]{{2,15}}$")
LATIN_NAME = re.compile(r"^[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ .'\-·]{1,40}$")
LATIN_AND = re.compile(r"\s+(?:and|&)\s+", re.IGNORECASE)
EDGES = " :()/-."
"""Marks around a name that are none of it."""

NOISE = re.compile(r"[^\s:()/\-]")
NAMING = re.compile(r"[^\s:()/\-\d]")
MANY_DIGITS = re.compile(r"\d{4,}")
DOTS = str.maketrans(dict.fromkeys("•‧∙⋅・･", "·"))

WRITE_NAMES = say("write-each-name")


@dataclass(frozen=True, slots=True)
class Named:
    """One person in a cell; `doubt` says what was left out or taken on trust.

    `titled`: 王主任, a family name and a title, of which nobody can be made.
    """

    name: str
    phone: str | None = None
    rank: Rank | None = None
    doubt: Message | None = None
    titled: bool = False


@lru_cache(maxsize=100_000, typed=True)
def people(value: Cell) -> tuple[Named, ...] | Doubted | None:
    """Everybody whom the cell names, in its order; () if it says that there is nobody; None if it is blank.

    What is left out is doubted: with each person, or with the whole where it belongs to nobody.  Raises CellFault for
    what is no name, and numbers that are no telephone's.
    """
    word = unicodedata.normalize("NFKC", lines(value)).translate(DOTS)
    outside = BRACKET.sub("", word)
    key = name_key((outside if NOISE.search(outside) else word).strip(" ()[]【】.。、,;-"))
    if key in UNTOLD:
        return Doubted(None, say("names-nobody-taken", word=word), WRITE_NAMES)
    if word.casefold() in BLANKS:
        return None
    if key in VACANT:
        return _vacant(word)
    cell = _PeopleCell()
    for segment in SEPARATORS.split(word):
        if segment.strip():
            cell.take(segment.strip())
    return cell.told()


def _vacant(word: str) -> tuple[Named, ...] | Doubted:
    notes = "".join(f"（{note}）" for note in BRACKET.findall(word) if name_key(note) not in VACANT)
    return Doubted((), say("words-left-out", words=notes)) if notes else ()


def whom(value: Cell) -> tuple[Named, ...]:
    """Everybody whom the cell names, without a doubt about the whole."""
    found: tuple[Named, ...] | None = bare(people(value))
    return found or ()


class _PeopleCell:
    """Reads the segments of one cell, one after the other."""

    def __init__(self) -> None:
        self.found: list[Named] = []
        self.left_out: list[str] = []
        self.vacant = False

    def told(self) -> tuple[Named, ...] | Doubted | None:
        """What all segments say together."""
        named = tuple(self.found) if self.found or self.vacant else None
        if not self.left_out:
            return named
        return Doubted(named, say("no-names-left-out", words=tuple(self.left_out)), WRITE_NAMES)

    def take(self, segment: str) -> None:
        """The people of one segment: name and number pairs, or a number that belongs to the one before."""
        key = name_key(LEADING_MARK.sub("", segment).strip("()"))
        if key in VACANT or key in UNTOLD:
            self.vacant |= key in VACANT
            self.left_out.append(segment)
            return
        if AND_OTHERS.fullmatch(segment) and self.found:
            self._doubt_last(_others(segment))
            return
        at = 0
        for hit in PHONE_LIKE.finditer(segment):
            before, at = segment[at : hit.start()], hit.end()
            marks = _marks_behind(segment[at:])
            if NAMING.search(LABELS.sub("", before)):
                at = len(segment) if marks is not None else at
                word = before + "".join(f"({mark})" for mark in marks or ())
                self.found.extend(_named(word, bare(extension_doubted(phone(hit.group()) or ""))))
            else:
                self._number_behind(hit.group(), before)
        rest = segment[at:]
        if NOISE.search(rest):
            self.found.extend(_named(rest, None))

    def _number_behind(self, number: str, before: str) -> None:
        """A number without a name of its own: the one of the person before, or a second one of theirs."""
        if not self.found:
            raise CellFault(say("number-without-name"), say("write-name-and-number"))
        if re.search(r"\d", before):
            raise CellFault(say("number-no-telephone"), say("correct-mobile"))
        if self.found[-1].phone is None:
            self.found[-1] = replace(self.found[-1], phone=phone(number))
        else:
            self._doubt_last(say("second-number-left-out", number=number.strip()))

    def _doubt_last(self, doubt: Message) -> None:
        last = self.found[-1]
        self.found[-1] = replace(last, doubt=doubt if last.doubt is None else sentences([last.doubt, doubt]))


def _no_number() -> CellFault:
    return CellFault(say("number-no-telephone"), say("correct-mobile"))


def _marks_behind(tail: str) -> list[str] | None:
    """What stands in brackets behind the last number, if nothing else does."""
    return BRACKET.findall(tail) if tail.strip() and not NOISE.search(BRACKET.sub("", tail)) else None


def _others(word: str) -> Message:
    return say("more-than-named", word=word)


def _named(word: str, number: str | None) -> list[Named]:
    rank, doubts, word, whole = None, [], word.strip(), word.strip()
    if mark := LEADING_MARK.match(word) or TRAILING_MARK.search(word):
        rank = RANK_MARKS[next(filter(None, mark.groups())).casefold()]
        word = word[: mark.start()] + word[mark.end() :]
    for note in BRACKET.findall(word):
        plain = "".join(note.split()).casefold()
        if plain in RANK_MARKS:
            rank = RANK_MARKS[plain]
        elif LEFT.search(plain):
            raise CellFault(say("has-left", note=note), say("write-who-or-vacant"))
        elif plain:
            doubts.append(say("words-left-out", words=note))
    name = LABELS.sub(" ", BRACKET.sub(" ", word)).strip(EDGES)
    if MANY_DIGITS.search(name):
        raise _no_number()
    if (stripped := name.strip("*+#")) != name:
        doubts.append(say("marks-left-out", name=stripped))
    parts = list(_parts(stripped))
    told = [part for part in parts if name_key(part) not in TITLES]
    if told and len(told) < len(parts):
        doubts.append(say("words-left-out", words=tuple(part for part in parts if part not in told)))
    names = [found for part in told or parts for found in _words(part)]
    if not names:
        raise CellFault(say("names-nobody", word=whole), WRITE_NAMES)
    if len(names) > 1:
        doubts.append(say("taken-for-people", count=len(names)))
        if number is not None:
            raise CellFault(say("one-number-several-names"), say("write-name-and-number"))
    return [_checked(part, number, rank, [*doubts, *mine]) for part, mine in names]


def _parts(name: str) -> Iterator[str]:
    """张 三 is one name, 张三 李四 are two; Latin names keep their blanks."""
    if LATIN_NAME.match(name):
        yield from (" ".join(part.split()) for part in LATIN_AND.split(name))
        return
    parts = name.split()
    if len(parts) in {2, 3} and all(len(part) == 1 for part in parts):
        parts = ["".join(parts)]
    while parts:
        part = parts.pop(0)
        while parts and _goes_on(part, parts[0]):
            part += parts.pop(0)
        yield part


def _goes_on(part: str, following: str) -> bool:
    """Whether what follows a blank belongs to the same name: 张 建国, 张 三, 欧阳 修."""
    if len(part) + len(following) > LONGEST_CHINESE_NAME:
        return False
    return (len(following) == 1 and (len(part) == 1 or part[:2] in COMPOUND)) or (part in SINGLE | COMPOUND)


def _words(word: str, doubts: tuple[Message, ...] = ()) -> Iterator[tuple[str, list[Message]]]:
    """The names of one word without blanks, each with its doubts.  Raises CellFault if it is no name."""
    word = word.strip(EDGES)
    _refuse_words(word)
    if others := AND_OTHERS.search(word):
        if others.start() < 2:
            raise CellFault(say("not-who", word=word), WRITE_NAMES)
        yield from _words(word[: others.start()], (*doubts, _others(others.group())))
    elif title := title_behind(word):
        yield from _without(word, word.removesuffix(title), title, doubts)
    elif title := title_before(word):
        yield from _words(word.removeprefix(title).lstrip(":"), (*doubts, say("words-left-out", words=title)))
    elif around := _around(word):
        yield from _words(word.removeprefix(around[0]).removesuffix(around[1]), (*doubts, _left(*around)))
    elif (body := body_in(word)) and not _may_be_called(word, body):
        raise _no_person(word)
    elif (pair := _joined(word)) is not None:
        for part in pair:
            yield from _words(part, doubts)
    else:
        yield word, list(doubts)


def _around(word: str) -> tuple[str, str] | None:
    """由 and 兼任 around a name: 由张三兼任, 张三兼."""
    if not (word.startswith(HEADS) or word.endswith(TAILS)):
        return None
    head = next((head for head in HEADS if word.startswith(head)), "")
    tail = next((tail for tail in TAILS if word.endswith(tail)), "")
    return (head, tail) if (head or tail) and len(word) - len(head) - len(tail) >= 2 else None


def _left(*words: str) -> Message:
    return say("words-left-out", words=tuple(filter(None, words)))


def _refuse_words(word: str) -> None:
    key = name_key(word)
    if key in UNTOLD or key in VACANT:
        raise CellFault(say("names-nobody", word=word), WRITE_NAMES)
    if key in DITTO:
        raise CellFault(say("does-not-say-who", word=word), say("write-name"))
    if key in ELSEWHERE or SENT.match(word):
        raise CellFault(say("sends-elsewhere", word=word), say("write-name"))
    if COUNTED.match(word):
        raise CellFault(say("how-many-not-who", word=word), WRITE_NAMES)
    if key in TITLES or key in RANK_MARKS or word.removesuffix("兼") in TITLES:
        raise CellFault(say("post-not-name", word=word), WRITE_NAMES)
    if key in BODIES:
        raise _no_person(word)


def _no_person(word: str) -> CellFault:
    return CellFault(say("body-not-person", word=word), WRITE_NAMES)


def _may_be_called(word: str, title: str) -> bool:
    return title in NAMES_TOO and len(word) == len(title) + 1 and begins_with_surname(word)


def _without(word: str, name: str, title: str, doubts: tuple[Message, ...]) -> Iterator[tuple[str, list[Message]]]:
    """A name with a title behind it: 张三书记 is 张三, 张书记 is nobody that can be told."""
    if len(name) > 1:
        yield from _words(name, (*doubts, say("words-left-out", words=title)))
    elif _may_be_called(word, title):
        yield word, [*doubts, say("title-or-name", title=title, word=word)]
    else:
        yield word, [*doubts, say("title-not-whole-name", word=word, title=title)]


def _joined(word: str) -> tuple[str, str] | None:
    """The two sides of a word between names: 王五和赵六; None for a name like 王和平."""
    for joiner in JOINERS.finditer(word):
        left, right = word[: joiner.start()], word[joiner.end() :]
        if min(len(left), len(right)) >= 2 and "·" not in word:
            return left, right
    return None


def _checked(name: str, number: str | None, rank: Rank | None, doubts: list[Message]) -> Named:
    core = name.rstrip("0123456789")
    if fault := text_fault("name", name) if name else None:
        raise CellFault(say("name-faulty", fault=fault))
    if not (CHINESE_NAME.match(core) or LATIN_NAME.match(core)):
        raise CellFault(say("no-name-of-person", name=name), say("write-name-beside-number"))
    if core != name:
        doubts.append(say("name-ends-in-digit"))
    elif ANONYMOUS.search(core[1:]) and CHINESE_NAME.match(core):
        doubts.append(say("name-not-in-full"))
    elif CHINESE_NAME.match(core) and "·" not in core:
        doubts.extend(_length_doubt(core))
    titled = len(name) > 1 and len(name) - len(title_behind(name) or name) == 1 and not _may_be_called(name, name[1:])
    return Named(name, number, rank, _together(doubts), titled)


def _together(doubts: list[Message]) -> Message | None:
    if len(doubts) < 2:
        return doubts[0] if doubts else None
    return sentences(doubts)


def _length_doubt(name: str) -> Iterator[Message]:
    if len(name) > 2 and PLACE_ENDINGS.search(name):
        yield say("name-like-place", ending=name[-1])
    if len(name) > LONGEST_CHINESE_NAME:
        yield say("name-long", name=name)
    elif len(name) == LONGEST_CHINESE_NAME and name[:2] not in COMPOUND and _may_be_two(name):
        yield say("maybe-two-names", name=name)


def _may_be_two(name: str) -> bool:
    """张三李四 and 王和李四: a word between, or another family name."""
    return name[2] in SINGLE or JOINERS.search(name[1:-1]) is not None
