"""Captures taken away because somebody asks: by the receiver of the store, or without one by ourselves."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from store import Intake, Ledger, StoreError, Upkeep, locked, prepare_log

from .. import control

LOOK = 0.2
"""Seconds between two looks how far it is."""
SOON = 0.2


async def prune(log: Path, before: datetime, tell: Callable[[str], None]) -> None:
    """Take away what was received before, but for what is marked or noted; return when it is gone. Raises `StoreError`,
    `OSError`."""
    try:
        answer = await control.ask(log, "prune", before=before.timestamp())
    except control.NotRunning:
        await _prune(log, before, tell)
        return
    if answer:  # else it has just ended, as is told next
        control.done(answer, "takes nothing away")
    while not (error := answer.get("error")):
        try:
            answer = await control.ask(log, "prune")
        except (control.NotRunning, TimeoutError):
            raise StoreError("the receiver went away, or hangs: prune again, what is gone is gone") from None
        if answer.get("ok") and not answer.get("busy"):
            return
        await asyncio.sleep(LOOK)
    raise StoreError(str(error))


async def _prune(log: Path, before: datetime, tell: Callable[[str], None]) -> None:
    with locked(log):
        prepare_log(log, tell)
        async with Intake.open(log) as intake, Ledger.open(log) as ledger:
            upkeep = Upkeep(intake)
            cut, last = await upkeep.older(before), 0
            while cut and (last := await upkeep.take_away(cut, last, datetime.now(UTC))):
                pass
            while await ledger.forget():
                pass
            await ledger.flush()
            while True:
                if await upkeep.flush():
                    return
                await asyncio.sleep(SOON)
