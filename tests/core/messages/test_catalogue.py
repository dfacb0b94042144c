"""Every sentence has both languages, and every place that says one gives it the values that it asks for."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from graph.messages import TEMPLATES, Template
from tests.builders.languages import HAN, is_chinese, is_english

ROOT = Path(__file__).parents[3]
FLOORS = ("graph", "loaders", "queries", "schema", "demo", "app")


def places(text: str) -> set[str]:
    """The names of the values in a template."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def sources() -> Iterator[tuple[Path, ast.Module]]:
    for floor in FLOORS:
        for path in sorted((ROOT / floor).rglob("*.py")):
            yield path, ast.parse(path.read_bytes())


def sayings() -> Iterator[tuple[str, ast.Call, set[str]]]:
    """Where a sentence is said: the place, the call, and the codes that may be meant there."""
    for path, tree in sources():
        if not says(tree):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node, codes(node.args[0])


def says(tree: ast.Module) -> bool:
    """Whether a module has `say` from the catalogue: others have a `say` of their own, or none."""
    imports = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    return any(node.module == "graph.messages" and "say" in {each.name for each in node.names} for node in imports)


def codes(node: ast.expr) -> set[str]:
    match node:
        case ast.Constant(str(code)):
            return {code}
        case ast.IfExp():
            return codes(node.body) | codes(node.orelse)
    return set()


@pytest.mark.parametrize("code", sorted(TEMPLATES))
def test_a_sentence_is_whole_in_both_languages(code: str) -> None:
    template = TEMPLATES[code]
    assert template.en
    assert template.zh
    assert places(template.en) == places(template.zh)
    assert HAN.search(template.zh) or not re.search(r"[A-Za-z]", re.sub(r"\{[^}]*\}", "", template.zh))
    if template.both is not None:
        assert places(template.both) <= places(template.en)


@pytest.mark.parametrize("code", sorted(TEMPLATES))
def test_a_sentence_says_nothing_in_the_other_language(code: str) -> None:
    template = TEMPLATES[code]
    english, chinese = (re.sub(r"\{[^{}]*\}", "1", text) for text in (template.en, template.zh))
    assert is_english(english), english
    assert is_chinese(chinese), chinese


def test_every_place_that_says_a_sentence_gives_just_its_values() -> None:
    wrong = []
    for place, call, meant in sayings():
        given = {keyword.arg for keyword in call.keywords}
        if not meant:
            wrong.append(f"{place}: the code is not written out")
        for code in meant:
            if code not in TEMPLATES:
                wrong.append(f"{place}: no sentence has the code {code}")
            elif given != places(TEMPLATES[code].en):
                wrong.append(f"{place}: {code} asks for {sorted(places(TEMPLATES[code].en))}")
    assert wrong == []


def test_every_sentence_is_said_somewhere() -> None:
    written = {
        node.value
        for path, tree in sources()
        if path.parent.name != "messages" or path.name == "message.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert set(TEMPLATES) - written == set()


def test_a_template_that_lacks_a_language_fails_the_type_check() -> None:
    with pytest.raises(TypeError):
        Template("English alone")  # type: ignore[call-arg]
