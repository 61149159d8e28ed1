"""The board: looks ten times a second how far the store is, and hands that down to the screens."""

import asyncio
import os
import sqlite3
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.reactive import var
from textual.screen import Screen

from store import Capture, Counts, Cursors, Entry, Oddity, Reader, StoreError, parse

from .asking import Clock
from .card import Card, Place
from .copy import Copy
from .copying import copied, curl
from .dashboard import Dashboard, Held
from .detail import Detail
from .pane import Picked
from .showing import Showing
from .stage import Stage
from .status import ReceiverView, Status, Teller
from .stream import Followed
from .text import Spans, safe
from .why import Why

Explain = Callable[[Capture], Iterable[Spans]]

LOOK = 0.1
"""Seconds between two looks at the store."""
IS_DRIFT = parse("is:drift")
MOST_DRIFT = 50
QUIET = timedelta(seconds=10)
"""Between two words about drift: a burst is one."""
SHORT = 160
BRIEFLY = 2.5
"""Seconds that a word about a sample covers what it is about."""


def local_now() -> datetime:
    return datetime.now(UTC).astimezone()


class Board(Showing):
    """Attributes go down to the panes; one message, `Picked`, comes up."""

    CSS_PATH = "board.tcss"
    TITLE = "callboard"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "sample", "sample"),
        Binding("y", "copy", "copy"),
        Binding("T", "change_theme", "theme", show=False),
        Binding("ctrl+z", "suspend_process", "suspend", show=False),
    ]
    cursor: var[int | None] = var(None)
    """The newest entry's seq."""
    picked: var[Entry | None] = var(None)
    """The entry that the user is on."""
    following: var[bool] = var(True)  # noqa: FBT003  the default of a reactive
    """False while the user holds the view still."""
    generation: var[int | None] = var(None)
    counts: var[Counts | None] = var(None)
    status: var[Status] = var(Status())

    def __init__(
        self,
        reader: Reader,
        *,
        place: Place,
        receiver: ReceiverView | None = None,
        send_sample: Callable[[], Awaitable[str]] | None = None,
        explain: Explain | None = None,
        clock: Clock = local_now,
        private: bool = False,
    ) -> None:
        super().__init__(Path(place.store))
        self.set_reactive(Board.private, private)
        self._reader, self._clock, self._send_sample, self._explain = reader, clock, send_sample, explain
        self._card = Card(place)
        self._teller = Teller(place.address, receiver)
        self._seen: Cursors | None = None
        self._drift: dict[str, date] = {}
        """Drift that was seen, and when."""
        self._said_drift, self._untold = datetime.min.replace(tzinfo=UTC), 0

    def get_default_screen(self) -> Screen[None]:
        return self._told(Dashboard(self._reader, self._clock, self._card))

    def on_ready(self) -> None:
        self.set_interval(LOOK, self._look)
        self.call_later(self._look)

    def watch_status(self, was: Status, status: Status) -> None:
        if status.banner and not was.banner:
            self.bell()

    def on_picked(self, message: Picked) -> None:
        self.picked = message.entry
        if message.opens:
            self.push_screen(self._told(Detail(self._reader, self._clock)))

    def on_held(self, _message: Held) -> None:
        self.following = not self.following

    def on_followed(self, _message: Followed) -> None:
        self.following = True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key that would do nothing is not offered."""
        something = True if self.counts and self.counts.entries else None
        needed = {"sample": self._send_sample, "why": self._explain, "copy": something}
        return super().check_action(action, parameters) if needed.get(action, True) is not None else False

    async def action_sample(self) -> None:
        if self._send_sample:
            self.run_worker(partial(self._sample, self._send_sample))  # type: ignore[arg-type]

    async def _sample(self, send: Callable[[], Awaitable[str]]) -> None:
        try:
            said = await send()
        except OSError as error:
            said = f"the sample was not sent: {error}"
        self.notify(safe(said, 400), markup=False, timeout=BRIEFLY)

    async def action_copy(self) -> None:
        """Offer what can be copied of the entry that the user is on."""
        entry = await self._here()
        capture = await self._reader.capture(entry.capture) if entry else None
        if entry and capture:
            place = self._card.place
            self.push_screen(Copy(things(entry, capture, place.public_url or place.address)), self._copy)

    async def _here(self) -> Entry | None:
        """The entry of the row with the keys."""
        return await self.screen.entry_here() if isinstance(self.screen, Stage) else None

    def now(self) -> datetime:
        return self._clock()

    def take(self, text: str) -> None:
        self._copy(text)

    def _copy(self, text: str | None) -> None:
        if text is not None:
            aside = Path(self._card.place.store).with_name("copied.txt")
            how = copied(text, os.environ, self.copy_to_clipboard, aside)
            self.notify(safe(f"copied {len(text):,} letters {how}"), markup=False, timeout=BRIEFLY)

    async def action_why(self) -> None:
        """Explain the signature of the picked entry's request."""
        explain = self._explain
        capture = await self._reader.capture(self.picked.capture) if self.picked else None
        if explain and capture:
            self.push_screen(Why(capture.seq, await asyncio.to_thread(_explained, explain, capture)))

    async def _look(self) -> None:
        """How far is the store? What has changed goes down to the screens."""
        try:
            cursors = await self._reader.cursors()
            if cursors != self._seen:
                self.counts = await self._reader.counts()
                await self._say_drift(cursors)
            trouble = ""
        except (StoreError, sqlite3.Error) as error:
            cursors, trouble = self._seen or Cursors(0, 0, 0, 0), f"the store does not answer: {error}"
        self._seen = cursors
        self.generation, self.cursor = cursors.generation, cursors.entry
        status = self._teller.tell(self._clock(), cursors, self.counts, trouble, following=self.following)
        self.status = replace(status, badges=self.badges())

    async def _say_drift(self, cursors: Cursors) -> None:
        """What a provider never sent before is worth a word, once a day."""
        seen = self._seen
        if seen is None or seen.generation != cursors.generation or cursors.entry <= seen.entry:
            return
        new = await self._reader.entries(where=IS_DRIFT, after=seen.entry, limit=MOST_DRIFT)
        texts = [flag.text for entry in reversed(new) for flag in entry.flags if flag.oddity is Oddity.DRIFT]
        now = self._clock()
        fresh = [text for text in dict.fromkeys(texts) if self._drift.get(text) != now.date()]
        self._drift |= dict.fromkeys(fresh, now.date())
        self._untold += len(fresh)
        if fresh and now - self._said_drift >= QUIET:
            more = f" (and {self._untold - 1} more: is:drift)" if self._untold > 1 else ""
            self.notify(safe(fresh[0], SHORT) + more, markup=False)
            self._said_drift, self._untold = now, 0

    def _told(self, stage: Stage) -> Stage:
        """A screen that is told what the board knows."""
        return stage.data_bind(
            Board.cursor, Board.picked, Board.following, Board.generation, Board.counts, Board.status
        )


def things(entry: Entry, capture: Capture, address: str) -> Sequence[tuple[str, str, str]]:
    """What may be copied: a letter, its name and the text."""
    event = entry.event
    url = f"{address.rstrip('/')}/{event.provider or ''}" if address else ""
    every = (
        ("p", "payload", capture.body.decode("utf-8", "backslashreplace")),
        ("c", "curl", curl(capture, address.rstrip("/") or "http://127.0.0.1:8010")),
        ("i", "id", safe(event.id or "")),
        ("k", "key", safe(event.key)),
        ("s", "summary", safe(event.summary)),
        ("u", "URL", url),
    )
    return tuple(one for one in every if one[2])


def _explained(explain: Explain, capture: Capture) -> Sequence[Spans]:
    """The explanation, or what keeps us from it."""
    try:
        return tuple(explain(capture))
    except ValueError as error:
        return (((safe(str(error)), "attention"),),)
