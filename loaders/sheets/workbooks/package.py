"""The parts of a workbook file (OPC, a zip): weighed by what the archive says, and counted again as they come out."""

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from graph.messages import say
from loaders.sheets.weighing import MEGABYTE, RAISE, Meter, Unreadable, megabytes
from loaders.sheets.workbooks.markup import Attributes, read_markup

MOST_PARTS = 10_000
PART_HEADER = b"PK\x01\x02"
STEEPEST = 300
"""Times that a part may grow when unpacked: what offices write grows tenfold to a hundredfold."""

STEEP_FROM = 4 * MEGABYTE
"""Bytes from which a part's growth is looked at: a small one does no harm."""

CHUNK = 65_536
OPEN_AGAIN = say("save-as-xlsx")
BROKEN_ZIP = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
    OverflowError,
    IndexError,
)
"""What Python's zipfile raises for archives that are none, are cut, or are made to confuse it."""

RELATIONSHIP = 2
"""The depth of a relationship's element in its part."""


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part says of another: its id there, the last word of its type, and the part's name."""

    id: str
    type: str
    target: str


class Package:
    """The parts of one file by name; names are compared without case, as Windows does."""

    def __init__(self, data: bytes, meter: Meter) -> None:
        """Weigh the archive; nothing is unpacked yet.  Raises Unreadable."""
        self.meter = meter
        if data.count(PART_HEADER) > MOST_PARTS:
            raise Unreadable(say("too-many-parts", most=MOST_PARTS), OPEN_AGAIN)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            parts = self._zip.infolist()
        except BROKEN_ZIP as error:
            raise damaged(say("archive-broken", error=_said(error))) from None
        self._parts = {_key(part.filename): part for part in parts}
        if len(self._parts) != len(parts):
            raise damaged(say("parts-of-one-name"))
        self._weigh(parts)

    def _weigh(self, parts: list[zipfile.ZipInfo]) -> None:
        most = self.meter.limits.unpacked_bytes
        whole = sum(part.file_size for part in parts)
        # Pictures are never unpacked, but no office's workbook holds so many.
        if whole > 4 * most:
            raise Unreadable(say("would-unpack-too-large", whole=megabytes(whole)), RAISE)
        for part in parts:
            if part.file_size > STEEP_FROM and part.file_size > STEEPEST * max(part.compress_size, 1):
                raise Unreadable(
                    say(
                        "part-grows",
                        part=_clipped(part.filename),
                        packed=megabytes(part.compress_size),
                        unpacked=megabytes(part.file_size),
                    ),
                    OPEN_AGAIN,
                )

    def has(self, name: str) -> bool:
        """Say whether there is a part of this name."""
        return _key(name) in self._parts

    def names(self) -> Iterator[str]:
        """The names of all parts, in small letters."""
        return iter(self._parts)

    def chunks(self, name: str) -> Iterator[bytes]:
        """The part's bytes, each counted before it is handed out.  Raises Unreadable where it is missing or broken."""
        part = self._parts.get(_key(name))
        if part is None:
            raise damaged(say("part-missing", name=_clipped(name)))
        if part.flag_bits & 1:
            raise Unreadable(say("with-password"), say("save-without-password"))
        if part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise damaged(say("part-packed-oddly", name=_clipped(name)))
        grown = 0
        try:
            with self._zip.open(part) as stream:
                while chunk := stream.read(CHUNK):
                    grown += len(chunk)
                    self.meter.take_unpacked(len(chunk))
                    yield chunk
        except BROKEN_ZIP as error:
            raise damaged(say("part-not-unpacked", name=_clipped(name), error=_said(error))) from None
        if grown > STEEP_FROM and grown > STEEPEST * max(part.compress_size, 1):
            raise damaged(say("part-grows-steeply", name=_clipped(name), most=STEEPEST))

    def relations(self, source: str) -> dict[str, Relation]:
        """What a part ("" for the file as a whole) refers to inside the file, by id."""
        folder, name = posixpath.split(source)
        part = posixpath.join(folder, "_rels", f"{name}.rels")
        found: dict[str, Relation] = {}
        if not self.has(part):
            return found

        def start(depth: int, name: str, said: Attributes) -> None:
            if depth == RELATIONSHIP and name == "Relationship" and said.get("TargetMode") != "External":
                target = said.get("Target", "").replace("\\", "/")
                whole = target if target.startswith("/") else posixpath.join("/", folder, target)
                relation = Relation(
                    said.get("Id", ""), said.get("Type", "").rpartition("/")[2], posixpath.normpath(whole).lstrip("/")
                )
                found[relation.id] = relation

        read_markup(self.chunks(part), self.meter, start)
        return found


def damaged(why: str) -> Unreadable:
    """A workbook that breaks the rules of its format."""
    return Unreadable(say("workbook-unreadable", why=why), OPEN_AGAIN)


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()


def _clipped(name: str) -> str:
    return name if len(name) <= 60 else f"{name[:60]}…"


def _said(error: Exception) -> str:
    return _clipped(str(error) or type(error).__name__)
