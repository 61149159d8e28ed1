"""`R` on a real terminal: a request in the editor, what it makes of it, and the same screen as for `r`."""

import asyncio
from pathlib import Path

import httpx
import pytest

from store import Reader
from tests.an_app import app
from tests.board import morning, stand
from tests.elsewhere import Elsewhere
from tests.terminal import Terminal, board
from tests.until import PATIENCE
from tui.given import Given
from tui.handing import NO_EDITOR

EDITOR = """#!/bin/sh
cp "$1" {seen}
cat {made} > "$1"
"""


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the editor makes of every file; what it was given stands beside it in `seen`."""
    script, path = tmp_path / "editor", tmp_path / "made"
    script.write_text(EDITOR.format(seen=tmp_path / "seen", made=path), encoding="ascii")
    script.chmod(0o755)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", str(script))
    return path


def received(terminal: Terminal) -> None:
    httpx.post(
        f"{terminal.url}/x?a=1", content=b"as it came", headers={"X-Mine": "1"}, trust_env=False, timeout=PATIENCE
    )
    terminal.until("1 ev")


async def test_what_the_editor_makes_of_it_is_sent_and_kept_beside_what_came(made: Path, tmp_path: Path) -> None:
    store = tmp_path / "store" / "callboard.db"
    async with app() as there:
        await asyncio.to_thread(edited_and_sent, made, store, there.url)
    [request] = there.requests
    assert request.startswith(b"PUT /y?b=2 HTTP/1.1\r\n")
    assert request.endswith(b"\r\n\r\nby hand")
    async with Reader.open(store) as reader:
        [sent] = await reader.sent(1)
        assert (sent.why, sent.status, sent.target) == ("replay", 204, there.url)
        assert (sent.request_head, sent.request_body) == (b"PUT /y?b=2\nX-Mine: 2", b"by hand")
        capture = await reader.capture(1)
        assert capture
        assert capture.body == b"as it came"


def edited_and_sent(made: Path, store: Path, to: str) -> None:
    with board(store) as terminal:
        received(terminal)
        made.write_bytes(b"no request\n")
        terminal.press("R")
        terminal.until("R goes on where you left it")
        seen = (made.parent / "seen").read_bytes()
        assert seen.splitlines()[1] == b"POST /x?a=1"
        assert seen.endswith(b"\n\nas it came\n")
        made.write_bytes(b"PUT /y?b=2\nX-Mine: 2\n\nby hand")
        terminal.press("R")
        terminal.until("edited")
        assert (made.parent / "seen").read_bytes() == b"no request\n"
        terminal.press(to.rpartition(":")[2])
        terminal.until(to)
        terminal.press("\r")
        terminal.until("1 sent: 1 × 204")
        terminal.press("\x1b")
        terminal.until("q quit")
        assert terminal.quit() == 0


async def test_without_an_editor_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    async with stand(tmp_path, fill=morning, given=Given(ways=lambda _: Elsewhere())) as there:
        await there.press("R")
        assert [one.message for one in there.board._notifications] == [NO_EDITOR]


async def test_behind_the_mask_nothing_is_handed_out(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning, given=Given(ways=lambda _: Elsewhere())) as there:
        await there.press("P")
        assert not there.board.check_action("edit_replay", ())
