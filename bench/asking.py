"""The contract's question, as the bodies of HTTP requests."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bench.city import TODAY

EXAMPLES = Path(__file__).parent.parent / "web" / "examples"
DOCUMENT = (EXAMPLES / "who-handles.graphql").read_text(encoding="utf-8")


def bodies(codes: Iterable[str]) -> list[dict[str, Any]]:
    """A request for each place."""
    return [{"query": DOCUMENT, "variables": {"place": {"code": code}, "at": TODAY}} for code in codes]
