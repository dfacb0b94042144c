"""What coordinates refer to: the datum that a file, a feature or whoever imports it says, in whatever way."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from graph.messages import say
from loaders.cells.values import CellFault

DATUMS = {"cgcs2000": "cgcs2000", "wgs84": "wgs84", "gcj02": "gcj02"}
DATUMS |= dict.fromkeys(("epsg4490", "epsg4480", "中国2000", "国家2000", "2000国家大地坐标系"), "cgcs2000")
DATUMS |= dict.fromkeys(
    ("chinageodeticcoordinatesystem2000", "gcschinageodeticcoordinatesystem2000", "gcscgcs2000"), "cgcs2000"
)
DATUMS |= dict.fromkeys(("epsg4326", "epsg4979", "crs84", "crs84h", "wgs1984", "gcswgs84", "gcswgs1984"), "wgs84")
DATUMS |= dict.fromkeys(("火星坐标", "高德"), "gcj02")
"""Words for the systems of longitude and latitude that are read, without blanks and signs."""

EPSG = re.compile(r"\bepsg\D*(?:[\d.]+[:/]+)?(\d{4,6})$")
"""EPSG:4490, urn:ogc:def:crs:EPSG::4490, urn:ogc:def:crs:EPSG:6.9:4326, http://www.opengis.net/def/crs/EPSG/0/4490."""

OGC = re.compile(r"\bogc\b.*[:/]crs84h?$")

REMEDY = say("export-in-datum")


def declared(member: Mapping[str, Any]) -> str | None:
    """The datum that an object says by its members `datum` and `crs`; None: it says nothing.

    Raises CellFault for one that is not known, that is not said, or where two say different things.
    """
    said = list(_said(member))
    known = {known_datum(word) for word in said}
    if "gcj02" in known and len(known) > 1:
        raise CellFault(say("datum-said", said=" and ".join(said)), say("leave-one-of-them-out"))
    return next(iter(sorted(known)), None)


def agreed(asked: str | None, said: str | None) -> str | None:
    """The datum by what was asked for and what a file says.  Raises CellFault if these are different coordinates."""
    if asked is not None and said is not None and ("gcj02" in {asked, said}) and asked != said:
        raise CellFault(say("datum-unlike-asked", said=said, asked=asked), say("leave-one-of-them-out"))
    return said or asked


def known_datum(said: str) -> str:
    """The datum that a word names.  Raises CellFault."""
    word = re.sub(r"[^a-z0-9\u4e00-\u9fff]", "", said.casefold())
    if word in DATUMS:
        return DATUMS[word]
    code, ogc = EPSG.search(said.casefold()), OGC.search(said.casefold())
    found = DATUMS.get(f"epsg{code.group(1)}") if code else "wgs84" if ogc else None
    if found is None:
        raise CellFault(say("datum-unknown", said=said[:100]), REMEDY)
    return found


def _said(member: Mapping[str, Any]) -> Iterator[str]:
    datum, crs = member.get("datum"), member.get("crs")
    twice = getattr(member, "twice", ())
    if "datum" in twice or "crs" in twice:
        raise CellFault(say("datum-twice"), say("leave-one-of-them-out"))
    if datum is not None:
        yield _word(datum)
    if crs is not None:
        yield _word(crs) if not isinstance(crs, dict) else _named(crs)


def _named(crs: Mapping[str, Any]) -> str:
    """The name or number in a member `crs` of the GeoJSON of 2008, or of programs that write it otherwise."""
    properties = crs.get("properties")
    if crs.get("type") == "link":
        href = properties.get("href") if isinstance(properties, dict) else None
        raise CellFault(
            say("datum-by-link", href=str(href)[:100]),
            REMEDY,
        )
    inside = properties if isinstance(properties, dict) else crs
    if getattr(inside, "twice", ()):
        raise CellFault(say("datum-twice"), say("leave-one-of-them-out"))
    name, code = inside.get("name"), inside.get("code")
    if name is None and type(code) in {int, str} and str(code).strip().isdigit():
        return f"EPSG:{str(code).strip()}"
    return _word(name if name is not None else code)


def _word(said: object) -> str:
    if not isinstance(said, str) or not said.strip():
        raise CellFault(say("crs-unsaid"), REMEDY)
    return said.strip()
