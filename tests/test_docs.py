"""The docs stay true: what is listed there is what the code has."""

from pathlib import Path

from graph.invariants import FORM_RULES, RULES
from schema.schema import schema
from schema.settings import Settings

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"


def settings_table() -> str:
    """The table of docs/settings.md, made from the settings themselves."""
    rows = ["| variable | default | meaning |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = "the user who runs it" if name == "actor" else "" if field.default is None else str(field.default)
        rows.append(f"| `WANGGE_{name.upper()}` | {f'`{default}`' if default else ''} | {field.description} |")
    return "\n".join(rows)


def test_settings_are_all_listed_as_they_are() -> None:
    text = (DOCS / "settings.md").read_text("utf-8")
    assert settings_table() in text, f"docs/settings.md needs this table:\n{settings_table()}"


def test_every_rule_is_explained() -> None:
    text = (DOCS / "rules.md").read_text("utf-8")
    names = [rule.__name__.replace("_", "-") for rule in (*FORM_RULES, *RULES)]
    assert [name for name in names if f"`{name}`" not in text] == []


def test_schema_file_is_what_clients_see() -> None:
    committed = (ROOT / "schema" / "schema.graphql").read_text("utf-8")
    assert committed == schema.as_str() + "\n", "run `make schema` and look at the difference"
