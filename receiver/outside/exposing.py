"""The receiver as the world can reach it: a tunnel that runs, what is let in through it, and what is told of both."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ..app import Receiver
from ..entrance.inlet import PROBE, Inlet
from ..server import bind, run
from .known import known, remember, with_token
from .tunnel import NoTunnel, Tunnel
from .tunnelling import Running, State, Step
from .which import NONE, Wish, chosen

if TYPE_CHECKING:
    import httpx

PATIENCE = 4.0
"""Seconds that a probe may take."""


@dataclass(slots=True)
class Exposing:
    """At most one tunnel at a time; it may be changed while requests come in."""

    log: Path
    app: Receiver
    wish: Wish
    renamed: Callable[[], None]
    """Has the interpreter know the new URL."""
    tell: Callable[[str], None]
    verified: Callable[[str], None]
    """Is told the public URL, with its token, each time that it is another one and a call to it came back."""
    running: Running | None = None
    why: str = ""
    """Why this tunnel."""
    was: str = ""
    """The URL before this one, which providers may still have."""
    fault: str = ""
    """What is wrong with it."""
    given_up: str = ""
    """Why there is none, and no point without."""
    _proved: str = ""
    _task: asyncio.Task[None] | None = None
    _failed: asyncio.Event = field(default_factory=asyncio.Event)

    @asynccontextmanager
    async def opened(self, stop: asyncio.Event) -> AsyncIterator[None]:
        """The tunnel that was wished for, while the block runs; it begins to end when `stop` is set, and sets it where
        there is no point without it. Raises `NoTunnel` then."""
        self.start(self.wish.name)
        watching = asyncio.create_task(self._leave(stop))
        try:
            yield
        finally:
            watching.cancel()
            await self.end()
        if self.given_up:
            raise NoTunnel(self.given_up)

    def start(self, name: str) -> None:
        """Have this tunnel, `auto` or `none`, and not the one before."""
        before, self.wish = self._task, replace(self.wish, name=name)
        self.running, self.fault = None, ""
        if before:
            before.cancel()
        self._task = asyncio.create_task(self._work(before))

    async def end(self) -> None:
        if self._task:
            self._task.cancel()
            await asyncio.wait([self._task])

    @property
    def url(self) -> str:
        """What a provider's name is put behind; empty while nothing is announced."""
        url = self.running.url if self.running else ""
        return f"{url.rstrip('/')}/{self.token}".rstrip("/") if url else ""

    @property
    def token(self) -> str:
        return known(self.log).token if self.wish.token else ""

    async def _leave(self, stop: asyncio.Event) -> None:
        failed = asyncio.create_task(self._failed.wait())
        stopped = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait((failed, stopped), return_when=asyncio.FIRST_COMPLETED)
        finally:
            failed.cancel()
            stopped.cancel()
        stop.set()
        await self.end()

    async def _work(self, before: "asyncio.Task[None] | None") -> None:
        if before:
            await asyncio.wait([before])
        if self.wish.name == NONE:
            return
        try:
            tunnel, self.why = chosen(self.wish)
            await self._run(tunnel)
        except (NoTunnel, OSError) as error:
            self._fail("no tunnel", str(error))

    async def _run(self, tunnel: Tunnel) -> None:
        """A port of its own: what comes there came through it, and nothing that a sender says can hide that."""
        if self.wish.token:
            with_token(self.log)
            self.renamed()
        stop = asyncio.Event()
        with bind("127.0.0.1", 0) as listener:
            asked = self.wish.of(tunnel, listener.getsockname()[1])
            inlet = Inlet(self.app, self.token, self.wish.hooks)
            serving = asyncio.create_task(run(inlet, listener, stop))
            try:
                async with _client() as client:
                    await self._keep(Running.open(tunnel, asked, Prober(inlet, client).call, self._stepped))
            finally:
                stop.set()
                await asyncio.wait([serving])

    async def _keep(self, opened: AbstractAsyncContextManager[Running]) -> None:
        async with opened as self.running:
            await asyncio.Event().wait()

    def _stepped(self, step: Step) -> None:
        """Tell what has to be known."""
        if step.state is State.ANNOUNCED:
            self._name(step.reason)
        elif step.state is State.VERIFIED:
            self._prove()
        elif step.state in (State.FAILED, State.DEGRADED):
            self._fail(f"the tunnel is {step.state}", step.reason)

    def _prove(self) -> None:
        if self.url != self._proved:
            self.verified(self.url)
        self._proved, self.fault = self.url, ""

    def _fail(self, what: str, why: str) -> None:
        """Where it never was there, and nothing else is wanted, give up: whoever started us is told then."""
        if self.wish.must and not self.url:
            self.given_up = self.given_up or why
            self._failed.set()
        elif not self.fault or not why.startswith(self.fault):
            self.tell(f"{what}: {why}")
        self.fault = why

    def _name(self, url: str) -> None:
        """Another URL than before is loud: the provider still has the old one."""
        before = known(self.log).urls[-1:]
        remember(self.log, url)
        self.renamed()
        if self.running and url != self._proved:
            tunnel = self.running.tunnel
            self.tell(f"{tunnel.title}, {self.why}: {url}; who reads what passes through: {tunnel.sees}")
        if before and before != (url,):
            self.was = before[0]
            self.tell(f"the tunnel's URL is another one now: {url}. Tell your provider; it was {self.was}")


@dataclass(frozen=True, slots=True)
class Prober:
    """Calls from outside, and looks whether that comes in."""

    inlet: Inlet
    client: "httpx.AsyncClient"

    async def call(self, url: str, nonce: str) -> str:
        import httpx  # noqa: PLC0415  only with a tunnel

        self.inlet.awaited.add(nonce)
        try:
            async with asyncio.timeout(PATIENCE):
                status = (await self.client.get(f"{url.rstrip('/')}{PROBE}?{nonce}")).status_code
        except TimeoutError:
            return f"{urlsplit(url).netloc} does not answer within {PATIENCE:g} s"
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            return f"{urlsplit(url).netloc} does not answer: {str(error) or type(error).__name__}"
        finally:
            came = nonce not in self.inlet.awaited
            self.inlet.awaited.discard(nonce)
        if not came:
            return f"{urlsplit(url).netloc} answers {status}, and nothing came here"
        return "" if status == httpx.codes.OK else f"it came here, and its answer became {status} on the way back"


@asynccontextmanager
async def _client() -> "AsyncIterator[httpx.AsyncClient]":
    """No proxy of the environment's, and a new connection for each call."""
    import httpx  # noqa: PLC0415

    limits = httpx.Limits(max_keepalive_connections=0)
    # In a thread: it reads every certificate that there is, and answers must not wait for that.
    client = await asyncio.to_thread(httpx.AsyncClient, trust_env=False, timeout=PATIENCE, limits=limits)
    async with client:
        yield client
