"""Replaying on the board: the keys, and which requests they mean."""

from collections.abc import AsyncIterator
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType

from store import Capture, Entry, parse

from ..compare.comparing import Comparing
from ..given import Given
from ..handing import Handing
from ..session import Session
from ..stage import Stage
from ..text import safe
from ..words import subject
from .draft import Draft, Unread
from .replay import Replay
from .replaying import Batch, Load, Subject

MOST = 10_000
"""Requests of a view that are replayed at once: the newest."""
LAST = "replay_to"


class Resending(Comparing, Handing):
    """The request of the row with the keys, or those around it, posted again."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "replay", "replay", show=False, id="event.replay", tooltip="post the request again, or several"),
        Binding(
            "R",
            "edit_replay",
            "edit and replay",
            show=False,
            id="event.edit-replay",
            tooltip="edit the request in your editor, then post it",
        ),
    ]
    session: Session
    _given: Given
    drafts: dict[int, bytes]
    """For a capture what was edited and could not be read: it is there again the next time."""

    async def action_replay(self) -> None:
        if here := await self.request_here():
            entry, capture = here
            batches = tuple([one async for one in self._batches(entry, capture)])
            self._offer(Subject(subject(entry), batches, capture, self._reader.capture))

    async def action_edit_replay(self) -> None:
        if here := await self.request_here():
            self.hand(partial(self._edited, *here))

    async def _edited(self, entry: Entry, capture: Capture) -> None:
        draft = Draft(capture)
        text = await self.edited(f"request-{capture.seq}.http", self.drafts.pop(capture.seq, draft.text()))
        if text is None:
            return
        try:
            changed = draft.read(text)
        except Unread as error:
            self.drafts[capture.seq] = text
            self.notify(safe(f"{error}. R goes on where you left it", 300), markup=False, severity="error")
            return
        if changed:
            one = (Batch("this one", ((capture.seq, capture.received_at),)),)
            self._offer(Subject(subject(entry), one, changed, _only(changed), edited=changed != capture))

    def _offer(self, what: Subject) -> None:
        if not self._given.ways or isinstance(self.screen, Replay):
            return
        to = self.session.get(LAST, "") or self._given.replay_to
        screen = Replay(what, self._given.ways, to, self._clock)
        self.push_screen(screen, lambda _: self.session.put(LAST, screen.to))

    async def _batches(self, entry: Entry, capture: Capture) -> AsyncIterator[Batch]:
        """The one first, then those that it stands among."""
        yield Batch("this one", ((capture.seq, capture.received_at),))
        timeline = {one.capture: one.received_at for one in await self._timeline(entry)}
        stage = self.screen
        where = stage.view_here() if isinstance(stage, Stage) else None
        marked = await self._reader.requests(where=parse("is:marked"), limit=MOST)
        every = (
            ("its timeline", tuple(sorted(timeline.items()))),
            ("marked", marked),
            ("the view", await self._reader.requests(where=where, limit=MOST) if where else ()),
        )
        for name, requests in every:
            if len(requests) > 1 or (name == "marked" and requests):
                yield Batch(f"{name}: {len(requests):,}", requests)


def _only(changed: Capture) -> Load:
    async def load(_seq: int) -> Capture | None:
        return changed

    return load
