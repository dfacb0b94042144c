"""The package `wangge` as it is installed: all of our folders stand in this one, so that none is in another's way.

In a checkout nothing imports this module; `make wheel` puts it where it belongs, as `wangge/__init__.py`.
"""

import runpy
import sys
from pathlib import Path


def main() -> None:
    """Run the command line of this folder, as a checkout runs its own."""
    house = Path(__file__).parent
    sys.path.insert(0, str(house))
    runpy.run_path(str(house / "cli.py"), run_name="__main__")
