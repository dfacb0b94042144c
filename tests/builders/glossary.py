"""The tables of docs/glossary.md, made from the closed lists and the kinds of facts."""

from collections.abc import Iterator

from graph import words
from graph.facts import FACT_CLASSES
from graph.words import Term


def tables() -> str:
    """Every closed list with its words, and what the kinds of facts are called."""
    return "\n".join([*_kinds(), *_lists()])


def _kinds() -> Iterator[str]:
    yield from ("### Kinds of facts", "", "| 中文 | English | in the code |", "|---|---|---|")
    for cls in FACT_CLASSES:
        yield f"| {cls.WORDS.zh} | {cls.WORDS.en} | `{cls.__name__}` |"
    yield ""


def _lists() -> Iterator[str]:
    lists = [found for found in vars(words).values() if isinstance(found, type) and issubclass(found, Term)]
    for cls in (found for found in lists if found is not Term):
        yield from (f"### {cls.__name__}", "", "| 中文 | English |", "|---|---|")
        yield from (f"| {term.zh} | {term.label} |" for term in cls)
        yield ""
