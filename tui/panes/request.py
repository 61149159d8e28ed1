"""The request behind the picked entry: its line, its headers in order, and its body."""

import asyncio
from collections.abc import Iterator

from store import Capture, Entry, Event
from tui.marks import clock, seal, size
from tui.pane import Pane
from tui.pretty import as_it_came, head_lines, pretty
from tui.sheet import Sheet
from tui.text import Spans, safe


class Request(Sheet, Pane):
    """The raw truth, to be read."""

    TITLE = "Request"
    HELP = "The request as it was received: headers in order, the body laid out or as it came."
    as_bytes = False
    _capture: Capture | None = None

    def show(self, _entry: Entry) -> None:
        self.scroll_home(animate=False)
        self.ask()

    def arrive(self, _seen: int) -> None:
        """A request never changes."""

    async def load(self) -> None:
        entry = self.picked
        if entry is None:
            return
        self._capture = capture = await self.reader.capture(entry.capture)
        if capture is None:
            self.write((((f"capture {entry.capture} is not in the store any more", "attention"),),))
            return
        # In a thread: a megabyte of JSON takes its time, and the keys must not wait for it.
        self.write(await asyncio.to_thread(lambda: tuple(self._lines(capture, entry))))

    def action_as_it_came(self) -> None:
        self.as_bytes = not self.as_bytes
        self.ask()

    def badge(self) -> str:
        if self._capture is None:
            return ""
        first, rows = self.window()
        body = "b lays it out" if self.as_bytes else "b shows the bytes as they came"
        last = min(self.total, first + rows)
        return f"{size(len(self._capture.body))} · {body} · {first + 1}–{last} of {self.total}"

    def _lines(self, capture: Capture, entry: Entry) -> Iterator[Spans]:
        now = self.clock()
        when = clock(capture.received_at, now, 12)
        yield ((f"capture {capture.seq} · {when} · from {safe(capture.peer)} · answered {capture.answer}", "dim"),)
        glyph, style = seal(entry.verdict)
        why = f": {safe(entry.verdict.reason)}" if entry.verdict.reason else ""
        yield ((f"{glyph} signature {style}", style), (why, "dim"))
        yield from _said(entry.event)
        yield ()
        yield from head_lines(capture)
        yield ()
        yield from as_it_came(capture) if self.as_bytes else pretty(capture)


def _said(event: Event) -> Iterator[Spans]:
    """What it means, why, and what is odd about it."""
    yield ((safe(event.summary), "strong"),)
    if event.reason and event.reason not in event.summary:
        yield ((safe(event.reason), ""),)
    if event.meaning:
        yield ((f"{safe(event.code or '')} ", "strong"), (safe(event.meaning), "dim"))
    for doubt in event.doubts:
        yield ((safe(doubt), "attention"),)
