"""How much of files one import reads: limits in proportion to one setting, and the meter that counts against them.

What is weighed is weighed before it is opened; what a file says of its own size is never trusted, but counted again.
"""

from dataclasses import dataclass


class Unreadable(Exception):
    """A file, or a sheet of it, that is not read: why not, and what to do about it."""

    def __init__(self, why: str, remedy: str, sheet: str | None = None) -> None:
        self.why, self.remedy, self.sheet = printable(why), remedy, sheet
        super().__init__(f"{why} {remedy}")


MEGABYTE = 1_000_000
USUAL_ROWS = 500_000
SETTING = "WANGGE_IMPORT_ROWS"
RAISE = f"Leave out what is not needed, split the import, or raise {SETTING} (docs/import.md)."


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
            what = "text 文本文件" if text else "workbook 工作簿"
            raise Unreadable(f"The file has {megabytes(size)}; a {what} of at most {megabytes(most)} is read.", RAISE)

    def take_rows(self, rows: int, cells: int) -> None:
        """Count rows that hold something, and their cells, blank ones that are written down included."""
        self.rows += rows
        self.cells += cells
        if self.rows > self.limits.rows:
            raise Unreadable(f"There are more than {self.limits.rows:,} rows 行 in the files.", RAISE)
        if self.cells > self.limits.cells:
            raise Unreadable(f"There are more than {self.limits.cells:,} cells 单元格 in the files.", RAISE)

    def take_headings(self, count: int) -> None:
        """Count cells that may be headings."""
        self.headings += count
        if self.headings > self.limits.headings:
            raise Unreadable(
                f"The first rows of the sheets hold more than {self.limits.headings:,} cells, any of which may be a "
                "heading (表头过多): there are too many sheets, or too many columns.",
                RAISE,
            )

    def take_elements(self, count: int) -> None:
        """Count tags of XML."""
        self.elements += count
        if self.elements > self.limits.elements:
            raise Unreadable(f"The workbooks hold more than {self.limits.elements:,} tags of XML.", RAISE)

    def take_unpacked(self, count: int) -> None:
        """Count bytes that came out of an archive."""
        self.unpacked += count
        if self.unpacked > self.limits.unpacked_bytes:
            raise Unreadable(
                f"Unpacked, the workbooks hold more than {megabytes(self.limits.unpacked_bytes)} 解压后过大.", RAISE
            )


def printable(text: str) -> str:
    """What a file says, as a terminal may show it: nothing that steers it or turns the direction of writing."""
    return "".join(c if c.isprintable() else "?" for c in text)


def megabytes(size: int) -> str:
    """A number of bytes as people read it: in MB with one decimal below ten, whole ones above."""
    return f"{size / MEGABYTE:.1f} MB" if size < 10 * MEGABYTE else f"{size / MEGABYTE:,.0f} MB"
