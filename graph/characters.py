"""Single characters: which no text may hold, which nobody sees, and which look like another.

Python knows the characters of Unicode 14; ideographs and signs that came later are taken as they are.
"""

import re
import unicodedata

from graph.messages import Message, say

# -- unseen ------------------------------------------------------------------------------------------------------------

_UNSEEN = (
    (0x00AD, 0x00AD),  # soft hyphen
    (0x034F, 0x034F),  # grapheme joiner
    (0x115F, 0x1160),  # Hangul fillers
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),  # Mongolian selectors and vowel separator
    (0x200B, 0x200D),  # zero-width space, non-joiner, joiner
    (0x2060, 0x2065),  # word joiner, invisible operators
    (0x206A, 0x206F),
    (0x2800, 0x2800),  # Braille without dots
    (0x3164, 0x3164),  # Hangul filler
    (0xFE00, 0xFE0F),  # variation selectors
    (0xFEFF, 0xFEFF),  # byte order mark
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFFB),
    (0x1BCA0, 0x1BCA3),
    (0x1D173, 0x1D17A),
    (0xE0000, 0xE0FFF),  # tags, further variation selectors
)
"""Unicode's Default_Ignorable_Code_Point (DerivedCoreProperties.txt), and what else leaves no trace on paper."""

_STEERING = ((0x061C, 0x061C), (0x200E, 0x200F), (0x202A, 0x202E), (0x2066, 0x2069))
"""What turns the direction of writing, so that a text reads as what it is not."""

_JOINING = ((0x200C, 0x200D), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF))
"""Unseen ones of which emoji and variants of ideographs are made: notes may hold them."""


def _class(*ranges: tuple[int, int]) -> str:
    return "".join(f"{re.escape(chr(low))}-{re.escape(chr(high))}" for low, high in ranges)


UNSEEN = re.compile(f"[{_class(*_UNSEEN, *_STEERING)}]")
"""A character that nobody sees."""

CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
JOINING = re.compile(f"[{_class(*_JOINING)}]")
STEERING = re.compile(f"[{_class(*_STEERING)}]")

# -- look-alikes -------------------------------------------------------------------------------------------------------

_RADICALS = (
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇𠘨⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑𡯂⺒巳⺓幺⺔彑⺕彐⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫"
    "⺥爫⺦丬⺧牛⺨犭⺩王⺪𤴔⺫目⺬示⺭礻⺮𥫗⺯糹⺰纟⺱罓⺲罒⺳㓁⺴冗⺵𦉫⺶羊⺷𦍌⺸𦍋⺹耂⺺肀⺻聿⺼肉⺽𦥑⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角"
    "⻇𧢲⻈讠⻉贝⻊𧾷⻋车⻌辶⻍辶⻎辶⻏邑⻐钅⻑長⻒镸⻓长⻔门⻕𨸏⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞𩙿⻟飠⻠饣⻡𩠐⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤"
    "⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟㇐一㇑丨㇒丿㇓丿㇔丶㇚亅㇟乚㇠乙"
)
"""Radicals and strokes, each followed by the ideograph that looks the same: they come out of PDF files in its place.

Unicode's EquivalentUnifiedIdeograph.txt; the Kangxi radicals are not here, for compatibility form (NFKC) takes them.
"""

_GB18030 = {
    0xE78D: "︐︒︑︓︔︕︖︗︘︙",
    0xE7C7: "ḿǹ",
    0xE7E7: "〾⿰⿱⿲⿳⿴⿵⿶⿷⿸⿹⿺⿻",
    0xE815: "厂𠂇𠂉𠃌乙㑳㑇刀㔾龴㖞㘚㘎小心㥮㤘龵㧏㧟㩳㧐龶龷㭎㱮㳠牛𡗗龸𤴔䁖䅟𥫗䌷㓁羊𦍌𢦏䎱"
    "䎬聿䏝䓖䙡䙌龹䜣䜩䝼䞍𧾷䥇䥺䥽䦂䦃䦅䦆䦟䦛䦷䦶龺𤇾䲣䲟䲠䲡䱷䲢䴓䴔䴕䴖䴗䴘䴙䶮龻",
}
"""Private-use characters that GBK and GB 18030 once gave to what Unicode did not have yet, from the first one on.

GB 18030-2000, -2005 and -2022 moved them to where they belong; old systems still write them.
"""

RARE = {first + place: c for first, run in _GB18030.items() for place, c in enumerate(run)}
"""Private-use character -> the one that it stands for."""

_SAME = dict(zip(map(ord, _RADICALS[::2]), _RADICALS[1::2], strict=True))
_DOTS = dict.fromkeys(map(ord, "•‧∙⋅・･・・⸱𐄁"), "·")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘"), "-")
_ZEROS = dict.fromkeys(map(ord, "○◯"), "〇")

LOOKING_ALIKE = _SAME | RARE | _DOTS | _DASHES | _ZEROS
"""Character -> the one that people read it as, for `str.translate`."""

# -- none at all -------------------------------------------------------------------------------------------------------

_LATER = (
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2EE5D),
    (0x2F800, 0x2FA1D),
    (0x30000, 0x33479),
    (0x1F000, 0x1FBFF),  # pictures
    (0x2FFC, 0x2FFF),
    (0x31E4, 0x31E5),
    (0x31EF, 0x31EF),
)
LATER = re.compile(f"[{_class(*_LATER)}]")
"""Blocks of ideographs and pictures, some of which are younger than Python's tables."""

IDEOGRAPH = re.compile(f"[{_class((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), *_LATER[:4])}〇]")


def named(character: str) -> str:
    """A character as a message can name it: U+2060 WORD JOINER."""
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X}" + (f" {name}" if name else "")


def trouble(character: str, before: str, *, note: bool) -> Message | None:
    """Why a text may not hold a character that follows on `before`, and what to do; None if it may.

    A note may hold more: line feeds, and the unseen ones of which emoji are made.
    """
    kind = unicodedata.category(character)
    if note and (character == "\n" or (before and JOINING.match(character))):
        return None
    if kind in MARKS:
        lost = not note and (not before or before.isspace() or IDEOGRAPH.match(before))
        return _unseen(character) or (LOST_MARK if lost else None)
    return _unseen(character) or _undefined(character, kind)


MARKS = frozenset({"Mn", "Me"})
LOST_MARK = say("lost-mark")


def _unseen(character: str) -> Message | None:
    if CONTROL.match(character):
        return say("control-character")
    if STEERING.match(character):
        return say("steering-character")
    return say("unseen-character") if UNSEEN.match(character) else None


def _undefined(character: str, kind: str) -> Message | None:
    if kind == "Co":
        meant = RARE.get(ord(character))
        remedy = say("write-meant", meant=meant) if meant else say("write-anew")
        return say("private-character", remedy=remedy)
    if kind == "Cs":
        return say("half-character")
    if character in "\ufffc\ufffd":
        return say("lost-character")
    if kind == "Cn" and not LATER.match(character):
        return say("undefined-character")
    return None
