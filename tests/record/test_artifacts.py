"""Neo4j's jars arrive whole, verified, and only as often as needed; tried against a real HTTP server on loopback."""

import hashlib
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from graph.engine.artifacts import Jar, Stopped, class_path, fetch, fetch_missing, jars_folder, neo4j_version, read_lock
from graph.engine.errors import DownloadFailed, JarCorrupt, JarsMissing, folder_failure

LARGE = b"".join(hashlib.sha256(n.to_bytes(4)).digest() for n in range(40_000))
SMALL = b"a small jar"


def jar_of(content: bytes, name: str, classifier: str = "") -> Jar:
    return Jar("org.example.deep", name, "1.0", classifier, hashlib.sha256(content).hexdigest(), len(content))


JARS = (jar_of(LARGE, "large"), jar_of(SMALL, "small", "linux-x86_64"))


@dataclass
class Registry:
    """What a registry holds and how it behaves, and the requests it has seen as (path, Range)."""

    content: dict[str, bytes] = field(default_factory=dict)
    knows_ranges: bool = True
    drop_after_bytes: int | None = None  # for one request
    seen: list[tuple[str, str | None]] = field(default_factory=list)
    address: str = ""


class Handler(BaseHTTPRequestHandler):
    registry: ClassVar[Registry]

    def do_GET(self) -> None:  # the name http.server calls
        registry, wanted = self.registry, self.headers["Range"]
        registry.seen.append((self.path, wanted))
        content = registry.content.get(self.path)
        if content is None:
            self.send_error(404)
            return
        start = int(re.findall(r"\d+", wanted)[0]) if wanted and registry.knows_ranges else 0
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(content) - start))
        self.end_headers()
        stop, registry.drop_after_bytes = registry.drop_after_bytes, None
        self.wfile.write(content[start:][:stop])

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def registry() -> Iterator[Registry]:
    """A registry that holds JARS and behaves well."""
    registry = Registry({f"/{jar.remote_path}": content for jar, content in zip(JARS, (LARGE, SMALL), strict=True)})
    handler = type("HandlerOfOne", (Handler,), {"registry": registry})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        registry.address = f"http://127.0.0.1:{server.server_port}"
        yield registry
        server.shutdown()


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {".lock"}


BOTH = {"large-1.0.jar", "small-1.0-linux-x86_64.jar"}


def test_lock_is_complete_and_names_no_registry() -> None:
    jars = read_lock()
    text = Path("graph/engine/neo4j-jars.lock").read_text()
    assert len(jars) == len({jar.file_name for jar in jars}) == 225
    assert all(re.fullmatch("[0-9a-f]{64}", jar.sha256) and jar.size_bytes > 0 for jar in jars)
    assert not [jar for jar in jars if jar.artifact in {"junit", "mockito-core", "hamcrest"}]
    assert "://" not in text
    assert "reactor-core:3.7.19 " in text, "Maven's version, not a resolver's newer one"
    assert neo4j_version() == "2026.08.1"


def test_jars_arrive_where_maven_keeps_them_and_are_counted(registry: Registry, tmp_path: Path) -> None:
    counted: list[int] = []
    fetch(JARS, tmp_path / "new", address=registry.address, on_bytes=counted.append)
    assert files(tmp_path / "new") == BOTH
    assert sum(counted) == len(LARGE) + len(SMALL)
    assert {path for path, _ in registry.seen} == {
        "/org/example/deep/large/1.0/large-1.0.jar",
        "/org/example/deep/small/1.0/small-1.0-linux-x86_64.jar",
    }


def test_what_is_there_is_not_asked_for_again(registry: Registry, tmp_path: Path) -> None:
    fetch(JARS, tmp_path, address=registry.address)
    registry.seen.clear()
    fetch(JARS, tmp_path, address=registry.address)
    assert registry.seen == []


def test_a_damaged_jar_of_the_right_size_is_replaced(registry: Registry, tmp_path: Path) -> None:
    (tmp_path / "large-1.0.jar").write_bytes(b"x" * len(LARGE))
    fetch(JARS, tmp_path, address=registry.address)
    assert (tmp_path / "large-1.0.jar").read_bytes() == LARGE


def test_a_jar_that_is_not_the_locks_is_refused_and_not_kept(registry: Registry, tmp_path: Path) -> None:
    registry.content[f"/{JARS[1].remote_path}"] = b"not the jar"
    with pytest.raises(JarCorrupt, match=r"org\.example\.deep:small:1\.0"):
        fetch(JARS[1:], tmp_path, address=registry.address)
    assert files(tmp_path) == set()


def test_a_part_is_continued(registry: Registry, tmp_path: Path) -> None:
    counted: list[int] = []
    (tmp_path / "large-1.0.jar.part").write_bytes(LARGE[:1000])
    fetch(JARS[:1], tmp_path, address=registry.address, on_bytes=counted.append)
    assert registry.seen == [(f"/{JARS[0].remote_path}", "bytes=1000-")]
    assert (tmp_path / "large-1.0.jar").read_bytes() == LARGE
    assert sum(counted) == len(LARGE)


def test_a_part_is_begun_anew_where_the_server_knows_no_ranges(registry: Registry, tmp_path: Path) -> None:
    registry.knows_ranges = False
    (tmp_path / "large-1.0.jar.part").write_bytes(LARGE[:1000])
    fetch(JARS[:1], tmp_path, address=registry.address)
    assert (tmp_path / "large-1.0.jar").read_bytes() == LARGE


def test_a_part_of_something_else_is_thrown_away(registry: Registry, tmp_path: Path) -> None:
    (tmp_path / "large-1.0.jar.part").write_bytes(b"x" * 1000)
    fetch(JARS[:1], tmp_path, address=registry.address)
    assert [wanted for _, wanted in registry.seen] == ["bytes=1000-", None]
    assert files(tmp_path) == {"large-1.0.jar"}


def test_a_connection_that_breaks_is_continued(registry: Registry, tmp_path: Path) -> None:
    registry.drop_after_bytes = 700_000
    fetch(JARS[:1], tmp_path, address=registry.address)
    assert len(registry.seen) == 2
    assert registry.seen[1][1] is not None
    assert (tmp_path / "large-1.0.jar").read_bytes() == LARGE


def test_a_jar_that_the_registry_lacks_is_named_with_the_answer(registry: Registry, tmp_path: Path) -> None:
    registry.content.clear()
    with pytest.raises(DownloadFailed, match=r"small:1\.0 could not be downloaded: the server answered 404\."):
        fetch(JARS[1:], tmp_path, address=registry.address)


def test_without_a_network_the_message_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DownloadFailed, match="no connection") as caught:
        fetch(JARS, tmp_path, address="http://127.0.0.1:9")
    assert "bundle" in caught.value.remedy


def test_a_bundle_needs_no_network(tmp_path: Path) -> None:
    bundle = tmp_path / "bundle"
    (bundle / "jars").mkdir(parents=True)
    for jar, content in zip(JARS, (LARGE, SMALL), strict=True):
        (bundle / "jars" / jar.file_name).write_bytes(content)
    fetch(JARS, tmp_path / "cache", address="http://127.0.0.1:9", bundle=bundle)
    assert files(tmp_path / "cache") == BOTH


def test_a_damaged_jar_of_a_bundle_is_not_taken(registry: Registry, tmp_path: Path) -> None:
    (tmp_path / "jars").mkdir()
    (tmp_path / "jars" / JARS[1].file_name).write_bytes(b"x" * len(SMALL))
    fetch(JARS[1:], tmp_path / "cache", address=registry.address, bundle=tmp_path)
    assert (tmp_path / "cache" / JARS[1].file_name).read_bytes() == SMALL


def test_a_mirror_can_be_named(registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WANGGE_JARS_FROM", f"{registry.address}/")
    fetch(JARS, tmp_path)
    assert files(tmp_path) == BOTH


def test_class_path_is_the_locks_order_and_missing_jars_are_an_error(tmp_path: Path) -> None:
    assert [path.name for path in class_path()] == [jar.file_name for jar in read_lock()]
    with pytest.raises(JarsMissing, match=r"225 of Neo4j's 225 jars are not in .*wangge jars"):
        class_path(tmp_path)


def test_the_first_start_fetches_what_is_missing_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bundle").mkdir()
    (tmp_path / "bundle" / "jars").symlink_to(jars_folder())
    monkeypatch.setenv("WANGGE_BUNDLE", str(tmp_path / "bundle"))
    monkeypatch.setenv("WANGGE_CACHE", str(tmp_path / "cache"))
    said: list[str] = []
    fetch_missing(said.append, threading.Event())
    assert {path.parent.parent for path in class_path()} == {tmp_path / "cache"}
    assert re.match(r"Fetching Neo4j \S+ once: 225 jars, \d+ MB, each verified by its SHA-256, to /", said[0])
    assert said[-1].startswith("  100 %")
    assert len(said) <= 11
    said.clear()
    fetch_missing(said.append, threading.Event())
    assert said == []


def test_a_download_that_is_called_off_ends_and_keeps_what_it_has(registry: Registry, tmp_path: Path) -> None:
    stop = threading.Event()

    def first_bytes(_: int) -> None:
        stop.set()

    with pytest.raises(Stopped):
        fetch(JARS[:1], tmp_path, address=registry.address, on_bytes=first_bytes, stop=stop)
    kept = (tmp_path / f"{JARS[0].file_name}.part").read_bytes()
    assert kept
    assert LARGE.startswith(kept)


def test_a_folder_that_cannot_hold_them_is_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Exception, match=r"/file/.* cannot be written: Not a directory\.") as caught:
        fetch(JARS, tmp_path / "file" / "cache")
    assert getattr(caught.value, "code", None) == "FOLDER_NOT_WRITABLE"
    assert folder_failure(tmp_path, OSError(28, "No space left on device")).code == "DISK_FULL"


def test_a_jar_is_told_by_hash_and_not_by_size(registry: Registry, tmp_path: Path) -> None:
    other = replace(JARS[1], sha256=hashlib.sha256(b"another jar").hexdigest())
    with pytest.raises(JarCorrupt):
        fetch((other,), tmp_path, address=registry.address)
