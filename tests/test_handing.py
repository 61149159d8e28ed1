"""The request in a pager and an editor, on a real terminal: handed over, taken back, and nothing left behind."""

from pathlib import Path

import httpx
import pytest

from tests.board import morning, stand
from tests.terminal import Terminal, board
from tests.until import PATIENCE
from tui.handing import CHANGED, NO_EDITOR

TOOL = """#!/bin/sh
echo "TOOL GOT"; cat "$1"; echo "$1" > {note}; stat -c '%a' "$1" "$(dirname "$1")" >> {note}
read answer
[ "$answer" = change ] && echo changed >> "$1"
[ "$answer" = fail ] && exit 3
exit 0
"""
BODY = '{"cost": 0.50, "text": "\x9b666m\u202e"}'.encode()


@pytest.fixture
def tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program that shows what it was given, notes it, and waits for a line."""
    script = tmp_path / "tool"
    script.write_text(TOOL.format(note=tmp_path / "note"), encoding="ascii")
    script.chmod(0o755)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("PAGER", f"{script}")
    monkeypatch.setenv("EDITOR", f"{script}")
    return script


def received(terminal: Terminal) -> str:
    """Where it listens, after one request was received there."""
    url = terminal.url
    httpx.post(f"{url}/x", content=BODY, trust_env=False, timeout=PATIENCE)
    terminal.until("1 ev")
    return url


def taken_back(terminal: Terminal) -> None:
    terminal.until(lambda text: "TOOL GOT" not in text and "5 Events" in text and "Replay" not in text)


@pytest.mark.parametrize(("key", "shows"), [("o", "POST /x HTTP/1.1"), ("e", '"cost": 0.50')])
def test_the_terminal_is_handed_over_and_taken_back(key: str, shows: str, tool: Path, tmp_path: Path) -> None:
    with board(tmp_path / "store" / "callboard.db") as terminal:
        url = received(terminal)
        terminal.press(key)
        terminal.until("TOOL GOT")
        terminal.until(shows)
        httpx.post(f"{url}/y", content=b"{}", trust_env=False, timeout=PATIENCE)
        terminal.press("\n")
        taken_back(terminal)
        terminal.until("2 ev")
        path, *modes = (tool.parent / "note").read_text("utf-8").split()
        assert modes == ["600", "700"]
        assert not Path(path).parent.exists()
        terminal.press("p")
        terminal.until("PAUSED")
        assert terminal.quit() == 0


@pytest.mark.parametrize(("key", "then", "back"), [("o", "5 Events", ""), ("R", "enter sends 1", "\x1b")])
def test_what_is_typed_behind_the_key_is_not_for_the_board(
    key: str, then: str, back: str, tool: Path, tmp_path: Path
) -> None:
    with board(tmp_path / "store" / "callboard.db") as terminal:
        received(terminal)
        terminal.press(f"{key}ap")
        terminal.until("TOOL GOT")
        terminal.press("\n")
        terminal.until(lambda text: "TOOL GOT" not in text and then in text)
        terminal.press(back)
        taken_back(terminal)
        terminal.press("/none")
        terminal.until("/ none")
        assert "PAUSED" not in terminal.text
        assert " 1 ev" in terminal.text
        assert tool.exists()


def test_what_is_paged_can_not_drive_the_terminal(tool: Path, tmp_path: Path) -> None:
    with board(tmp_path / "store" / "callboard.db") as terminal:
        received(terminal)
        terminal.press("o")
        terminal.until("TOOL GOT")
        terminal.until("⟨U+009B⟩666m⟨U+202E⟩")
        terminal.press("\n")
        taken_back(terminal)
        assert terminal.quit() == 0
    assert tool.exists()
    assert "\x9b666m".encode() not in terminal.written


@pytest.mark.parametrize(
    ("answer", "says"), [("change\n", CHANGED[:40]), ("fail\n", "ended with code 3"), ("\x03", "signal 2")]
)
def test_how_it_ended_is_said_and_ctrl_c_is_not_for_the_board(
    answer: str, says: str, tool: Path, tmp_path: Path
) -> None:
    with board(tmp_path / "store" / "callboard.db") as terminal:
        received(terminal)
        terminal.press("e")
        terminal.until('"cost": 0.50')
        assert tool.exists()
        terminal.press(answer)
        terminal.until(says)
        assert terminal.quit() == 0


@pytest.mark.parametrize(("pager", "says"), [("/no/such/pager -x", "is not there"), ("'", "cannot be read")])
def test_a_program_that_is_not_there_is_named(
    pager: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAGER", pager)
    with board(tmp_path / "store" / "callboard.db") as terminal:
        received(terminal)
        terminal.press("o")
        terminal.until(says)
        assert terminal.quit() == 0


def test_a_program_that_cannot_be_started_gives_the_terminal_back(tool: Path, tmp_path: Path) -> None:
    tool.write_bytes(b"\x7fELF nothing that runs")
    with board(tmp_path / "store" / "callboard.db") as terminal:
        received(terminal)
        terminal.press("o")
        terminal.until("could not be started")
        assert terminal.quit() == 0


async def test_without_an_editor_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    async with stand(tmp_path, fill=morning) as there:
        await there.press("e")
        assert [one.message for one in there.board._notifications] == [NO_EDITOR]


async def test_before_the_first_request_there_is_nothing_to_hand_over(tmp_path: Path) -> None:
    async with stand(tmp_path) as there:
        assert not there.board.check_action("pager", ())
        assert not there.board.check_action("editor", ())
