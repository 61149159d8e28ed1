"""What keeps callboard from working, and what mends it."""

import os
import socket
import subprocess
from pathlib import Path

import pytest

from tests.running import CALLBOARD, callboard, environment, json_lines, running
from tui.checks import disk, terminal, told


def checks(*arguments: str, home: Path, code: int = 0) -> dict[str, dict[str, object]]:
    """Each check by its name."""
    at = ("--store", str(home / "callboard.db"), "--port", "0")
    done = callboard("doctor", "--json", *at, *arguments, home=home, code=code)
    return {str(one["name"]): one for one in json_lines(done)}


def test_where_all_is_well_it_ends_with_0(tmp_path: Path) -> None:
    found = checks(home=tmp_path)
    assert not [one for one in found.values() if one["ok"] is False]
    assert "no receiver runs" in str(found["port"]["fact"])
    assert "telnyx" in str(found["no secret"]["fact"])


def test_a_receiver_that_runs_is_asked_whether_it_is_well(tmp_path: Path) -> None:
    with running(tmp_path / "callboard.db") as receiver:
        assert checks(home=tmp_path)["receiver"]["fact"] == f"{receiver.url} answers 200"


def test_a_port_that_somebody_has_is_said_with_what_to_do(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = checks("--port", str(taken.getsockname()[1]), home=tmp_path, code=1)["port"]
    assert port["ok"] is False
    assert "--port 0" in str(port["fix"])


def test_settings_that_cannot_be_used_are_a_check_that_failed(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text('prot = "8010"\n', encoding="utf-8")
    settings = checks("--config", str(wrong), home=tmp_path, code=1)["settings"]
    assert "did you mean port?" in str(settings["fact"])


def test_a_secret_is_checked_and_never_said(tmp_path: Path) -> None:
    said = tmp_path / "secrets.toml"
    said.write_text('[secrets]\nplivo = "s3cr3t-of-plivo"\nzipwhip = "s3cr3t-of-zipwhip"\n', encoding="utf-8")
    found = checks("--config", str(said), home=tmp_path, code=1)
    assert (found["secret plivo"]["ok"], found["secret zipwhip"]["ok"]) == (True, False)
    assert "s3cr3t" not in str(found)


def test_for_people_each_check_has_its_mark_and_each_fault_its_remedy(tmp_path: Path) -> None:
    command = (*CALLBOARD, "doctor", "--port", "70000")
    done = subprocess.run(command, capture_output=True, text=True, env=environment(tmp_path), check=False)
    assert done.returncode == 1
    assert "✓ python" in done.stdout
    assert "✗ settings" in done.stdout
    assert "\n    correct what it names" in done.stdout


def test_a_terminal_that_is_too_small_or_none() -> None:
    [none] = terminal({}, (80, 24), is_one=False)
    assert none.ok is None
    small, _ = terminal({"TERM": "xterm", "NO_COLOR": "1"}, (59, 24), is_one=True)
    assert (small.ok, small.fact) == (False, "xterm, 59x24, colours: none, by NO_COLOR")


def test_a_tunnel_is_found_with_its_version_and_what_keeps_it_from_starting_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tool = tmp_path / "cloudflared"
    tool.write_text("#!/bin/sh\necho cloudflared version 2026.9.1\n", encoding="utf-8")
    tool.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    found = checks(home=tmp_path)
    assert found["tunnel cloudflared"]["fact"] == "cloudflared version 2026.9.1"
    assert "--tunnel ssh:me@my.example" in str(found["tunnel ssh"]["fact"])
    (tmp_path / ".cloudflared").mkdir()
    (tmp_path / ".cloudflared" / "config.yaml").touch()
    assert "move it away" in str(checks(home=tmp_path)["tunnel cloudflared"]["fact"])


@pytest.mark.parametrize("command", [("false",), ("no-such-program",)])
def test_a_program_that_says_nothing_is_no_fault(command: tuple[str, ...]) -> None:
    assert told(command) == ""


def test_a_store_that_is_not_there_yet_is_no_fault(tmp_path: Path) -> None:
    found = {one.name: one for one in disk(tmp_path / "a" / "b" / "callboard.db")}
    assert found["folder"].ok
    assert "not there yet" in found["store"].fact
