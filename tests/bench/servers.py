"""What is measured, each in a process of its own: a bare uvicorn, a receiver, a board on a terminal."""

import json
import os
import pty
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.running import CALLBOARD, environment

NOOP = """
import asyncio, sys, uvicorn, uvloop
from receiver.server import bind
async def app(scope, receive, send):
    await receive()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})
listener = bind("127.0.0.1", 0)
print(listener.getsockname()[1], flush=True)
config = uvicorn.Config(app, http="httptools", log_config=None, access_log=False, lifespan="off")
with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
    runner.run(uvicorn.Server(config).serve(sockets=[listener]))
"""


APP = """
import asyncio
from tests.an_app import FAILED, HUGE, OK, app, in_turn, reset, stall
async def main():
    async with app(in_turn(*[OK] * 16, FAILED, reset, HUGE, stall)) as there:
        print(there.port, flush=True)
        await asyncio.Event().wait()
asyncio.run(main())
"""


@contextmanager
def faulty() -> Iterator[str]:
    """An app that fails, resets, stalls and answers 10 MB in between; its URL."""
    with subprocess.Popen([sys.executable, "-c", APP], stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.kill()


@contextmanager
def noop() -> Iterator[int]:
    """A bare uvicorn that answers 200 and keeps nothing; its port."""
    with subprocess.Popen([sys.executable, "-c", NOOP], stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout
            yield int(process.stdout.readline())
        finally:
            process.kill()


@contextmanager
def receiver(store: Path, *more: str) -> Iterator[tuple[int, int]]:
    """The receiver as the board starts it, over an empty store; port and process."""
    command = (*CALLBOARD, "serve", "--child", "--store", str(store), "--port", "0", *more)
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout
            url = json.loads(process.stdout.readline())["url"]
            yield int(url.rpartition(":")[2]), process.pid
        finally:
            process.terminate()


@contextmanager
def board(store: Path) -> Iterator[int]:
    """`callboard watch` on a terminal of 120x36; its process."""
    ours, theirs = pty.openpty()
    environ = {**environment(store.parent), "TERM": "xterm-256color", "COLUMNS": "120", "LINES": "36"}
    with subprocess.Popen(
        (*CALLBOARD, "watch", "--store", str(store)), stdin=theirs, stdout=theirs, stderr=theirs, env=environ
    ) as process:
        os.close(theirs)
        drawn = threading.Event()
        threading.Thread(target=_drain, args=(ours, drawn), daemon=True).start()
        assert drawn.wait(20)
        try:
            yield process.pid
        finally:
            process.terminate()
            process.wait()


def _drain(terminal: int, drawn: threading.Event) -> None:
    with suppress(OSError):
        while os.read(terminal, 65536):
            drawn.set()


def cpu_seconds(pid: int) -> float:
    """What a process has used so far."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def megabytes(pid: int) -> float:
    """Memory of a process that is its own or shared, resident."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024
