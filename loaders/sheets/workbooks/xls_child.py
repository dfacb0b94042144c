"""Reads a workbook of the old kind (.xls) in a process of its own, and tells its cells line by line as JSON.

Run with limits of memory (bytes), processor time (seconds) and cells, the file as standard input.  It knows nothing of
the rest of the program: what the library does to this process, it does to nobody else.  The lines:

    {"texts": […]}                                  texts, numbered on from those before
    {"book": {"dated_1904": …, "formats": [[number, code], …]}}
    {"sheet": {"name": …, "merges": …, "hidden_rows": …, "hidden_columns": …}}, or {"hidden": name}
    {"row": number, "cells": [null | [kind, value, …], …]}
    {"fault": kind, "said": …}                      and nothing more
"""

import json
import math
import os
import struct
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

TEXT, NUMBER, YES_NO, ERROR, NEVER_WORKED_OUT = range(5)
FORMULAS = frozenset({0x0006, 0x0206, 0x0406})
SHEET_ENTRY, BEGIN = 0x0085, 0x0809
LONGEST_TEXT = 4_000


def limit(memory: int, seconds: int) -> None:
    """Bind this process to so many bytes of memory and seconds of processor time, where the system can."""
    with suppress(ImportError):
        import resource  # noqa: PLC0415 -- there is none on Windows

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def tell(**said: object) -> None:
    """Write one line."""
    sys.stdout.write(json.dumps(said, separators=(",", ":")) + "\n")


class TooMuch(Exception):
    """More cells than may be read."""


class Teller:
    """Tells one workbook."""

    def __init__(self, book: Any, most_cells: int) -> None:  # noqa: ANN401 -- the library has no types
        self.book, self.most_cells = book, most_cells
        self.texts: dict[str, int] = {}
        self.formats: dict[int, int] = {}

    def tell(self) -> None:
        """Every visible sheet."""
        tell(
            book={
                "dated_1904": self.book.datemode == 1,
                "formats": [[xf.format_key, self._format(xf.format_key)] for xf in self.book.xf_list],
            }
        )
        dry = dry_formulas(self.book.mem, self.book.base, self.book.stream_len)
        for number, name in enumerate(self.book.sheet_names()):
            if self.book._sheet_visibility[number]:
                tell(hidden=name)
                continue
            self._sheet(self.book.sheet_by_index(number), dry.get(number, frozenset()))
            self.book.unload_sheet(number)

    def _format(self, key: int) -> str:
        known = self.book.format_map.get(key)
        return known.format_str[:255] if known is not None else "General"

    def _sheet(self, sheet: Any, dry: frozenset[tuple[int, int]]) -> None:  # noqa: ANN401 -- as above
        tell(
            sheet={
                "name": sheet.name,
                "merges": [[top, left, bottom - 1, right - 1] for top, bottom, left, right in sheet.merged_cells],
                "hidden_rows": [r for r, row in sheet.rowinfo_map.items() if row.hidden or row.height == 0],
                "hidden_columns": [c for c, column in sheet.colinfo_map.items() if column.hidden or column.width == 0],
            }
        )
        for r in range(sheet.nrows):
            cells = [self._cell(sheet, r, c, dry) for c in range(sheet.row_len(r))]
            self.most_cells -= len(cells)
            if self.most_cells < 0:
                raise TooMuch
            if any(cells):
                tell(row=r, cells=cells)

    def _cell(self, sheet: Any, r: int, c: int, dry: frozenset[tuple[int, int]]) -> object:  # noqa: ANN401 -- as above
        import xlrd  # noqa: PLC0415 -- after the limits are set

        kind, value = sheet.cell_type(r, c), sheet.cell_value(r, c)
        if (r, c) in dry:
            return [NEVER_WORKED_OUT]
        match kind:
            case xlrd.XL_CELL_TEXT:
                return [TEXT, self._text(value), sheet.cell_xf_index(r, c)] if value else None
            case xlrd.XL_CELL_NUMBER | xlrd.XL_CELL_DATE:
                return [NUMBER, value, sheet.cell_xf_index(r, c)] if math.isfinite(value) else [ERROR, "NaN"]
            case xlrd.XL_CELL_BOOLEAN:
                return [YES_NO, bool(value)]
            case xlrd.XL_CELL_ERROR:
                return [ERROR, xlrd.error_text_from_code.get(value, f"#{value}")]
        return None

    def _text(self, text: str) -> int:
        if text not in self.texts:
            self.texts[text] = len(self.texts)
            tell(texts=[text[: LONGEST_TEXT + 1]])
        return self.texts[text]


def dry_formulas(stream: bytes, base: int, length: int) -> dict[int, frozenset[tuple[int, int]]]:
    """The formulas of each sheet, if not one of them in the workbook has an outcome: who wrote it cannot calculate."""
    begins: list[int] = []
    found: dict[int, set[tuple[int, int]]] = {}
    sheet = -1
    for code, at, body in _records(stream, base, length):
        if code == SHEET_ENTRY and len(body) >= 6 and body[5] == 0:
            begins.append(int.from_bytes(body[:4], "little"))
        elif code == BEGIN:
            sheet = begins.index(at) if at in begins else sheet
        elif code in FORMULAS and len(body) >= 14:
            if body[6] != 3 or body[12:14] != b"\xff\xff":
                return {}
            row, column = struct.unpack_from("<HH", body)
            found.setdefault(sheet, set()).add((row, column))
    return {number: frozenset(cells) for number, cells in found.items()}


def _records(stream: bytes, base: int, length: int) -> Iterator[tuple[int, int, bytes]]:
    """The records of a stream: code, place, and body."""
    at, end = base, min(base + length, len(stream))
    while at + 4 <= end:
        code, size = struct.unpack_from("<HH", stream, at)
        yield code, at - base, bytes(stream[at + 4 : at + 4 + size])
        at += 4 + size


def main() -> None:
    """Read the file that is the standard input, within the limits that the arguments say."""
    memory, seconds, most_cells = (int(word) for word in sys.argv[1:4])
    limit(memory, seconds)
    import xlrd  # noqa: PLC0415 -- as above

    try:
        data = sys.stdin.buffer.read()
        with open(os.devnull, "w", encoding="utf-8") as log:  # noqa: PTH123 -- no file but the bin
            book = xlrd.open_workbook(
                file_contents=data, logfile=log, formatting_info=True, on_demand=True, ragged_rows=True
            )
            Teller(book, most_cells).tell()
    except TooMuch:
        tell(fault="cells")
    except MemoryError:
        tell(fault="memory")
    except xlrd.biffh.XLRDError as error:
        tell(fault="refused", said=str(error))
    except Exception as error:  # of a library that meets bytes it does not expect: any kind
        tell(fault="broken", said=f"{type(error).__name__} {error}")


if __name__ == "__main__":
    main()
