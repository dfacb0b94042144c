"""Rows of delimited text with more cells than there are headings: a delimiter in a cell was not quoted."""

from loaders.faults import Findings, Where
from loaders.sheets.sheet import Sheet


def refuse_ragged(sheet: Sheet, first: int, headings: int, findings: Findings) -> None:
    """Note each row from `first` on that is longer than the heading: which of its cells stands where, nobody can tell.

    Workbooks keep each cell in its column, whatever stands beside the table.
    """
    if sheet.name is not None:
        return
    for r in range(first, len(sheet.rows)):
        length = len(sheet.rows[r])
        if length > headings:
            findings.fault(
                Where(sheet.file, None, r + 1),
                f"The row has {length} cells under {headings} headings: is there a delimiter in a cell (多出单元格)?",
                'Put the cell into quotation marks ("…"), or give the column a heading.',
                sheet.rows[r][headings],
            )
