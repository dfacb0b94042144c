"""The package `wangge` as it is installed: all of our folders stand in this one, so that none is in another's way.

In a checkout nothing imports this module; `make wheel` puts it where it belongs, as `wangge/__init__.py`.
"""

import sys
from pathlib import Path


def main() -> None:
    """Run the command line from this folder, as a checkout does from its own."""
    sys.path.insert(0, str(Path(__file__).parent))
    from cli import wangge  # noqa: PLC0415 -- found only once the folder is on the path

    wangge(prog_name="wangge")
