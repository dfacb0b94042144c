"""The demo organisation: 东平街道 as a news article counts it, its villages real, everything else invented.

`build_demo` gives its facts, `write_demo` its files.  See `history.py` for what happens, `blueprint.py` and
`staffing.py` for the numbers, `tiling.py` for the map, `phones.py` for numbers that cannot ring.
"""

from pathlib import Path

from demo.dates import FOUNDED
from demo.files import write_demo
from demo.gazetteer import STREET
from demo.history import build_demo, decisions
from demo.rotas import set_rotas

POLICY = Path(__file__).with_name("policy.toml").read_text(encoding="utf-8")
"""The routing policy of the demo, a file."""

__all__ = ["FOUNDED", "POLICY", "STREET", "build_demo", "decisions", "set_rotas", "write_demo"]
