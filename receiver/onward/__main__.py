"""The forwarder's process: it follows the log while the receiver's process answers, and sends captures on.

Its standard input says what to do, a line each: first the settings as JSON, then `news`, `kept` or `leave`.
"""

import asyncio
import json
import signal
import sys
from asyncio.streams import FlowControlMixin
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

from store import Reader, StoreError

from ..__main__ import end_with_the_receiver
from ..forward import Forward
from ..outside.known import known
from .forwarding import SOON, Forwarding
from .outlet import Outlet
from .sending import Line

LAST_SENDING = 1.5
"""Seconds for what is with an app when the receiver leaves."""
STATE = 0.25
"""Seconds between two words on how it stands."""


async def main() -> None:
    end_with_the_receiver()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # it leaves when the receiver does, and not before
    loop = asyncio.get_running_loop()
    orders = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    transport, protocol = await loop.connect_write_pipe(FlowControlMixin, sys.stdout)
    transport.set_write_buffer_limits(0)  # so that `drain` waits for the last byte
    outlet = Outlet(asyncio.StreamWriter(transport, protocol, None, loop))
    told = json.loads(await orders.readline())
    async with forwarding(told, outlet) as all_:
        work = [asyncio.create_task(one.work()) for one in all_]
        work += [asyncio.create_task(outlet.work()), asyncio.create_task(_report(all_, outlet))]
        obeying = asyncio.create_task(_obey(orders, all_, outlet))
        done, _ = await asyncio.wait([obeying, *work], return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
        for task in work[: len(all_)]:
            task.cancel()
        hearing = asyncio.create_task(_obey(orders, all_, outlet))  # that what was sent last is kept
        await asyncio.gather(*(one.leave(LAST_SENDING) for one in all_))
        hearing.cancel()
        await _farewell(all_, outlet)


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
