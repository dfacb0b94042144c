"""XML of a workbook's parts, told tag by tag and never kept; no document types, nothing deeper or longer than usual.

The parser is expat, which every Python has.  It is fed piece by piece, so that no more is looked at than was counted.
"""

from collections.abc import Callable, Iterable
from xml.parsers import expat

from graph.messages import say
from loaders.sheets.weighing import MEGABYTE, Meter, Unreadable

DEEPEST = 100
LONGEST_TAG = 2 * MEGABYTE
"""Bytes of one tag.  Expat looks at an unfinished one again with each piece, so it must not go on for ever."""

REMEDY = say("save-as-xlsx")

Attributes = dict[str, str]
Start = Callable[[int, str, Attributes], None]
End = Callable[[int, str], None]


class LocalNames(dict[str, str]):
    """Names without their prefixes: x:row is row.  OOXML has no two tags at one place that differ only by that."""

    def __missing__(self, name: str) -> str:
        local = name.rpartition(":")[2]
        if len(self) < 1_000:
            self[name] = local
        return local


def read_markup(
    pieces: Iterable[bytes],
    meter: Meter,
    start: Start,
    end: End | None = None,
    data: Callable[[str], None] | None = None,
) -> None:
    """Go through XML: `start(depth, name, attributes)` and `end(depth, name)` of each tag, the root's depth being 1.

    Raises Unreadable for what is no XML, has a document type, or passes a limit.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    names = LocalNames()
    depth = tags = 0

    def opened(name: str, said: Attributes) -> None:
        nonlocal depth, tags
        depth += 1
        tags += 1
        if depth > DEEPEST:
            raise _malformed(say("tags-too-deep", most=DEEPEST))
        start(depth, names[name], said)

    def closed(name: str) -> None:
        nonlocal depth
        if end is not None:
            end(depth, names[name])
        depth -= 1

    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.StartDoctypeDeclHandler = _refuse_document_type
    if data is not None:
        parser.CharacterDataHandler = data
    fed = 0
    try:
        for piece in pieces:
            parser.Parse(piece, False)
            fed += len(piece)
            if fed - parser.CurrentByteIndex > LONGEST_TAG:
                raise _malformed(say("tag-too-long", most=LONGEST_TAG))
            meter.take_elements(tags)
            tags = 0
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError, UnicodeError) as error:
        # ValueError and LookupError: encodings that the part declares and nobody knows.
        raise _malformed(say("xml-broken", error=str(error)[:80])) from None
    meter.take_elements(tags)


def _refuse_document_type(*_: object) -> None:
    raise _malformed(say("xml-with-dtd"))


def _malformed(why: str) -> Unreadable:
    return Unreadable(say("workbook-unreadable", why=why), REMEDY)
