"""The languages that sentences have, and which of them whoever reads them asks for."""

from contextvars import ContextVar
from enum import StrEnum

LONGEST_HEADER = 200
"""Characters of an `Accept-Language` that are looked at: browsers send some forty."""


class Language(StrEnum):
    """A language that every sentence has."""

    ENGLISH = "en"
    CHINESE = "zh"


LANGUAGE: ContextVar[Language | None] = ContextVar("wangge.language", default=None)
"""The language of what is being answered; None: both."""


def preferred(header: str | None) -> Language | None:
    """The language that an `Accept-Language` header (RFC 9110, 12.5.4) likes best; None if it names neither.

    Of two liked equally the first named counts.  A part that can't be read counts for nothing.
    """
    best: Language | None = None
    most = 0.0
    for part in (header or "")[:LONGEST_HEADER].split(","):
        tag, _, weight = part.strip().partition(";")
        language = _LANGUAGES.get(tag.strip().lower().partition("-")[0])
        liked = _quality(weight)
        if language is not None and liked > most:
            best, most = language, liked
    return best


_LANGUAGES = {language.value: language for language in Language}


def _quality(weight: str) -> float:
    if not weight.strip():
        return 1.0
    name, _, value = weight.partition("=")
    digits = value.strip()
    if name.strip().lower() != "q" or not digits.replace(".", "", 1).isdecimal() or not digits.isascii():
        return 0.0
    return min(float(digits), 1.0)
