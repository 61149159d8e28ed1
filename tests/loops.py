"""A tunnel that leads straight back: a program which speaks as localtunnel's client does, and names our own port."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from receiver.app import receiver_app
from receiver.outside.exposing import Exposing
from receiver.outside.which import Wish
from tests.until import PATIENCE, until
from tests.wire import Kept

RELAYS = f'exec {sys.executable} {Path(__file__).with_name("relay.py")} "$2"'
"""Through a process of its own, which can be killed and stopped."""
LEADS_BACK = 'echo "your url is: http://127.0.0.1:$2"; exec sleep 120'


def lt(folder: Path, script: str = LEADS_BACK) -> str:
    """A PATH on which `lt` does what a shell script says."""
    folder.mkdir(exist_ok=True)
    program = folder / "lt"
    beside = folder / "lt.new"
    beside.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    beside.chmod(0o700)
    beside.replace(program)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


WISH = Wish(name="localtunnel", hooks=("/telnyx", "/plivo", "/staging"))


@dataclass
class Outside:
    """A receiver in memory that a tunnel leads to, and what was told of it."""

    kept: Kept
    exposing: Exposing
    told: list[str]
    stop: asyncio.Event
    reached: list[str]
    renamed: list[str]

    async def verified(self, times: int = 1) -> str:
        """The public URL, with its token."""
        await until(lambda: len(self.reached) >= times)
        return self.reached[times - 1]

    async def post(self, url: str, **headers: str) -> httpx.Response:
        async with httpx.AsyncClient(trust_env=False, timeout=PATIENCE) as client:
            return await client.post(url, content=b"{}", headers=headers)

    async def get(self, url: str) -> httpx.Response:
        async with httpx.AsyncClient(trust_env=False, timeout=PATIENCE) as client:
            return await client.get(url)


@asynccontextmanager
async def outside(folder: Path, wish: Wish = WISH) -> AsyncIterator[Outside]:
    kept, told, stop = Kept(), list[str](), asyncio.Event()
    reached, renamed = list[str](), list[str]()
    log = folder / "callboard.db"
    exposing = Exposing(log, receiver_app(kept), wish, lambda: renamed.append("renamed"), told.append, reached.append)
    async with exposing.opened(stop):
        yield Outside(kept, exposing, told, stop, reached, renamed)
