"""Taking away and bringing back: an export against the sqlite3 shell's csv, an import against the door for captures."""

import asyncio
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Spent:
    """What a program took, its start included."""

    seconds: float
    processor: float
    """Seconds of all cores: what others do on the machine hardly changes it."""
    megabytes: float


def exported(log: Path, folder: Path, *more: str) -> Spent:
    """For `callboard export`."""
    command = (sys.executable, "-m", "tui", "export", "--store", str(log), "-o", str(folder / "out"), "--force", "-q")
    return _spent([*command, *more], "")


def shell(log: Path, folder: Path) -> Spent:
    """For the sqlite3 shell and the csv of the same rows; not a number where there is none."""
    if not shutil.which("sqlite3"):
        return Spent(*[float("nan")] * 3)
    view = log.with_name("callboard.view.db")
    return _spent(["sqlite3", str(log)], SHELL.format(out=folder / "out.csv", view=view))


WATCHED = """
import json, resource, subprocess, sys, time
began = time.perf_counter()
subprocess.run(sys.argv[1:], check=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
"""
"""Started by a small program: a large one lends its own size to what it starts."""


def _spent(command: Sequence[str], said: str) -> Spent:
    watched = [sys.executable, "-c", WATCHED, *command]
    done = subprocess.run(
        watched, input=said, stdout=subprocess.PIPE, text=True, check=True, env=environment(Path("/"))
    )
    return Spent(*json.loads(done.stdout))


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
