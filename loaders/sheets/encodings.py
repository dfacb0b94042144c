"""The text of a file in the encodings that offices use; one encoding, or the line that is of another."""

import codecs
import re

from graph.messages import say
from loaders.sheets.weighing import Unreadable

SAVE_ANEW = say("save-anew")

UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
PIECE = 1 << 20

CHINESE_IN_UTF_8 = re.compile(rb"[\xe3-\xe9][\x80-\xbf][\x80-\xbf]")
"""How Chinese characters look in UTF-8.  In GBK the same bytes are pairs of characters that nobody writes."""


def decode(data: bytes) -> str | None:
    """The text of UTF-8 (with or without BOM), UTF-16 with BOM, or GB18030; None if it is none of them."""
    encoding = _encoding(data)
    return None if encoding is None else data.decode(encoding)


def encoding_of(data: bytes) -> str:
    """The encoding of a text that should hold a table.

    Raises Unreadable where it is no text, or of several encodings.
    """
    encoding = _encoding(data)
    if encoding != "utf-8-sig" and not data.startswith(UTF_16):
        _refuse_mixture(data)
    if encoding is None:
        raise Unreadable(say("encoding-unknown"), SAVE_ANEW)
    nul = b"\0\0" if encoding == "utf-16" else b"\0"
    if (at := data.find(nul)) >= 0 and (encoding != "utf-16" or "\0" in data.decode(encoding)):
        line = data.count(b"\n", 0, at) + 1
        raise Unreadable(say("line-with-nul", line=line), SAVE_ANEW)
    return encoding


def _encoding(data: bytes) -> str | None:
    # The decoder that takes a BOM away is lenient with a piece of one; so the plain one says whether the text is sound.
    known = {"utf-16": "utf-16"} if data.startswith(UTF_16) else {"utf-8": "utf-8-sig", "gb18030": "gb18030"}
    return next((encoding for tried, encoding in known.items() if _fits(data, tried)), None)


def _fits(data: bytes, encoding: str) -> bool:
    """Whether all of it is text in the encoding; piece by piece, since a whole text is several times as large."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for at in range(0, len(data), PIECE):
            decoder.decode(data[at : at + PIECE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _is_utf_8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _refuse_mixture(data: bytes) -> None:
    """Refuse what is UTF-8 in some lines and not in others: read as GB18030 it would be other words."""
    if not CHINESE_IN_UTF_8.search(data):
        return
    strange, utf_8 = 0, False
    for number, line in enumerate(data.split(b"\n"), start=1):
        if not _is_utf_8(line):
            strange = strange or number
        elif not line.isascii():
            utf_8 = utf_8 or CHINESE_IN_UTF_8.search(line) is not None
        if strange and utf_8:
            raise Unreadable(
                say("encodings-mixed", strange=strange),
                SAVE_ANEW,
            )
