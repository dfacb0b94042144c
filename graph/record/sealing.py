"""Seals ID numbers with a key that is never in the database, so that a copy of it does not give them away."""

import hashlib
import hmac
import os
import secrets
from collections.abc import Callable
from pathlib import Path

KEY_BYTES = 32


def sealer(data: Path) -> Callable[[str], str]:
    """A function that seals ID numbers with the key of the data folder; the key is made when first needed."""

    def seal(number: str) -> str:
        return hmac.new(_key(data), number.strip().upper().encode(), hashlib.sha256).hexdigest()[:32]

    return seal


def _key(data: Path) -> bytes:
    path = data / "id-number.key"
    if not path.is_file():
        data.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(KEY_BYTES))
    return bytes.fromhex(path.read_text())
