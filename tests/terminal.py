"""The real program on a real terminal: its bytes, its screen, its processes."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import pyte

from tests.forking import Forked
from tests.running import LIFE, environment
from tests.until import PATIENCE

WIDE = (120, 36)
NARROW = (80, 24)
KEYS = {"\x1b": "\x1b[27u"}
TRIES = 40
"""How often a key that may come too early is pressed."""
UNREAD = re.compile(rb"\x1b\[[<>=][0-9;]*[A-Za-z]|\x1b\[\?[0-9;]*[$u][a-z]?")
"""What pyte takes for text: asking what the terminal can do, and the keyboard of kitty."""
CUT = re.compile(rb"\x1b(?:\[[<>=?]?[0-9;]*\$?)?\Z")
"""A sequence of which the rest is still on its way."""
ASKS, ANSWER = b"\x1b[?2026$p", b"\x1b[?2026;2$y"
"""Whether we draw a frame only once it is whole: we do, as most terminals, and it says where each begins and ends."""
BEGINS, ENDS = b"\x1b[?2026h", b"\x1b[?2026l"
URL = re.compile(r"(?:LISTENING|LIVE) +(\d+\.\d+\.\d+\.\d+:\d+)")


class Terminal:
    """A terminal with callboard on it."""

    def __init__(self, process: "subprocess.Popen[bytes]", ours: int, size: tuple[int, int]) -> None:
        self.process = process
        self._written: list[bytes] = [b""]
        self._unseen: list[bytes] = []
        """What nobody has looked at yet: a screen is made of it when somebody does."""
        self._ours, self._wake = ours, os.pipe()
        self._screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self._screen)
        self._more = threading.Condition()
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._reading.start()

    @property
    def text(self) -> str:
        """The screen, as a person sees it."""
        with self._more:
            unseen = b"".join(self._unseen)
            whole = _whole(unseen) if self._reading.is_alive() else len(unseen)
            self._stream.feed(UNREAD.sub(b"", unseen[:whole]))
            self._unseen = [unseen[whole:]]
            rows = (self._screen.buffer[row] for row in range(self._screen.lines))
            return "\n".join("".join([row[at].data for at in range(self._screen.columns)]).rstrip() for row in rows)

    @property
    def written(self) -> bytes:
        """All bytes that it was sent."""
        with self._more:
            self._written = [b"".join(self._written)]
            return self._written[0]

    @property
    def url(self) -> str:
        """Where it says that it listens."""
        [address] = URL.findall(self.until(URL))
        return f"http://{address}"

    def until(self, true: Callable[[str], bool] | re.Pattern[str] | str, seconds: float = PATIENCE) -> str:
        """The screen, as soon as it is so, or shows that; fail with the screen if it does not become so."""
        if isinstance(true, str):
            true = re.compile(re.escape(true))
        shown = true if callable(true) else lambda text: re.search(true, text) is not None
        with self._more:
            became = self._more.wait_for(lambda: shown(self.text), seconds)
            text = self.text
        assert became, f"waited for {true}, and the screen is\n{text}"
        return text

    def insist(self, key: str, true: re.Pattern[str] | str) -> None:
        """Press a key that may come too early, of which a second one does no harm, until the screen shows that."""
        for _ in range(TRIES):
            self.press(key)
            with suppress(AssertionError):
                self.until(true, PATIENCE / TRIES)
                return
        self.until(true, 0)

    def press(self, keys: str) -> None:
        """The bytes of the keys. An esc alone is kitty's, which the board asks for: of one byte it would have to guess
        from what comes when whether it is the beginning of another key."""
        os.write(self._ours, KEYS.get(keys, keys).encode())

    def drag(self, begin: tuple[int, int], end: tuple[int, int]) -> None:
        """The bytes of the mouse: pressed at a column and row, moved to others, let go."""
        (column, row), (other, last) = begin, end
        self.press(f"\x1b[<0;{column};{row}M\x1b[<32;{other};{last}M\x1b[<32;{other};{last}M\x1b[<0;{other};{last}m")

    def resize(self, columns: int, rows: int) -> None:
        """Another size, of which the program is told by a signal."""
        with self._more:
            _ = self.text  # what was written until now was for the old one
            self._screen.resize(rows, columns)
        fcntl.ioctl(self._ours, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def pause(self, seconds: float) -> None:
        """Let so much time pass, or as much as it takes until more is written."""
        with self._more:
            self._more.wait(seconds)

    def rest(self, quiet: float = 0.06, most: int = 20) -> None:
        """Wait until nothing more is written."""
        for _ in range(most):
            before = len(self.written)
            self.pause(quiet)
            if len(self.written) == before:
                return

    def find(self, text: str) -> tuple[int, int]:
        """Column and row of a text on the screen."""
        for row, line in enumerate(self.text.splitlines(), 1):
            if text in line:
                return line.index(text) + 1, row
        raise AssertionError(f"{text} is not on the screen\n{self.text}")

    def hang_up(self) -> None:
        """Close the terminal under the program."""
        os.write(self._wake[1], b"!")
        self._reading.join()
        os.close(self._ours)
        self._ours = -1

    def left(self, seconds: float = PATIENCE) -> int:
        """The exit code, once it has ended and all that it wrote is read."""
        code = self.process.wait(seconds)
        self._reading.join(seconds)
        return code

    def quit(self) -> int:
        """Press q until it ends; the exit code."""
        for _ in range(TRIES):
            self.press("q")
            with suppress(subprocess.TimeoutExpired):
                return self.left(PATIENCE / TRIES)
        return self.left(0)

    def close(self) -> None:
        """End what is still there."""
        if self.process.poll() is None:
            kill(*family(self.process.pid), self.process.pid)
            self.process.wait()
        if self._ours >= 0:
            self.hang_up()
        for end in self._wake:
            os.close(end)

    def _read(self) -> None:
        with suppress(OSError):  # a terminal that no program has open any more
            while self._wake[0] not in (ready := select.select([self._ours, self._wake[0]], [], [])[0]):
                self._take(os.read(ready[0], 65536))

    def _take(self, new: bytes) -> None:
        with self._more:
            self._written.append(new)
            self._unseen.append(new)
            self._more.notify_all()
        if ASKS in new:
            self.press(ANSWER.decode())


def _whole(written: bytes) -> int:
    """Bytes up to a frame that is still being drawn."""
    begins = written.rfind(BEGINS)
    if begins > written.rfind(ENDS):
        return begins
    cut = CUT.search(written)
    return cut.start() if cut else len(written)


@contextmanager
def board(
    store: Path, *more: str, size: tuple[int, int] = WIDE, tied: str = "terminal", environ: Mapping[str, str] = {}
) -> Iterator[Terminal]:
    """`callboard` with its own receiver, on a terminal of its own: `untied`, nothing tells it that the terminal is
    gone, and with `nohup` it is to ignore that; `unheard`, its stderr goes nowhere; `shell`, it is a job of another.
    `environ` adds to what it finds there."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
    command = ("--store", str(store), "--port", "0", *more)
    there = {**environment(store.parent), "TERM": "xterm-256color", **environ}
    ends = {"stdin": theirs, "stdout": theirs, "stderr": theirs}
    with Forked[bytes](*command, tied=tied, anew=bool(environ), **ends, env=there, start_new_session=True) as process:
        os.close(theirs)
        terminal = Terminal(process, ours, size)
        patience = threading.Timer(LIFE, process.kill)
        patience.start()
        try:
            yield terminal
        finally:
            patience.cancel()
            terminal.close()


def family(pid: int) -> list[int]:
    """The children of a process and theirs: the board's are the receiver, then the interpreter."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parents[int(stat.parent.name)] = int(stat.read_text(encoding="latin-1").rpartition(")")[2].split()[1])
    known = [pid]
    for one in known:
        known.extend(child for child, parent in parents.items() if parent == one)
    return known[1:]


class Watched:
    """Processes that are to end, ours or not."""

    def __init__(self, *pids: int) -> None:
        self._open = {pid: os.pidfd_open(pid) for pid in pids}

    def gone(self, seconds: float = PATIENCE) -> bool:
        """Whether all of them have ended within so many seconds."""
        try:
            return all(select.select([one], [], [], seconds)[0] for one in self._open.values())
        finally:
            for one in self._open.values():
                os.close(one)


def kill(*pids: int) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
