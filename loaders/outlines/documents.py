"""JSON as programs write it: weighed before it is parsed, in any of its encodings, nothing of it silently dropped."""

import json
from pathlib import Path
from typing import Any, Final

from graph.messages import say
from loaders.cells.values import CellFault

MOST_BYTES: Final = 100_000_000
MOST_BRACKETS: Final = 4_000_000
MOST_COMMAS: Final = 10_000_000
"""Of a file.  Every point has a bracket and a comma or two: a whole city's grids have a quarter of these."""

RECORD_MARK = "\x1e"
"""What stands before each text of a sequence by RFC 8142."""

SPLIT = say("split-map")


class Members(dict[str, Any]):
    """The members of a JSON object; `twice` are the names that stand there again with another value."""

    __slots__ = ("twice",)

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.twice = _twice(pairs) if len(self) < len(pairs) else ()


def _twice(pairs: list[tuple[str, Any]]) -> tuple[str, ...]:
    first: dict[str, Any] = {}
    return tuple(dict.fromkeys(name for name, value in pairs if first.setdefault(name, value) != value))


def read_documents(path: Path) -> list[tuple[int, Any]]:
    """The JSON texts of a file, each with the number of its line: one, or one a line (GeoJSONL, RFC 8142).

    Raises CellFault for what is no JSON, or more than is read at once.
    """
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise CellFault(say("map-too-large", size=size, most=MOST_BYTES), SPLIT)
    text = _decoded(path.read_bytes())
    _weigh(text)
    lines = _lines(text)
    if lines is not None:
        return [(number, _parsed(line, number)) for number, line in lines]
    return [(1, _parsed(text, None))]


def _decoded(data: bytes) -> str:
    """The text of UTF-8, UTF-16 or UTF-32, with or without a byte order mark, or else of GB 18030."""
    encoding = json.detect_encoding(data)
    for name in (encoding, "gb18030") if encoding == "utf-8" else (encoding,):
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    raise CellFault(say("map-no-text"), say("export-geojson-utf8"))


def _weigh(text: str) -> None:
    for marks, most, what in (("[{", MOST_BRACKETS, "brackets"), (",", MOST_COMMAS, "commas")):
        count = sum(text.count(mark) for mark in marks)
        if count > most:
            raise CellFault(say("map-too-much", count=count, what=what, most=most), SPLIT)


def _lines(text: str) -> list[tuple[int, str]] | None:
    """The lines of a file that has a JSON text on each; None if it is one text."""
    lines = [(number, line.strip(f" \t\r{RECORD_MARK}")) for number, line in enumerate(text.split("\n"), start=1)]
    told = [(number, line) for number, line in lines if line]
    if len(told) > 1 and told[0][1].startswith("{") and told[0][1].endswith("}") and told[1][1].startswith("{"):
        return told
    return told if told and text.startswith(RECORD_MARK) else None


def _parsed(text: str, line: int | None) -> Any:  # noqa: ANN401 -- JSON is untyped
    place = say("the-file") if line is None else say("a-line", line=line)
    try:
        return json.loads(text, object_pairs_hook=Members)
    except json.JSONDecodeError as error:
        raise CellFault(say("no-json", place=place, error=error), say("export-geojson")) from error
    except RecursionError as error:
        raise CellFault(say("brackets-too-deep", place=place), say("export-geojson")) from error
    except ValueError as error:  # of a number of thousands of digits
        raise CellFault(say("number-is-none", place=place, error=error), say("export-geojson")) from error
