"""Killed, or on a full disk, in the middle of upkeep: each capture is there or gone, packed or plain, never half."""

import asyncio
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from store import Capture, Intake, Ledger, Reader, prepare_view
from tests.make import NOON, ok, reading, request

WORKER = """
import asyncio, resource, signal, sys
from datetime import datetime, timedelta, UTC
from pathlib import Path
import sqlite3, store.keeping.packs, store.keeping.pruning
from store import Intake, Keeping, Ledger, Reader, Upkeep
from tests.make import NOON
store.keeping.packs.FULL, store.keeping.packs.BATCH, store.keeping.pruning.BATCH = 100, 4, 4
store.keeping.pruning.NEXT = store.keeping.pruning.NEXT.replace("LIMIT 500", "LIMIT 4")
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

async def pack(intake, ledger, reader):
    upkeep = Upkeep(intake)
    while await upkeep.pack():
        print("did", flush=True)

async def prune(intake, ledger, reader):
    upkeep = Upkeep(intake)
    cut, last = await upkeep.cut(Keeping(age=timedelta(days=30)), await reader.extent(), NOON), 0
    while cut and (last := await upkeep.take_away(cut, last, NOON)):
        await ledger.forget()
        print("did", flush=True)

async def main(what, log, room):
    async with Intake.open(log) as intake, Ledger.open(log) as ledger, Reader.open(log) as reader:
        if room:
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
        try:
            await {"pack": pack, "prune": prune}[what](intake, ledger, reader)
        except sqlite3.Error as error:
            print("refused", error, flush=True)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
    print("done", flush=True)

asyncio.run(main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])))
"""
OLD = 60


def body(n: int) -> bytes:
    return b'{"event": {"type": "message.finalized", "to": "+1555%07d", "text": "number %d"}}' % (n * 7919, n)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """220 captures, the first 60 too old, with an entry each."""
    path = tmp_path / "callboard.db"

    async def fill() -> None:
        ages = [timedelta(days=40 if n <= OLD else 1) for n in range(1, 221)]
        async with Intake.open(path) as intake, Ledger.open(path) as ledger:
            made = [replace(request(body(n), x=f"{n}"), received_at=NOON - age) for n, age in enumerate(ages, 1)]
            await asyncio.gather(*map(intake.capture, made))
            await ledger.enter([reading(n, ok(id=f"m{n}", key=f"k{n}")) for n in range(1, 221)])

    asyncio.run(fill())
    return path


async def captures(log: Path) -> dict[int, Capture]:
    prepare_view(log)
    async with Reader.open(log) as reader:
        return {one.seq: one for one in await reader.captures(limit=1000)}


def worker(what: str, log: Path, room: int = 0) -> "subprocess.Popen[str]":
    command = (sys.executable, "-c", WORKER, what, str(log), str(room))
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize("what", ["pack", "prune"])
def test_killed_in_the_middle_each_capture_is_as_it_was_or_gone_and_the_next_goes_on(what: str, log: Path) -> None:
    before = asyncio.run(captures(log))
    with worker(what, log) as process:
        assert process.stdout
        for _ in range(3):
            assert process.stdout.readline() == "did\n"
        process.send_signal(signal.SIGKILL)
    _as_it_was(log, before)
    with worker(what, log) as process:
        assert process.stdout
        assert process.stdout.read().endswith("done\n")
    after = _as_it_was(log, before)
    assert len(after) == (220 if what == "pack" else 160)


@pytest.mark.parametrize("what", ["pack", "prune"])
def test_a_full_disk_in_the_middle_leaves_each_capture_as_it_was_or_gone(what: str, log: Path) -> None:
    before = asyncio.run(captures(log))
    with worker(what, log, room=140_000) as process:
        assert process.stdout
        assert "refused" in process.stdout.read()
    _as_it_was(log, before)


def _as_it_was(log: Path, before: dict[int, Capture]) -> dict[int, Capture]:
    """Those that are there are what they were, none is gone that may not be, and the view says the same."""
    after = asyncio.run(captures(log))
    assert after.items() <= before.items()
    assert {seq for seq in before if seq > OLD} <= set(after)
    with closing(sqlite3.connect(log)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("SELECT coalesce(sum(captures), 0) FROM prunings").fetchone() == (220 - len(after),)
    asyncio.run(_followed(log, set(after)))
    return after


async def _followed(log: Path, seqs: set[int]) -> None:
    async with Ledger.open(log) as ledger, Reader.open(log) as reader:
        while await ledger.forget():
            pass
        assert {one.capture for one in await reader.entries(limit=1000)} == seqs
        assert (await reader.counts()).entries == len(seqs)
