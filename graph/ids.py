"""Ids for new facts: short, opaque, and the same on every machine that is given the same input."""

import base64
import hashlib
from collections.abc import Callable

from graph.facts import FactId

Taken = Callable[[FactId], bool]


def mint(prefix: str, *words: object, taken: Taken) -> FactId:
    """A new id `prefix-xxxxxxxxxxxxx` derived from `words`; the next one in line if that is `taken` already.

    Words should tell one fact from its fellows and must hold nothing secret: an id can be guessed from them.
    """
    salt = 0
    while True:
        text = "\x1f".join([prefix, *(str(word) for word in words), str(salt) if salt else ""])
        digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        fact_id = f"{prefix}-{base64.b32encode(digest).decode().rstrip('=').lower()}"
        if not taken(fact_id):
            return fact_id
        salt += 1
