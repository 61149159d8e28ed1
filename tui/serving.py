"""The receiver in the foreground: its lines on stdout, its talk on stderr, and the ways to have it leave."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import click

from store import Cursors, Reader, event_json, line, parse

from .listing import colours, numbered
from .text import safe

CODES = {signal.SIGTERM: 143, signal.SIGHUP: 129, signal.SIGINT: 130, signal.SIGQUIT: 131}
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
    _code: int = 0
    _stop: asyncio.Event = field(default_factory=asyncio.Event)
    _received: asyncio.Event = field(default_factory=asyncio.Event)
    _printing: asyncio.Task[None] | None = None

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
            _say(line({"v": 1, "kind": "listening", "url": url, "store": str(self.store)}))
        if self.output != "child" and not self.quiet:
            click.echo(f"listening on {url}", err=True)
        if self.output in ("json", "compact"):
            self._printing = asyncio.create_task(self._print())

    def tell(self, sentence: str) -> None:
        click.echo(f"callboard: {safe(sentence)}", err=True)

    async def _print(self) -> None:
        """Follow the view: what has come since the start, an event a line, and what is only read again not twice."""
        colour = colours(self.color)
        async with Reader.open(self.store) as reader:
            seen, last = await reader.cursors(), False
            while not last:
                last = self._received.is_set()
                now = await reader.cursors()
                if now.generation != seen.generation:
                    seen = await self._again(reader, seen)
                    continue
                for entry in reversed(await reader.entries(top=now.entry, limit=now.entry - seen.entry)):
                    _say(line(event_json(entry)) if self.output == "json" else colour(numbered(entry)))
                seen = now
                await self._pause()

    async def _again(self, reader: Reader, seen: Cursors) -> Cursors:
        """Wait until a view that was begun anew is where the old one was."""
        while (now := await reader.cursors()).read < seen.read:
            await self._pause()
        return replace(now, entry=await reader.total(where=parse(f"capture<={seen.read}")), read=seen.read)

    async def _pause(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOK):
                await self._received.wait()

    async def _printed(self) -> None:
        """What was captured last is printed too."""
        self._received.set()
        if self._printing:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._printing, 2)

    def _leave(self, number: signal.Signals) -> None:
        self._code = CODES[number]
        self._stop.set()

    def _board_left(self) -> None:
        if not os.read(sys.stdin.fileno(), 4096):
            asyncio.get_running_loop().remove_reader(sys.stdin.fileno())
            self._stop.set()


def _say(text: str) -> None:
    click.echo(text, color=True)
