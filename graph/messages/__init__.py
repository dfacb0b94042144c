"""Sentences that leave: each a code with values, its words kept once, in Chinese and in English."""

from graph.messages.catalogue import TEMPLATES
from graph.messages.language import LANGUAGE, Language, preferred
from graph.messages.message import Message, any_of, clauses, lines, listed, say, sentences, spoken, summed
from graph.messages.template import Template

__all__ = [
    "LANGUAGE",
    "TEMPLATES",
    "Language",
    "Message",
    "Template",
    "any_of",
    "clauses",
    "lines",
    "listed",
    "preferred",
    "say",
    "sentences",
    "spoken",
    "summed",
]
