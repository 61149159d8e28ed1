"""Captures of elsewhere: stored by the receiver for whoever asks, and where none runs by whoever has the lock."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager
from pathlib import Path

from store import Capture as Numbered
from store import Intake, Locked, Request, StoreError, capture_json, locked, request_of

from .. import control

FORWARDS = "this receiver sends on what it captures, and would send on what is imported: stop it, then import"
Bring = Callable[[Sequence[Request]], Awaitable[None]]
"""Returns once they are durable. Raises `StoreError`."""


async def brought(intake: Intake, forwards: bool, said: control.Said) -> control.Said:  # noqa: FBT001  bound by name
    """The receiver's answer: `ok` once they are durable. Whoever asks may be anything that runs as the user."""
    if forwards:
        return {"error": FORWARDS}
    lines = said.get("lines")
    if not isinstance(lines, list):
        return {"error": "no lines"}
    try:
        requests = [one for line in lines if (one := request_of(str(line).encode()))]
        if requests:
            await intake.bring(requests)
    except (ValueError, StoreError) as error:
        return {"error": str(error)}
    return {"ok": True}


@asynccontextmanager
async def bringing(log: Path) -> AsyncIterator[Bring]:
    """Who stores them: the receiver of the store, or without one ourselves, who then hold the lock. Raises
    `StoreError`, `OSError`."""
    with _alone(log):
        try:
            await _ask(log, ())
        except control.NotRunning:
            with locked(log):
                async with Intake.open(log) as intake:
                    yield intake.bring
        else:
            yield _through(log)


@contextmanager
def _alone(log: Path) -> Iterator[None]:
    """Two at once would each take what the other has not stored yet for missing."""
    with ExitStack() as held:
        try:
            held.enter_context(locked(log.with_name(f"{log.name}.import")))
        except Locked:
            raise StoreError("something is being imported into this store: import when that is done") from None
        yield


def _through(log: Path) -> Bring:
    async def ask(requests: Sequence[Request]) -> None:
        try:
            await _ask(log, requests)
        except (control.NotRunning, TimeoutError, OSError, ValueError):
            raise StoreError(
                "the receiver went away, or hangs: import again, what is here is not taken twice"
            ) from None

    return ask


async def _ask(log: Path, requests: Sequence[Request]) -> None:
    answer = await control.ask(log, "import", lines=[_line(one) for one in requests])
    if not answer:  # it ended in the middle of it
        raise control.NotRunning
    control.done(answer, "imports nothing")


def _line(request: Request) -> str:
    numbered = Numbered(seq=0, **{name: getattr(request, name) for name in Request.__slots__})
    return json.dumps(capture_json(numbered))
