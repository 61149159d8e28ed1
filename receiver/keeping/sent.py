"""What was sent on: kept by the receiver for whoever sent it, and where none runs by whoever has the lock."""

from pathlib import Path

from pydantic import ValidationError

from store import Intake, Sent, StoreError, check_log, locked

from .. import control


async def kept(intake: Intake, said: control.Said) -> control.Said:
    """The receiver's answer: `ok` once it is durable."""
    try:
        await intake.keep_sent(Sent.model_validate_json(str(said.get("sent"))))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        return {"error": f"nothing that was sent: {'.'.join(map(str, first['loc']))}: {first['msg']}"}
    except StoreError as error:
        return {"error": str(error)}
    return {"ok": True}


async def keep(log: Path, sent: Sent) -> None:
    """Have it kept: by the receiver of the store, or without one by ourselves. Raises `StoreError`, `OSError`."""
    try:
        answer = await control.ask(log, "sent", sent=sent.model_dump_json())
    except control.NotRunning:
        await _keep(log, sent)
        return
    if answer.get("error") == control.UNKNOWN:
        raise StoreError("the receiver of this store is an older one, and keeps nothing that is sent: start it again")
    if not answer.get("ok"):
        raise StoreError(str(answer.get("error", "the receiver did not answer")))


async def _keep(log: Path, sent: Sent) -> None:
    check_log(log)
    with locked(log):
        async with Intake.open(log) as intake:
            await intake.keep_sent(sent)
