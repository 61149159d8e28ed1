"""Keys in the order in which they were typed, each after what the one before it has set off.

Textual hands a key to whatever has the focus when it comes: of a burst (over SSH, or under load) the letters behind a
`/` would be taken for keys of the list, and `a` posts a sample."""

import asyncio
from collections import deque
from collections.abc import Iterator
from typing import Any

from textual.app import App
from textual.events import Event
from textual.message_pump import MessagePump

ROUNDS = 4
"""How often a word goes through all that may have something to do: meanwhile they may get something new to do."""
PATIENCE, TICK = 500, 0.001
"""How often, and for how many seconds each, one waits at most before the next key comes all the same: on a machine that
has no time for us it takes longer, as all does that a key sets off."""


class TypeAhead:
    """Holds keys back while one is being done."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._held: deque[Event] = deque()
        self._next: Event | None = None
        self._doing: asyncio.Task[None] | None = None
        self._begun = self._deaf = False

    @property
    def busy(self) -> bool:
        return not self._begun or self._doing is not None

    def begin(self) -> None:
        """There is somebody to type to: what was typed before that comes first."""
        self._begun = True
        self.follow()

    def deafen(self) -> None:
        """What is typed from now on, and what waits, is meant for another program: it is about to have the terminal."""
        self._deaf = True
        self._held.clear()

    def listen(self) -> None:
        self._deaf = False

    def holds(self, event: Event) -> bool:
        """Whether an event has to wait; it comes again by itself, unless nobody listens."""
        if self._deaf:
            self._doing = None if event is self._next else self._doing
            return True
        waits = self.busy and event is not self._next
        if waits:
            self._held.append(event)
        return waits

    def follow(self) -> None:
        """A key was handed on: the next comes once all that it sets off is done."""
        self._doing = asyncio.create_task(self._until_settled())

    async def _until_settled(self) -> None:
        settling = asyncio.create_task(self._settle())
        for _ in range(PATIENCE):
            await asyncio.wait((settling,), timeout=TICK)
            if settling.done():
                break
        settling.cancel()
        self._next = self._held.popleft() if self._held else None
        if self._next is None or not self._app.post_message(self._next):
            self._doing = None

    async def _settle(self) -> None:
        for _ in range(ROUNDS):
            for pump in self._concerned():
                await _passed(pump)

    def _concerned(self) -> Iterator[MessagePump]:
        """From what has the focus up to the app."""
        yield from (self._app.focused or self._app.screen).ancestors_with_self


async def _passed(pump: MessagePump) -> None:
    """Wait until it has done what it had to do until now."""
    done = asyncio.Event()
    if pump.is_running and pump.call_later(done.set):
        await done.wait()
