"""How long one waits for the first frame: of the board with its receiver, and of a Textual app that shows a word."""

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

from tests.running import environment
from tests.terminal import WIDE, Terminal

ROUNDS = 5
BARE = """
from textual.app import App
from textual.widgets import Static

class Bare(App[None]):
    def compose(self):
        yield Static("Waiting for the first")

Bare().run()
"""


def first_frames(folder: Path) -> list[tuple[float, float]]:
    """Seconds of the board and of the bare app, in turns, each board over a store of its own."""
    bare = ("-c", BARE)
    return [
        (_shown(folder, "-m", "tui", "--port", "0", "--store", str(folder / f"{number}.db")), _shown(folder, *bare))
        for number in range(ROUNDS)
    ]


def _shown(home: Path, *arguments: str) -> float:
    """From the start of Python to the first frame."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", WIDE[1], WIDE[0], 0, 0))
    environ = {**environment(home), "TERM": "xterm-256color"}
    environ.pop("PYTHONDONTWRITEBYTECODE", None)  # what was compiled once is kept, as with everybody
    began = time.perf_counter()
    with subprocess.Popen(
        (sys.executable, *arguments), stdin=theirs, stdout=theirs, stderr=theirs, env=environ, start_new_session=True
    ) as process:
        os.close(theirs)
        terminal = Terminal(process, ours, WIDE)
        try:
            terminal.until("Waiting for the first", 60)
            return time.perf_counter() - began
        finally:
            terminal.close()
