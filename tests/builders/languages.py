"""What makes a text one of a language: no sentence of the other in it."""

import re

HAN = re.compile("[\u4e00-\u9fff]")
LATIN_SENTENCE = re.compile(r"\b[A-Za-z][a-z]+,? [a-z]{2,}\b")
"""Two words of English after each other; codes, ids and names of fields stand alone."""

QUOTED = re.compile(r"`[^`]*`|“[^”]*”|\"[^\"]*\"|'[^']*'|「[^」]*」")
BRACKETED = re.compile(r"\([^()]*\)|（[^（）]*）|\[[^\[\]]*\]")


def is_chinese(text: str) -> bool:
    """Whether a text says nothing in English, but for what it quotes."""
    return not LATIN_SENTENCE.search(QUOTED.sub("", text))


def is_english(text: str) -> bool:
    """Whether a text says nothing in Chinese, but for what it quotes and terms in brackets."""
    return not HAN.search(BRACKETED.sub("", QUOTED.sub("", text)))
