"""Where this code lies: in a checkout, with its Makefile, or installed as a package, with a command alone."""

import os
from pathlib import Path
from typing import Final

HOUSE: Final = Path(__file__).parents[2]
"""The folder that all of our folders stand in."""

IS_CHECKOUT: Final = (HOUSE / "Makefile").is_file()


def cache_folder() -> Path:
    """Where everything that can be fetched again is kept.

    WANGGE_CACHE names it; else it is `.cache` in a checkout, and `wangge` in the user's folder of caches for what is
    installed (XDG_CACHE_HOME, or ~/.cache).
    """
    if named := os.environ.get("WANGGE_CACHE"):
        return Path(named).absolute()
    if IS_CHECKOUT:
        return HOUSE / ".cache"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache").absolute() / "wangge"


def command(words: str) -> str:
    """A command of ours as a person types it here: `.venv/bin/wangge …` in a checkout, `wangge …` elsewhere."""
    return f".venv/bin/wangge {words}" if IS_CHECKOUT else f"wangge {words}"
