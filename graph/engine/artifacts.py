"""Neo4j's jars: which they are, where they lie on this machine, and how they get there.

The list is `neo4j-jars.lock`.  Each jar is taken from a bundle if there is one, or else downloaded, and is put in place
only once its SHA-256 is the lock's.  Nothing here knows what the jars are for, nor names the registry they come from.
"""

import hashlib
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Event, Lock
from typing import Final

import click
import requests
from filelock import FileLock

from graph.engine.errors import DownloadFailed, EngineError, JarCorrupt, JarsMissing, folder_failure
from graph.engine.house import cache_folder, command

LOCK_FILE: Final = Path(__file__).with_name("neo4j-jars.lock")
WORKERS: Final = 8
ATTEMPTS: Final = 3
CHUNK_BYTES: Final = 256 * 1024
TIMEOUTS_S: Final = (10.0, 60.0)  # to connect, and between two pieces


@dataclass(frozen=True, slots=True)
class Jar:
    """One line of the lock: Maven coordinates, and what the file must be."""

    group: str
    artifact: str
    version: str
    classifier: str
    sha256: str
    size_bytes: int

    @property
    def file_name(self) -> str:
        tail = f"-{self.classifier}" if self.classifier else ""
        return f"{self.artifact}-{self.version}{tail}.jar"

    @property
    def remote_path(self) -> str:
        """Where the jar lies below the address of any Maven repository."""
        return f"{self.group.replace('.', '/')}/{self.artifact}/{self.version}/{self.file_name}"


def read_lock(path: Path = LOCK_FILE) -> tuple[Jar, ...]:
    """The jars of a lock file, in class path order."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(_parse(line) for line in lines if line and not line.startswith("#"))


def _parse(line: str) -> Jar:
    coordinates, sha256, size = line.split()
    group, artifact, version, *classifier = coordinates.split(":")
    return Jar(group, artifact, version, "".join(classifier), sha256, int(size))


@cache
def neo4j_version() -> str:
    """The version of Neo4j that the lock pins."""
    return next(jar.version for jar in read_lock() if (jar.group, jar.artifact) == ("org.neo4j", "neo4j"))


def bundle_folder() -> Path | None:
    """The unpacked bundle to install from, if WANGGE_BUNDLE names one."""
    named = os.environ.get("WANGGE_BUNDLE")
    return Path(named).absolute() if named else None


def jars_folder() -> Path:
    """Where the pinned version's jars lie, there or not."""
    return cache_folder() / f"neo4j-{neo4j_version()}"


def class_path(folder: Path | None = None) -> tuple[Path, ...]:
    """The jars of a complete folder, in class path order; looks at sizes alone, since each was verified on its way in.

    Raises JarsMissing if any is absent.
    """
    folder = folder or jars_folder()
    jars = read_lock()
    missing = [jar for jar in jars if not _has_size(folder / jar.file_name, jar)]
    if missing:
        raise JarsMissing(
            f"{len(missing)} of Neo4j's {len(jars)} jars are not in {folder}.",
            remedy=f"Run `{command('jars')}` once, with the network or with WANGGE_BUNDLE naming an unpacked bundle.",
        )
    return tuple(folder / jar.file_name for jar in jars)


def fetch(
    jars: tuple[Jar, ...],
    folder: Path,
    *,
    address: str | None = None,
    bundle: Path | None = None,
    on_bytes: Callable[[int], None] = lambda _: None,
    stop: Event | None = None,
) -> None:
    """Make the folder hold every jar, verified; `on_bytes` hears how many more bytes are in place (or fewer).

    Whole files already there are hashed and kept, a part left by an earlier run is continued.  Two processes may do
    this at once: the second waits for the first.  Once `stop` is set it ends by Stopped; what has arrived is kept.
    Raises DownloadFailed or JarCorrupt for the first jar that cannot be had, DiskFull or FolderNotWritable for a folder
    that cannot hold them.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / ".lock"), requests.Session() as session:
            fetcher = _Fetcher(folder, address or _registry(), bundle, session, _Meter(on_bytes), stop or Event())
            _in_parallel(fetcher, jars)
    except OSError as error:
        raise folder_failure(folder, error) from error


def _registry() -> str:
    """The address that jgo asks, unless WANGGE_JARS_FROM names a mirror."""
    from jgo.maven import MavenContext  # noqa: PLC0415 -- no start of the service needs it

    mirror = os.environ.get("WANGGE_JARS_FROM")
    return mirror or next(iter(MavenContext(offline=True).remote_repos.values()))


def _in_parallel(fetcher: "_Fetcher", jars: tuple[Jar, ...]) -> None:
    with ThreadPoolExecutor(WORKERS, thread_name_prefix="jars") as pool:
        try:
            for done in as_completed([pool.submit(fetcher.fetch, jar) for jar in jars]):
                done.result()
        except BaseException:  # Ctrl-C too: whoever is still downloading must stop before we can leave
            fetcher.stop.set()
            pool.shutdown(cancel_futures=True)
            raise


class _Meter:
    """Turns how far each thread has come with its jar into bytes more or fewer, one report at a time."""

    def __init__(self, on_bytes: Callable[[int], None]) -> None:
        self._on_bytes = on_bytes
        self._lock = Lock()
        self._reached: dict[Jar, int] = {}

    def reached(self, jar: Jar, position: int) -> None:
        with self._lock:
            self._on_bytes(position - self._reached.get(jar, 0))
            self._reached[jar] = position


class Stopped(Exception):
    """Another jar failed, or whoever asked called it off."""


class _Corrupt(Exception):
    """A whole file, but not the one that the lock names."""


@dataclass(frozen=True, slots=True)
class _Fetcher:
    """What fetching any one jar needs to know."""

    folder: Path
    address: str
    bundle: Path | None
    session: requests.Session
    meter: _Meter
    stop: Event

    def fetch(self, jar: Jar) -> None:
        target = self.folder / jar.file_name
        if _is(target, jar) or self._take_from_bundle(jar, target):
            self.meter.reached(jar, jar.size_bytes)
            return
        self._download_with_retries(jar, target)

    def _take_from_bundle(self, jar: Jar, target: Path) -> bool:
        if self.bundle is None or not _is(source := self.bundle / "jars" / jar.file_name, jar):
            return False
        target.unlink(missing_ok=True)
        try:
            os.link(source, target)
        except OSError:  # another file system
            shutil.copyfile(source, target)
        return True

    def _download_with_retries(self, jar: Jar, target: Path) -> None:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                self._download(jar, target)
            except (requests.RequestException, _Corrupt) as error:
                if attempt == ATTEMPTS:
                    raise _failure(jar, error) from error
                self.stop.wait(attempt)
            else:
                return

    def _download(self, jar: Jar, target: Path) -> None:
        part = target.with_name(target.name + ".part")
        with self._response(jar, _size(part)) as response:
            response.raise_for_status()
            self._write(response, part, jar)
        if not _is(part, jar):
            part.unlink()
            raise _Corrupt
        part.replace(target)

    @contextmanager
    def _response(self, jar: Jar, have: int) -> Iterator[requests.Response]:
        headers = {"Accept-Encoding": "identity"}  # so that the bytes counted are the bytes kept
        if 0 < have < jar.size_bytes:
            headers["Range"] = f"bytes={have}-"
        url = f"{self.address.rstrip('/')}/{jar.remote_path}"
        with self.session.get(url, headers=headers, stream=True, timeout=TIMEOUTS_S) as response:
            yield response

    def _write(self, response: requests.Response, part: Path, jar: Jar) -> None:
        """Append if the server continues where we stood, else begin again."""
        continued = response.status_code == requests.codes.partial_content
        with part.open("ab" if continued else "wb") as file:
            for piece in response.iter_content(CHUNK_BYTES):
                if self.stop.is_set():
                    raise Stopped
                file.write(piece)
                self.meter.reached(jar, file.tell())


def _failure(jar: Jar, error: Exception) -> EngineError:
    name = f"{jar.group}:{jar.artifact}:{jar.version}"
    if isinstance(error, _Corrupt):
        return JarCorrupt(
            f"What was downloaded as {name} is not the jar that neo4j-jars.lock names: its SHA-256 differs.",
            remedy="Something on the way alters downloads: try another network, or install from a bundle.",
        )
    return DownloadFailed(
        f"{name} could not be downloaded: {_reason(error)}.",
        remedy="Check the network and proxy settings and run it again: what has arrived is kept. "
        "Without a network, install from a bundle (docs/install.md).",
    )


def _reason(error: Exception) -> str:
    match error:
        case requests.HTTPError(response=requests.Response(status_code=status)):
            return f"the server answered {status}"
        case requests.Timeout():
            return "the server did not answer in time"
        case requests.ConnectionError():
            return "there is no connection to the server"
        case _:
            return str(error)


def _is(path: Path, jar: Jar) -> bool:
    """Whether the file is the very jar; reads it whole."""
    if not _has_size(path, jar):
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == jar.sha256


def _has_size(path: Path, jar: Jar) -> bool:
    return _size(path) == jar.size_bytes


def _size(path: Path) -> int:
    """Bytes in the file, 0 if there is none."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def fetch_pinned() -> None:
    """Fetch the lock's jars into the cache, from the bundle if there is one, with a progress bar on a terminal."""
    jars = read_lock()
    total = sum(jar.size_bytes for jar in jars)
    label = f"Neo4j {neo4j_version()}: {len(jars)} jars, {total / 1e6:.0f} MB"
    with click.progressbar(length=total, label=label, file=sys.stderr) as bar:
        fetch(jars, jars_folder(), bundle=bundle_folder(), on_bytes=bar.update)


def fetch_missing(say: Callable[[str], None], stop: Event) -> None:
    """Fetch the lock's jars unless all of them lie in the cache, and say so, with a word at each tenth.

    Raises what `fetch` raises.
    """
    with suppress(JarsMissing):
        class_path()
        return
    jars = read_lock()
    total = sum(jar.size_bytes for jar in jars)
    say(
        f"Fetching Neo4j {neo4j_version()} once: {len(jars)} jars, {total / 1e6:.0f} MB, each verified by its SHA-256, "
        f"to {jars_folder()}. 首次启动，正在下载数据库组件"
    )
    told = _Tenths(total, say)
    fetch(jars, jars_folder(), bundle=bundle_folder(), on_bytes=told.hear, stop=stop)


class _Tenths:
    """Says how far a download has come, each time that a tenth more of it is there."""

    def __init__(self, total: int, say: Callable[[str], None]) -> None:
        self._total, self._say = total, say
        self._here, self._said = 0, 0

    def hear(self, more: int) -> None:
        self._here += more
        tenths = 10 * self._here // self._total
        if tenths > self._said:
            self._said = tenths
            self._say(f"  {10 * tenths} % of Neo4j is there. 已下载")


def main() -> None:
    """What `make jars` runs."""
    try:
        fetch_pinned()
    except EngineError as error:
        raise SystemExit(f"\n{error}") from None


if __name__ == "__main__":
    main()
