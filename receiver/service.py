"""The receiver as a whole: the lock, the store's two writing doors, the interpreter, the control socket, the server."""

import asyncio
import sqlite3
from collections.abc import Mapping
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from store import Intake, Ledger, Reader, StoreError, locked, note, prepare_folder, prepare_log, prepare_view

from . import control
from .app import receiver_app
from .interpreter import Interpreter, catch_up
from .provider import Provider
from .server import bind, run, url_of

LAST_READING = 2.0
"""Seconds for what was captured last, when the receiver leaves."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a receiver is told at its start."""

    store: Path
    host: str
    port: int
    providers: tuple[Provider, ...]


class Front(Protocol):
    """Whoever started the receiver."""

    def listening(self, url: str) -> None: ...
    def tell(self, sentence: str) -> None: ...


async def serve(options: Options, stop: asyncio.Event, front: Front) -> None:
    """Receive until `stop`. The front hears the URL once the port is open, and a sentence when something is amiss.
    Raises `StoreError` and `OSError` with sentences for the user."""
    log = options.store
    prepare_folder(log)
    async with AsyncExitStack() as stack:
        stack.enter_context(locked(log))
        listener = stack.enter_context(bind(options.host, options.port))
        url = url_of(listener)
        if aside := prepare_log(log):
            front.tell(f"the store was damaged: what is left of it is in {aside}, and a new one was begun")
        prepare_view(log)
        note(log, url=url)
        intake = await stack.enter_async_context(Intake.open(log))
        interpreter = Interpreter(log, options.providers)
        await stack.enter_async_context(control.listening(log, _handlers(interpreter)))
        stack.push_async_callback(_end, interpreter, asyncio.create_task(interpreter.work(intake)))
        front.listening(url)
        await run(receiver_app(intake), listener, stop)


def _handlers(interpreter: Interpreter) -> Mapping[str, control.Handler]:
    async def reread() -> Mapping[str, object]:
        interpreter.reread()
        return {"ok": True}

    return {"reread": reread}


async def _end(interpreter: Interpreter, task: asyncio.Task[None]) -> None:
    """Let it read the rest, if that is quick; what is left is read at the next start."""
    interpreter.leave()
    with suppress(TimeoutError):
        await asyncio.wait_for(task, LAST_READING)


async def behind(log: Path) -> bool:
    """There are captures that the view does not hold."""
    try:
        async with Reader.open(log) as reader:
            cursors = await reader.cursors()
    except (StoreError, sqlite3.Error):
        return True
    return cursors.read < cursors.capture


async def read_all(log: Path, providers: tuple[Provider, ...], *, again: bool) -> int:
    """Without a receiver: read what is unread, or everything `again`; how many captures that was. Raises `Locked`
    where a receiver runs."""
    total = 0
    with locked(log):
        prepare_log(log)
        async with Ledger.open(log) as ledger:
            if again:
                await ledger.clear()
            while entered := await catch_up(ledger, providers):
                total += entered
    return total
