"""Copying on the board: the row's value and path, and what was copied last."""

import os
from pathlib import Path

import pytest

from tests.board import Books, message, stand
from tui.clipboard.copy import Copy
from tui.clipboard.last import Last

REQUEST = ("enter", "tab")


@pytest.fixture(autouse=True)
def no_clipboard(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TMUX", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)


async def story(books: Books) -> None:
    await books.receive(message(7), body=rb'{"data": {"to": [{"name": "\u00e9\n", "cost": 0.50}]}}')


async def test_the_value_is_as_it_was_captured_and_the_path_can_be_pasted_into_a_filter(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=story) as there:
        await there.press(*REQUEST, "G", "y", "v")
        assert there.board.clipboard == "0.50"
        await there.press("y", "p")
        assert there.board.clipboard == ".data.to[0].cost"
        await there.press("k", "y", "v")
        assert there.board.clipboard == "é\n"
        await there.press("k", "y", "v")
        assert there.board.clipboard == '{\n  "name": "é\\n",\n  "cost": 0.50\n}'
        await there.press("escape", "slash", *".data.to[0].cost:0.5")
        assert "1 of 1" in there.text()


async def test_what_was_copied_last_is_kept_aside_and_shown(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=story) as there:
        there.board._store = tmp_path / "callboard.db"
        await there.press(*REQUEST, "y")
        assert "copied last" not in there.text()
        await there.press("y", "y", "%")
        assert isinstance(there.board.screen, Last)
        assert '{"data": {"to": [{"name": "\\u00e9\\n", "cost": 0.50}]}}' in there.text()
        assert (tmp_path / "copied.txt").stat().st_mode & 0o777 == 0o600
        await there.press("q")
        assert not isinstance(there.board.screen, Last)


async def test_another_letter_copies_nothing(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=story) as there:
        await there.press("y", "w")
        assert isinstance(there.board.screen, Copy)
        assert there.board.clipboard == ""


async def test_a_slow_tool_does_not_keep_the_keys_waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tool, go_on = tmp_path / "xclip", tmp_path / "pipe"
    tool.write_text(f"#!/bin/sh\ncat > /dev/null\nread x < {go_on}\n", encoding="ascii")
    tool.chmod(0o755)
    os.mkfifo(go_on)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setenv("DISPLAY", ":0")
    async with stand(tmp_path, fill=story) as there:
        await there.press("enter", "tab")
        await there.pilot.press("y", "y", "j", "j")
        assert there.board.screen.focused is not None
        assert getattr(there.board.screen.focused, "at", 0) == 2
        assert there.board.workers
        go_on.write_text("\n", encoding="ascii")
        await there.settle()
        assert not there.board.workers
