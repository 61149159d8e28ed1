"""Commands of rules: what they are told, how long they may take, and that they end with the board."""

import asyncio
import json
import os
import sys
from pathlib import Path

import pytest

from tests.make import entry, failed
from tests.ruled import rules_of
from tests.until import until
from tui.rules.errands import AT_ONCE, Errands, environment
from tui.rules.watching import Notice

HOSTILE = "$(touch owned) `touch owned`; touch owned\n'\"\x1b[2J\0"
TELL = """
import json, os, sys
told = {name: value for name, value in os.environ.items() if name.startswith("CALLBOARD_")}
open(sys.argv[1], "w").write(json.dumps([told, sys.stdin.read(), sys.argv[2:]]))
os.rename(sys.argv[1], sys.argv[1] + ".whole")
"""


def notice(*command: str, summary: str = "+1555 undelivered", name: str = "failed") -> Notice:
    [rule] = rules_of({name: {"when": "a", "command": list(command)}})
    one = entry(failed(summary=summary, reason=HOSTILE))
    return Notice(rule=rule, entry=one, count=37, text=f"{name}: 37 in 12 s")


def python(code: str, *more: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code, *more)


async def test_a_command_is_told_by_variables_and_on_its_input_and_nothing_is_put_into_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CALLBOARD_SECRET_TELNYX", "hush")
    monkeypatch.setenv("CALLBOARD_KEY_TELNYX", "hush")
    monkeypatch.chdir(tmp_path)
    said: list[str] = []
    errands, out = Errands(said.append), tmp_path / "told"
    errands.send(notice(*python(TELL, str(out), "$CALLBOARD_REASON; touch owned"), summary=HOSTILE))
    whole = out.with_name("told.whole")
    await until(whole.exists)
    told, given, arguments = json.loads(whole.read_text(encoding="utf-8"))
    assert (told["CALLBOARD_RULE"], told["CALLBOARD_COUNT"]) == ("failed", "37")
    assert (told["CALLBOARD_PHASE"], told["CALLBOARD_ID"], told["CALLBOARD_BRAND"]) == ("failed", "m1", "")
    assert told["CALLBOARD_REASON"].startswith("$(touch owned) `touch owned`; touch owned␊'\"␛[2J␀")
    assert not {"CALLBOARD_SECRET_TELNYX", "CALLBOARD_KEY_TELNYX"} & set(told)
    assert json.loads(given)["reason"] == HOSTILE
    assert given.endswith("}\n")
    assert "\x1b" not in given
    assert arguments == ["$CALLBOARD_REASON; touch owned"]
    assert not (tmp_path / "owned").exists()
    await errands.end()
    assert said == []


def test_no_field_of_an_event_has_the_name_of_a_setting() -> None:
    from tui.config.settings import DEFAULTS

    told = environment(notice("true"), {})
    assert len(told) > 20
    assert not {f"CALLBOARD_{name.upper()}" for name in (*DEFAULTS, "config", "profile")} & set(told)


async def test_one_that_takes_too_long_is_ended_and_that_is_said() -> None:
    said: list[str] = []
    errands = Errands(said.append, seconds=0.2)
    errands.send(notice("sleep", "600"))
    await until(lambda: bool(errands.pids))
    pids = errands.pids
    await until(lambda: bool(said))
    assert "took longer than 0.2 s and was ended" in said[0]
    await until(lambda: all(map(gone, pids)))


async def test_a_failure_is_said_once_until_one_succeeds() -> None:
    said: list[str] = []
    errands = Errands(said.append)
    for command in (python("raise SystemExit(3)"),) * 2 + (("true",), ("/nowhere/\x1b[2J",)):
        errands.send(notice(*command))
        await until(lambda: not errands.running)
    assert len(said) == 2
    assert said[0].endswith("ended with code 3")
    assert "could not be started" in said[1]
    assert "\x1b" not in said[1]


async def test_no_more_than_a_few_run_at_once_and_all_end_with_the_board() -> None:
    said: list[str] = []
    errands = Errands(said.append)
    for _ in range(AT_ONCE + 2):
        errands.send(notice("sleep", "600"))
    await until(lambda: len(errands.pids) == AT_ONCE)
    pids = errands.pids
    assert said == [f"rule failed: sleep {AT_ONCE} commands are still running, this one was not started"]
    await errands.end()
    await until(lambda: all(map(gone, pids)))


async def test_one_that_reads_nothing_is_no_trouble() -> None:
    said: list[str] = []
    errands = Errands(said.append)
    errands.send(notice("true", summary="x" * 200_000))
    await until(lambda: not errands.running)
    await asyncio.sleep(0)
    assert said == []


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False
