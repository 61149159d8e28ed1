"""The forwarder's process: it follows the log while the receiver's process answers, and sends captures on.

Its standard input says what to do, a line each: first the settings as JSON, then `news`, `kept` or `leave`.
"""

import asyncio
import sys
from asyncio.streams import FlowControlMixin
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

from store import Reader, StoreError

from ..forward import Forward
from ..orders import heard
from ..outside.known import known
from .forwarding import SOON, Forwarding
from .outlet import Outlet
from .sending import Line

LAST_SENDING = 1.5
"""Seconds for what is with an app when the receiver leaves."""
STATE = 0.25
"""Seconds between two words on how it stands."""


async def main() -> None:
    told, orders = await heard()
    outlet = await _outlet()
    async with forwarding(told, outlet) as all_:
        sending = [asyncio.create_task(one.work()) for one in all_]
        saying = [asyncio.create_task(outlet.work()), asyncio.create_task(_report(all_, outlet))]
        await _one_ended(asyncio.create_task(_obey(orders, all_, outlet)), *sending, *saying)
        for task in sending:
            task.cancel()
        hearing = asyncio.create_task(_obey(orders, all_, outlet))  # that what was sent last is kept
        await asyncio.gather(*(one.leave(LAST_SENDING) for one in all_))
        hearing.cancel()
        await _farewell(all_, outlet)


async def _outlet() -> Outlet:
    loop = asyncio.get_running_loop()
    transport, protocol = await loop.connect_write_pipe(FlowControlMixin, sys.stdout)
    transport.set_write_buffer_limits(0)  # so that `drain` waits for the last byte
    return Outlet(asyncio.StreamWriter(transport, protocol, None, loop))


async def _one_ended(*tasks: asyncio.Task[None]) -> None:
    """Told to leave; or something went wrong, which is raised."""
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in done:
        task.result()


@asynccontextmanager
async def forwarding(told: Mapping[str, Any], outlet: Outlet) -> AsyncIterator[Sequence[Forwarding]]:
    """One for each app, with a way to it and a look at the store of its own."""
    async with AsyncExitStack() as stack:
        ready: list[Forwarding] = []
        for one in told["forwards"]:
            forward = Forward(**one)
            line = await stack.enter_async_context(Line.open(forward.target, told["own_ports"]))
            reader = await _opened(stack, Path(told["log"]))
            first = told["asked"] and not ready
            tunnels = partial(known, Path(told["log"]))
            ready.append(Forwarding(forward, line, reader, outlet, told["since"], asked=first, known=tunnels))
        yield ready


async def _opened(stack: AsyncExitStack, log: Path) -> Reader:
    """Once the interpreter has made a view."""
    while True:
        try:
            return await stack.enter_async_context(Reader.open(log))
        except StoreError:
            await asyncio.sleep(SOON)


async def _farewell(all_: Sequence[Forwarding], outlet: Outlet) -> None:
    for one in all_:
        if one.waits:
            outlet.tell(f"{one.waits} did not go to {one.forward.name}: `callboard replay` sends them")
    await outlet.out.drain()


async def _report(all_: Sequence[Forwarding], outlet: Outlet) -> None:
    before: object = None
    while True:
        if (now := [_state(one) for one in all_]) != before:
            outlet.state(now)
            before = now
        await asyncio.sleep(STATE)


def _state(one: Forwarding) -> Mapping[str, object]:
    down = one.barrier.down_since
    return {
        "name": one.forward.name,
        "url": one.forward.url,
        "insecure": one.forward.insecure,
        "waits": one.waits,
        "paused": one.barrier.shut,
        "down_since": down.isoformat() if down else None,
    }


async def _obey(orders: asyncio.StreamReader, all_: Sequence[Forwarding], outlet: Outlet) -> None:
    """Until told to leave, or the end of the input."""
    while (order := await orders.readline()) not in (b"", b"leave\n"):
        if order == b"kept\n":
            outlet.kept()
            continue
        for one in all_:
            one.poke()


if __name__ == "__main__":
    asyncio.run(main())
