"""An iCalendar file as components and their content lines, each with the number of the line where it stands.

Nothing is understood here yet but how lines are folded and how components lie in each other.
"""

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from icalendar.parser import Contentline

from graph.messages import Message, say
from loaders.faults import Findings, Where
from loaders.sheets.encodings import encoding_of
from loaders.sheets.weighing import Unreadable

LONGEST_LINE = 100_000
"""Characters of a line, unfolded; longer ones hold pictures, not duty."""

MOST_LINES = 400_000
"""Of a file, folded: twenty for each event that is read at most."""

MOST_DEPTH = 8
"""Components within components; a calendar has events, and these have alarms."""

READ = frozenset(
    {
        *("BEGIN", "END", "METHOD", "UID", "SEQUENCE", "STATUS", "RECURRENCE-ID", "DTSTART", "DTEND", "DURATION"),
        *("RRULE", "RDATE", "EXDATE", "EXRULE", "SUMMARY", "LOCATION", "CATEGORIES", "ATTENDEE", "TZID"),
    }
)
"""Properties of which nothing is passed over: they say who serves when, and what is called off."""

NEWLINE = re.compile(rb"\r*\n|\r")


@dataclass(frozen=True, slots=True)
class Line:
    """A property: its name in capitals, its parameters likewise, and its value, unescaped."""

    number: int
    name: str
    params: Mapping[str, str]
    value: str


@dataclass(slots=True)
class Component:
    """What stands between BEGIN and END."""

    name: str
    number: int
    lines: list[Line] = field(default_factory=list)
    inner: list["Component"] = field(default_factory=list)

    def all(self, name: str) -> list[Line]:
        """The properties of a name, in their order."""
        return [line for line in self.lines if line.name == name]

    def text(self, name: str) -> str:
        """The value of the first property of a name; '' if there is none."""
        return next((line.value.strip() for line in self.lines if line.name == name), "")

    def components(self, name: str) -> Iterator["Component"]:
        """The components of a name in this one, at any depth, in their order."""
        for component in self.inner:
            if component.name == name:
                yield component
            yield from component.components(name)


def read_components(data: bytes, label: str, findings: Findings) -> Component | None:
    """The whole file as one component; None, with a fault noted, if it is no calendar, or not a whole one."""
    content = _unfolded(data)
    if isinstance(content, Message):
        findings.fault(Where(label), content, say("export-as-ical"))
        return None
    whole = Component("", 0)
    stack = [whole]
    for number, text in content:
        line = _line(number, text, label, findings)
        if line is None:
            continue
        if line.name == "BEGIN":
            if len(stack) > MOST_DEPTH:
                findings.fault(
                    Where(label, None, number, "BEGIN"),
                    say("components-too-deep", most=MOST_DEPTH),
                    say("export-again"),
                )
                return None
            component = Component(line.value.strip().upper(), number)
            stack[-1].inner.append(component)
            stack.append(component)
        elif line.name == "END":
            if stack[-1].name != line.value.strip().upper():
                findings.fault(
                    Where(label, None, number, "END"),
                    say("end-of-nothing-begun", open=stack[-1].name or say("nothing")),
                    say("export-again"),
                    line.value,
                )
                return None
            stack.pop()
        else:
            stack[-1].lines.append(line)
    if len(stack) > 1:
        findings.fault(
            Where(label, None, stack[-1].number, "BEGIN"),
            say("calendar-cut-off"),
            say("export-again"),
            stack[-1].name,
        )
        return None
    return whole


def _unfolded(data: bytes) -> list[tuple[int, str]] | Message:
    """Content lines with the number of their first physical line, or why there are none.

    What begins with a blank goes on with the line before: lines are put together as bytes, since a fold may lie within
    a character, and decoded then.
    """
    if data[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        data = data.decode("utf-16", "replace").encode()
    data = data.removeprefix(codecs.BOM_UTF8)
    physical = NEWLINE.split(data, MOST_LINES)
    if len(physical) > MOST_LINES:
        return say("too-many-lines", most=MOST_LINES)
    begun: list[int] = []
    parts: list[list[bytes]] = []
    open_ = False
    for number, line in enumerate(physical, start=1):
        if open_ and line[:1] in {b" ", b"\t"}:
            parts[-1].append(line[1:])
        elif open_ := bool(line.strip()):
            begun.append(number)
            parts.append([line])
    unfolded = b"\n".join(b"".join(part) for part in parts)
    try:
        text = unfolded.decode(encoding_of(unfolded))
    except Unreadable as error:
        return say("no-calendar-because", why=error.why)
    if not text.lstrip().upper().startswith("BEGIN:VCALENDAR"):
        return say("no-calendar")
    return list(zip(begun, text.lstrip().split("\n"), strict=True))


def _line(number: int, content: str, label: str, findings: Findings) -> Line | None:
    name = content[:1000].partition(":")[0].partition(";")[0].strip().upper()
    try:
        if len(content) > LONGEST_LINE and name not in READ:
            return Line(number, name, {}, "")
        if len(content) > LONGEST_LINE:
            findings.fault(
                Where(label, None, number, name),
                say("line-too-long", count=len(content), most=LONGEST_LINE),
                say("fewer-years-or-shorten"),
            )
            return None
        name, params, value = Contentline(content).parts()  # type: ignore[no-untyped-call] # published so
    except ValueError:
        findings.fault(Where(label, None, number), say("no-property"), say("export-again"), content)
        return None
    named = {key.upper(): value if isinstance(value, str) else ",".join(value) for key, value in params.items()}
    return Line(number, name.upper(), named, value)
