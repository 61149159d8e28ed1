"""A store with real captures in it, a board over it, and how to wait until the board has caught up."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from rich.console import RenderableType
from textual._compositor import Compositor
from textual._context import visible_screen_stack
from textual._queue import Queue
from textual.message import Message
from textual.message_pump import MessagePump
from textual.notifications import Notification
from textual.pilot import Pilot
from textual.screen import Screen
from textual.worker import WorkerCancelled

from store import (
    Capture,
    Event,
    Habits,
    Header,
    Intake,
    Kind,
    Ledger,
    Phase,
    Reader,
    Reading,
    Remark,
    Request,
    Sent,
    Trust,
    Upkeep,
    Verdict,
    prepare_folder,
    prepare_log,
)
from tests.make import numbered
from tests.until import PATIENCE
from tui.app import Board
from tui.config.taste import PLAIN, Taste
from tui.given import NOTHING, Given
from tui.guide.card import Place
from tui.pane import Pane

NOW = datetime(2026, 11, 22, 14, 2, 32, tzinfo=UTC)
WIDE = (120, 36)
NARROW = (80, 24)
WISHES = ("layout", "scroll", "repaint", "recompose", "refresh_styles")
"""What a widget may ask its screen for."""
HEADERS = ((b"Host", b"hooks.example.test"), (b"Content-Type", b"application/json"))
ASSIGNED = "phone_number.ASSIGNMENT"
VERIFIED = Verdict(trust=Trust.VERIFIED)
UNCHECKED = Verdict(trust=Trust.UNCHECKED, reason="no secret for telnyx")

REJECTED = Verdict(trust=Trust.REJECTED, reason="signed with another secret")
MESSAGE = Event(
    provider="telnyx",
    type="message.finalized",
    summary="+15551230000 delivered",
    kind=Kind.MESSAGE,
    id="m-1",
    status="delivered",
    phase=Phase.OK,
    sender="+15550100001",
    recipient="+15551230000",
    occurred_at=NOW - timedelta(seconds=2),
)


def message(number: int, **more: object) -> Event:
    """A delivered message to a number of its own."""
    said = {"id": f"m-{number}", "key": f"k-{number}", "recipient": f"+1555123{number:04}", **more}
    return MESSAGE.model_copy(update=said)


Fill = Callable[["Books"], Awaitable[None]]


def told(provider: str, type_: str, kind: Kind, named: str, status: str, phase: Phase, **more: object) -> Event:
    """One event, with a key of its own."""
    event = Event(provider=provider, type=type_, summary=f"{named} {status}", kind=kind, id=named, status=status)
    return event.model_copy(update={"phase": phase, "key": f"{named}/{status}", **more})


OURS = "+15550100001"
STORY = (
    (7200, told("telnyx", "campaign.TCR_EVENT", Kind.CAMPAIGN, "C00LVE1", "SUSPENDED", Phase.ENDED, name="Alerts")),
    (3600, told("plivo", "brand", Kind.BRAND, "BZ00PL", "UNVERIFIED", Phase.FAILED, name="Initech")),
    (1860, told("telnyx", ASSIGNED, Kind.NUMBER, "+15550100003", "pending", Phase.PENDING, campaign="CQZ77K1")),
    (1855, told("telnyx", "campaign.MNO", Kind.CAMPAIGN, "CQZ77K1", "MNO_PENDING", Phase.PENDING, name="Promos")),
    (860, told("signalwire", "brand", Kind.BRAND, "3fa85f64-5717-4562-b3fc-2c963f66afa1", "pending", Phase.PENDING)),
    (
        500,
        told("telnyx", ASSIGNED, Kind.NUMBER, "+15550100002", "failed", Phase.FAILED, campaign="CDX91P0", code="805"),
    ),
    (499, told("telnyx", ASSIGNED, Kind.NUMBER, OURS, "success", Phase.OK, campaign="CDX91P0")),
    (120, told("telnyx", "brand.REGISTRATION", Kind.BRAND, "BRX7Q2", "VERIFIED", Phase.OK, name="Acme Corp")),
    (9, told("mta", "delivery-status", Kind.MESSAGE, "m5", "UNCONFIRMED", Phase.ATTENTION, recipient="+15551230005")),
    (5, message(2, status="sent", phase=Phase.PENDING, type="message.sent", occurred_at=NOW - timedelta(seconds=5.3))),
    (4, Event(type="unrecognised", summary="POST /hooks/x, 9 B", reason="no adapter knows this request")),
)


async def morning(books: "Books") -> None:
    """Something of every kind and phase, from several providers."""
    for ago, event in STORY:
        await books.receive(event, ago=ago)
    refused = message(1, provider="plivo", status="undelivered", phase=Phase.FAILED, code="30007")
    await books.receive(refused, verdict=REJECTED, ago=3)
    await books.receive(message(0), verdict=VERIFIED, ago=2, body=b'{"data": {"to": [{"status": "delivered"}]}}')
    await books.receive(message(0), verdict=VERIFIED, ago=1, body=b'{"data": {"to": [{"status": "delivered"}]}}')


class Books:
    """The writing doors of one store."""

    def __init__(self, intake: Intake, ledger: Ledger, log: Path) -> None:
        self._intake, self._ledger, self._log = intake, ledger, log

    async def receive(
        self,
        *events: Event,
        verdict: Verdict = UNCHECKED,
        ago: float = 0,
        body: bytes = b'{"data": {"id": "e1"}}',
        target: str = "/telnyx",
        headers: tuple[Header, ...] = HEADERS,
        answer: int = 200,
    ) -> None:
        """One request that meant all this, received some seconds ago."""
        await self.read(await self.only_capture(ago, body, target, headers, answer), *events, verdict=verdict)

    async def read(self, capture: Capture, *events: Event, verdict: Verdict = UNCHECKED) -> None:
        """What a request meant."""
        reading = Reading(capture=capture.seq, received_at=capture.received_at, verdict=verdict, events=events)
        await self._ledger.enter([reading])

    async def only_capture(
        self,
        ago: float = 0,
        body: bytes = b"{}",
        target: str = "/",
        headers: tuple[Header, ...] = HEADERS,
        answer: int = 200,
    ) -> Capture:
        """One request that is not read yet."""
        request = Request(
            received_at=NOW - timedelta(seconds=ago),
            method="POST",
            target=target,
            http_version="1.1",
            headers=headers,
            body=body,
            peer="127.0.0.1",
            answer=answer,
        )
        return numbered(request, await self._intake.capture(request))

    async def drift(self, part: str, event: Event) -> None:
        """A request that has something which no example of its provider has."""
        capture = await self.only_capture()
        known = {"capture": capture.seq, "received_at": capture.received_at, "verdict": UNCHECKED}
        await self._ledger.enter([Reading(**known, events=(event,), unlisted=(part,))])

    async def habits(self, habits: Habits) -> None:
        """What a provider expects of us."""
        await self._ledger.introduce([habits])

    def answered_in(self, seq: int, seconds: float) -> None:
        """How long the answer to a capture took: what the clock would say differs from run to run."""
        with closing(sqlite3.connect(self._log)) as db:
            db.execute("INSERT INTO answers VALUES (?, ?, ?)", (seq, seq, int(seconds * 1e6)))
            db.commit()

    async def remark(self, remark: Remark) -> None:
        """What somebody says of a capture."""
        await self._intake.keep(remark)

    async def sent(self, *sent: Sent) -> None:
        """What was sent on."""
        await self._intake.keep_sent(*sent)

    async def prune(self, older_than: timedelta) -> None:
        """Take away what is old, as the receiver and the interpreter do."""
        upkeep, last = Upkeep(self._intake), 0
        cut = await upkeep.older(NOW - older_than)
        while cut and (last := await upkeep.take_away(cut, last, NOW)):
            while await self._ledger.forget():
                pass

    async def begin_anew(self) -> None:
        """Drop what was read, as `callboard reread` does."""
        await self._ledger.clear()


@asynccontextmanager
async def books(folder: Path) -> AsyncIterator[tuple[Books, Reader]]:
    """A new store, to write and to read."""
    log = folder / "callboard.db"
    prepare_folder(log)
    prepare_log(log)
    async with Intake.open(log) as intake, Ledger.open(log) as ledger, Reader.open(log, lambda: NOW) as reader:
        yield Books(intake, ledger, log), reader


@dataclass
class Receiver:
    """A receiver as the board sees it, that a test can kill."""

    state: str = "listening"
    sentence: str = ""
    address: str = "http://127.0.0.1:8010"


@dataclass
class Stand:
    """A board over a store, and a pilot at its keys."""

    board: Board
    pilot: Pilot[None]
    books: Books
    receiver: Receiver

    async def press(self, *keys: str) -> None:
        """Each key once all that the one before it has set off is done."""
        for key in keys:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr("textual.app.wait_for_idle", _at_once)
                await self.board._press_keys([key])
            await self.done()
        await self.settle()

    async def done(self) -> None:
        """Wait until nothing is being done or loaded, and nothing waits to be laid out or drawn."""
        async with asyncio.timeout(PATIENCE):
            while not self._rests():
                await self._worked()
                await _passed(*(pump for pump in self._pumps() if not _rests(pump)))
                self.board.screen._on_timer_update()

    def _rests(self) -> bool:
        """A list may be told its size only after several rounds: the screen its own, then how high the list is to be,
        then the list."""
        screen = self.board.screen
        drawn = not (screen._callbacks or screen._dirty_widgets)
        return drawn and not self._busy() and all(map(_rests, self._pumps()))

    def _busy(self) -> bool:
        return bool(self.board.workers) or self.board._typing.busy

    def _pumps(self) -> Iterator[MessagePump]:
        yield self.board
        yield from self.board.screen.walk_children(with_self=True)

    async def _worked(self) -> None:
        with suppress(WorkerCancelled):  # somebody does not want to know any more
            await self.board.workers.wait_for_complete()

    async def settle(self) -> None:
        """Wait until the board knows what the store knows, and nothing is being loaded or drawn."""
        behind = True
        while behind:
            await self.done()
            await self.board._look()
            await self.done()
            behind = await self.behind()

    async def resize(self, size: tuple[int, int]) -> None:
        await self.pilot.resize_terminal(*size)
        await self.settle()

    async def behind(self) -> bool:
        """Whether the board has not yet looked since the store changed."""
        cursors = await self.board._reader.cursors()
        told = [pane.cursor for pane in self.board.screen.query(".pane").results(Pane)]
        return any(cursor != cursors.entry for cursor in told) or self.board._seen != cursors

    def text(self) -> str:
        """The screen as plain text."""
        screen = self.board.screen
        visible_screen_stack.set(self.board._background_screens)
        strips = screen._compositor.render_strips(screen.size)
        return "".join(f"{strip.text.rstrip()}\n" for strip in strips)

    def pane(self, name: str) -> Pane:
        return self.board.screen.query_one(f"#{name}", Pane)


def _rests(pump: MessagePump) -> bool:
    """Whether it waits for its next message, and asks for no layout and not to be drawn."""
    if not pump.is_running:
        return True
    queue: Queue[Message | None] = pump._message_queue
    waits = bool(queue.ready_event._waiters) and queue.empty()
    return waits and not any(getattr(pump, f"_{wish}_required", False) for wish in WISHES)


async def _passed(*pumps: MessagePump) -> None:
    """Wait until each has done what it had to do until now."""
    for pump in pumps:
        done = asyncio.Event()
        if pump.call_later(done.set):
            await done.wait()
    await asyncio.sleep(0)


draw = Compositor.render_update


def _drawn_when_looked_at(
    compositor: Compositor, full: bool = False, screen_stack: list[Screen[object]] | None = None, simplify: bool = False
) -> RenderableType | None:
    """Every frame would be drawn for a terminal that is none. A picture wants it in full, and `text` draws itself."""
    if full:
        return draw(compositor, full, screen_stack, simplify)
    compositor._dirty_regions.clear()
    return None


async def _at_once(*_: float) -> None:
    """Textual's pilot waits after each key until the process has rested for a fiftieth of a second: we ask."""
    await asyncio.sleep(0)


@asynccontextmanager
async def stand(
    folder: Path,
    *,
    size: tuple[int, int] = WIDE,
    fill: Fill | None = None,
    alone: bool = False,
    given: Given = NOTHING,
    taste: Taste = PLAIN,
    toasts: bool = False,
) -> AsyncIterator[Stand]:
    """A board over a new store; `alone` is `callboard watch`."""
    async with books(folder) as (written, reader):
        if fill:
            await fill(written)
        receiver = Receiver()

        async def sample() -> str:
            await written.receive(MESSAGE)
            return "sent telnyx/message_finalized: 200"

        board = Board(
            reader,
            place=Place(
                address="" if alone else receiver.address,
                store="/data/callboard.db",
                session=folder / "callboard.board.json",
            ),
            given=replace(
                given,
                receiver=None if alone else receiver,
                send_sample=None if alone else sample,
                keep=written.remark,
            ),
            clock=lambda: NOW,
            taste=taste,
        )
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Compositor, "render_update", _drawn_when_looked_at)
            patch.setattr(Notification, "time_left", PATIENCE)  # else what was said is gone when a machine stalls
            async with board.run_test(size=size, notifications=toasts) as pilot:
                there = Stand(board, pilot, written, receiver)
                await there.settle()
                yield there
