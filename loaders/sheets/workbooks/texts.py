"""The text of a cell or a shared text: its own and that of its formatted runs, without phonetic guides."""

import re

from loaders.cells.values import Cell
from loaders.sheets.spoilt import too_long
from loaders.sheets.weighing import Meter

LONGEST_CELL = 4_000
"""Characters that are kept of a cell; Excel holds 32,767, but no column means so many."""

ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
HALVES = re.compile("([\ud800-\udbff])([\udc00-\udfff])|[\ud800-\udfff]")


class TextTaker:
    """Takes the characters that belong to an item (v, f, is, si) and counts them."""

    __slots__ = ("in_run", "length", "meter", "pieces", "taking")

    def __init__(self, meter: Meter) -> None:
        self.meter = meter
        self.begin(taking=False)

    def begin(self, *, taking: bool) -> None:
        """Begin an item: with `taking` its own characters count (v, f), else those of its tags t and r/t (is, si)."""
        self.pieces: list[str] = []
        self.length = 0
        self.taking = taking
        self.in_run = False

    def open(self, below: int, name: str) -> None:
        """A tag begins so many levels below the item."""
        if below == 1:
            self.taking, self.in_run = name == "t", name == "r"
        elif below == 2:
            self.taking = self.in_run and name == "t"
        else:
            self.taking = False

    def add(self, characters: str) -> None:
        """Characters inside the item; more than a cell holds are counted but not kept."""
        if self.taking:
            self.length += len(characters)
            if self.length <= LONGEST_CELL:
                self.pieces.append(characters)

    def raw(self) -> str:
        """The characters as they stand."""
        return "".join(self.pieces)

    def text(self) -> Cell:
        """The text as Excel shows it: _x000A_ is a line break."""
        if self.length > LONGEST_CELL:
            return too_long(LONGEST_CELL)
        text = "".join(self.pieces)
        if not text.isascii() and max(text) > "\uffff":
            # Python keeps all of such a text with four bytes a character.
            self.meter.take_unpacked(3 * len(text))
        return unescaped(text) if "_x" in text else text


def unescaped(text: str) -> str:
    """The text with characters that XML can't hold put back; halves of characters that have no other become U+FFFD."""
    plain = ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return HALVES.sub(_whole, plain)


def _whole(found: re.Match[str]) -> str:
    if found[1] is None:
        return "\ufffd"
    return chr(0x10000 + ((ord(found[1]) - 0xD800) << 10) + ord(found[2]) - 0xDC00)
