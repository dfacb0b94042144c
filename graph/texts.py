"""What a text may be: how long, and of which characters; and when two names are one to those who read them.

The limits of every text that is kept stand here.
"""

import re
import unicodedata
from functools import lru_cache

from graph.characters import LOOKING_ALIKE, UNSEEN, named, trouble
from graph.messages import Message, say

LONGEST_TEXT = 500
LONGEST_ID = 64
LONGEST_GEOMETRY = 2_000_000
LONGEST_DOCUMENT = 200_000
"""Characters.  Longer text is not a name or a note but an accident."""

BLANK = re.compile(r"\s")

ORDINARY = re.compile(
    r"[\n -~¡-¬®-\u02ff\u2010-\u2027\u2030-\u205e\u3000-\u3029\u3030-\u303f\u3041-\u3096\u30a0-\u30ff"
    r"\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff9f\uffe0-\uffe6]*"
)
"""Texts of none but the characters that nearly all texts are of: these need no closer look."""


def text_fault(field: str, value: str, *, longest: int | None = None, lines: bool = False) -> Message | None:
    """What is wrong with the text of a field, and what to do about it; None if nothing is.

    `longest` is the greatest number of its characters, None the usual one; `lines` says that it may run over several.
    """
    longest = longest or (LONGEST_ID if field == "id" else LONGEST_TEXT)
    if not value.strip():
        return say("text-empty")
    if len(value) > longest:
        return say("text-too-long", count=len(value), longest=longest)
    if fault := character_fault(value, note=lines):
        return fault
    if field == "id" and BLANK.search(value):
        return say("id-with-spaces")
    return None


def character_fault(value: str, *, note: bool) -> Message | None:
    """Which character a text may not hold, why, and what to do about it; None if there is none."""
    if ORDINARY.fullmatch(value) and (note or "\n" not in value):
        return None
    before = ""
    for place, character in enumerate(value, start=1):
        if why := trouble(character, before, note=note):
            return say("text-with-character", place=place, why=why, character=named(character))
        before = character
    return None


@lru_cache(maxsize=1 << 16)
def name_key(name: str) -> str:
    """What two names have in common that are one to whoever reads them: they are compared by it, everywhere.

    Without what nobody sees and without blanks, wide and narrow letters, capitals and small ones, and characters of
    one look (radicals, compatibility ideographs, private ones of old systems, dashes, dots) made one.  Idempotent.
    """
    seen = UNSEEN.sub("", name).translate(LOOKING_ALIKE)
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen).casefold())
    return unicodedata.normalize("NFKC", "".join(folded.translate(LOOKING_ALIKE).split()))


def shown(given: str) -> str:
    """An id that somebody sent, as a message can name it: not longer than an id, and what is not plain spelt out."""
    if not given.strip():
        return repr(given[:LONGEST_ID])
    clipped = given if len(given) <= LONGEST_ID else f"{given[:LONGEST_ID]}…"
    return "".join(_spelt(c, before) for before, c in zip(("", *clipped), clipped, strict=False))


def _spelt(character: str, before: str) -> str:
    if character != "\n" and not trouble(character, before, note=True):
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
