"""A sentence as a code with values, which can be read in either language."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, Protocol, runtime_checkable

from graph.messages.catalogue import TEMPLATES
from graph.messages.language import LANGUAGE, Language
from graph.words import Term


class Message(str):
    """A sentence: its text in both languages, the code and values that it was made of, and each language by itself.

    As a text it is what stands where nobody chose a language: English first, then Chinese.  `in_` gives one of them.
    """

    __slots__ = ("code", "values")

    code: str
    values: Mapping[str, Any]

    def __new__(cls, code: str, values: Mapping[str, Any]) -> "Message":
        """The sentence of a code, with these values in its places.  Raises KeyError for what the catalogue lacks."""
        made = super().__new__(cls, _both(code, values))
        made.code, made.values = code, values
        return made

    def in_(self, language: Language | None) -> str:
        """The sentence in a language; None: in both."""
        if language is None:
            return str.__str__(self)
        template = TEMPLATES[self.code]
        return _filled(template.en if language is Language.ENGLISH else template.zh, self.values, language)

    def __str__(self) -> str:
        """The sentence itself, so that `str(error)` keeps its code and values."""
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return Message, (self.code, self.values)

    def with_texts(self, change: Callable[[str], str]) -> "Message":
        """The same sentence, each text among its values changed."""
        return Message(self.code, {name: _changed(value, change) for name, value in self.values.items()})


def say(code: str, /, **values: object) -> Message:
    """The sentence of a code, with these values in its places.

    A value is a text, number or day; a Term or a class of facts, told by its word, which `{kind:small}`
    begins with a small letter; another sentence; or a tuple of any of them, listed.
    """
    return Message(code, values)


def listed(parts: Iterable[object]) -> Message:
    """Several words as one: first, second, third."""
    return Message("listed", {"parts": tuple(parts)})


def any_of(parts: Iterable[object]) -> Message:
    """Several words of which one is meant: first or second or third."""
    return Message("listed", {"parts": _Choices(parts)})


def clauses(parts: Iterable[object]) -> Message:
    """Several sentences without full stops as one: first; second; third."""
    return Message("listed", {"parts": _Clauses(parts)})


def summed(parts: Iterable[object]) -> Message:
    """Several words that hold together: first + second + third."""
    return Message("listed", {"parts": _Sums(parts)})


def lines(parts: Iterable[object]) -> Message:
    """Several things below each other."""
    return Message("listed", {"parts": _Lines(parts)})


def sentences(parts: Iterable[object]) -> Message:
    """Several sentences as one, each after the other."""
    return Message("listed", {"parts": _Sentences(parts)})


def spoken(text: str, language: Language | None = None) -> str:
    """A text in a language, or else in that of what is being answered; what is no Message stays as it is."""
    if not isinstance(text, Message):
        return text
    return text.in_(language or LANGUAGE.get())


def _both(code: str, values: Mapping[str, Any]) -> str:
    if code == "listed" and isinstance(values["parts"], tuple):
        between = _BETWEEN.get(type(values["parts"]), _COMMA)[Language.ENGLISH]
        return between.join(str(_told(each, None)) for each in values["parts"])
    template = TEMPLATES[code]
    if template.both is not None:
        return _filled(template.both, values, None)
    english, chinese = (_filled(text, values, language) for text, language in _each(template.en, template.zh))
    if english == chinese:
        return english
    return f"{chinese} / {english}" if template.chinese_first else f"{english} {chinese}"


def _each(english: str, chinese: str) -> tuple[tuple[str, Language], tuple[str, Language]]:
    return (english, Language.ENGLISH), (chinese, Language.CHINESE)


def _filled(text: str, values: Mapping[str, Any], language: Language | None) -> str:
    told = {name: v if type(v) in _PLAIN else _told(v, language) for name, v in values.items()}
    return text.format_map(told)


def _told(value: Any, language: Language | None) -> object:  # noqa: ANN401 -- whatever stands in sentences
    """A value as it stands in a sentence: numbers and days stay, so that the template says how they are written."""
    if isinstance(value, Message):
        return _Word(value.in_(language))
    if isinstance(value, Term):
        return value.label if language is Language.ENGLISH else value.zh
    if isinstance(value, tuple):
        between = _BETWEEN.get(type(value), _COMMA)[language or Language.CHINESE]
        return between.join(str(each if type(each) in _PLAIN else _told(each, language)) for each in value)
    if isinstance(value, type):
        words = getattr(value, "WORDS", None)
        return _Word(value.__name__) if words is None or language is Language.ENGLISH else words.zh
    if isinstance(value, Worded):
        words = {Language.ENGLISH: value.en, Language.CHINESE: value.zh}
        return f"{value.en} {value.zh}" if language is None else words[language]
    return value.in_(language) if isinstance(value, Told) else value


def _changed(value: Any, change: Callable[[str], str]) -> Any:  # noqa: ANN401 -- whatever stands in sentences
    if isinstance(value, Message):
        return value.with_texts(change)
    if isinstance(value, tuple):
        return type(value)(_changed(each, change) for each in value)
    return change(value) if isinstance(value, str) and not isinstance(value, Term) else value


_PLAIN = frozenset({str, int, float, bool, date, datetime, type(None)})
"""What stands in a sentence as it is: most values, which need no closer look."""


@runtime_checkable
class Worded(Protocol):
    """What has a word in each language, such as a kind of facts."""

    zh: str
    en: str


@runtime_checkable
class Told(Protocol):
    """What can be told in either language, and stands in a sentence."""

    def in_(self, language: Language | None) -> str:
        """It in a language; None: in both."""


class _Word(str):
    """A word or sentence that begins with a small letter where the template says `{word:small}`."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        return f"{self[:1].lower()}{self[1:]}" if spec == "small" else str.__format__(self, spec)


class _Choices(tuple[object, ...]):
    """Words of which one is meant."""

    __slots__ = ()


class _Sums(tuple[object, ...]):
    """Words that hold together."""

    __slots__ = ()


class _Lines(tuple[object, ...]):
    """What stands below each other."""

    __slots__ = ()


class _Clauses(tuple[object, ...]):
    """Sentences without full stops."""

    __slots__ = ()


class _Sentences(tuple[object, ...]):
    """Whole sentences."""

    __slots__ = ()


_COMMA = {Language.ENGLISH: ", ", Language.CHINESE: "、"}
_BETWEEN: Mapping[type, Mapping[Language, str]] = {
    _Choices: {Language.ENGLISH: " or ", Language.CHINESE: "或"},
    _Sums: {Language.ENGLISH: " + ", Language.CHINESE: " + "},
    _Lines: {Language.ENGLISH: "\n", Language.CHINESE: "\n"},
    _Clauses: {Language.ENGLISH: "; ", Language.CHINESE: "；"},
    _Sentences: {Language.ENGLISH: " ", Language.CHINESE: ""},
}
