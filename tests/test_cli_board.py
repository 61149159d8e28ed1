"""The terminal as the command line hands it to the board."""

import os
import pty
import subprocess
import sys

LONG = 100_000
DRAWS = f"""
import signal, sys
from tui.cli.board import on_a_terminal

assert on_a_terminal()
signal.signal(signal.SIGALRM, lambda *_: None)
signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
sys.__stderr__.write("x" * {LONG} + "!")
sys.__stderr__.flush()
signal.setitimer(signal.ITIMER_REAL, 0)
"""


def test_a_signal_cuts_no_frame_short_though_python_has_no_buffer() -> None:
    """As in a container, where PYTHONUNBUFFERED is set, over a terminal that is slower than the board."""
    ours, theirs = pty.openpty()
    environ = {**os.environ, "PYTHONUNBUFFERED": "1", "LC_ALL": "C.UTF-8"}
    with subprocess.Popen(
        (sys.executable, "-c", DRAWS), stdin=theirs, stdout=theirs, stderr=theirs, env=environ
    ) as one:
        os.close(theirs)
        drawn = b""
        while not drawn.endswith(b"!"):
            try:
                drawn += os.read(ours, 1024)
            except OSError:  # it has ended
                break
    os.close(ours)
    assert len(drawn) == LONG + 1, drawn[:500]
    assert one.returncode == 0
