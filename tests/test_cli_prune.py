"""`callboard prune`: what is old goes when somebody is sure."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from receiver import control
from receiver.keeping.prune import prune
from store import Intake, Reader, Remark, StoreError, prepare_view
from tests.make import request
from tests.running import callboard, running

SECRET = b"meet me at the harbour"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Three captures of two days, the second marked, and one of now."""
    path, now = tmp_path / "callboard.db", datetime.now(UTC)

    async def fill() -> None:
        async with Intake.open(path) as intake:
            for age in (2, 2, 2, 0):
                body = b"{}" if age == 0 else SECRET
                await intake.capture(replace(request(body), received_at=now - timedelta(days=age)))
            await intake.keep(Remark(capture=2, marked=True))
        prepare_view(path)

    asyncio.run(fill())
    return path


def left(log: Path) -> list[int]:
    async def ask() -> list[int]:
        async with Reader.open(log) as reader:
            return [one.seq for one in reversed(await reader.captures())]

    return asyncio.run(ask())


def test_a_dry_run_says_what_would_go_and_takes_nothing(log: Path, tmp_path: Path) -> None:
    done = callboard("prune", "--older-than", "1d", "--dry-run", "--store", str(log), home=tmp_path)
    assert done.stdout == "2 of 4 captures are older; 1 more are marked or noted, and stay\n"
    assert left(log) == [1, 2, 3, 4]
    done = callboard("prune", "--older-than", "999999d", "--dry-run", "--store", str(log), home=tmp_path)
    assert done.stdout == "nothing is older than that\n", done.stderr
    done = callboard("prune", "--dry-run", "--store", str(log), home=tmp_path)
    assert done.stdout == "nothing is older than that\n"


def test_who_is_not_sure_keeps_all_and_who_is_has_it_gone_without_a_receiver(log: Path, tmp_path: Path) -> None:
    at = ("prune", "--older-than", "1d", "--store", str(log))
    callboard(*at, home=tmp_path, code=130)
    assert left(log) == [1, 2, 3, 4]
    assert callboard(*at, "--yes", home=tmp_path).stdout == "2 captures were taken away\n"
    assert left(log) == [2, 4]
    callboard("prune", "--older-than", "soon", "--store", str(log), home=tmp_path, code=2)


def test_a_running_receiver_does_it(log: Path, tmp_path: Path) -> None:
    with running(log):
        done = callboard("prune", "--older-than", "1d", "--yes", "--store", str(log), home=tmp_path)
        assert done.stdout == "2 captures were taken away\n"
        assert left(log) == [2, 4]


async def test_where_the_receiver_goes_away_meanwhile_it_is_told(tmp_path: Path) -> None:
    log, busy = tmp_path / "callboard.db", asyncio.Event()

    async def pruning(said: control.Said) -> control.Said:
        if "before" not in said:
            busy.set()
        return {"ok": True, "busy": True}

    async with control.listening(log, {"prune": pruning}):
        asked = asyncio.create_task(prune(log, datetime.now(UTC), print))
        await busy.wait()
    with pytest.raises(StoreError, match="the receiver went away, or hangs"):
        await asked
