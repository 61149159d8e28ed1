"""The settings file that one begins with."""

import re
import tomllib
from pathlib import Path

import pytest

from tui.config.explained import SAYS, TABLES, template, toml
from tui.config.settings import DEFAULTS, load
from tui.config.tables import TABLES as KNOWN


def test_every_setting_and_table_is_in_it_and_explained() -> None:
    text = template()
    assert set(SAYS) == set(DEFAULTS)
    assert {name.partition(".")[0] for name in TABLES} == set(KNOWN)
    for name in DEFAULTS:
        assert re.search(rf"^# {re.escape(SAYS[name])}\n#{name} = ", text, re.MULTILINE), name
    for name, (says, _) in TABLES.items():
        assert f"# {says}\n#[{name}]\n" in text


def test_nothing_holds_in_it_yet() -> None:
    assert tomllib.loads(template()) == {}


def test_with_every_line_uncommented_it_is_what_holds_anyway(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "config.toml"
    monkeypatch.setattr("tui.config.settings.user_file", lambda: own)
    before = load({}, {}, tmp_path)
    own.write_text(re.sub(r"^#(?! )", "", template(), flags=re.MULTILINE), encoding="utf-8")
    chosen = load({}, {}, tmp_path)
    for name in DEFAULTS:
        assert getattr(chosen, name) == getattr(before, name)
        assert chosen.sources[name] == str(own)
    assert set(chosen.secrets) == {"telnyx", "plivo"}
    assert chosen.routes["staging"].path == "/staging"
    assert chosen.keymap == {"board.sample": "C"}
    assert load({"profile": "work"}, {}, tmp_path).port == 8011


@pytest.mark.parametrize("value", ["", 'a"b\\c', "C:\\Users\\x", 8010, True])
def test_a_value_is_written_so_that_it_is_read_again(value: str | int | bool) -> None:
    assert tomllib.loads(f"x = {toml(value)}") == {"x": value}
