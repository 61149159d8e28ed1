"""The request behind the picked entry: its line, its headers in order, and its body."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from textual.message import Message

from store import Capture, Delivery, Entry, Habits, Mark, Sent
from tui.folds.finding import Finding
from tui.folds.outline import Folds, at_path
from tui.folds.sources import Parts, Said
from tui.hints import Beside
from tui.marks import MARKED, NOTED, answered, clock, lag, seal
from tui.pane import NOT_SENT, Pane
from tui.request.payload import LAID_OUT, WAYS, payload
from tui.request.pretty import target_spans
from tui.request.sends import attempts, heading
from tui.text import Spans, safe, squeeze
from tui.timelines.due import Due, acknowledged, dues, off
from tui.timelines.due import lines as due_lines
from tui.words import whom

MOST, LONGEST = 2000, 100
"""Rows that are unfolded at first, and how many there may be in one of them."""
BESIDE = 40
"""Cells that the edge keeps for what stands beside the path."""


class Laid(Message):
    """The request is there to be read."""


class Request(Finding, Pane):
    """The raw truth, to be read."""

    TITLE = "Request"
    HELP = "The request as it was received. h l fold and unfold, / searches, b shows the body as it came, then in hex."
    way = LAID_OUT
    _capture: Capture | None = None
    _told_of: "Told | None" = None
    _dues: tuple[Due, ...] = ()
    _sent = 0
    """The last time that it was sent on, as far as is shown."""

    def show(self, _entry: Entry) -> None:
        self.ask()

    def arrive(self, _seen: int) -> None:
        """A request never changes; but one that was not acknowledged may come again."""
        if self._told_of and self._told_of.waiting:
            again = partial(self._came_again, self._told_of)
            self.run_worker(again, group="deliveries", exclusive=True)  # type: ignore[arg-type]

    async def _came_again(self, told: "Told") -> None:
        if len(await self.reader.deliveries(told.entry)) > len(told.deliveries):
            self.ask()

    def changed(self) -> None:
        """What is due becomes what never came."""
        super().changed()
        if self._told_of and self._told_of.dues(self.clock()) != self._dues:
            self._dues = self._told_of.dues(self.clock())
            self.ask()

    def watch_marks(self) -> None:
        self.ask()

    def on_unmount(self) -> None:
        """Screens are garbage that is looked for: a large body is not to wait for that."""
        self.folds = Folds(Said(()))

    def watch_outcomes(self) -> None:
        """It may be sent on while it is looked at."""
        if self._capture and self.outcomes.get(self._capture.seq, NOT_SENT).last != self._sent:
            self.ask()

    async def load(self) -> None:
        entry = self.picked
        if entry is None:
            return
        self._capture = capture = await self.reader.capture(entry.capture)
        if capture is None:
            gone = f"capture {entry.capture} is not in the store any more"
            self.put(Folds(Said((((gone, "attention"),),))))
            return
        self._sent = self.outcomes.get(entry.capture, NOT_SENT).last
        told = await self._told(entry)
        self._told_of, self._dues = told, told.dues(self.clock())
        path, in_body = self.path(), self.place()[:1] == (len(self.folds.source) - 1,)
        # In a thread: a megabyte of JSON takes its time, and the keys must not wait for it.
        self.put(await asyncio.to_thread(self._folds, capture, told, self.way))
        if path and (place := at_path(self.folds.source, path)):
            self.reveal(place)
        elif in_body:
            self.top((len(self.folds.source) - 1,))
        if self.needle:
            self.search(self.needle)
        self.post_message(Laid())

    def _folds(self, capture: Capture, told: "Told", way: int) -> Folds:
        """Its rows, unfolded as far as that helps to read them."""
        event = told.entry.event
        codes = {event.code: event.meaning} if event.code and event.meaning else {}
        beside = Beside(capture.received_at, self.clock, codes)
        about = ((line, None) for line in self._about(capture, told))
        sent = ((heading(told.sent), attempts(told.sent, self.clock())),) if told.sent else ()
        folds = Folds(Parts((*about, *sent, ((), None), *payload(capture, beside, way))))
        for index in range(len(folds.source)):
            folds.unfold((index,))
        folds.unfold_all(MOST, LONGEST)
        return folds

    async def _told(self, entry: Entry) -> "Told":
        """What the store knows of the request besides its bytes."""
        event = entry.event
        return Told(
            entry,
            await self.reader.answered_in(entry.capture),
            await self.reader.habits(event.provider) if event.provider else None,
            await self.reader.deliveries(entry),
            await self.reader.sent(entry.capture),
        )

    def action_way(self) -> None:
        """Show the body laid out, as it came, or in hex."""
        self.way = (self.way + 1) % len(WAYS)
        self.ask()

    def badge(self) -> str:
        if self._capture is None:
            return ""
        where = squeeze(safe(self.path()), max(8, self.size.width - BESIDE), share=0.7)
        return f"{where}{' · ' if where else ''}{WAYS[self.way]} · {self.at + 1} of {self.total:,}"

    def _about(self, capture: Capture, told: "Told") -> Iterator[Spans]:
        now, entry = self.clock(), told.entry
        when = clock(capture.received_at, now, 12)
        came = f"capture {capture.seq} · {when} · from {safe(capture.peer)} · {answered(capture.answer)}"
        yield ((came, "dim"), *(_answer(told) if capture.answer else ()))
        glyph, style = seal(entry.verdict)
        why = f": {safe(entry.verdict.reason)}" if entry.verdict.reason else ""
        yield ((f"{glyph} signature {style}", style), (why, "dim"))
        yield from _said(entry)
        yield from _remarked(self.mark_of(entry))
        if len(told.deliveries) > 1 or told.waiting:
            yield from _deliveries(told, now)
        if told.waiting and told.habits:
            yield from due_lines(told.habits, entry.event.kind, told.dues(now), now)


@dataclass(frozen=True, slots=True)
class Told:
    """A request as the store knows it."""

    entry: Entry
    answered_in: timedelta | None
    habits: Habits | None
    deliveries: Sequence[Delivery]
    sent: Sequence[Sent]

    @property
    def waiting(self) -> bool:
        """Its provider has not heard yet that we have it."""
        return bool(self.deliveries) and not acknowledged(self.deliveries[-1])

    def dues(self, now: datetime) -> tuple[Due, ...]:
        schedule = self.habits.schedule(self.entry.event.kind) if self.habits else None
        if not schedule or not self.habits or not self.deliveries:
            return ()
        return dues(schedule, self.deliveries, self.habits.answer_within or 0, now)


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
    yield ((safe(event.summary), whom(entry, "strong")),)
    if event.reason and event.reason not in event.summary:
        yield ((safe(event.reason), ""),)
    if event.meaning:
        yield ((f"{safe(event.code or '')} ", "strong"), (safe(event.meaning), "dim"))
    for flag in entry.flags:
        yield ((f"⚑ {flag.oddity}: ", "attention"), (safe(flag.text), ""))


def _remarked(mark: Mark | None) -> Iterator[Spans]:
    """What people said of it."""
    if mark and mark.marked:
        yield ((f"{MARKED} marked", "key"),)
    if mark and mark.note:
        yield ((f"{NOTED} note: ", "key"), (safe(mark.note), ""))


def _deliveries(told: Told, now: datetime) -> Iterator[Spans]:
    """Each time that it came, where, and what we answered."""
    times = told.deliveries[-1].attempt
    yield ((f"delivered {times} times" if times > 1 else "delivered once", ""),)
    since = off(told.habits.schedule(told.entry.event.kind) if told.habits else None, told.deliveries)
    for one in told.deliveries:
        here = one.entry == told.entry.seq
        took = f" in {lag(one.answered_in.total_seconds())}" if one.answered_in and one.answer else ""
        style = "dim" if acknowledged(one) else "attention"
        yield (
            (f" {'▸' if here else ' '}×{one.attempt}  {clock(one.received_at, now, 12)}  ", "strong" if here else ""),
            *target_spans(safe(one.url, 200), "dim"),
            (f"  {answered(one.answer)}{took}", style),
            (f"  {since[one.attempt]}" if one.attempt in since else "", "dim"),
        )
