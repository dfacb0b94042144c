"""Every sentence by its code."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from graph.messages import (
    access,
    calendars,
    cases,
    cells,
    checks,
    common,
    core,
    edits,
    limits,
    outlines,
    plans,
    resolve,
    rows,
    rules,
    service,
    sheets,
    tables,
)
from graph.messages.template import Template

SUBJECTS: Final = (
    access,
    calendars,
    cases,
    cells,
    checks,
    common,
    core,
    edits,
    limits,
    outlines,
    plans,
    resolve,
    rows,
    rules,
    service,
    sheets,
    tables,
)
"""The modules that hold sentences, each those of a subject."""


def _whole() -> Mapping[str, Template]:
    whole: dict[str, Template] = {}
    for subject in SUBJECTS:
        twice = whole.keys() & subject.SENTENCES.keys()
        if twice:
            raise ValueError(f"codes of two sentences: {', '.join(sorted(twice))}")
        whole |= subject.SENTENCES
    return MappingProxyType(whole)


TEMPLATES: Final = _whole()
"""Code -> the words of the sentence."""
