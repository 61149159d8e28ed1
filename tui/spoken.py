"""What a receiver says, behind a thread: whoever does not read it must not make an answer wait."""

import io
import os
import queue
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, suppress
from typing import IO, TextIO, cast

WAITING = 1000
"""Lines that wait for a reader; what is said then is lost, and no callback."""
LAST = 2.0
"""Seconds for the last lines."""


class Spoken(io.RawIOBase):
    """Lines for a stream, or bytes as a stream takes them."""

    def __init__(self, to: TextIO) -> None:
        self._to, self._encoding = to, to.encoding or "utf-8"
        self._waiting: queue.Queue[bytes | None] = queue.Queue(WAITING)
        self._thread = threading.Thread(target=self._speak, daemon=True)
        self._thread.start()

    def full(self) -> bool:
        return self._waiting.full()

    def say(self, text: str) -> None:
        self.write(f"{text}\n".encode(self._encoding, "backslashreplace"))

    def end(self) -> None:
        """Write what waits, if that is quick."""
        with suppress(queue.Full):
            self._waiting.put_nowait(None)
        self._thread.join(LAST)

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return self._to.isatty()

    def write(self, octets: "bytes | bytearray | memoryview") -> int:  # type: ignore[override]
        with suppress(queue.Full):
            self._waiting.put_nowait(bytes(octets))
        return len(octets)

    def _speak(self) -> None:
        """Past the buffer of the stream: a thread that still holds that would have Python abort at its end."""
        with suppress(OSError):
            while (octets := self._waiting.get()) is not None:
                left = memoryview(octets)
                while left:
                    left = left[os.write(self._to.fileno(), left) :]


def open_streams() -> None:
    """What was closed of standard input, output and error leads nowhere: else a socket would be in its place, and
    whatever writes there, or a child that inherits it, would break."""
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # it takes the lowest number that is free
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115  for good


@contextmanager
def unheld() -> Iterator[None]:
    """While the block runs, whatever is said on stderr, by whomever, makes nobody wait."""
    spoken = Spoken(sys.stderr)
    talk = io.TextIOWrapper(cast("IO[bytes]", spoken), sys.stderr.encoding, "backslashreplace", line_buffering=True)
    try:
        with redirect_stderr(talk):
            yield
    finally:
        talk.flush()
        spoken.end()
