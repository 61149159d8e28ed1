"""`callboard config` and `completion`."""

import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import CALLBOARD, callboard, environment, json_lines

OWN = Path(".config", "callboard", "config.toml")


def test_init_writes_a_file_once_and_it_holds(tmp_path: Path) -> None:
    assert callboard("config", "init", home=tmp_path).stderr == f"wrote {tmp_path / OWN}\n"
    own = tmp_path / OWN
    assert stat.S_IMODE(own.stat().st_mode) == 0o600
    own.write_text(own.read_text(encoding="utf-8").replace("#port = 8010", "port = 8123"), encoding="utf-8")
    said = callboard("config", "init", home=tmp_path, code=1).stderr
    assert "is there already, and is left as it is" in said
    assert "port = 8123" in own.read_text(encoding="utf-8")
    [port] = [one for one in json_lines(callboard("config", "show", "--json", home=tmp_path)) if one["name"] == "port"]
    assert (port["value"], port["source"]) == (8123, str(own))


def test_init_here_and_path_name_the_files(tmp_path: Path) -> None:
    def run(*arguments: str) -> str:
        command, environ = (*CALLBOARD, *arguments), {**environment(tmp_path), "PYTHONPATH": str(Path.cwd())}
        done = subprocess.run(command, capture_output=True, text=True, env=environ, cwd=tmp_path, check=True)
        return done.stdout

    assert [line[0] for line in run("config", "path").splitlines()] == ["–", "–", "–"]
    run("config", "init", "--here")
    assert run("config", "path").splitlines()[:2] == [f"✓ {tmp_path / 'callboard.toml'}", f"– {tmp_path / OWN}"]
    assert run("--config", "other.toml", "config", "path").splitlines()[1] == "– other.toml"


def test_show_never_tells_a_secret_and_warns_of_one_that_does_nothing(tmp_path: Path) -> None:
    config = tmp_path / "c.toml"
    config.write_text('[secrets]\nbandwidth = "hush-hush"\ntelnyx = "cmd:pass hush-hush"', encoding="utf-8")
    at = ("--config", str(config))
    shown = callboard("config", "show", *at, home=tmp_path).stdout
    assert "hush" not in shown
    assert "▲ nobody knows that bandwidth signs anything: this secret does nothing" in shown
    assert f"secrets.telnyx         set by a command                             {config}" in shown
    lines = json_lines(callboard("config", "show", "--json", *at, home=tmp_path))
    assert "hush" not in json.dumps(lines)
    assert {"v", "kind", "name", "value", "source", "warning"} == set(lines[0])
    assert "1 set, and not used" in callboard("providers", *at, home=tmp_path).stdout


def test_an_action_that_there_is_not_is_exit_6_with_a_suggestion(tmp_path: Path) -> None:
    config = tmp_path / "c.toml"
    config.write_text('[keymap]\n"board.smaple" = "A"\n"pane.zom" = "Z"', encoding="utf-8")
    said = callboard("config", "show", "--config", str(config), home=tmp_path, code=6).stderr
    assert "no action board.smaple (did you mean board.sample?)" in said
    assert "no action pane.zom (did you mean pane.zoom?)" in said


@pytest.mark.parametrize(("shell", "says"), [("bash", "complete"), ("zsh", "compdef"), ("fish", "complete --")])
def test_a_shell_gets_its_completion(shell: str, says: str, tmp_path: Path) -> None:
    script = callboard("completion", shell, home=tmp_path).stdout
    assert "_CALLBOARD_COMPLETE" in script
    assert says in script


def test_the_completion_knows_commands(tmp_path: Path) -> None:
    """As the script asks: by the program's name, as it is installed."""
    code = "import sys; sys.argv[0] = 'callboard'; from tui.cli import main; main()"
    environ = {
        **environment(tmp_path),
        "_CALLBOARD_COMPLETE": "bash_complete",
        "COMP_WORDS": "callboard co",
        "COMP_CWORD": "1",
    }
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environ, check=True)
    assert done.stdout.split() == ["plain,completion", "plain,config"]
