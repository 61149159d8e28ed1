"""The interpreter's process: it reads the log while the receiver's process answers, and each has a core to itself.

Its standard input says what to do, a line each: first the settings as JSON, then `news`, `reread`, `renamed` or
`leave`. At its end the interpreter stops where it is, since the receiver is gone; what is unread is read by the next.
"""

import asyncio
import select
import sys
from pathlib import Path
from typing import Any

from .found import found
from .interpreter import Interpreter
from .meaning.trust import Keys, Route
from .orders import heard
from .outside.known import known


async def main() -> None:
    told, orders = await heard()
    log = Path(told["log"])
    interpreter = Interpreter(log, found(told["providers"])[0], _keys(told["keys"], log), _tell)
    working = asyncio.create_task(interpreter.work())
    obeying = asyncio.create_task(_obey(orders, interpreter))
    await asyncio.wait([working, obeying], return_when=asyncio.FIRST_COMPLETED)
    if working.done():
        working.result()


def _keys(told: dict[str, Any], log: Path) -> Keys:
    """What JSON made lists of, as it was; and what the tunnels are called, as it is now."""
    secrets = {name: tuple(values) for name, values in told["secrets"].items()}
    routes = tuple(Route(**{**one, "secrets": tuple(one["secrets"])}) for one in told["routes"])
    return Keys(**{**told, "secrets": secrets, "routes": routes, "known": known(log)})


def _tell(sentence: str) -> None:
    """Where somebody listens: what nobody reads must not make what is captured wait."""
    if select.select((), (sys.stderr,), (), 0)[1]:
        sys.stderr.write(f"callboard: {sentence}\n")
        sys.stderr.flush()


async def _obey(orders: asyncio.StreamReader, interpreter: Interpreter) -> None:
    """Until the end of the input."""
    does = {
        b"news\n": interpreter.poke,
        b"reread\n": interpreter.reread,
        b"renamed\n": interpreter.rename,
        b"leave\n": interpreter.leave,
    }
    while order := await orders.readline():
        does[order]()


if __name__ == "__main__":
    asyncio.run(main())
