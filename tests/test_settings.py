"""Flags, environment, files, defaults: in this order."""

from datetime import timedelta
from pathlib import Path

import pytest

from tui.config.settings import DEFAULTS, load, own_store, user_file
from tui.config.values import ConfigError


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("tui.config.settings.user_file", lambda: tmp_path / "config.toml")
    return tmp_path


def test_the_stronger_place_wins(home: Path) -> None:
    (home / "config.toml").write_text('port = 1\nhost = "::1"\ncolor = "never"\nlog_level = "info"', encoding="utf-8")
    (home / "callboard.toml").write_text('port = 2\nhost = "127.0.0.2"\ncolor = "always"', encoding="utf-8")
    chosen = load({"port": "4"}, {"CALLBOARD_PORT": "3", "CALLBOARD_HOST": "127.0.0.3"}, home)
    assert (chosen.port, chosen.host, chosen.color, chosen.log_level) == (4, "127.0.0.3", "always", "info")
    assert chosen.sources["port"] == "flag"
    assert chosen.sources["color"] == "callboard.toml"
    assert chosen.sources["store"] == "default"


def test_who_has_no_home_says_where_the_store_is(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(_: int) -> None:
        raise KeyError

    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("pwd.getpwuid", nobody)
    monkeypatch.setitem(DEFAULTS, "store", own_store())
    monkeypatch.setattr("tui.config.settings.user_file", user_file)
    with pytest.raises(ConfigError, match=r"^store: '~/.* is no place for a file: .*home"):
        load({}, {}, home)
    assert load({"store": str(home / "x.db")}, {}, home).store == (home / "x.db").resolve()


def test_below_what_is_no_folder_there_is_no_file_of_settings(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.config.settings.user_file", lambda: Path("/dev/null/.config/callboard/config.toml"))
    assert load({}, {}, home).own == Path("/dev/null/.config/callboard/config.toml")


def test_a_profile_stands_between_the_files(home: Path) -> None:
    (home / "config.toml").write_text("port = 1\n[profiles.work]\nport = 7", encoding="utf-8")
    assert load({"profile": "work"}, {}, home).port == 7
    with pytest.raises(ConfigError, match=r"\[profiles.play\]"):
        load({"profile": "play"}, {}, home)


def test_tables_of_providers_are_handed_on(home: Path) -> None:
    (home / "callboard.toml").write_text("[providers.plivo.keys]\nstatus = ['regStatus']", encoding="utf-8")
    assert load({}, {}, home).providers == {"plivo": {"keys": {"status": ["regStatus"]}}}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("prot = 1", r"unknown prot \(did you mean port\?\)"),
        ("prot = 1\nstroe = 2", "prot.*stroe"),
        ("port = 70000", "65535"),
        ("port = true", "65535"),
        ('color = "red"', "auto, always, never"),
        ("host = 7", "must be text"),
        ("providers = 1", "tables"),
        ("port =", "cannot be read"),
    ],
)
def test_a_wrong_file_is_an_error_that_says_what_to_do(home: Path, text: str, says: str) -> None:
    (home / "callboard.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=says):
        load({}, {}, home)


def test_a_named_file_must_be_there(home: Path) -> None:
    with pytest.raises(ConfigError, match="there is no file"):
        load({"config": str(home / "none.toml")}, {}, home)


def test_routes_waiting_times_and_trust_in_a_tunnel_are_read(home: Path) -> None:
    text = (
        'trust_forwarded = true\n[routes.staging]\npath = "/st"\npublic_url = "https://a.example"\n'
        '[overdue]\nmessage = "2h"'
    )
    (home / "callboard.toml").write_text(text, encoding="utf-8")
    chosen = load({}, {}, home)
    assert chosen.trust_forwarded is True
    assert (chosen.routes["staging"].path, chosen.routes["staging"].public_url) == ("/st", "https://a.example")
    assert chosen.overdue == {"message": timedelta(hours=2)}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[routes.a]\npath = "st"\npublic_url = "https://a.example"', "begins with /"),
        ('[routes.a]\npath = "/st"\npublic_url = "a.example"', "routes.a.public_url"),
        ('[routes.a]\npaht = "/st"', "did you mean path"),
        ("routes = 1", r"\[routes.staging\]"),
        ('[overdue]\nmesage = "1h"', "did you mean message"),
        ("[overdue]\nmessage = 5", "15m"),
        ('trust_forwarded = "perhaps"', "true or false"),
        ('store = "sqlite:///tmp/callboard.db"', "the path of a file"),
    ],
)
def test_a_wrong_table_is_an_error_that_says_what_to_do(home: Path, text: str, says: str) -> None:
    (home / "callboard.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=says):
        load({}, {}, home)


def test_the_board_starts_masked_where_that_is_set(home: Path) -> None:
    assert load({}, {}, home).private is False
    assert load({}, {"CALLBOARD_PRIVATE": "1"}, home).private is True
    (home / "callboard.toml").write_text("private = true", encoding="utf-8")
    assert load({}, {}, home).private is True
    with pytest.raises(ConfigError, match=r"private .* is true or false"):
        load({}, {"CALLBOARD_PRIVATE": "perhaps"}, home)
