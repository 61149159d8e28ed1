"""Every setting as it holds."""

from pathlib import Path

import pytest

from tui.config.settings import DEFAULTS, load
from tui.config.survey import Held, survey

SIGNS = {"telnyx": "Ed25519 over time and body; 300 s", "plivo": "HMAC-SHA256 over the URL", "bandwidth": None}
HUSH = "hush-hush"
TEXT = f"""
port = 9
[secrets]
telnyx = ["{HUSH}", "file:~/telnyx.pub", "cmd:pass {HUSH}"]
bandwidth = "{HUSH}"
nobody = "{HUSH}"
[overdue]
message = "90m"
[routes.staging]
path = "/st"
public_url = "https://a.example"
[keymap]
"board.sample" = "C"
[providers.plivo.keys]
brand = ["marke"]
"""


@pytest.fixture
def held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Held]:
    monkeypatch.setattr("tui.config.settings.user_file", lambda: tmp_path / "config.toml")
    (tmp_path / "callboard.toml").write_text(TEXT, encoding="utf-8")
    environ = {"CALLBOARD_SECRET_PLIVO": HUSH, "CALLBOARD_HOST": "::1"}
    return {one.name: one for one in survey(load({"color": "never"}, environ, tmp_path), SIGNS)}


def test_each_has_its_value_and_its_source(held: dict[str, Held]) -> None:
    assert set(DEFAULTS) <= set(held)
    said = {name: (one.shown, one.source) for name, one in held.items()}
    assert said["port"] == ("9", "callboard.toml")
    assert said["host"] == ('"::1"', "CALLBOARD_HOST")
    assert said["color"] == ('"never"', "flag")
    assert said["log_level"] == ('"warning"', "default")
    assert said["overdue.message"] == ('"90m"', "callboard.toml")
    assert said["routes.staging"] == ("/st is https://a.example", "callboard.toml")
    assert said["keymap.board.sample"] == ('"C"', "callboard.toml")
    assert said["providers.plivo"] == ("keys", "callboard.toml")


def test_a_secret_is_set_or_not_and_never_told(held: dict[str, Held]) -> None:
    assert HUSH not in str(held)
    assert held["secrets.telnyx"].shown == "set, set by file:~/telnyx.pub, set by a command"
    assert held["secrets.plivo"].source == "CALLBOARD_SECRET_PLIVO"
    assert held["secrets.telnyx"].says == "Signs with Ed25519."
    assert held["secrets.telnyx"].warning == ""


def test_a_secret_that_does_nothing_is_told(held: dict[str, Held]) -> None:
    assert "nobody knows that bandwidth signs anything" in held["secrets.bandwidth"].warning
    assert "there is no provider nobody" in held["secrets.nobody"].warning


def test_it_says_what_to_write(held: dict[str, Held]) -> None:
    assert held["port"].how == "port = 9 · CALLBOARD_PORT · --port"
    assert held["theme"].how == 'theme = "nord" · CALLBOARD_THEME'
    assert held["secrets.plivo"].how == 'CALLBOARD_SECRET_PLIVO · [secrets] plivo = "file:…"'


def test_a_key_of_an_api_is_set_or_not_and_never_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.config.settings.user_file", lambda: tmp_path / "config.toml")
    text = f'[accounts.mta]\nkey = "{HUSH}"\nurl = "https://eu.example"\n[accounts.telnyx]\nkey = "env:A"\n'
    (tmp_path / "callboard.toml").write_text(text, encoding="utf-8")
    every = survey(load({}, {"CALLBOARD_KEY_TELNYX": HUSH}, tmp_path), SIGNS)
    said = {one.name: (one.shown, one.source) for one in every if one.table == "accounts"}
    assert said["accounts.mta"] == ("key set, https://eu.example", "callboard.toml")
    assert said["accounts.telnyx"] == ("key set", "CALLBOARD_KEY_TELNYX")
    assert HUSH not in str(every)


def test_answers_said_in_a_line_stand_with_where_that_was_and_tables_by_their_names(tmp_path: Path) -> None:
    (tmp_path / "callboard.toml").write_text(
        '[respond.outage]\nanswer = "503"\ntimes = 2\n'
        f'[routes.a]\npath = "/a"\nprovider = "plivo"\nsecret = "{HUSH}"\n',
        encoding="utf-8",
    )
    chosen = load({"respond": ("500 x3", "close")}, {"CALLBOARD_RESPOND": "404"}, tmp_path)
    found = [one for one in survey(chosen, SIGNS) if one.name.startswith(("respond", "routes"))]
    assert [(one.name, one.value, one.source) for one in found] == [
        ("respond", "500 x3; close", "flag"),
        ("respond", "404", "CALLBOARD_RESPOND"),
        ("routes.a", "/a, plivo, secret set", "callboard.toml"),
        ("respond.outage", "answer 503, times 2", "callboard.toml"),
    ]
    assert HUSH not in str(found)
