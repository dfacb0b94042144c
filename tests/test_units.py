"""The units for systemd: they are sound, they are held in, and they run commands that there are."""

import re
import shutil
import subprocess
from configparser import RawConfigParser
from pathlib import Path

import click
import pytest

from cli import wangge

UNITS = Path(__file__).parents[1] / "deploy"
SERVICES = ("wangge.service", "wangge-backup.service")
HELD_IN = {
    "nonewprivileges": "yes",
    "capabilityboundingset": "",
    "protectsystem": "strict",
    "protecthome": "yes",
    "privatetmp": "yes",
    "privatedevices": "yes",
    "protectkernelmodules": "yes",
    "restrictaddressfamilies": "AF_INET AF_INET6 AF_UNIX",
    "restrictnamespaces": "yes",
    "restrictsuidsgid": "yes",
    "systemcallfilter": "@system-service",
    "umask": "0077",
    "user": "wangge",
}
ANALYZE = shutil.which("systemd-analyze") or ""
MOST_EXPOSED = 2.5
"""Of 10, as systemd counts: a service without a word of this has 9.6."""


def unit(name: str) -> RawConfigParser:
    found = RawConfigParser(strict=False)
    found.read(UNITS / name, "utf-8")
    return found


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_may_do_no_more_than_it_needs(name: str) -> None:
    service = unit(name)["Service"]
    assert {key: service.get(key) for key in HELD_IN} == HELD_IN
    assert re.fullmatch(r"\d+G", service["memorymax"])


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_runs_a_command_that_there_is(name: str) -> None:
    found = re.search(r"/bin/wangge (\w+)((?: --\w+)*)", unit(name)["Service"]["execstart"])
    assert found is not None
    command = wangge.commands[found[1]]
    options = {option for parameter in command.params for option in parameter.opts}
    assert isinstance(command, click.Command)
    assert set(found[2].split()) <= options


def test_the_timer_starts_the_backup_and_the_backup_is_verified() -> None:
    assert (UNITS / "wangge-backup.timer").with_suffix(".service").is_file()
    assert unit("wangge-backup.timer")["Timer"]["persistent"] == "true"
    service = unit("wangge-backup.service")["Service"]
    assert "backup --verify" in service["execstart"]
    assert service["readwritepaths"] in service["execstart"]
    assert "-delete" in service["execstartpost"], "old ones go after, and so only if the new one is sound"


@pytest.mark.skipif(not ANALYZE, reason="systemd is not on this machine")
def test_systemd_takes_them_and_finds_little_exposed(tmp_path: Path) -> None:
    for path in (*UNITS.glob("*.service"), *UNITS.glob("*.timer")):
        text = path.read_text("utf-8").replace("/opt/wangge/bin/wangge", "/bin/true")  # which is on every machine
        (tmp_path / path.name).write_text(text, "utf-8")
    files = [str(path) for path in sorted(tmp_path.iterdir())]
    verified = subprocess.run([ANALYZE, "verify", *files], capture_output=True, text=True, check=False)
    assert (verified.returncode, verified.stderr) == (0, "")
    for name in SERVICES:
        command = [ANALYZE, "security", "--offline=true", str(tmp_path / name)]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        exposed = re.search(r"exposure level for \S+: ([\d.]+)", told)
        assert exposed is not None
        assert float(exposed[1]) <= MOST_EXPOSED
