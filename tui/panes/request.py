"""The request behind the picked entry: its line, its headers in order, and its body."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from store import Capture, Delivery, Entry, Habits
from tui.marks import clock, lag, seal, size
from tui.pane import Pane
from tui.pretty import as_it_came, head_lines, pretty, target_spans
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
        told = await self._told(entry)
        if capture is None:
            self.write((((f"capture {entry.capture} is not in the store any more", "attention"),),))
            return
        # In a thread: a megabyte of JSON takes its time, and the keys must not wait for it.
        self.write(await asyncio.to_thread(lambda: tuple(self._lines(capture, told))))

    async def _told(self, entry: Entry) -> "Told":
        """What the store knows of the request besides its bytes."""
        event = entry.event
        return Told(
            entry,
            await self.reader.answered_in(entry.capture),
            await self.reader.habits(event.provider) if event.provider else None,
            await self.reader.deliveries(entry),
        )

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

    def _lines(self, capture: Capture, told: "Told") -> Iterator[Spans]:
        now, entry = self.clock(), told.entry
        when = clock(capture.received_at, now, 12)
        came = f"capture {capture.seq} · {when} · from {safe(capture.peer)} · answered {capture.answer}"
        yield ((came, "dim"), *_answer(told))
        glyph, style = seal(entry.verdict)
        why = f": {safe(entry.verdict.reason)}" if entry.verdict.reason else ""
        yield ((f"{glyph} signature {style}", style), (why, "dim"))
        yield from _said(entry)
        if len(told.deliveries) > 1:
            yield from _deliveries(told, now)
        yield ()
        yield from head_lines(capture)
        yield ()
        yield from as_it_came(capture) if self.as_bytes else pretty(capture)


@dataclass(frozen=True, slots=True)
class Told:
    """A request as the store knows it."""

    entry: Entry
    answered_in: timedelta | None
    habits: Habits | None
    deliveries: Sequence[Delivery]


def _answer(told: Told) -> Spans:
    """How long our answer took, beside how long the provider waits for one."""
    if told.answered_in is None:
        return ()
    took, limit = told.answered_in.total_seconds(), told.habits.answer_within if told.habits else None
    late = limit is not None and took > limit
    waits = f" · {safe(told.habits.title)} waits {limit:g} s" if told.habits and limit else ""
    return ((f" in {lag(took)}{waits}", "attention" if late else "dim"),)


def _said(entry: Entry) -> Iterator[Spans]:
    """What it means, why, and what is odd about it."""
    event = entry.event
    yield ((safe(event.summary), "strong"),)
    if event.reason and event.reason not in event.summary:
        yield ((safe(event.reason), ""),)
    if event.meaning:
        yield ((f"{safe(event.code or '')} ", "strong"), (safe(event.meaning), "dim"))
    for flag in entry.flags:
        yield ((f"⚑ {flag.oddity}: ", "attention"), (safe(flag.text), ""))


def _deliveries(told: Told, now: datetime) -> Iterator[Spans]:
    """Each time that it came, where, and what we answered."""
    yield ((f"delivered {told.deliveries[-1].attempt} times", ""),)
    for one in told.deliveries:
        here = one.entry == told.entry.seq
        answered = f"answered {one.answer}" + (f" in {lag(one.answered_in.total_seconds())}" if one.answered_in else "")
        yield (
            (f" {'▸' if here else ' '}×{one.attempt}  {clock(one.received_at, now, 12)}  ", "strong" if here else ""),
            *target_spans(safe(one.url, 200), "dim"),
            (f"  {answered}", "dim"),
        )
