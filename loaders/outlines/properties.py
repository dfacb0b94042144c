"""What the properties of a feature say of a unit: its code, name and kind, those of the units above it, its days.

They are understood as the headings of a table of units are.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from graph.facts import FactId
from graph.messages import say
from graph.words import UnitKind
from loaders.cells import values as cells
from loaders.cells.values import CellFault
from loaders.tables.fields import Field, TableKind
from loaders.tables.headings import normal, understand

EXACT: Final = 2**53
"""From here on a number of JavaScript, and of most programs that read JSON, loses its last digits."""

TEXT = say("codes-as-text")

MORE_CODES = frozenset({"grid_id", "gridcode", "gridid", "wgbm", "bm"})
"""Names of properties that hold a unit's code beside the headings of tables: as maps have them."""

LEVELS: Mapping[UnitKind, tuple[Field, Field]] = {
    UnitKind.MICRO_GRID: (Field.MICRO_CODE, Field.MICRO_NAME),
    UnitKind.GRID: (Field.GRID_CODE, Field.GRID_NAME),
    UnitKind.VILLAGE: (Field.VILLAGE_CODE, Field.VILLAGE_NAME),
    UnitKind.MANAGEMENT_AREA: (Field.AREA_CODE, Field.AREA_NAME),
    UnitKind.STREET: (Field.STREET_CODE, Field.STREET_NAME),
}
"""The fields of each level, the lowest first: a grid's feature may name its village too."""

CODES = (Field.UNIT_CODE, *(code for code, _ in LEVELS.values()))
STARTS, ENDS = (Field.VALID_FROM, Field.FOUNDED), (Field.VALID_TO, Field.ABOLISHED)
READ = {*CODES, *(name for _, name in LEVELS.values()), Field.UNIT_NAME, Field.UNIT_KIND, *STARTS, *ENDS}
READ |= {Field.PARENT_CODE, Field.PARENT_NAME, Field.SERIAL}


@dataclass(frozen=True, slots=True)
class Said:
    """A property and what it says."""

    name: str
    value: Any


@dataclass(slots=True)
class Properties:
    """The properties of a feature by their meaning; `unread` are those that mean something that no outline has."""

    by_field: dict[Field, list[Said]] = field(default_factory=dict)
    own_id: str | None = None
    unread: list[str] = field(default_factory=list)
    inclusive: set[str] = field(default_factory=set)

    def say(self, *fields: Field) -> Iterator[Said]:
        """What is said in these fields, field by field."""
        for each in fields:
            yield from self.by_field.get(each, ())

    def text(self, *fields: Field) -> Said | None:
        """The first words in one of these fields."""
        for said in self.say(*fields):
            word = cells.text(said.value) if isinstance(said.value, str) else None
            if word is not None:
                return Said(said.name, word)
        return None


def properties_of(feature: Mapping[str, Any]) -> Properties:
    """Read the properties of a feature.  Raises CellFault where they are none, or one stands there twice."""
    given = feature.get("properties")
    if given is None:
        return Properties()
    if not isinstance(given, dict):
        raise CellFault(say("properties-no-object"), say("export-geojson"))
    found = Properties()
    folded: dict[str, Any] = {}
    twice = {str(name).casefold() for name in getattr(given, "twice", ())}
    for name, value in given.items():
        if value is not None and folded.setdefault(name.casefold(), value) != value:
            twice.add(name.casefold())
        _note(found, name, value)
    clashing = sorted(
        said.name for fields in found.by_field.values() for said in fields if said.name.casefold() in twice
    )
    if clashing:
        raise CellFault(say("property-twice", clashing=clashing[0]), say("leave-wrong-out"))
    return found


def _note(found: Properties, name: str, value: object) -> None:
    if isinstance(value, str) and name.casefold() == "id":
        found.own_id = value
    meaning = understand(TableKind.UNITS, name)
    if meaning is None and normal(name) in MORE_CODES:
        found.by_field.setdefault(Field.UNIT_CODE, []).append(Said(name, value))
    if meaning is None or value is None or value == "":
        return
    if meaning.role is not None or meaning.field not in READ:
        found.unread.append(name)
        return
    found.by_field.setdefault(meaning.field, []).append(Said(name, value))
    if meaning.inclusive:
        found.inclusive.add(name)


# -- codes -------------------------------------------------------------------------------------------------------------


def code_of(properties: Properties) -> tuple[FactId, Said]:
    """The code of the unit that a feature outlines, and the property that says it: the lowest level that has one.

    Raises CellFault if none says it, or its digits are lost.
    """
    for said in properties.say(*CODES):
        code = code_in(said)
        if code is not None:
            return code, said
    raise CellFault(say("feature-of-no-unit"), say("add-code-property"))


def code_in(said: Said) -> FactId | None:
    """The code in a property; None if it holds nothing.  Raises CellFault where its digits are lost."""
    value = said.value
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise CellFault(say("property-no-code", said=said.name), TEXT)
    if isinstance(value, str) and not _is_float_text(value):
        return cells.code(value)
    if isinstance(value, float) and not value.is_integer():
        raise CellFault(say("property-no-number", said=said.name), TEXT)
    number = value if isinstance(value, int) else int(float(value))
    if abs(number) > EXACT:
        raise CellFault(
            say("property-code-lost", said=said.name),
            TEXT,
        )
    return cells.code(str(number))


def is_loose(said: Said) -> bool:
    """Say whether a code, though whole, is written with decimals: it went through a program that may round."""
    return isinstance(said.value, float) or (isinstance(said.value, str) and _is_float_text(said.value))


def _is_float_text(text: str) -> bool:
    whole, point, decimals = text.strip().partition(".")
    return bool(point) and whole.isascii() and whole.isdigit() and len(text) < 40 and not decimals.strip("0")


# -- days --------------------------------------------------------------------------------------------------------------


def days_of(properties: Properties) -> tuple[date | None, date | None]:
    """From when to when an outline is said to hold: the first day, and the first day no more.  Raises CellFault."""
    start, end = _day(properties, STARTS), _day(properties, ENDS)
    if start is not None and end is not None and end <= start:
        raise CellFault(say("outline-days-reversed", start=start, end=end), say("correct-one-day"))
    return start, end


def _day(properties: Properties, fields: tuple[Field, ...]) -> date | None:
    for said in properties.say(*fields):
        if isinstance(said.value, bool) or not isinstance(said.value, str | int | float):
            raise CellFault(say("property-no-date", said=said.name), say("write-iso-date"))
        if not isinstance(said.value, str) and not abs(said.value) < EXACT:
            raise CellFault(say("property-no-date", said=said.name), say("write-iso-date"))
        inclusive = said.name in properties.inclusive
        day = cells.day(said.value, last=True) if inclusive else cells.day(said.value)
        if day is not None:
            return day + timedelta(days=1) if inclusive else day
    return None
