"""Every way that having a Neo4j of one's own can fail.

EngineError                    root: one sentence, what to do next, and the log that says more
├── JarsMissing                Neo4j's jars are not (all) in the cache                 JARS_MISSING
├── DownloadFailed             a jar could not be fetched                              DOWNLOAD_FAILED
├── JarCorrupt                 what was fetched is not the jar that the lock names     JAR_CORRUPT
├── JavaMissing                there is no Java to run it with                         JAVA_MISSING
├── JavaTooOld                 the Java that was named is older than Neo4j needs       JAVA_TOO_OLD
├── FolderNotWritable          the data folder cannot be written                       FOLDER_NOT_WRITABLE
├── FolderInUse                another process holds the data folder                   FOLDER_IN_USE
├── DataFromNewer              the data was written by a newer Neo4j                   DATA_FROM_NEWER
├── DataDamaged                Neo4j cannot open its data                              DATA_DAMAGED
│   └── LogUnreadable          its log of transactions ends in something unreadable    DATA_DAMAGED
├── PasswordLost               there is data, but its password file is gone            PASSWORD_LOST
├── PortTaken                  the port that was asked for is in use                   PORT_TAKEN
├── DiskFull                   no space is left for the data                           DISK_FULL
├── NotEnoughMemory            the machine, or Neo4j's heap, ran out of memory         NOT_ENOUGH_MEMORY
│   └── HeapFull               Neo4j's heap did, and a larger one would help           NOT_ENOUGH_MEMORY
├── StartTimedOut              Neo4j gave no sign of life in the time allowed          START_TIMED_OUT
└── Neo4jFailed                Neo4j ended by itself, for a reason of its own          NEO4J_FAILED
"""

import errno
from pathlib import Path
from typing import ClassVar


class EngineError(Exception):
    """Root of everything that can go wrong with the Neo4j that we run; `code` is stable."""

    code: ClassVar[str] = "ENGINE_ERROR"

    def __init__(self, sentence: str, *, remedy: str, log_path: Path | None = None) -> None:
        self.sentence = sentence
        self.remedy = remedy
        self.log_path = log_path
        log = f" Neo4j's log: {log_path}" if log_path else ""
        super().__init__(f"{sentence} {remedy}{log}")


class JarsMissing(EngineError):
    """Neo4j's jars are not (all) in the cache."""

    code = "JARS_MISSING"


class DownloadFailed(EngineError):
    """A jar could not be fetched."""

    code = "DOWNLOAD_FAILED"


class JarCorrupt(EngineError):
    """What was fetched is not the jar that the lock names."""

    code = "JAR_CORRUPT"


class JavaMissing(EngineError):
    """There is no Java to run Neo4j with."""

    code = "JAVA_MISSING"


class JavaTooOld(EngineError):
    """The Java that was named is older than Neo4j needs."""

    code = "JAVA_TOO_OLD"


class FolderNotWritable(EngineError):
    """The data folder cannot be written."""

    code = "FOLDER_NOT_WRITABLE"


class FolderInUse(EngineError):
    """Another process holds the data folder."""

    code = "FOLDER_IN_USE"


class DataFromNewer(EngineError):
    """The data was written by a newer Neo4j than the one we run."""

    code = "DATA_FROM_NEWER"


class DataDamaged(EngineError):
    """Neo4j cannot open its data."""

    code = "DATA_DAMAGED"


class LogUnreadable(DataDamaged):
    """Neo4j's log of transactions ends in something that it cannot read, as a full disk may leave it."""


class PasswordLost(EngineError):
    """There is data, but the file with its password is gone."""

    code = "PASSWORD_LOST"


class PortTaken(EngineError):
    """The port that was asked for is in use."""

    code = "PORT_TAKEN"


class DiskFull(EngineError):
    """No space is left for the data."""

    code = "DISK_FULL"


class NotEnoughMemory(EngineError):
    """The machine, or Neo4j's heap, ran out of memory."""

    code = "NOT_ENOUGH_MEMORY"


class HeapFull(NotEnoughMemory):
    """Neo4j's heap ran out of memory: with a larger one it might not have."""


class StartTimedOut(EngineError):
    """Neo4j gave no sign of life in the time allowed."""

    code = "START_TIMED_OUT"


class Neo4jFailed(EngineError):
    """Neo4j ended by itself, for a reason of its own."""

    code = "NEO4J_FAILED"


def folder_failure(folder: Path, error: OSError) -> EngineError:
    """What the operating system's refusal to write in a folder means to a person."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(f"No space is left on the disk of {folder}.", remedy="Free some space and start again.")
    return FolderNotWritable(
        f"{folder} cannot be written: {error.strerror or error}.",
        remedy="Choose another folder, or give this user the right to write in it.",
    )
