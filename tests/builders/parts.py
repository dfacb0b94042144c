"""Workbooks taken apart and put together again with parts changed, as careless and hostile programs write them."""

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO

SHEET = "xl/worksheets/sheet1.xml"
BOOK = "xl/workbook.xml"


def parts_of(path: Path | IO[bytes]) -> dict[str, bytes]:
    """The parts of a workbook."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def put_together(path: Path, parts: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> Path:
    """A workbook of these parts."""
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def with_part(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """The workbook with one part changed."""
    parts = parts_of(path)
    parts[part] = change(parts[part])
    return put_together(path, parts)


def replaced(path: Path, old: str, new: str, part: str = SHEET) -> Path:
    """The workbook with words of a part replaced; they have to be there."""

    def change(content: bytes) -> bytes:
        assert old.encode() in content
        return content.replace(old.encode(), new.encode())

    return with_part(path, part, change)
