"""Which Wangge this is."""

import re
from importlib import metadata

from graph.engine.house import HOUSE, IS_CHECKOUT

VERSION_LINE = re.compile(r'^version = "([^"]+)"$', re.MULTILINE)


def version() -> str:
    """The version of the checkout that this runs from; else of the package that is installed."""
    if not IS_CHECKOUT:
        return metadata.version("wangge")
    found = VERSION_LINE.search((HOUSE / "pyproject.toml").read_text("utf-8"))
    return found[1] if found else "unknown"
