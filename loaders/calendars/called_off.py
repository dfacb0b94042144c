"""What says that an event is not held: its status, the method of the whole calendar, or how its title begins."""

import re

from loaders.calendars.lines import Component

ANSWERS = frozenset({"REPLY", "COUNTER", "REFRESH", "DECLINECOUNTER"})
"""Methods (RFC 5546) of mails that answer an invitation: none of them puts anybody on duty."""

_WORDS = r"(?:已取消|已作废|取消|作废|cancell?ed)"
TITLE = re.compile(
    rf"^\s*{_WORDS}\s*[:：]|[\[(（【]\s*{_WORDS}\s*[\])）】]|(?:^|[\s:：,，;；、-]|值班|班)\s*{_WORDS}\s*$",
    re.IGNORECASE,
)
"""How programs that mail invitations begin the title of what is called off, and how people mark it."""


def is_answer(calendar: Component) -> bool:
    """Whether a calendar is the answer to an invitation."""
    return calendar.text("METHOD").upper() in ANSWERS


def how_called_off(event: Component, calendar: Component) -> str | None:
    """The property that says that an event is not held; None: it is."""
    if event.text("STATUS").upper() == "CANCELLED":
        return "STATUS"
    if calendar.text("METHOD").upper() == "CANCEL":
        return "METHOD"
    return "SUMMARY" if TITLE.search(event.text("SUMMARY")) else None
