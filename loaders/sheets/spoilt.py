"""Cells that show something in Excel but mean nothing: errors, formulas never worked out, days that never were."""

from graph.messages import Message, say


class Spoilt(str):
    """What Excel shows in such a cell, as text, with why it means nothing and what to do.

    `blank` marks what stands for nothing at all, such as a zero in a column of dates: it is a doubt, not a fault.
    """

    why: Message
    remedy: Message
    blank: bool

    def __new__(cls, shown: str, why: Message, remedy: Message, *, blank: bool = False) -> "Spoilt":
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
        say("formula-fails"),
        say("mend-formula"),
    )


def never_worked_out(formula: str) -> Spoilt:
    """A formula whose outcome the file does not hold, because a program wrote it that cannot calculate."""
    shown = formula[:40] if formula else say("a-formula")
    return Spoilt(
        f"={shown}",
        say("formula-without-outcome"),
        say("save-with-outcome"),
    )


def zero_date(shown: str) -> Spoilt:
    """A day number 0: an empty cell that went through a formula."""
    return Spoilt(
        shown,
        say("zero-for-blank"),
        say("empty-or-date"),
        blank=True,
    )


def no_such_day(shown: str, number: str) -> Spoilt:
    """A number in a date's format that can't be meant as a day."""
    return Spoilt(
        shown,
        say("number-as-date", number=number),
        say("date-or-plain-format"),
    )


def unseen(shown: str) -> Spoilt:
    """A value that the format of its cell hides."""
    return Spoilt(
        shown[:40],
        say("hidden-by-format"),
        say("unhide-by-format"),
        blank=True,
    )


def too_long(most: int, value: str = "…") -> Spoilt:
    """More text than can be meant."""
    return Spoilt(value[:40], say("cell-too-long", most=most), say("shorten"))


def broken(shown: str) -> Spoilt:
    """What the file says of a cell makes no sense."""
    return Spoilt(shown[:40], say("cell-unreadable"), say("enter-anew"))
