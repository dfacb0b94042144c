"""The file of the keys that seal backups: a key a line, the first seals, all of them verify.

    wangge-backup-key 1f0c6a…  9b1e…            its id and its secret, in hexadecimal

It is readable by its owner alone, and is no part of a backup.
"""

import os
import re
import secrets
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from graph.errors import InvalidInput
from graph.record.backup_seal import KEY_BYTES, SealKey, SealKeys

LINE = re.compile(r"wangge-backup-key ([0-9a-f]{16}) ([0-9a-f]{64})")
MOST_BYTES = 100_000
OTHERS = 0o077


def new_key() -> SealKey:
    """A key that nobody has yet."""
    return SealKey(secrets.token_bytes(KEY_BYTES))


class KeyFile:
    """A file of keys.  All of it raises InvalidInput where the file can't be read or written."""

    def __init__(self, path: Path, *, made_when_needed: bool) -> None:
        self.path = path
        self._made_when_needed = made_when_needed

    @staticmethod
    def of(data: Path, path: Path | None) -> "KeyFile":
        """The file that the settings name; without one that of the data folder, which is made when first needed."""
        return KeyFile(data / "backup.key" if path is None else path, made_when_needed=path is None)

    def known(self) -> SealKeys:
        """The keys of the file; none if there is no such file."""
        return SealKeys(tuple(read_keys(self.path))) if self.path.exists() else SealKeys()

    def for_sealing(self) -> SealKey:
        """The key that seals, made if there is none and the file is the data folder's."""
        if not self.path.exists():
            if not self._made_when_needed:
                raise InvalidInput(
                    f"{self.path}, that WANGGE_BACKUP_KEY names, is not there. Put the key in its place, or make one: "
                    "wangge backup-key new. 找不到备份密钥"
                )
            self._write([new_key()], anew=True)
        return self.known().sealing

    def put_first(self, key: SealKey) -> None:
        """Let a key seal from now on; those before it go on verifying."""
        self._write([key, *(each for each in self.known().keys if each.id != key.id)])

    def add(self, keys: Iterable[SealKey]) -> list[SealKey]:
        """Take keys in to verify with, after those that are there; those that were not."""
        known = self.known().keys
        fresh = [key for key in keys if key.id not in {each.id for each in known}]
        if fresh:
            self._write([*known, *fresh])
        return fresh

    def _write(self, keys: Iterable[SealKey], *, anew: bool = False) -> None:
        """Put a file of keys in place in one step; `anew`: unless another process was quicker."""
        draft = self.path.with_name(f".{self.path.name}.{secrets.token_hex(4)}")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            write_keys(draft, keys)
            if anew:
                with suppress(FileExistsError):
                    self.path.hardlink_to(draft)
            else:
                draft.replace(self.path)
        except OSError as error:
            raise _unusable(self.path, "written", error) from error
        finally:
            draft.unlink(missing_ok=True)


def read_keys(path: Path) -> list[SealKey]:
    """The keys of a file.  Raises InvalidInput if it is no such file, or is open to others."""
    try:
        with path.open("rb") as file:
            mode, text = os.fstat(file.fileno()).st_mode, file.read(MOST_BYTES + 1)
    except OSError as error:
        raise _unusable(path, "read", error) from error
    if mode & OTHERS:
        raise InvalidInput(
            f"{path} can be read by others, who could then forge backups: chmod 600 {path}. 密钥文件权限过宽"
        )
    lines = text.decode("ascii", "replace").splitlines()
    found = [LINE.fullmatch(line) for line in lines]
    keys = [SealKey(bytes.fromhex(line[2])) for line in found if line is not None]
    if not keys or None in found or len(text) > MOST_BYTES or [key.id for key in keys] != [m[1] for m in found if m]:
        raise InvalidInput(f"{path} is no file of backup keys, or was altered. 不是备份密钥文件")
    return keys


def write_keys(path: Path, keys: Iterable[SealKey]) -> None:
    """Write keys to a new file, readable by its owner alone.  Raises InvalidInput if there is one already."""
    text = "".join(f"wangge-backup-key {key.id} {key.secret.hex()}\n" for key in keys)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise _unusable(path, "written", error) from error


def _unusable(path: Path, what: str, error: OSError) -> InvalidInput:
    return InvalidInput(f"{path} can't be {what}: {error.strerror or error}. 密钥文件无法读写")
