"""A receiver in a process of its own, as a user starts one."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.forking import Forked
from tests.until import PATIENCE

LIFE = 150
"""Seconds after which a process is killed, so that a test that waits for its next line fails."""
CALLBOARD = (sys.executable, "-m", "tui")


class Running:
    """`callboard serve --output json` over a store of its own."""

    def __init__(self, store: Path, process: "subprocess.Popen[str]") -> None:
        self.store, self.process = store, process
        assert process.stdout
        self.lines = process.stdout
        self.url = str(json.loads(self.lines.readline())["url"])

    def post(self, body: bytes, path: str = "/", **headers: str) -> int:
        """The status of the answer."""
        return httpx.post(self.url + path, content=body, headers=headers, trust_env=False, timeout=PATIENCE).status_code

    def events(self, count: int) -> list[dict[str, object]]:
        """The next lines of its standard output: what has been interpreted."""
        return [json.loads(self.lines.readline()) for _ in range(count)]


@contextmanager
def running(store: Path, *more: str, port: int = 0) -> Iterator[Running]:
    command = ("serve", "--output", "json", "--store", str(store), "--port", str(port), *more)
    pipe = subprocess.PIPE
    with Forked[str](*command, stdout=pipe, stderr=pipe, text=True, env=environment(store.parent)) as process:
        patience = threading.Timer(LIFE, process.kill)
        patience.start()
        try:
            yield Running(store, process)
        finally:
            patience.cancel()
            process.kill()


def callboard(
    *arguments: str, home: Path, code: int = 0, text: str | None = None
) -> "subprocess.CompletedProcess[str]":
    """Run a command to its end."""
    pipe, given = subprocess.PIPE, None if text is None else subprocess.PIPE
    with Forked[str](*arguments, stdin=given, stdout=pipe, stderr=pipe, text=True, env=environment(home)) as process:
        patience = threading.Timer(LIFE, process.kill)
        patience.start()
        said, complained = process.communicate(text)
        patience.cancel()
    done = subprocess.CompletedProcess(arguments, process.returncode, said, complained)
    assert done.returncode == code, (done.returncode, done.stdout, done.stderr)
    return done


def json_lines(done: "subprocess.CompletedProcess[str]") -> list[dict[str, object]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def environment(home: Path) -> dict[str, str]:
    """Ours, without what could change how callboard behaves."""
    dropped = ("CALLBOARD_", "XDG_", "TEXTUAL", "NO_COLOR", "COLORTERM", "COLUMNS", "LINES", "PYTHONUNBUFFERED")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
    return {**kept, "HOME": str(home), "TZ": "UTC"}
