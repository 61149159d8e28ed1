"""Remarks on captures: kept by the receiver for whoever asks, and where none runs by whoever has the lock."""

from pathlib import Path

from store import Intake, Remark

from .. import control
from .durable import answered, by_ourselves


async def kept(intake: Intake, said: control.Said) -> control.Said:
    """The receiver's answer."""
    return await answered(lambda: intake.keep(Remark.model_validate(said)), "no remark")


async def keep(log: Path, remark: Remark) -> None:
    """Have a remark kept: by the receiver of the store, or without one by ourselves. Raises `StoreError`, `OSError`."""
    try:
        answer = await control.ask(log, "mark", **remark.model_dump(exclude_none=True))
    except control.NotRunning:
        async with by_ourselves(log) as intake:
            await intake.keep(remark)
    else:
        control.done(answer, "keeps no marks")
