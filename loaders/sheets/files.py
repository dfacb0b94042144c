"""Files as sheets of raw cells: workbooks (.xlsx, .xls) and delimited text in the encodings that offices use.

What a file is, its first bytes say, not its name.  It is weighed before it is opened.  Nothing is understood here yet.
"""

import codecs
from collections.abc import Iterator
from pathlib import Path

from graph.messages import say
from loaders.faults import Findings, Where
from loaders.sheets.delimited import read_delimited
from loaders.sheets.encodings import decode
from loaders.sheets.sheet import Merge, RawSheet, Sheet, settled
from loaders.sheets.weighing import Meter, Unreadable
from loaders.sheets.workbooks.package import OPEN_AGAIN
from loaders.sheets.workbooks.xls import read_xls
from loaders.sheets.workbooks.xlsx import read_xlsx

__all__ = ["Merge", "Sheet", "decode", "read_sheets"]

ZIP = b"PK"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How compound files begin: workbooks of the old kind, and those with a password."""

OTHERS = {
    b"<": say("a-web-page"),
    b"%PDF-": say("a-pdf"),
    b"{\\rtf": say("an-rtf"),
    b"MIME-Version:": say("a-web-archive"),
    b"Rar!": say("an-archive"),
    b"7z\xbc\xaf": say("an-archive"),
    b"\x1f\x8b": say("an-archive"),
    b"\x89PNG": say("a-picture"),
    b"\xff\xd8\xff": say("a-picture"),
    b"GIF8": say("a-picture"),
}
"""How files begin that are sent in place of tables."""


def read_sheets(path: Path, label: str, findings: Findings, meter: Meter | None = None) -> Iterator[Sheet]:
    """Every visible sheet of a workbook or delimited text; hidden ones are named in a warning.

    What cannot be read at all, or is more than `meter` allows for all files of an import, is a fault.
    """
    meter = meter or Meter()
    try:
        for name, sheet in _read(path, label, findings, meter):
            yield settled(sheet, Where(label, name), meter, findings)
    except Unreadable as error:
        findings.fault(Where(label, error.sheet), error.why, error.remedy)
    except OSError as error:
        findings.fault(Where(label), say("file-unopened", error=error.strerror), say("close-or-copy"))


def _read(path: Path, label: str, findings: Findings, meter: Meter) -> Iterator[tuple[str | None, RawSheet]]:
    where = Where(label)
    with path.open("rb") as file:
        head = file.read(len(OLE))
    is_text = not head.startswith((ZIP, OLE))
    meter.weigh_file(path.stat().st_size, text=is_text)
    data = path.read_bytes()
    if head.startswith(ZIP):
        yield from read_xlsx(data, where, meter, findings)
    elif head.startswith(OLE):
        yield from read_xls(path, data, where, meter, findings)
    elif kind := _other_kind(data):
        raise Unreadable(say("file-of-other-kind", kind=kind), OPEN_AGAIN)
    else:
        yield None, read_delimited(data, meter)


def _other_kind(data: bytes) -> str | None:
    """What else the file is than delimited text, as its first characters say."""
    head = data[:200].removeprefix(codecs.BOM_UTF8)
    if head[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        head = head.decode("utf-16", "ignore").encode()
    head = head.lstrip()
    return next((kind for mark, kind in OTHERS.items() if head.startswith(mark)), None)
