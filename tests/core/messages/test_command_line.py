"""`wangge --lang`: what a command finds, in the language asked for."""

from collections.abc import Mapping
from contextvars import copy_context
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli import wangge
from tests.builders.languages import HAN, is_chinese, is_english

REFUSED = {"torn": "name = [", "incoherent": 'name = "x"\n'}


def invoked(*arguments: str, env: Mapping[str, str] | None = None) -> Result:
    """A command in a context of its own: the language that it chooses is the process's."""
    return copy_context().run(CliRunner().invoke, wangge, list(arguments), env=env)


def run(path: Path, *options: str, **environment: str) -> str:
    result = invoked(*options, "policy", "check", str(path), env=environment)
    assert result.exit_code == 2
    return result.output.replace(str(path), "").removeprefix("wangge: ")


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_a_refusal_is_told_in_the_language_asked_for(name: str, tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_text(REFUSED[name], encoding="utf-8")
    chinese, english, both = run(path, "--lang", "zh"), run(path, "--lang", "en"), run(path)
    assert HAN.search(chinese)
    assert not HAN.search(english)
    assert is_english(english)
    assert english.strip() in both
    assert chinese.strip() in both
    assert run(path, WANGGE_LANG="zh") == chinese


def test_no_other_language_is_spoken(tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_text("name = [", encoding="utf-8")
    result = invoked("--lang", "fr", "policy", "check", str(path))
    assert result.exit_code == 2
    assert "'fr' is not one of 'en', 'zh'" in result.output


def test_a_torn_policy_is_told_in_chinese_but_for_what_the_reader_of_toml_says(tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_text("name = [", encoding="utf-8")
    assert is_chinese(run(path, "--lang", "zh"))
