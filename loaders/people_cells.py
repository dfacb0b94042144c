"""People in one cell: 张三 13800000000、李四（139…）, with marks such as A角 or （兼）, one or several."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from graph.words import Rank
from loaders.cells import BLANKS, VACANT, Cell, CellFault, lines, phone

HAN = r"\u3400-\u9fff\U00020000-\U0003ffff"
SEPARATORS = re.compile(rf"[、,;\n|]+|(?<=[{HAN})])/(?=[{HAN}])|\s+(?=[ABab][角岗]\s*:)")
PHONE_LIKE = re.compile(
    r"(?<!\d)(?:\+?\s?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"
    r"|(?<!\d)\(?0\d{2,3}\)?[- ]?\d{7,8}(?!\d)|(?<!\d)[2-9]\d{6,7}(?!\d)"
)
LEADING_MARK = re.compile(r"^([abAB][角岗]|主|备|主责|副)\s*:\s*")
BRACKET = re.compile(r"\(([^()]*)\)")
LABELS = re.compile(r"(联系电话|联系方式|手机号码|手机号|电话号码|电话|手机|tel|phone)\s*:?", re.IGNORECASE)
RANK_MARKS = {"a角": Rank.PRIMARY, "a岗": Rank.PRIMARY, "主": Rank.PRIMARY, "主责": Rank.PRIMARY}
RANK_MARKS |= {"b角": Rank.BACKUP, "b岗": Rank.BACKUP, "备": Rank.BACKUP, "副": Rank.BACKUP}
LONGEST_CHINESE_NAME = 5
CHINESE_NAME = re.compile(rf"^[{HAN}〇·]{{2,15}}$")
LATIN_NAME = re.compile(r"^[A-Za-z][A-Za-z .'\-·]{0,40}$")


@dataclass(frozen=True, slots=True)
class Named:
    """One person in a cell; `doubt` says what was left out or taken on trust."""

    name: str
    phone: str | None = None
    rank: Rank | None = None
    doubt: str | None = None


@lru_cache(maxsize=100_000, typed=True)
def people(value: Cell) -> tuple[Named, ...] | None:
    """Everybody whom the cell names, in its order; () if it says that there is nobody; None if it is blank.

    Raises CellFault for names that are none and numbers that are no telephone's.
    """
    word = unicodedata.normalize("NFKC", lines(value))
    if word.casefold() in BLANKS:
        return None
    if word in VACANT:
        return ()
    found: list[Named] = []
    for segment in SEPARATORS.split(word):
        if segment.strip():
            _take(segment.strip(), found)
    return tuple(found)


def _take(segment: str, found: list[Named]) -> None:
    """The people of one segment: name and number pairs, or a number that belongs to the one before."""
    at = 0
    hits = list(PHONE_LIKE.finditer(segment))
    for number, hit in enumerate(hits):
        before = segment[at : hit.start()]
        at = hit.end()
        if not re.search(r"[^\s:()/\-\d]", LABELS.sub("", before)):
            if not found or found[-1].phone is not None:
                raise CellFault("There is a telephone number without a name.", "Write name and number of each person.")
            found[-1] = Named(found[-1].name, phone(hit.group()), found[-1].rank, found[-1].doubt)
            continue
        tail = segment[at:] if number == len(hits) - 1 else ""
        marks = BRACKET.findall(tail)
        if tail.strip() and not re.search(r"[^\s:()/\-]", BRACKET.sub("", tail)):
            at = len(segment)
        else:
            marks = []
        found.extend(_named(before + "".join(f"({mark})" for mark in marks), phone(hit.group())))
    rest = segment[at:]
    if re.search(r"[^\s:()/\-]", rest):
        found.extend(_named(rest, None))


def _named(word: str, number: str | None) -> list[Named]:
    rank, doubts = None, []
    if mark := LEADING_MARK.match(word.strip()):
        rank = RANK_MARKS[mark.group(1).casefold()]
        word = word.strip()[mark.end() :]
    for note in BRACKET.findall(word):
        plain = "".join(note.split()).casefold()
        if plain in RANK_MARKS:
            rank = RANK_MARKS[plain]
        elif plain:
            doubts.append(f"（{note}）")
    name = LABELS.sub(" ", BRACKET.sub(" ", word)).strip(" :()/-+.*")
    if re.search(r"\d{4,}", name):
        raise CellFault("There is a number that is no telephone number.", "Correct it: a mobile number has 11 digits.")
    names = _split(name)
    doubt = f"The words {'、'.join(doubts)} were left out." if doubts else None
    if len(names) > 1:
        doubt = f"Taken for {len(names)} people, parted by a blank."
        if number is not None:
            raise CellFault("There is one telephone number for several names.", "Write name and number of each person.")
    return [_checked(name, number, rank, doubt) for name in names]


def _split(name: str) -> list[str]:
    """张 三 is one name, 张三 李四 are two; Latin names keep their blanks."""
    parts = name.split()
    if len(parts) < 2 or LATIN_NAME.match(name):
        return [" ".join(parts)]
    if all(len(part) >= 2 for part in parts):
        return parts
    return ["".join(parts)]


def _checked(name: str, number: str | None, rank: Rank | None, doubt: str | None) -> Named:
    core = name.rstrip("0123456789")
    if not (CHINESE_NAME.match(core) or LATIN_NAME.match(core)):
        raise CellFault(f"{name!r} is no name of a person.", "Write the name, and the number beside it.")
    if core != name:
        doubt = "The name ends in a digit: if that tells namesakes apart, give their telephone numbers instead."
    elif len(core) > LONGEST_CHINESE_NAME and CHINESE_NAME.match(core) and "·" not in core:
        doubt = "This is long for a name."
    return Named(name, number, rank, doubt)
