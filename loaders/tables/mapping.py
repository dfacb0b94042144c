"""The small file by which a person fixes how tables are read, and what was understood, as it is shown to people."""

import fnmatch
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph.messages import Message, say
from loaders.faults import Findings, Where
from loaders.tables.fields import TableKind


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """One column as it was understood: its letter, its heading and its meaning in Chinese."""

    letter: str
    heading: str
    meaning: str


@dataclass(frozen=True, slots=True)
class SheetMapping:
    """How one sheet was read.  Rows are as Excel shows them; `skipped` says which were left out, and why."""

    file: str
    sheet: str | None
    kind: TableKind
    heading_rows: tuple[int, ...]
    columns: tuple[ColumnMapping, ...]
    unused: tuple[str, ...]
    rows: int
    skipped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetRule:
    """What a mapping file says about the sheets that its `file` and `sheet` patterns fit."""

    file: str = "*"
    sheet: str = "*"
    kind: TableKind | None = None
    heading: tuple[int, ...] = ()
    ignore: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)
    ignore_columns: tuple[str, ...] = ()
    constants: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_silent(self) -> bool:
        """Whether it says nothing of how the sheet is read."""
        return not (self.kind or self.heading or self.columns or self.ignore_columns or self.constants)

    def fits(self, file: str, sheet: str | None) -> bool:
        """Say whether the rule speaks of this sheet."""
        name = file.replace("\\", "/").rsplit("/", 1)[-1]
        return fnmatch.fnmatch(name, self.file) and fnmatch.fnmatch(sheet or "", self.sheet)


NO_RULE = SheetRule()
_KEYS = frozenset({"file", "sheet", "kind", "heading", "ignore", "columns", "ignore_columns", "constants"})
_REMEDY = say("see-mapping")


LARGEST_MAPPING, LONGEST_LINE = 200_000, 2_000
"""Bytes and characters: a key of many dots takes the parser the square of their number."""


def rule_for(rules: Sequence[SheetRule], file: str, sheet: str | None) -> SheetRule:
    """The first rule that fits the sheet, or one that says nothing."""
    return next((rule for rule in rules if rule.fits(file, sheet)), NO_RULE)


def read_rules(path: Path, findings: Findings) -> tuple[SheetRule, ...]:
    """The rules of a mapping file (TOML, one [[sheet]] each); what is wrong with it are faults."""
    where = Where(path.name)
    size = path.stat().st_size
    if size > LARGEST_MAPPING:
        findings.fault(where, say("mapping-too-large", size=size, most=LARGEST_MAPPING), _REMEDY)
        return ()
    try:
        text = path.read_text(encoding="utf-8-sig")
        if any(len(line) > LONGEST_LINE for line in text.splitlines()):
            findings.fault(where, say("mapping-line-too-long", most=LONGEST_LINE), _REMEDY)
            return ()
        content = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        findings.fault(where, say("mapping-no-toml", error=error), _REMEDY)
        return ()
    sheets = content.get("sheet")
    if set(content) - {"sheet"} or not isinstance(sheets, list):
        findings.fault(where, say("mapping-of-other-things"), _REMEDY)
        return ()
    rules = (_rule(entry, number, where, findings) for number, entry in enumerate(sheets, start=1))
    return tuple(rule for rule in rules if rule is not None)


def _rule(entry: Any, number: int, where: Where, findings: Findings) -> SheetRule | None:  # noqa: ANN401 -- TOML is untyped
    problem = _problem(entry)
    if problem:
        findings.fault(where, say("mapping-entry", number=number, problem=problem), _REMEDY)
        return None
    heading = entry.get("heading", [])
    return SheetRule(
        file=entry.get("file", "*"),
        sheet=entry.get("sheet", "*"),
        kind=_kind(entry["kind"]) if "kind" in entry else None,
        heading=(heading,) if isinstance(heading, int) else tuple(heading),
        ignore=entry.get("ignore", False),
        columns=_texts(entry.get("columns", {})),
        ignore_columns=tuple(entry.get("ignore_columns", [])),
        constants=_texts(entry.get("constants", {})),
    )


def _problem(entry: Any) -> Message | None:  # noqa: ANN401 -- TOML is untyped
    if not isinstance(entry, dict):
        return say("mapping-no-table")
    unknown = sorted(set(entry) - _KEYS)
    if unknown:
        return say("mapping-key-unknown", unknown=tuple(unknown), keys=tuple(sorted(_KEYS)))
    if "kind" in entry and _kind(entry["kind"]) is None:
        return say("mapping-kind-unknown", kind=entry["kind"], kinds=tuple(f"{k.value} ({k.zh})" for k in TableKind))
    heading = entry.get("heading", 1)
    rows = [heading] if isinstance(heading, int) else heading
    if not isinstance(rows, list) or len(rows) not in {1, 2} or not all(type(r) is int and r > 0 for r in rows):
        return say("mapping-heading-wrong")
    if len(rows) == 2 and rows[1] != rows[0] + 1:
        return say("mapping-headings-apart")
    wrong = [key for key in ("columns", "constants") if not isinstance(entry.get(key, {}), dict)]
    return say("mapping-no-pairs", wrong=wrong[0]) if wrong else None


def _kind(word: object) -> TableKind | None:
    kind = next((kind for kind in TableKind if word in {kind.value, kind.zh}), None)
    return TableKind.ROSTER if kind == TableKind.POSTS else kind


def _texts(table: Mapping[str, object]) -> dict[str, str]:
    return {str(key): str(value) for key, value in table.items()}
