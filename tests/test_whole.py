"""The board hands the terminal back to the shell and takes it again, whole."""

import os
import signal
import subprocess
import termios
from pathlib import Path

from tests.terminal import Terminal, board, family
from tests.test_terminal import not_given_back
from tests.until import until
from tui.process.whole import in_turn

BEGIN = b"\x1b[?1049h"


def stopped(pid: int) -> bool:
    state = subprocess.run(("ps", "-o", "state=", "-p", str(pid)), capture_output=True, text=True, check=True).stdout
    return state.startswith("T")


def wipe(terminal: Terminal) -> None:
    """What a shell writes over the board."""
    terminal._take(b"\x1b[2J\x1b[H$ fg")


def test_it_gives_the_terminal_back_while_it_is_stopped_and_is_there_again_after_fg(tmp_path: Path) -> None:
    with board(tmp_path / "store" / "callboard.db", tied="shell") as terminal:
        terminal.until("Waiting for the first callback")
        [job, *_] = family(terminal.process.pid)
        for _ in range(2):
            terminal.press("\x1a")
            terminal.until(lambda _: stopped(job))
            terminal.rest()
            assert not_given_back(terminal.written) == []
            wipe(terminal)
            before = len(terminal.written)
            os.killpg(job, signal.SIGCONT)
            terminal.until(lambda text: "Waiting for the first callback" in text and "? help" in text)
            assert BEGIN in terminal.written[before:]
            assert "$ fg" not in terminal.text
        terminal.press("a")
        terminal.until("1 ev")
        assert terminal.quit() == 0


def test_it_goes_on_where_no_shell_would_wake_it_and_whoever_else_stopped_it(tmp_path: Path) -> None:
    with board(tmp_path / "store" / "callboard.db") as terminal:
        terminal.until("Waiting for the first callback")
        for stop in ("\x1a", signal.SIGSTOP, signal.SIGSTOP):
            before = len(terminal.written)
            if isinstance(stop, str):
                terminal.press(stop)
            else:
                os.kill(terminal.process.pid, stop)
                terminal.until(lambda _: stopped(terminal.process.pid))
                wipe(terminal)
                for _ in range(3):
                    os.kill(terminal.process.pid, signal.SIGCONT)
            terminal.until(lambda _, before=before: BEGIN in terminal.written[before:])  # type: ignore[misc]
            terminal.until(lambda text: "? help" in text and "$ fg" not in text)
        assert terminal.quit() == 0
        assert not_given_back(terminal.written) == []
        assert termios.tcgetattr(terminal._ours)[3] & termios.ICANON


async def test_of_two_sizes_the_newer_is_told_last_however_fast_it_comes() -> None:
    asked: list[int] = []
    told: list[int] = []

    def tell() -> None:
        size = len(asked)
        asked.append(size)
        if size == 0:
            signal.raise_signal(signal.SIGWINCH)
        told.append(size)

    in_turn(signal.SIGWINCH, tell)
    signal.raise_signal(signal.SIGWINCH)
    await until(lambda: len(told) == 2)
    assert told == [0, 1]
