"""An iCalendar file as components and their content lines, each with the number of the line where it stands.

Nothing is understood here yet but how lines are folded and how components lie in each other.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from icalendar.parser import Contentline

from loaders.faults import Findings, Where

LONGEST_LINE = 100_000
"""Characters of a line, unfolded; longer ones hold pictures, not duty."""


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


def read_components(text: str, label: str, findings: Findings) -> Component | None:
    """The whole file as one component; None, with a fault noted, if it is cut off or its parts do not fit together."""
    whole = Component("", 0)
    stack = [whole]
    for number, content in _unfolded(text):
        line = _line(number, content, label, findings)
        if line is None:
            continue
        if line.name == "BEGIN":
            component = Component(line.value.strip().upper(), number)
            stack[-1].inner.append(component)
            stack.append(component)
        elif line.name == "END":
            if stack[-1].name != line.value.strip().upper():
                findings.fault(
                    Where(label, None, number, "END"),
                    f"Nothing that begins before ends here; open is {stack[-1].name or 'nothing'}.",
                    "Export the calendar again.",
                    line.value,
                )
                return None
            stack.pop()
        else:
            stack[-1].lines.append(line)
    if len(stack) > 1:
        findings.fault(
            Where(label, None, stack[-1].number, "BEGIN"),
            "This has no END: the file is cut off.",
            "Export the calendar again.",
            stack[-1].name,
        )
        return None
    return whole


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Content lines with the number of their first physical line: what begins with a blank goes on with the former."""
    begun, parts = 0, list[str]()
    for number, physical in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        if parts and physical[:1] in {" ", "\t"}:
            parts.append(physical[1:])
            continue
        if parts:
            yield begun, "".join(parts)
        begun, parts = number, [physical] if physical.strip() else []
    if parts:
        yield begun, "".join(parts)


def _line(number: int, content: str, label: str, findings: Findings) -> Line | None:
    try:
        if len(content) > LONGEST_LINE:
            return Line(number, content[:1000].partition(":")[0].partition(";")[0].upper(), {}, "")
        name, params, value = Contentline(content).parts()  # type: ignore[no-untyped-call] # published so
    except ValueError:
        findings.fault(
            Where(label, None, number), "The line is no property NAME:VALUE.", "Export the calendar again.", content
        )
        return None
    named = {key.upper(): value if isinstance(value, str) else ",".join(value) for key, value in params.items()}
    return Line(number, name.upper(), named, value)
