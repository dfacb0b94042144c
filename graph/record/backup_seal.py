"""The seal of a backup: made with a key that lies elsewhere, so that nobody without it can alter a file unseen.

From version 3 on the last line of a backup is

    {"key":"1f0c…","hmac_sha256":"…"}

with HMAC-SHA256 over every byte of the file before it; it lies in the file unpacked, byte for byte what the key makes
it.  It is verified before anything is unpacked.  The seals of versions 1 and 2 hold mere digests, which whoever alters
a file can make anew: they show an accident, not a hand.
"""

import hashlib
import hmac
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson

from graph.errors import InvalidInput

KEY_BYTES = 32
CHUNK = 1 << 20
STORED_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
SEAL_LINE = re.compile(rb'\{"key":"([0-9a-f]{16})","hmac_sha256":"[0-9a-f]{64}"\}\n')


@dataclass(frozen=True, slots=True)
class SealKey:
    """A key that seals backups; `id` tells it from others and gives nothing away."""

    secret: bytes

    @property
    def id(self) -> str:
        """The first 64 bits of a digest."""
        return hashlib.sha256(b"wangge backup key\n" + self.secret).hexdigest()[:16]

    def __repr__(self) -> str:
        return f"SealKey({self.id})"


@dataclass(frozen=True, slots=True)
class SealKeys:
    """The keys that are known here: the first seals, all of them verify."""

    keys: tuple[SealKey, ...] = ()

    def find(self, key_id: str) -> SealKey | None:
        """The key of an id, or None."""
        return next((key for key in self.keys if key.id == key_id), None)

    @property
    def sealing(self) -> SealKey:
        """The key that seals.  Raises InvalidInput if there is none."""
        if not self.keys:
            raise InvalidInput("No key is there to seal a backup with: wangge backup-key new. 没有备份密钥")
        return self.keys[0]


class Sealer:
    """Takes in all that is written, and makes the seal of it."""

    def __init__(self, key: SealKey) -> None:
        self._key = key
        self._hmac = hmac.new(key.secret, digestmod=hashlib.sha256)

    def update(self, packed: bytes) -> None:
        """Take in bytes as they stand in the file."""
        self._hmac.update(packed)

    def seal(self) -> bytes:
        """What follows them, at last."""
        return stored(orjson.dumps({"key": self._key.id, "hmac_sha256": self._hmac.hexdigest()}) + b"\n")


def stored(line: bytes) -> bytes:
    """A line as a gzip member that holds it unpacked: the same bytes whatever the machine and its zlib."""
    block = struct.pack("<BHH", 1, len(line), len(line) ^ 0xFFFF) + line
    return STORED_HEADER + block + struct.pack("<II", zlib.crc32(line), len(line))


SEAL_BYTES = len(Sealer(SealKey(b"")).seal())


def check_seal(path: Path, keys: SealKeys) -> str:
    """See that a file of version 3 or newer is as it was sealed; the id of the key.  Unpacks nothing.

    Raises InvalidInput if it was altered, or was sealed with a key that is not known here.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - SEAL_BYTES))
        seal = file.read(SEAL_BYTES + 1)
    # The line stands between the member's header with its block's, 15 bytes, and its trailer, 8.
    named = SEAL_LINE.fullmatch(seal[15:-8])
    if named is None:
        raise InvalidInput(f"{path} is cut short or was altered: it has no seal at its end. 文件不完整或被改动")
    key = keys.find(named[1].decode())
    if key is None:
        raise InvalidInput(
            f"{path} is sealed with the key {named[1].decode()}, which is not known here. Bring that key from where "
            "the backup was made: wangge backup-key export there, wangge backup-key import here. 备份密钥不符"
        )
    sealer = Sealer(key)
    for chunk in chunks(path, max(0, size - SEAL_BYTES)):
        sealer.update(chunk)
    if not hmac.compare_digest(sealer.seal(), seal):
        raise InvalidInput(f"{path} is cut short or was altered: its seal is not the one it should have. 校验不符")
    return key.id


def chunks(path: Path, length: int) -> Iterator[bytes]:
    """The first so many bytes of a file."""
    with path.open("rb") as file:
        while length > 0 and (chunk := file.read(min(CHUNK, length))):
            yield chunk
            length -= len(chunk)


# -- versions 1 and 2 --------------------------------------------------------------------------------------------------


def plain_seal(lines: str, packed: str) -> bytes:
    """The seal of versions 1 and 2: digests of all lines, and of their packed bytes."""
    return stored(orjson.dumps({"sha256": lines, "packed_sha256": packed}) + b"\n")


PLAIN_SEAL_BYTES = len(plain_seal("0" * 64, "0" * 64))


def check_plain_seal(path: Path, lines: Iterator[bytes]) -> None:
    """See that a file of version 1 or 2 is whole; `lines`: all but its last.  Raises InvalidInput."""
    size = path.stat().st_size
    packed = hashlib.sha256()
    for chunk in chunks(path, size - PLAIN_SEAL_BYTES):
        packed.update(chunk)
    with path.open("rb") as file:
        file.seek(max(0, size - PLAIN_SEAL_BYTES))
        seal = file.read(PLAIN_SEAL_BYTES + 1)
    unpacked = hashlib.sha256()
    for line in lines:
        unpacked.update(line)
    if not hmac.compare_digest(seal, plain_seal(unpacked.hexdigest(), packed.hexdigest())):
        raise InvalidInput(f"{path} is cut short or was altered: its seal is not the one it should have. 校验不符")
