"""What was sent on: kept by the receiver for whoever sent it, and where none runs by whoever has the lock."""

from pathlib import Path

from store import Intake, Sent

from .. import control
from .durable import answered, by_ourselves


async def kept(intake: Intake, said: control.Said) -> control.Said:
    """The receiver's answer."""
    sent = str(said.get("sent"))
    return await answered(lambda: intake.keep_sent(Sent.model_validate_json(sent)), "nothing that was sent")


async def keep(log: Path, sent: Sent) -> None:
    """Have it kept: by the receiver of the store, or without one by ourselves. Raises `StoreError`, `OSError`."""
    try:
        answer = await control.ask(log, "sent", sent=sent.model_dump_json())
    except control.NotRunning:
        async with by_ourselves(log) as intake:
            await intake.keep_sent(sent)
    else:
        control.done(answer, "keeps nothing that is sent")
