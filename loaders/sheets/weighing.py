"""How much of files one import reads: limits in proportion to one setting, and the meter that counts against them.

What is weighed is weighed before it is opened; what a file says of its own size is never trusted, but counted again.
"""

from dataclasses import dataclass

from graph.messages import Message, say


class Unreadable(Exception):
    """A file, or a sheet of it, that is not read: why not, and what to do about it."""

    def __init__(self, why: Message, remedy: Message, sheet: str | None = None) -> None:
        self.why, self.remedy, self.sheet = why.with_texts(printable), remedy, sheet
        super().__init__(f"{why} {remedy}")


MEGABYTE = 1_000_000
USUAL_ROWS = 500_000
SETTING = "WANGGE_IMPORT_ROWS"
RAISE = say("read-less", setting=SETTING)


@dataclass(frozen=True, slots=True)
class Limits:
    """What the files of one import may hold together.  `rows` is what an office sets; all else follows from it."""

    rows: int = USUAL_ROWS

    @property
    def cells(self) -> int:
        """Cells of tables, and ranges of merged cells."""
        return 10 * self.rows

    @property
    def elements(self) -> int:
        """Tags of XML: a cell of a workbook has two to five."""
        return 50 * self.rows

    @property
    def headings(self) -> int:
        """Cells of first rows, where headings are sought: each is held against the words of every kind of table."""
        return self.rows * 2 // 5

    @property
    def text_bytes(self) -> int:
        """Bytes of one delimited text."""
        return 100 * self.rows

    @property
    def workbook_bytes(self) -> int:
        """Bytes of one workbook as it lies on the disk, pictures included."""
        return 200 * self.rows

    @property
    def unpacked_bytes(self) -> int:
        """Bytes of the parts of workbooks that are read, unpacked."""
        return 800 * self.rows


USUAL_LIMITS = Limits()


@dataclass(slots=True)
class Meter:
    """Counts what has been read of all files of an import.  Raises Unreadable at a limit."""

    limits: Limits = USUAL_LIMITS
    rows: int = 0
    cells: int = 0
    headings: int = 0
    elements: int = 0
    unpacked: int = 0

    def weigh_file(self, size: int, *, text: bool = False) -> None:
        """Refuse a file by its size alone, before it is opened."""
        most = self.limits.text_bytes if text else self.limits.workbook_bytes
        if size > most:
            what = say("a-text-file") if text else say("a-workbook")
            raise Unreadable(say("file-too-large", size=megabytes(size), what=what, most=megabytes(most)), RAISE)

    def take_rows(self, rows: int, cells: int) -> None:
        """Count rows that hold something, and their cells, blank ones that are written down included."""
        self.rows += rows
        self.cells += cells
        if self.rows > self.limits.rows:
            raise Unreadable(say("too-many-rows", rows=self.limits.rows), RAISE)
        if self.cells > self.limits.cells:
            raise Unreadable(say("too-many-cells", cells=self.limits.cells), RAISE)

    def take_headings(self, count: int) -> None:
        """Count cells that may be headings."""
        self.headings += count
        if self.headings > self.limits.headings:
            raise Unreadable(
                say("too-many-headings", headings=self.limits.headings),
                RAISE,
            )

    def take_elements(self, count: int) -> None:
        """Count tags of XML."""
        self.elements += count
        if self.elements > self.limits.elements:
            raise Unreadable(say("too-many-tags", elements=self.limits.elements), RAISE)

    def take_unpacked(self, count: int) -> None:
        """Count bytes that came out of an archive."""
        self.unpacked += count
        if self.unpacked > self.limits.unpacked_bytes:
            raise Unreadable(say("unpacked-too-large", most=megabytes(self.limits.unpacked_bytes)), RAISE)


def printable(text: str) -> str:
    """What a file says, as a terminal may show it: nothing that steers it or turns the direction of writing."""
    return "".join(c if c.isprintable() else "?" for c in text)


def megabytes(size: int) -> str:
    """A number of bytes as people read it: in MB with one decimal below ten, whole ones above."""
    return f"{size / MEGABYTE:.1f} MB" if size < 10 * MEGABYTE else f"{size / MEGABYTE:,.0f} MB"
