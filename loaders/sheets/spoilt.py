"""Cells that show something in Excel but mean nothing: errors, formulas never worked out, days that never were."""


class Spoilt(str):
    """What Excel shows in such a cell, as text, with why it means nothing and what to do.

    `blank` marks what stands for nothing at all, such as a zero in a column of dates: it is a doubt, not a fault.
    """

    why: str
    remedy: str
    blank: bool

    def __new__(cls, shown: str, why: str, remedy: str, *, blank: bool = False) -> "Spoilt":
        """A spoilt cell that shows `shown`."""
        made = super().__new__(cls, shown)
        made.why, made.remedy, made.blank = why, remedy, blank
        return made


ERRORS = frozenset(
    {
        *("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#GETTING_DATA", "#SPILL!", "#CALC!"),
        *("#FIELD!", "#BLOCKED!", "#CONNECT!", "#BUSY!", "#UNKNOWN!", "#EXTERNAL!", "#PYTHON!"),
    }
)
"""What Excel and WPS show where a formula fails; delimited texts hold these words."""

ZERO_DATES = frozenset(
    {
        *("1900-01-00", "1900-1-0", "1900/1/0", "1900/01/00", "1900年1月0日", "0000-00-00", "0000/00/00"),
        *("1899-12-30", "1899/12/30", "1899-12-31", "1899/12/31", "1899年12月30日", "1899年12月31日"),
    }
)
"""How programs write the day number 0, which a formula that finds nothing leaves behind."""


def error(shown: str) -> Spoilt:
    """The outcome of a formula that failed."""
    return Spoilt(
        shown[:40],
        "The formula in this cell fails (公式出错).",
        "Mend the formula, or write the value in its place.",
    )


def never_worked_out(formula: str) -> Spoilt:
    """A formula whose outcome the file does not hold, because a program wrote it that cannot calculate."""
    shown = formula[:40] if formula else "a formula 公式"
    return Spoilt(
        f"={shown}",
        "The file holds a formula here but not its outcome (公式没有计算结果).",
        "Open the file in Excel or WPS, save it, and import that; or write the value in place of the formula.",
    )


def zero_date(shown: str) -> Spoilt:
    """A day number 0: an empty cell that went through a formula."""
    return Spoilt(
        shown,
        "The cell holds 0, which a formula leaves that finds nothing; it was taken for blank (日期为 0，按空白处理).",
        "Leave the cell empty, or give the date.",
        blank=True,
    )


def no_such_day(shown: str, number: str) -> Spoilt:
    """A number in a date's format that can't be meant as a day."""
    return Spoilt(
        shown,
        f"The cell holds the number {number} in the format of a date (数字被设成了日期格式).",
        "Give the date, or set the format of the cell to 常规 if a number is meant.",
    )


def unseen(shown: str) -> Spoilt:
    """A value that the format of its cell hides."""
    return Spoilt(
        shown[:40],
        "The format of the cell (;;;) hides what it holds; it was taken for blank (单元格格式隐藏了内容).",
        "Set the format to 常规 to have it read, or empty the cell.",
        blank=True,
    )


def too_long(most: int, value: str = "…") -> Spoilt:
    """More text than can be meant."""
    return Spoilt(value[:40], f"The cell holds more than {most:,} characters (内容过长).", "Shorten it.")


def broken(shown: str) -> Spoilt:
    """What the file says of a cell makes no sense."""
    return Spoilt(
        shown[:40], "What the file says of this cell cannot be read.", "Open the file in Excel, enter the cell again."
    )
