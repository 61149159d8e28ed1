"""What is kept for good: as the receiver answers who asks for that, and where none runs by whoever has the lock."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from pydantic import ValidationError

from store import Intake, StoreError, check_log, locked

from ..control import Said


async def answered(keep: Callable[[], Awaitable[object]], no: str) -> Said:
    """`ok` once it is durable, else why not; `no` says what it is not, where it is something else. Whoever asks may be
    anything that runs as the user."""
    try:
        await keep()
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        return {"error": f"{no}: {'.'.join(map(str, first['loc']))}: {first['msg']}"}
    except StoreError as error:
        return {"error": str(error)}
    return {"ok": True}


@asynccontextmanager
async def by_ourselves(log: Path) -> AsyncIterator[Intake]:
    """Raises `StoreError`, `OSError`."""
    check_log(log)
    with locked(log):
        async with Intake.open(log) as intake:
            yield intake
