"""Telephone numbers in cells: one, or several, with area codes and extensions."""

import re
import unicodedata
from collections.abc import Sequence

from graph.messages import say
from loaders.cells.person_words import VACANT
from loaders.cells.values import Cell, CellFault, Doubted, digits, is_blank, lines, plain

MOBILE = re.compile(r"^1[3-9]\d{9}(?:-\d{1,5})?$")
LANDLINE = re.compile(r"^(0(?:10|2\d|[3-9]\d{2}))(\d{7,8})$")
LOCAL = re.compile(r"^[2-9]\d{6,7}$")

EXTENSION = r"(?:\s*(?:转|分机号?|ext\.?|x|#|-)\s*(\d{1,5})(?!\d))"
WITH_EXTENSION = re.compile(rf"^(.*\d\)?){EXTENSION}$", re.IGNORECASE)
THREE_PARTS = re.compile(r"^\(?(0\d{2,3})[-)]{1,2}(\d{7,8})-(\d{1,5})$")
"""区号-号码-分机: without its hyphens it may read as a longer number."""

PHONE_LIKE = re.compile(
    r"(?<!\d)(?:(?:\+?\s?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"
    r"|\(?0\d{2,3}\)?[- ]?\d{7,8}(?!\d)|[2-9]\d{6,7}(?!\d))"
    rf"{EXTENSION}?",
    re.IGNORECASE,
)
LABELS = re.compile(r"(联系电话|联系方式|手机号码|手机号|电话号码|电话|手机|tel|phone)\s*:?", re.IGNORECASE)
EMPTY = " ():.。"

BETWEEN = re.compile(r"[、,;/|\n\\]+|或|和|及")
"""What parts several numbers of a cell."""


def phone(value: Cell) -> str | None:
    """The one telephone number of a cell: 11 digits, or area code, hyphen and number; None if the cell is blank.

    Blanks, hyphens, +86 and full-width digits are understood; an extension stands behind a hyphen.  Raises CellFault
    for what is no number, or several.
    """
    if is_blank(value) or plain(value) in VACANT:
        return None
    word = digits(value)
    if found := THREE_PARTS.match(word):
        return f"{found[1]}-{found[2]}-{found[3]}"
    try:
        return _number(word)
    except CellFault:
        if found := WITH_EXTENSION.match(word):
            return f"{_number(found[1])}-{found[2]}"
        raise


def _number(word: str) -> str:
    word = re.sub(r"[\-‐‑–—()+.·]", "", word)
    bare = re.sub(r"^(?:0086|86)(?=1[3-9]\d{9}$|0?\d{9,11}$)", "", word) if len(word) > 11 else word
    if MOBILE.match(bare) or LOCAL.match(bare):
        return bare
    if found := LANDLINE.match(bare):
        return f"{found.group(1)}-{found.group(2)}"
    if bare.isdigit() and bare.startswith("1"):
        raise CellFault(say("mobile-digits", count=len(bare)), say("correct-number"))
    raise CellFault(say("no-telephone"), say("write-telephone"))


def first_phone(value: Cell) -> Doubted | str | None:
    """The telephone number of a cell; of several the first, with a doubt that names the others; None if it is blank.

    Raises CellFault where the first is no number.
    """
    try:
        found = phone(value)
    except CellFault:
        return _first_of(value)
    return found if found is None else extension_doubted(found)


def _first_of(value: Cell) -> Doubted | str:
    text = unicodedata.normalize("NFKC", lines(value))
    first = PHONE_LIKE.search(text)
    if first is None or any(c.isdigit() for c in text[: first.start()]):
        phone(value)
    found = phone(first.group()) if first else None
    behind = text[: first.start()] + " " + text[first.end() :] if first else text
    left = " ".join(part.strip(EMPTY) for part in BETWEEN.split(LABELS.sub("", behind)) if part.strip(EMPTY))
    if found is not None and not left:
        return extension_doubted(found)
    return Doubted(found, say("one-number-taken", found=found, left=left), say("keep-one-number"))


def extension_doubted(number: str) -> Doubted | str:
    """A number; with a doubt if it has an extension."""
    head, _, tail = number.rpartition("-")
    if head and len(tail) <= LONGEST_EXTENSION:
        return Doubted(number, say("extension-kept", tail=tail, head=head))
    return number


LONGEST_EXTENSION = 5


def phones_in(value: Cell) -> Sequence[str | None]:
    """The telephone numbers that a cell lists, one for each of several people.  Raises CellFault if one is none."""
    if not isinstance(value, str):
        return [phone(value)]
    text = unicodedata.normalize("NFKC", lines(value))
    parts = [part for part in BETWEEN.split(text) if part.strip()]
    try:
        return [phone(part) for part in parts]
    except CellFault:
        hits = list(PHONE_LIKE.finditer(text))
        if len(hits) < 2 or PHONE_LIKE.sub("", BETWEEN.sub("", text)).strip():
            raise
        return [phone(hit.group()) for hit in hits]


def phone_key(number: str) -> str:
    """What two ways of writing one number have in common: its digits, without those of China."""
    return re.sub(r"^(?:00)?86(?=1\d{10}$)", "", re.sub(r"\D", "", number)) or number
