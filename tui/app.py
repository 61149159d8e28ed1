"""The board: looks ten times a second how far the store is, and hands that down to the screens."""

import asyncio
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.reactive import var
from textual.screen import Screen

from store import Capture, Counts, Cursors, Entry, Reader, StoreError

from .compare.diff import Diff
from .config.taste import PLAIN, Taste
from .dashboard import Dashboard, Held
from .detail import Detail
from .export.exporting import Exporting
from .filling import Filling
from .given import NOTHING, Given
from .guide.card import Card, Place
from .guide.finder import Finder, Finding
from .keeping import Keeping
from .pane import Picked
from .process.closed import forget_the_closed
from .request.why import why
from .responding.answering import Answering
from .rows.asking import Clock
from .rows.stream import Followed
from .rules.alerting import Alerting
from .sending.destinations import Destinations
from .sending.playing import Player, Playing
from .sending.resending import Resending
from .sending.sampling import Sampling
from .session import Session
from .showing import Showing
from .stage import Stage, entry_on
from .statistics.asked import Asked
from .statistics.counting import Counting
from .statistics.stats import Stats
from .status import Status, Teller
from .tunnelling.reaching import Reaching

LOOK = 0.1
"""Seconds between two looks at the store."""


def local_now() -> datetime:
    return datetime.now(UTC).astimezone()


class Board(
    Sampling,
    Exporting,
    Reaching,
    Destinations,
    Filling,
    Resending,
    Counting,
    Finding,
    Alerting,
    Answering,
    Showing,
    Playing,
    Keeping,
):
    """Attributes go down to the panes; one message, `Picked`, comes up."""

    CSS_PATH = "board.tcss"
    TITLE = "callboard"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+z",
            "suspend_process",
            "suspend",
            show=False,
            id="board.suspend",
            tooltip="back to the shell; fg returns",
        ),
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
        given: Given = NOTHING,
        clock: Clock = local_now,
        taste: Taste = PLAIN,
    ) -> None:
        super().__init__(Path(place.store), taste, clock)
        self._reader, self._given, self._keep, self._redacting = reader, given, given.keep, given.redacting
        self.ask_tunnel, self.providers = given.tunnel, given.providers
        self._card, self._asked, self.ignored, self.drafts = Card(place, taste.keymap), Asked(), {}, {}
        self._teller = Teller(place.address, given.receiver)
        self._seen: Cursors | None = None
        self._one_look = asyncio.Lock()
        self.watch_for(given.rules)
        self.answer_for(reader, given.respond, given.routes)
        self.session = Session(place.session, place.anew)
        self.ask_targets(given.targets)
        self.keep_within(reader, given.keeping)
        self.set_reactive(Board.private, given.private or self.session.get("private", False))
        self._dashboard = Dashboard(reader, clock, self._card, self.session)
        self.set_reactive(Board.following, self.session.get("following", True))

    def get_default_screen(self) -> Screen[None]:
        return self._told(self._dashboard)

    def note(self) -> None:
        self.session.put("board", self._dashboard.left().model_dump(mode="json"))
        self.session.put("following", self.following)
        self.session.put("private", self.private)

    def player(self) -> Player | None:
        return self._given.player

    def finder(self) -> Finder:
        return Finder(self._reader, self._clock)

    def on_ready(self) -> None:
        self.screen_change_signal.subscribe(self, lambda _: forget_the_closed(self))
        self.set_interval(LOOK, self._look)
        self.call_later(self._look)

    def statistics(self) -> Stage:
        return self._told(Stats(self._reader, self._clock, self._asked))

    def receiver(self) -> str:
        return f"{self.status.address} {self.status.state}".strip()

    def watch_status(self, was: Status, status: Status) -> None:
        if status.banner and not was.banner:
            self.bell()
            self.keep(status.banner, "error")

    def on_picked(self, message: Picked) -> None:
        self.picked = message.entry
        if message.opens:
            self.push_screen(self._told(Detail(self._reader, self._clock, self.session)))

    def on_held(self, _message: Held) -> None:
        self.following = not self.following

    def on_followed(self, _message: Followed) -> None:
        self.following = True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key that would do nothing is not offered."""
        something = True if self.counts and self.counts.captures else None
        keeps = something and self._keep
        needed: dict[str, object] = {
            "sample": self._given.send_sample,
            "why": self._given.explain,
            "mark": keeps,
            "note": (keeps and self._given.noting) or None,
            "replay": something and self._given.ways,
            "edit_replay": something and self._given.ways,
            "tunnel": self.ask_tunnel,
            "export": something and self._given.redacting,
            "copy": something or (isinstance(self.screen, Dashboard) and self.public()) or None,
        } | dict.fromkeys(("pager", "editor", "diff", "diff_marked", "find"), something)
        if isinstance(self.screen, Diff) and action in ("diff", "diff_marked"):
            return False
        return super().check_action(action, parameters) if needed.get(action, True) is not None else False

    async def request_here(self) -> tuple[Entry, Capture] | None:
        entry = await entry_on(self.screen)
        capture = await self._reader.capture(entry.capture) if entry else None
        return (entry, capture) if entry and capture else None

    def address(self) -> str:
        return self._card.place.public_url or self._card.place.address

    def reached_at(self, url: str) -> None:
        self._card.found(self._card.place.public_url or url)

    def badges_changed(self) -> None:
        self.status = replace(self.status, badges=self.badges(), way=self.way())

    def now(self) -> datetime:
        return self._clock()

    def take(self, text: str) -> None:
        self.clip("selection", text)

    async def action_why(self) -> None:
        """Explain the signature of the picked entry's request."""
        explain = self._given.explain
        capture = await self._reader.capture(self.picked.capture) if self.picked else None
        if explain and capture:
            self.push_screen(await why(explain, capture))

    async def _look(self) -> None:
        """One at a time: one that began earlier and ends later would take the board back, and rules count twice."""
        async with self._one_look:
            await self._look_once()

    async def _look_once(self) -> None:
        """How far is the store? What has changed goes down to the screens."""
        try:
            cursors = await self._reader.cursors()
            if cursors != self._seen:
                self.counts = await self._reader.counts()
                if self._seen is None or cursors.marks != self._seen.marks:
                    self.marks = await self._reader.marks()
                if self._seen is None or cursors.sent != self._seen.sent:
                    self.outcomes = await self._reader.outcomes()
                await self.heed(self._reader, cursors, self._clock())
            trouble = ""
        except (StoreError, sqlite3.Error) as error:
            cursors, trouble = self._seen or Cursors(0, 0, 0, 0), f"the store does not answer: {error}"
        self._seen = cursors
        self.tell(self._clock())
        self.generation, self.cursor = cursors.generation, cursors.entry
        status = self._teller.tell(self._clock(), cursors, self.counts, trouble, following=self.following)
        self.status = replace(status, badges=self.badges(), onward=self.onward(), way=self.way())

    def _told(self, stage: Stage) -> Stage:
        """A screen that is told what the board knows."""
        return stage.data_bind(
            Board.cursor,
            Board.picked,
            Board.following,
            Board.generation,
            Board.counts,
            Board.marks,
            Board.outcomes,
            Board.status,
        )
