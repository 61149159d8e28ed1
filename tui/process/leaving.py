"""Leaving: on a signal, with a terminal that is gone, and after a fault, of which nothing is told that was captured."""

import asyncio
import os
import select
import signal
import stat
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

HUNG_UP = 129
SIGNALS = {"SIGTERM": 143, "SIGHUP": HUNG_UP, "SIGINT": 130, "SIGQUIT": 131}
FAULT = 1
PATIENCE = 3.5
"""Seconds in which the board may end by itself once it was told to."""


def leave_on_signals(leave: Callable[[int], None]) -> None:
    """Call `leave` with the exit code that the signal asks for."""
    if sys.platform == "win32":
        return
    loop = asyncio.get_running_loop()
    for name, code in SIGNALS.items():
        loop.add_signal_handler(getattr(signal, name), leave, code)


def last_resort(code: int) -> threading.Timer:
    """End the process if it has not ended by itself: Textual's thread that writes to a terminal has been seen to wait
    for ever for one that is gone. The receiver leaves with us, as its input ends."""
    timer = threading.Timer(PATIENCE, os._exit, (code,))
    timer.daemon = True
    timer.start()
    return timer


def terminal_gone() -> bool:
    """The terminal that we draw on was closed; a SIGHUP need not have come, or was ignored."""
    stream = sys.__stdin__
    try:
        return stream is None or not (os.isatty(stream.fileno()) or _held(stream.fileno()))
    except ValueError:
        return True


def nobody_reads() -> None:
    """What could not be written is not tried again at the end of Python, which would make another exit code of ours."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stderr.fileno())
    os.close(nowhere)


def _held(descriptor: int) -> bool:
    """Whether it is a pipe with somebody at its other end: in a browser that is our terminal."""
    mode = os.fstat(descriptor).st_mode
    if not (stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)):
        return False
    poll = select.poll()
    poll.register(descriptor, 0)
    return not poll.poll(0)


def frames(error: BaseException | None) -> Iterator[str]:
    """Where it happened, and what led to it: no message and no local variable, which may hold what was captured."""
    while error is not None:
        yield f"{type(error).__module__}.{type(error).__qualname__}\n"
        yield from traceback.format_tb(error.__traceback__)
        # Textual wraps what went wrong in a worker, and names it as no cause.
        error = error.__cause__ or error.__context__ or getattr(error, "error", None)


def note_fault(error: BaseException | None, beside: Path) -> Path | None:
    """Keep where it happened in a file for the user's eyes only; None if that could not be."""
    path = beside.with_name("board-fault.txt")
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0), 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
            os.chmod(path, 0o600)  # noqa: PTH101  it may have been there, and wider
            file.writelines(frames(error))
    except OSError:
        return None
    return path


def sentence(error: BaseException | None, note: Path | None) -> str:
    """What a person needs to know."""
    what = type(error).__name__ if error else "a fault"
    where = f"; where it happened is in {note}" if note else ""
    return f"callboard: the board stopped because of {what}{where}. What was captured is safe."
