"""Remarks on captures: kept by the receiver for whoever asks, and where none runs by whoever has the lock."""

from pathlib import Path

from pydantic import ValidationError

from store import Intake, Remark, StoreError, check_log, locked

from .. import control


async def kept(intake: Intake, said: control.Said) -> control.Said:
    """The receiver's answer: `ok` once the remark is durable. Whoever asks may be anything that runs as the user."""
    try:
        await intake.keep(Remark.model_validate(said))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        return {"error": f"no remark: {'.'.join(map(str, first['loc']))}: {first['msg']}"}
    except StoreError as error:
        return {"error": str(error)}
    return {"ok": True}


async def keep(log: Path, remark: Remark) -> None:
    """Have a remark kept: by the receiver of the store, or without one by ourselves. Raises `StoreError`, `OSError`."""
    try:
        answer = await control.ask(log, "mark", **remark.model_dump(exclude_none=True))
    except control.NotRunning:
        await _keep(log, remark)
        return
    if answer.get("error") == control.UNKNOWN:
        raise StoreError("the receiver of this store is an older one, and keeps no marks: start it again")
    if not answer.get("ok"):
        raise StoreError(str(answer.get("error", "the receiver did not answer")))


async def _keep(log: Path, remark: Remark) -> None:
    check_log(log)
    with locked(log):
        async with Intake.open(log) as intake:
            await intake.keep(remark)
