"""The receiver in the foreground: its lines on stdout, its talk on stderr, and the ways to have it leave."""

import asyncio
import os
import signal
import sqlite3
import sys
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import click

from store import Cursors, Entry, Reader, StoreError, event_json, line, parse

from ..listing import colours, numbered
from ..text import safe
from .spoken import LAST, Spoken

CODES = {signal.SIGTERM: 143, signal.SIGHUP: 129, signal.SIGINT: 130, signal.SIGQUIT: 131}
AT_ONCE = 200
"""Entries that are written at one look: more would make answers wait."""
LOOK = 0.1
"""Seconds between two looks at what was read."""


@dataclass(slots=True)
class Serving:
    """One run of `serve`."""

    store: Path
    output: str
    """`compact`, `json`, `quiet`, or `child` for the board's own."""
    color: str
    quiet: bool
    names: Sequence[str] = ()
    """The providers whose URLs are printed."""
    known_as: str | None = None
    """The URL by which the world knows us; None where that is the one we listen at, empty where a tunnel will say."""
    _code: int = 0
    _stop: asyncio.Event = field(default_factory=asyncio.Event)
    _received: asyncio.Event = field(default_factory=asyncio.Event)
    _lines: Spoken = field(init=False)
    _printing: asyncio.Task[None] | None = None
    _listens: bool = False
    """That has been said: it is the first line."""

    def __post_init__(self) -> None:
        self._lines = Spoken(sys.stdout)

    async def until_told(self, receive: Callable[[asyncio.Event], Coroutine[object, object, None]]) -> int:
        """Receive until a signal, or the board's end; the exit code."""
        loop = asyncio.get_running_loop()
        for number in CODES:
            loop.add_signal_handler(number, self._leave, number)
        if self.output == "child":
            loop.add_reader(sys.stdin.fileno(), self._board_left)
        try:
            await receive(self._stop)
        finally:
            await self._printed()
        return self._code

    def listening(self, url: str) -> None:
        """The port is open."""
        if self.output in ("json", "child"):
            self._lines.say(line({"v": 1, "kind": "listening", "url": url, "store": str(self.store)}))
        if self.output != "child" and not self.quiet:
            click.echo(f"listening on {url}", err=True)
        self._listens = True
        self.reached(url if self.known_as is None else self.known_as)
        if self.output in ("json", "compact"):
            self._printing = asyncio.create_task(self._print())

    def reached(self, url: str) -> None:
        """This is what providers are to be given."""
        self.known_as = url
        for name in self.names if self._listens and url else ():
            whole = f"{url.rstrip('/')}/{name}"
            said = line({"v": 1, "kind": "url", "provider": name, "url": whole})
            self._lines.say(said if self.output == "json" else f"{name:<12} {safe(whole)}")

    def tell(self, sentence: str) -> None:
        click.echo(f"callboard: {safe(sentence)}", err=True)

    async def _print(self) -> None:
        """Follow the view: what has come since the start, an event a line, and what is only read again not twice."""
        async with Reader.open(self.store) as reader:
            seen, last = await reader.cursors(), False
            while not last:
                last = self._received.is_set()
                with suppress(StoreError, sqlite3.Error):  # a view that is being replaced: it is there in a moment
                    before, seen = seen, await self._printed_since(reader, seen)
                    last = last and seen.entry - before.entry < AT_ONCE
                await self._pause()

    async def _printed_since(self, reader: Reader, seen: Cursors) -> Cursors:
        now = await reader.cursors()
        if now.generation != seen.generation:
            return await self._again(reader, seen)
        upto = min(now.entry, seen.entry + AT_ONCE)
        for entry in reversed(await reader.entries(after=seen.entry, top=upto, limit=AT_ONCE)):
            while self._lines.full() and not self._received.is_set():
                await self._pause()
            self._lines.say(self._line(entry))
        return replace(now, entry=upto)

    def _line(self, entry: Entry) -> str:
        return line(event_json(entry)) if self.output == "json" else colours(self.color)(numbered(entry))

    async def _again(self, reader: Reader, seen: Cursors) -> Cursors:
        """Wait until a view that was begun anew is where the old one was."""
        while (now := await reader.cursors()).read < seen.read:
            await self._pause()
        told = await reader.entries(where=parse(f"capture<={seen.read}"), limit=1)
        return replace(now, entry=told[0].seq if told else 0, read=seen.read)

    async def _pause(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOK):
                await self._received.wait()

    async def _printed(self) -> None:
        """What was captured last is printed too."""
        self._received.set()
        if self._printing:
            with suppress(TimeoutError, StoreError, sqlite3.Error):
                async with asyncio.timeout(LAST):
                    await self._printing
        self._lines.end()

    def _leave(self, number: signal.Signals) -> None:
        self._code = CODES[number]
        self._stop.set()

    def _board_left(self) -> None:
        if not os.read(sys.stdin.fileno(), 4096):
            asyncio.get_running_loop().remove_reader(sys.stdin.fileno())
            self._stop.set()
