"""The text of a policy, weighed before it is parsed: in TOML a few bytes may ask for a great deal.

Of a key `a.a.a.…` every beginning becomes a table: 16 kB of it take seconds, a megabyte all memory.  So the text is
gone through once, from left to right, and whatever a parser does more than in passing is counted.
"""

import re
from collections.abc import Iterator

from graph.errors import InvalidInput
from graph.messages import say

LONGEST_POLICY = 100_000
"""Characters."""

LONGEST_WORD = 200
"""Characters of a name or number without quotes."""

MOST_PARTS = 6
"""Parts of a key: `rules.when.levels` has three."""

DEEPEST_NESTING = 8
"""Lists and tables within each other."""

MOST_WORDS = 20_000
"""Names, numbers and texts in all."""

PIECE = re.compile(
    r"(?P<passed>[\s,=]+|#[^\n]*)"
    r"|(?P<quotes>\"\"\"|''')"
    r"|(?P<text>\"(?:[^\"\\\n]|\\[^\n])*+\"?|'[^'\n]*+'?)"
    r"|(?P<word>[^\s\"'#\[\]{}.=,]+)"
    r"|(?P<mark>[\[\]{}.])"
)


def weigh(text: str) -> None:
    """Raise InvalidInput for a text that is no policy by its size or shape, saying where and what."""
    if len(text) > LONGEST_POLICY:
        raise _refused(text, 0, say("policy-too-long", count=len(text), most=LONGEST_POLICY))
    depth = parts = words = 0
    joined = False
    for kind, place, piece in _pieces(text):
        if kind == "mark":
            joined = piece == "."
            depth = max(depth + (piece in "[{") - (piece in "]}"), 0)
        else:
            words, parts, joined = words + 1, parts + 1 if joined else 1, False
        if depth > DEEPEST_NESTING:
            raise _refused(text, place, say("policy-too-deep", most=DEEPEST_NESTING))
        if parts > MOST_PARTS:
            raise _refused(text, place, say("policy-key-too-long", most=MOST_PARTS))
        if words > MOST_WORDS:
            raise _refused(text, place, say("policy-too-many-words", most=MOST_WORDS))
        if kind == "word" and len(piece) > LONGEST_WORD:
            raise _refused(text, place, say("policy-word-too-long", most=LONGEST_WORD))


def _pieces(text: str) -> Iterator[tuple[str, int, str]]:
    """What the text is made of, its blanks and comments passed over: the kind, where it begins, and what it is."""
    place = 0
    while place < len(text):
        found = PIECE.match(text, place)
        kind = "" if found is None else str(found.lastgroup)
        piece = text[place] if found is None else found[0]
        if kind != "passed":
            yield kind, place, piece
        place += len(piece)
        if kind == "quotes":  # a text of several lines, to its end or the file's
            end = text.find(piece, place)
            place = len(text) if end < 0 else end + len(piece)


def _refused(text: str, place: int, what: str) -> InvalidInput:
    line = text.count("\n", 0, place) + 1
    return InvalidInput(say("policy-too-large", what=what, line=line))
