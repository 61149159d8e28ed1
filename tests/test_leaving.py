"""A fault of the board says one sentence, and keeps nothing that was captured."""

import os
import pty
import select
import socket
import stat
import subprocess
import sys
import termios
import threading
import tty
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from tui.app import Board
from tui.panes import Events
from tui.process.leaving import WHOLE, frames, give_back, note_fault, sentence, terminal_gone

from .board import message, stand
from .until import PATIENCE

CAPTURED = "+15551230000 said stop"


def failing(captured: str) -> None:
    """Fail with it in a local, in the message and in the cause."""
    try:
        _ = dict[str, str]()[captured]
    except KeyError as error:
        raise ValueError(f"no {captured}") from error


def fault() -> ValueError:
    with pytest.raises(ValueError, match=r"no .1555") as raised:
        failing(CAPTURED)
    return raised.value


def test_where_it_happened_is_told_and_not_with_what() -> None:
    told = "".join(frames(fault()))
    assert "builtins.ValueError" in told
    assert "builtins.KeyError" in told
    assert "test_leaving.py" in told
    assert CAPTURED not in told


def test_the_note_is_for_the_users_eyes_and_takes_no_link(tmp_path: Path) -> None:
    note = note_fault(fault(), tmp_path / "callboard.db")
    assert note
    assert stat.S_IMODE(note.stat().st_mode) == 0o600
    note.chmod(0o644)
    assert stat.S_IMODE((note_fault(fault(), tmp_path / "callboard.db") or note).stat().st_mode) == 0o600
    note.unlink()
    note.symlink_to(tmp_path / "elsewhere")
    assert note_fault(fault(), tmp_path / "callboard.db") is None
    assert not (tmp_path / "elsewhere").exists()


def test_the_sentence_names_the_fault_and_the_note() -> None:
    assert sentence(fault(), Path("x/note.txt")) == (
        "callboard: the board stopped because of ValueError; where it happened is in x/note.txt."
        " What was captured is safe."
    )


async def test_a_fault_in_a_key_ends_the_board_with_one_and_without_what_was_captured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(Events, "action_follow", lambda _events: failing(CAPTURED))
    boards: list[Board] = []
    with pytest.raises(ValueError, match=r"no .1555"):
        await press_f(tmp_path, boards)
    assert boards[0].return_code == 1
    said = "".join(capsys.readouterr())
    assert CAPTURED not in said
    assert "the board stopped because of ValueError" in said
    assert CAPTURED not in (tmp_path / "board-fault.txt").read_text(encoding="utf-8")


async def press_f(folder: Path, boards: list[Board]) -> None:
    async with stand(folder) as there:
        boards.append(there.board)
        there.board._store = folder / "callboard.db"
        await there.books.receive(message(1))
        await there.settle()
        await there.press("f")


def test_a_board_that_cannot_end_is_ended() -> None:
    code = (
        "from threading import Event; from tui.process import leaving; leaving.PATIENCE = 0.1; leaving.last_resort(143)"
    )
    assert subprocess.run([sys.executable, "-c", f"{code}; Event().wait()"], timeout=30, check=False).returncode == 143


@pytest.mark.parametrize("ends", [os.pipe, lambda: [end.detach() for end in socket.socketpair()]])
def test_a_pipe_is_a_terminal_as_long_as_somebody_holds_its_other_end(
    ends: Callable[[], Sequence[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asyncio hands a child one or the other, by the version of Python."""
    ours, theirs = ends()
    with os.fdopen(ours, encoding="utf-8") as stdin:
        monkeypatch.setattr(sys, "__stdin__", stdin)
        assert not terminal_gone()
        os.close(theirs)
        assert terminal_gone()
    assert terminal_gone()


def test_what_is_no_pipe_and_no_terminal_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    with Path(os.devnull).open(encoding="utf-8") as stdin:
        monkeypatch.setattr(sys, "__stdin__", stdin)
        assert terminal_gone()
    monkeypatch.setattr(sys, "__stdin__", None)
    assert terminal_gone()


def test_a_terminal_that_does_not_read_is_whole_once_it_does() -> None:
    ours, theirs = pty.openpty()
    before = termios.tcgetattr(theirs)
    tty.setraw(theirs)
    writer = threading.Thread(target=os.write, args=(theirs, b"frame" * 50_000), daemon=True)
    writer.start()
    assert select.select([ours], [], [], PATIENCE)[0], "what comes after this waits for it"
    give_back(os.ttyname(theirs), before)
    writer.join(PATIENCE)
    assert not writer.is_alive()
    assert termios.tcgetattr(theirs) == before
    os.set_blocking(ours, False)
    read = b""
    with suppress(BlockingIOError):
        while True:
            read += os.read(ours, 65536)
    assert read.endswith(WHOLE)
    os.close(ours)
    os.close(theirs)
