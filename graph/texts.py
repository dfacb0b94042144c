"""What a text may be: how long, and of which characters.  The limits of every text that is kept stand here."""

import re

LONGEST_TEXT = 500
LONGEST_ID = 64
LONGEST_GEOMETRY = 2_000_000
LONGEST_DOCUMENT = 200_000
"""Characters.  Longer text is not a name or a note but an accident."""

SEVERAL_LINES = frozenset({"note", "geometry", "document"})
"""Texts that may run over several lines."""

STEERING = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
"""What is no part of a word but steers how text is read: control characters but the line feed, halves of characters,
separators of lines, and the invisible ones that turn the direction of writing, so that it reads as what it is not."""


def text_fault(field: str, value: str) -> str | None:
    """What is wrong with the text of a field, and what to do about it; None if nothing is."""
    longest = {"id": LONGEST_ID, "geometry": LONGEST_GEOMETRY, "document": LONGEST_DOCUMENT}.get(field, LONGEST_TEXT)
    if not value.strip():
        return "is empty; leave it out instead"
    if len(value) > longest:
        return f"has {len(value)} characters; at most {longest} are kept"
    if STEERING.search(value) or ("\n" in value and field not in SEVERAL_LINES):
        return "holds control characters; remove them"
    if field == "id" and any(c.isspace() for c in value):
        return "holds spaces; ids and codes have none"
    return None


def shown(given: str) -> str:
    """An id that somebody sent, as a message can name it: not longer than an id, blanks and what steers spelt out."""
    if not given.strip():
        return repr(given[:LONGEST_ID])
    clipped = given if len(given) <= LONGEST_ID else f"{given[:LONGEST_ID]}…"
    return STEERING.sub(lambda found: f"\\u{ord(found.group()):04x}", clipped)
