"""Posts callbacks as their providers would."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol, TypeVar

import httpx

from store import Answer

from .replaying import Pace

Header = tuple[bytes, bytes]
PATIENCE = 15.0
"""Seconds."""


class Callback(Protocol):
    """A request to be posted: `receiver.stories.sample.Sample`, or a step of a story."""

    @property
    def method(self) -> str: ...
    @property
    def headers(self) -> tuple[Header, ...]: ...
    @property
    def body(self) -> bytes: ...


class Named(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def target(self) -> str: ...


class NobodyThere(OSError):
    """The address is no receiver's; the text is a sentence."""


@dataclass(frozen=True, slots=True)
class Poster:
    """One client for many."""

    client: httpx.AsyncClient

    @classmethod
    @asynccontextmanager
    async def open(cls) -> AsyncIterator["Poster"]:
        # No proxy from the environment: what is posted to this machine stays on it.
        async with httpx.AsyncClient(trust_env=False, timeout=PATIENCE) as client:
            yield cls(client)

    async def post(self, one: Callback, url: str) -> Answer:
        """Raises `NobodyThere`; any other trouble is the answer."""
        began = time.monotonic()
        try:
            answer = await self.client.request(one.method, url, headers=list(one.headers), content=one.body)
        except (httpx.ConnectError, httpx.UnsupportedProtocol, httpx.InvalidURL, ExceptionGroup) as error:
            raise NobodyThere(
                f"nothing takes callbacks at {url} ({error}): start `callboard`, or say where with --to"
            ) from error
        except httpx.HTTPError as error:
            return Answer(None, timedelta(seconds=time.monotonic() - began), str(error) or type(error).__name__)
        return Answer(answer.status_code, timedelta(seconds=time.monotonic() - began))


C = TypeVar("C")


async def paced(calls: Iterable[tuple[float, C]], at: Pace) -> AsyncIterator[C]:
    """Each when it is due: `calls` say when, in seconds from the beginning."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    for number, (due, call) in enumerate(calls):
        when = number / at.a_second if at.a_second else due / at.times if at.times else 0.0
        await asyncio.sleep(max(0.0, began + when - loop.time()))
        yield call


def url_for(one: Named, to: str, *, named: bool) -> str:
    """Where a sample goes: below `to`, with the path that the provider adds; with `named` its name before that."""
    prefix = f"/{one.name.partition('/')[0]}" if named else ""
    path = "" if one.target == "/" else one.target
    return f"{to.rstrip('/')}{prefix}{path.removeprefix('/') if path.startswith('/?') else path}"
