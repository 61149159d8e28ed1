"""Taking away and bringing back: an export against the sqlite3 shell's csv, an import against the door for captures."""

import asyncio
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from store import Intake, Reader, Request, Seen, prepare_view
from tests.running import environment
from tui.export.bringing import batches, requests

SHELL = (
    ".mode csv\n.output {out}\nATTACH '{view}' AS v;\n"
    "SELECT c.*, e.* FROM captures c JOIN v.entries e ON e.capture = c.seq ORDER BY c.seq, e.seq;\n"
)
MOST = 20_000
"""Requests that are brought back."""
TOGETHER = 300
"""Requests that wait for the door at a time."""


def exported(log: Path, folder: Path, *more: str) -> tuple[float, float]:
    """Seconds and megabytes that `callboard export` takes, its start included."""
    command = (sys.executable, "-m", "tui", "export", "--store", str(log), "-o", str(folder / "out"), "--force", "-q")
    return _run([*command, *more], b"")


def shell(log: Path, folder: Path) -> float:
    """Seconds that the sqlite3 shell takes for the csv of the same rows; not a number where there is none."""
    if not shutil.which("sqlite3"):
        return float("nan")
    view = log.with_name("callboard.view.db")
    return _run(["sqlite3", str(log)], SHELL.format(out=folder / "out.csv", view=view).encode())[0]


def _run(command: Sequence[str], said: bytes) -> tuple[float, float]:
    began = time.perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.PIPE, env=environment(Path("/")))
    if process.stdin:
        process.stdin.write(said)
        process.stdin.close()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return time.perf_counter() - began, used.ru_maxrss / 1024


def brought(file: Path, folder: Path) -> tuple[float, float]:
    """Requests a second that an import takes, and that the door for captures takes of the same."""
    return asyncio.run(_brought(file, folder / "a.db")), asyncio.run(_captured(file, folder / "b.db"))


async def _brought(file: Path, log: Path) -> float:
    seen, count, began = Seen(), 0, time.perf_counter()
    async with Intake.open(log) as intake:
        prepare_view(log)
        async with Reader.open(log) as reader:
            with file.open("rb") as opened:
                for batch in batches(requests(opened)):
                    await intake.bring(await reader.missing([one for one in batch if seen.new(one)], 0))
                    count += len(batch)
                    if count >= MOST:
                        break
    seen.close()
    return count / (time.perf_counter() - began)


async def _captured(file: Path, log: Path) -> float:
    with file.open("rb") as opened:
        every = [one for batch, _ in zip(batches(requests(opened)), range(MOST // 200), strict=False) for one in batch]
    room = asyncio.Semaphore(TOGETHER)
    began = time.perf_counter()

    async def capture(intake: Intake, one: Request) -> None:
        async with room:
            await intake.capture(one)

    async with Intake.open(log) as intake:
        await asyncio.gather(*(capture(intake, one) for one in every))
    return len(every) / (time.perf_counter() - began)
