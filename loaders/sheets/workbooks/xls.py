"""Workbooks of the old kind (.xls), read by a library in a process of its own that may fail, and by itself."""

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from graph.messages import say
from loaders.cells.values import Cell
from loaders.faults import Findings, Where
from loaders.sheets.sheet import HIDDEN, Merge, RawSheet
from loaders.sheets.spoilt import error, never_worked_out, too_long, unseen
from loaders.sheets.weighing import RAISE, Meter, Unreadable, printable
from loaders.sheets.workbooks import xls_child
from loaders.sheets.workbooks.package import OPEN_AGAIN, damaged
from loaders.sheets.workbooks.texts import HALVES
from loaders.sheets.workbooks.values import (
    CHINESE_BUILTIN,
    NOTHING,
    NUMBER,
    ZERO_1900,
    ZERO_1904,
    Format,
    cell_of,
    format_of,
)

MEMORY = 1_500_000_000
"""Bytes of address space that the child may take."""

SECONDS = 60
"""Processor time that the child may take."""

PATIENCE = 900.0
"""Seconds until a child that does not even work is ended: on a machine that is far too busy."""

OWN_FORMATS = 164
"""The first number of formats that a workbook spells out."""

ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_xls(path: Path, data: bytes, where: Where, meter: Meter, findings: Findings) -> Iterator[tuple[str, RawSheet]]:
    """The name and the cells of every visible sheet; hidden ones are named in a warning.  Raises Unreadable."""
    tale = _Tale(meter)
    for said in _told(path, meter):
        match said:
            case {"hidden": str(name)}:
                findings.warn(Where(where.file, printable(name)), *HIDDEN)
            case {"fault": str(kind)}:
                raise _refusal(kind, str(said.get("said", "")), data)
            case {"sheet": dict(sheet)}:
                if tale.sheet is not None:
                    yield tale.name, tale.sheet
                tale.begin(sheet)
            case _:
                tale.take(said)
    if tale.sheet is not None:
        yield tale.name, tale.sheet


@dataclass(slots=True)
class _Tale:
    """What the child has told so far."""

    meter: Meter
    zero: date = ZERO_1900
    formats: list[Format] = field(default_factory=list)
    texts: list[Cell] = field(default_factory=list)
    name: str = ""
    sheet: RawSheet | None = None

    def begin(self, said: dict[str, Any]) -> None:
        """A sheet begins."""
        self.name = printable(said["name"])
        self.sheet = RawSheet(
            self.zero,
            merges=[Merge(*merge) for merge in said["merges"]],
            hidden_rows=set(said["hidden_rows"]),
            hidden_columns=set(said["hidden_columns"]),
        )

    def take(self, said: dict[str, Any]) -> None:
        """Texts, formats, or a row of the sheet."""
        match said:
            case {"texts": list(texts)}:
                self.texts.extend(_text(text) for text in texts)
            case {"book": dict(book)}:
                self.zero = ZERO_1904 if book["dated_1904"] else ZERO_1900
                self.formats = [_format(number, code) for number, code in book["formats"]]
            case {"row": int(number), "cells": list(cells)} if self.sheet is not None:
                self.meter.take_rows(1, len(cells))
                self.sheet.rows.append((number, [self._cell(cell) for cell in cells]))

    def _form(self, style: int) -> Format:
        return self.formats[style] if style < len(self.formats) else NUMBER

    def _cell(self, said: list[Any] | None) -> Cell:
        match said:
            case [xls_child.TEXT, int(number), int(style)]:
                text = self.texts[number]
                return unseen(str(text)) if self._form(style) is NOTHING else text
            case [xls_child.NUMBER, number, int(style)]:
                return cell_of(float(number), self._form(style), self.zero)
            case [xls_child.YES_NO, bool(answer)]:
                return answer
            case [xls_child.ERROR, str(shown)]:
                return error(shown)
            case [xls_child.NEVER_WORKED_OUT]:
                return never_worked_out("")
        return ""


def _text(text: str) -> Cell:
    return too_long(xls_child.LONGEST_TEXT) if len(text) > xls_child.LONGEST_TEXT else HALVES.sub("\ufffd", text)


def _format(number: int, code: str) -> Format:
    known = CHINESE_BUILTIN.get(number) if number < OWN_FORMATS else None
    return known or format_of(code)


def _told(path: Path, meter: Meter) -> Iterator[dict[str, Any]]:
    """What the child tells, line by line.  Raises Unreadable where it dies."""
    command = [sys.executable, "-I", xls_child.__file__, str(MEMORY), str(SECONDS), str(meter.limits.cells)]
    with (
        path.open("rb") as file,
        subprocess.Popen(  # noqa: S603 -- our own program
            command, stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as child,
    ):
        watch = threading.Timer(PATIENCE, child.kill)
        watch.start()
        try:
            # A line that has no end is the last of a child that died.
            yield from (json.loads(line) for line in child.stdout or () if line.endswith(b"\n"))
            child.wait()
        except BaseException:
            child.kill()
            raise
        finally:
            watch.cancel()
    if child.returncode == -getattr(signal, "SIGXCPU", 0):
        raise Unreadable(say("reading-too-long", seconds=SECONDS), OPEN_AGAIN)
    if child.returncode:
        raise damaged(say("reading-ended"))


def _refusal(kind: str, said: str, data: bytes) -> Unreadable:
    """What the child could not do, in words."""
    if kind == "cells":
        return Unreadable(say("too-many-cells-in-all"), RAISE)
    if kind == "memory":
        return Unreadable(say("reading-too-much-memory"), OPEN_AGAIN)
    if "encrypted" in said or ("Can't find workbook" in said and ENCRYPTED in data):
        return Unreadable(say("with-password"), say("save-without-password"))
    if "Can't find workbook" in said:
        return Unreadable(say("document-of-other-kind"), OPEN_AGAIN)
    return damaged(said[:100])
