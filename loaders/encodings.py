"""The text of a file in the encodings that offices use; one encoding, or the line that is of another."""

import re

from loaders.weighing import Unreadable

SAVE_ANEW = "Open it and save it as .xlsx, or as CSV UTF-8 (另存为 CSV UTF-8)."

CHINESE_IN_UTF_8 = re.compile(rb"[\xe3-\xe9][\x80-\xbf][\x80-\xbf]")
"""How Chinese characters look in UTF-8.  In GBK the same bytes are pairs of characters that nobody writes."""


def decode(data: bytes) -> str | None:
    """The text of UTF-8 (with or without BOM), UTF-16 with BOM, or GB18030; None if it is none of them."""
    encodings = ["utf-16"] if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def decoded(data: bytes) -> str:
    """The text of a file that should hold a table.

    Raises Unreadable where it is no text, or of several encodings.
    """
    if data[:2] not in {b"\xff\xfe", b"\xfe\xff"}:
        _refuse_mixture(data)
    text = decode(data)
    if text is None:
        raise Unreadable("The text is neither UTF-8 nor GB18030 (GBK).", SAVE_ANEW)
    if (at := text.find("\0")) >= 0:
        line = text.count("\n", 0, at) + 1
        raise Unreadable(f"Line {line} holds a NUL character: this is no text, or UTF-16 without its mark.", SAVE_ANEW)
    return text


def _refuse_mixture(data: bytes) -> None:
    """Refuse what is UTF-8 in some lines and not in others: read as GB18030 it would be other words."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return
    if not CHINESE_IN_UTF_8.search(data):
        return
    strange, utf_8 = 0, False
    for number, line in enumerate(data.split(b"\n"), start=1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            strange = strange or number
        else:
            utf_8 = utf_8 or CHINESE_IN_UTF_8.search(line) is not None
        if strange and utf_8:
            raise Unreadable(
                f"Line {strange} is not UTF-8, though others are: the text is of two encodings, or cut off (编码混杂).",
                SAVE_ANEW,
            )
