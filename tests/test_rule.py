"""Rules as settings hold them."""

from datetime import datetime, time, timedelta
from pathlib import Path

import pytest

from store import parse
from tests.make import NOON
from tests.ruled import rules_of
from tests.running import callboard
from tui.config.rule import Rule
from tui.config.settings import load
from tui.config.values import ConfigError


def test_a_filter_alone_rings_and_toasts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.config.settings.user_file", lambda: tmp_path / "config.toml")
    (tmp_path / "callboard.toml").write_text('[rules.failed]\nwhen = "phase:failed since:1h"', encoding="utf-8")
    [rule] = load({}, {}, tmp_path).rules
    assert (rule.name, rule.where, rule.does) == ("failed", parse("phase:failed since:1h"), ("bell", "toast"))
    assert (rule.quiet, rule.hours) == (timedelta(seconds=30), None)


def test_all_of_a_rule_is_read() -> None:
    table = {"when": "is:odd", "do": ["desktop", "command"], "command": ["a", "b c"], "quiet": "2m"}
    [rule] = rules_of({"odd": {**table, "hours": "08:00-20:30"}})
    assert (rule.does, rule.command, rule.quiet) == (("desktop", "command"), ("a", "b c"), timedelta(minutes=2))
    assert rule.hours == (time(8), time(20, 30))


def test_a_command_is_run_without_saying_so_twice() -> None:
    assert rules_of({"x": {"when": "a", "command": ["true"]}})[0].does == ("bell", "toast", "command")


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ({"wen": "a"}, "unknown wen .did you mean when"),
        ({}, "needs a filter"),
        ({"when": "phas:failed"}, r"did you mean phase"),
        ({"when": "is:overdue"}, "not overdue"),
        ({"when": "is:missed"}, "not missed"),
        ({"when": "(phase:failed or -is:odd,overdue)"}, "not overdue"),
        ({"when": "a", "do": "bell"}, "is a list of bell"),
        ({"when": "a", "do": []}, "is a list of bell"),
        ({"when": "a", "do": ["bel"]}, "did you mean bell"),
        ({"when": "a", "do": ["command"]}, "go together"),
        ({"when": "a", "do": ["bell"], "command": ["x"]}, "go together"),
        ({"when": "a", "command": "rm -rf"}, "no shell reads"),
        ({"when": "a", "command": ["a\0b"]}, "no shell reads"),
        ({"when": "a", "command": [""]}, "no shell reads"),
        ({"when": "a", "quiet": 30}, "such as 30s"),
        ({"when": "a", "hours": "8-20"}, "08:00-20:00"),
        ({"when": "a", "hours": "08:00-24:00"}, "08:00-20:00"),
    ],
)
def test_a_wrong_rule_is_an_error_that_says_what_to_do(table: dict[str, object], says: str) -> None:
    with pytest.raises(ConfigError, match=says):
        rules_of({"mine": table})


def test_a_wrong_filter_is_pointed_at_and_nothing_starts(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('[rules.failed]\nwhen = "kind:message (phase:failed"', encoding="utf-8")
    said = callboard("ls", "--config", str(path), home=tmp_path, code=6).stderr.splitlines()
    assert said[0] == "callboard: [rules.failed] when:"
    assert said[1].index("(") == said[2].index("^")
    assert "this ( is not closed" in said[2]


@pytest.mark.parametrize(
    ("hours", "at", "awake"),
    [
        ("08:00-20:00", "08:00", True),
        ("08:00-20:00", "19:59", True),
        ("08:00-20:00", "20:00", False),
        ("08:00-20:00", "03:00", False),
        ("22:00-06:00", "23:00", True),
        ("22:00-06:00", "05:59", True),
        ("22:00-06:00", "12:00", False),
    ],
)
def test_a_rule_is_awake_in_its_hours_also_through_the_night(hours: str, at: str, *, awake: bool) -> None:
    [rule] = rules_of({"x": {"when": "a", "hours": hours}})
    assert rule.awake(datetime.combine(NOON.date(), time.fromisoformat(at))) is awake


def test_without_hours_it_is_always_awake() -> None:
    assert Rule(name="x", when="a", where=parse("a")).awake(NOON)
