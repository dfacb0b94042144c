"""The explorer in a browser that can reach nothing but the service: the tests of web/tests, run on the demo."""

import os
import subprocess
from pathlib import Path

from tests.builders.process import ROOT, Service
from tests.waiting import HANG_S


def test_the_explorer_works_offline_in_a_browser(demo: Service, tmp_path: Path) -> None:
    node = (ROOT / ".venv" / ".node").read_text("utf-8").strip()
    environment = {
        **os.environ,
        "PATH": f"{node}{os.pathsep}{os.environ['PATH']}",
        "WANGGE_URL": demo.url,
        "WANGGE_KEY": demo.token or "",
        "WANGGE_SCREENSHOTS": str(tmp_path),
    }
    done = subprocess.run(
        ["npm", "--prefix", str(ROOT / "web"), "run", "--silent", "browser"],  # noqa: S607 -- found by `make`
        env=environment,
        capture_output=True,
        text=True,
        timeout=HANG_S,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert list(tmp_path.glob("*.png"))
