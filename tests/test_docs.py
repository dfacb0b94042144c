"""The docs stay true: what is listed there is what the code has."""

import re
from pathlib import Path

from graphql import parse, validate

from graph.rules.invariants import FORM_RULES, RULES
from schema.schema import schema
from schema.settings import Settings
from tests.builders.glossary import tables

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


def test_the_glossary_has_every_word_of_the_closed_lists() -> None:
    assert tables() in (DOCS / "glossary.md").read_text("utf-8"), f"docs/glossary.md needs these tables:\n{tables()}"


def test_decisions_have_a_number_each_and_bear_it_in_their_title() -> None:
    records = sorted((DOCS / "decisions").glob("*.md"))
    numbers = [record.name[:4] for record in records]
    assert len(numbers) == len(set(numbers)), numbers
    assert [record.read_text("utf-8")[2:6] for record in records] == numbers


def test_links_between_documents_lead_somewhere() -> None:
    documents = [*ROOT.glob("*.md"), *DOCS.rglob("*.md"), ROOT / "web" / "README.md"]
    for document in documents:
        for target in LINK.findall(document.read_text("utf-8")):
            path, _, heading = target.partition("#")
            there = document.parent / path if path else document
            assert there.exists(), f"{document.name} links to {target}"
            assert not heading or heading in anchors(there), f"{document.name} links to {target}"


def test_every_query_in_the_documents_is_one_that_the_schema_answers() -> None:
    documents = [ROOT / "README.md", *DOCS.glob("*.md")]
    queries = [(document.name, text) for document in documents for text in QUERY.findall(document.read_text("utf-8"))]
    assert len(queries) > 3
    for name, text in queries:
        assert validate(schema._schema, parse(text)) == [], name


QUERY = re.compile(r"^```graphql\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)\s]+)\)")


def anchors(document: Path) -> set[str]:
    """The anchors of a document's headings: small letters, words joined by hyphens, as code hosts make them."""
    headings = re.findall(r"^#+ (.+)$", document.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
