"""Processes of callboard that need not load it first: each is forked from one that has loaded all of it.

What such a process does, and what becomes of it, is as ever; only Python's start and the imports are gone, which are
half of what a command takes. A test of those starts Python itself."""

import atexit
import fcntl
import gc
import importlib
import inspect
import json
import os
import runpy
import signal
import socket
import struct
import subprocess
import sys
import termios
from contextlib import suppress
from functools import cache
from io import BufferedReader, BufferedWriter, FileIO, TextIOWrapper
from pathlib import Path
from pkgutil import walk_packages
from typing import Any, AnyStr

from tui.config import settings

LOADED = ("store", "receiver", "tui")
"""All of these, and what they load."""
MOST = 2**20
"""Bytes of what a process is told: its arguments and its environment."""
NUMBER = struct.Struct("i")
ENDS = ("p2cread", "p2cwrite", "c2pread", "c2pwrite", "errread", "errwrite")


class Forked(subprocess.Popen[AnyStr]):
    """`Popen` for `python -m tui`, of which only what starts a process, and asks how it ended, is another."""

    def __init__(self, *arguments: str, tied: str = "", anew: bool = False, **more: Any) -> None:
        """`tied` says whether the terminal on its stdin is its own, and what of that it does not hear: see
        `terminal.board`; with `anew` Python starts after all, for an environment that it and Textual read only then."""
        self._wanted = {"tied": tied, "anew": anew}
        super().__init__(arguments, **more)

    def _execute_child(self, *told: Any, **named: Any) -> None:
        start = inspect.signature(subprocess.Popen._execute_child)  # type: ignore[attr-defined]
        said = start.bind(self, *told, **named).arguments
        theirs: list[int] = [
            said[end] if said[end] >= 0 else own for own, end in enumerate(("p2cread", "c2pwrite", "errwrite"))
        ]
        wanted = self._wanted | {name: said[name] for name in ("args", "env", "start_new_session")}
        wanted["cwd"] = str(said["cwd"] or Path.cwd())
        ended, status = os.pipe()
        socket.send_fds(nursery(), [json.dumps(wanted).encode()], [*theirs, status])
        os.close(status)
        (self.pid,) = NUMBER.unpack(os.read(ended, NUMBER.size))
        self._status = ended
        self._child_created = True
        self._close_pipe_fds(*(said[end] for end in ENDS))  # type: ignore[attr-defined]

    def _internal_poll(self, *_: object, **__: object) -> int | None:
        if self.returncode is None:
            pid, status = self._try_wait(os.WNOHANG)
            if pid:
                self._handle_exitstatus(status)  # type: ignore[attr-defined]
        return self.returncode

    def _try_wait(self, flags: int) -> tuple[int, int]:
        """As `waitpid`: its parent writes down how it ended."""
        os.set_blocking(self._status, not flags)
        with suppress(BlockingIOError):
            said = os.read(self._status, NUMBER.size)
            os.close(self._status)
            return self.pid, NUMBER.unpack(said)[0]
        return 0, 0


@cache
def nursery() -> socket.socket:
    """Where it is said which process is wanted; what listens there ends with us."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    environ = {**os.environ, "TZ": "UTC"}
    command = (sys.executable, "-m", __name__)
    process = subprocess.Popen(command, stdin=theirs.fileno(), env=environ, start_new_session=True)
    theirs.close()
    atexit.register(process.wait)
    atexit.register(ours.close)
    return ours


def nurse(line: socket.socket) -> dict[str, Any]:
    """Fork whenever it is asked for; returns in a process that was asked for, with what it is told."""
    told = b"?"
    while told:
        told, ends, *_ = socket.recv_fds(line, MOST, 4)
        if told and not os.fork():
            line.close()
            return minded(json.loads(told), ends)
        for end in ends:
            os.close(end)
        buried(os.WNOHANG if told else 0)
    os._exit(0)


def buried(flags: int) -> None:
    """Take note of the end of all that have ended."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, flags)[0]:
            pass


def minded(wanted: dict[str, Any], ends: list[int]) -> dict[str, Any]:
    """Fork once more, and write down who that is and how it ended."""
    *standard, status = ends
    if not (pid := os.fork()):
        os.close(status)
        for own, end in enumerate(standard):
            os.dup2(end, own)
        os.closerange(3, max(standard) + 1)
        return wanted
    for end in (0, 1, 2, *standard):
        os.close(end)
    with suppress(BrokenPipeError):
        os.write(status, NUMBER.pack(pid))
        os.write(status, NUMBER.pack(os.waitpid(pid, 0)[1]))
    os._exit(0)


def become(wanted: dict[str, Any]) -> None:
    """What Python makes of itself when it starts, once more, and callboard after it."""
    os.chdir(wanted["cwd"])
    os.environ.clear()
    os.environ.update(wanted["env"])
    if wanted["start_new_session"]:
        os.setsid()
    settings.DEFAULTS["store"] = settings.own_store()  # or it would be that of whoever runs the tests
    tie(wanted["tied"])
    if wanted["anew"]:
        os.execv(sys.executable, [sys.executable, "-m", "tui", *wanted["args"]])  # noqa: S606  it becomes that program
    # Without a buffer the rest of what a signal interrupts, where the terminal is full, would be lost.
    out, err = (BufferedWriter(FileIO(end, "w", closefd=False)) for end in (1, 2))
    speak(
        stdin=TextIOWrapper(BufferedReader(FileIO(0, closefd=False))),
        stdout=TextIOWrapper(out, line_buffering=os.isatty(1)),
        stderr=TextIOWrapper(err, errors="backslashreplace", line_buffering=True),
    )
    sys.argv = ["callboard", *wanted["args"]]
    runpy.run_module("tui", run_name="__main__", alter_sys=True)


def become_a_job() -> None:
    """Go on as a shell's command does, which the shell would wake once it was stopped; this one only waits."""
    if job := os.fork():
        os._exit(os.waitstatus_to_exitcode(os.waitpid(job, 0)[1]))
    os.setpgid(0, 0)
    signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGTTOU,))
    os.tcsetpgrp(0, os.getpid())
    signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGTTOU,))


def speak(**files: TextIOWrapper) -> None:
    for name, file in files.items():
        setattr(sys, name, file)
        setattr(sys, f"__{name}__", file)  # where Textual draws


def tie(tied: str) -> None:
    """Take the terminal as its own, so that a hang-up is told by a signal."""
    if tied and tied != "untied":
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    if tied == "shell":
        become_a_job()
    if tied == "nohup":
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    if tied == "unheard":
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def load() -> None:
    for room in LOADED:
        package = importlib.import_module(room)
        for module in walk_packages(package.__path__, f"{room}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    load()
    become(nurse(socket.socket(fileno=os.dup(0))))
