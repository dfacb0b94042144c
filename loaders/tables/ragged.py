"""Rows of delimited text with more cells than there are headings: a delimiter in a cell was not quoted."""

from graph.messages import say
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
                say("more-cells-than-headings", length=length, headings=headings),
                say("quote-or-head"),
                sheet.rows[r][headings],
            )
