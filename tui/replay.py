"""The screen of a replay: where to, what, with which signature, how fast; then how far it is and what was answered."""

import asyncio
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.events import Resize
from textual.widgets import Input

from store import Capture, StoreError

from .asking import Clock
from .foot import Foot
from .inks import Over
from .marks import age, lag, size
from .privacy import RAW
from .replaying import (
    NOTHING,
    Answer,
    Asked,
    Batch,
    Load,
    Way,
    Ways,
    asked_first,
    left,
    moments,
    pace,
    progress,
    replayed,
    signable,
    summary,
)
from .sheet import Sheet
from .strap import Strap
from .text import Spans, safe
from .turning import NAMES, Turn, Turns, turn_row

LONGEST_URL = 2000
SPEEDS = {"as fast as it goes": "max", "as it was": "1x", "10 × that": "10x", "10/s": "10/s", "1/s": "1/s"}
AS_IT_CAME, ANEW = "as it came", "made anew"
OLD = 300.0
"""Seconds after which those who sign the time take a signature for too old."""
LOOK = 0.2
"""Seconds between two words about how far it is."""
TOLD = 300
MOST_TROUBLES = 3
AROUND = 6
"""Cells that border, padding and gutter take."""


class State(Enum):
    """What enter and esc do."""

    ASKING = auto()
    LOOKING = auto()
    """Enter was pressed: whether it may be sent is being found out, and there is no other enter."""
    SENDING = auto()
    DONE = auto()


@dataclass(frozen=True, slots=True)
class Subject:
    """What is replayed."""

    title: str
    batches: tuple[Batch, ...]
    """The first is of the one request that the user is on."""
    capture: Capture
    """That one, edited or not."""
    load: Load
    edited: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """What enter meant, whatever is typed meanwhile."""

    batch: Batch
    to: str
    anew: bool
    speed: str
    word: str


class Field(Input):
    """A line to type in."""

    # Here and not on the screen: what was typed just before the key has been taken by then.
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "screen.confirm", "send", id="replay.send-typed")]

    def __init__(self, text: str, name: str) -> None:
        super().__init__(safe(text, LONGEST_URL), id=name, compact=True, max_length=LONGEST_URL, select_on_focus=False)


class Replay(Over[None]):
    """One request is sent for each that was agreed to: enter, however long it is held, agrees once."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "close", key_display="esc", id="replay.leave"),
        Binding("tab", "field(1)", "field", id="replay.field"),
        Binding("shift+tab", "field(-1)", "field before", show=False, id="replay.field-before"),
    ]

    def __init__(self, subject: Subject, ways: Ways, to: str, clock: Clock) -> None:
        super().__init__()
        self._subject, self._ways, self._clock = subject, ways, clock
        self.to = to
        """Where it was sent to, or would be."""
        self._turns = [
            Turn("what", [one.name for one in subject.batches]),
            Turn("signature", (AS_IT_CAME, ANEW)),
            Turn("speed", tuple(SPEEDS)),
        ]
        self._state, self._stop = State.ASKING, asyncio.Event()
        self._trouble, self._asked = "", NOTHING
        self._answers: list[Answer] = []
        self._due = self._began = 0.0
        self._unkept: Sequence[str] = ()

    def compose(self) -> ComposeResult:
        with Container(id="replay"):
            with Container(classes="field"):
                yield Strap(id="whither")
                yield Field(self.to, "to")
            yield Turns(id="turns")
            with Container(id="asked", classes="field"):
                yield Strap(id="why")
                yield Field("", "word")
            yield Sheet(id="told")
        yield Foot(id="foot")

    def on_mount(self) -> None:
        self.query_one("#replay").border_title = Content(f"Replay — {self._subject.title}")
        self.query_one("#whither", Strap).say(((f" {'to':<{NAMES}}", "dim"),))
        self.query_one(Sheet).can_focus = False
        self.set_focus(self.query_one(Turns) if self.to else self.query_one("#to", Field))
        self.set_interval(LOOK, self._tick)
        self.say()

    def on_resize(self, _event: Resize) -> None:
        self.call_after_refresh(self.say)

    @property
    def meant(self) -> Batch:
        return self._subject.batches[self._turns[0].taken]

    def rows(self) -> list[Turn]:
        """How fast is a question from two on."""
        return self._turns if len(self.meant.requests) > 1 else self._turns[:2]

    def say(self) -> None:
        """All of it."""
        turns, rows = self.query_one(Turns), self.rows()
        turns.styles.height = len(rows)
        turns.say([turn_row(row, turns.size.width - 2) for row in rows])
        self.query_one("#asked").display = bool(self._asked.word)
        self.query_one("#why", Strap).say(((f" {f'type {self._asked.word}':<17}", "attention"),))
        told = self.query_one(Sheet)
        told.write([*self._lines()])
        told.styles.height = max(1, told.total)
        self.refresh_bindings()

    def _tick(self) -> None:
        if self._state is State.SENDING:
            self.say()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """A key that would do nothing is not offered."""
        return self._state is State.ASKING or action not in {"confirm", "turn", "field"}

    def action_field(self, by: int) -> None:
        """Where to, what, and what has to be typed."""
        fields = [self.query_one("#to", Field), self.query_one(Turns), self.query_one("#word", Field)]
        fields = fields if self._asked.word else fields[:2]
        at = next((at for at, field in enumerate(fields) if field.has_focus), -1)
        self.set_focus(fields[(at + by) % len(fields)])

    def action_turn(self, by: int) -> None:
        at = self.query_one(Turns).at
        turn = self.rows()[at]
        self._turns[at] = replace(turn, taken=(turn.taken + by) % len(turn.offered))
        self._changed()

    def on_input_changed(self, event: Input.Changed) -> None:
        """What was pasted may hold anything."""
        event.input.value = safe(event.value, LONGEST_URL)
        if event.input.id == "to":
            self._changed()

    def _changed(self) -> None:
        """What was agreed to was something else."""
        self._asked, self._trouble = NOTHING, ""
        self.query_one("#word", Field).value = ""
        self.say()

    def action_confirm(self) -> None:
        """Once: until it is known what becomes of it there is no other."""
        if self._state is not State.ASKING:
            return
        self.to = self.query_one("#to", Field).value.strip()
        if not self.to:
            self._ask("say where to: the URL of your app, such as http://127.0.0.1:3000")
            return
        self._state = State.LOOKING
        taken = [turn.offered[turn.taken] for turn in self._turns]
        word = self.query_one("#word", Field).value.strip()
        order = Order(self.meant, self.to, taken[1] == ANEW, SPEEDS[taken[2]], word)
        self.run_worker(partial(self._go, order), group="replay")  # type: ignore[arg-type]

    async def _go(self, order: Order) -> None:
        try:
            way = await asyncio.to_thread(self._ways, order.to)
            asked = await self._asked_of(order, way)
        except (ValueError, StoreError, sqlite3.Error) as error:
            self._ask(str(error))
            return
        if asked.word != order.word and asked.word:
            self._ask(asked.why, asked)
            return
        self._state = State.SENDING
        self.set_focus(None)
        try:
            await self._send(order, way)
        except (ValueError, StoreError, sqlite3.Error, OSError) as error:
            self._trouble = str(error)
        self._state, self._unkept = State.DONE, way.troubles
        self.say()

    async def _asked_of(self, order: Order, way: Way) -> Asked:
        if order.anew:
            await signable(self._subject.load, order.batch.seqs, way)
        return await asked_first(self._subject.load, order.batch.seqs, order.to, here=way.here)

    async def _send(self, order: Order, way: Way) -> None:
        async def load(seq: int) -> Capture | None:
            capture = await self._subject.load(seq)
            return way.signed(capture) if capture and order.anew else capture

        dues = list(moments(order.batch.received, pace(order.speed)))
        self._due, self._began = dues[-1], asyncio.get_running_loop().time()
        async with way.opened() as send:
            async for _, answer in replayed(load, order.batch.seqs, dues, send, self._stop):
                self._answers.append(answer)

    def _ask(self, trouble: str, asked: Asked = NOTHING) -> None:
        self._state, self._trouble, self._asked = State.ASKING, trouble, asked
        self.say()
        if asked.word:
            self.set_focus(self.query_one("#word", Field))

    async def action_leave(self) -> None:
        """What is under way ends with the request that was sent last, and is told."""
        if self._state is State.SENDING:
            self._stop.set()
            self.say()
        else:
            self.dismiss()

    def _lines(self) -> Iterator[Spans]:
        yield ()
        if self._state is State.DONE:
            yield from self._end()
        elif self._state is State.SENDING:
            done, total = len(self._answers), len(self.meant.requests)
            ahead = left(done, total, asyncio.get_running_loop().time() - self._began, self._due)
            yield ((progress(done, total, ahead), "strong"), ("  stopping" if self._stop.is_set() else "", "attention"))
            yield ((summary(self._answers), ""),)
        else:
            yield from self._plan()

    def _plan(self) -> Iterator[Spans]:
        """What would be sent."""
        batch, capture, now = self.meant, self._subject.capture, self._clock()
        if len(batch.requests) > 1:
            first, last = (age((now - at).total_seconds()) for at in (batch.received[0], batch.received[-1]))
            yield ((f"{len(batch.requests):,} requests, received from {first} to {last} ago", ""),)
        else:
            edited = ", edited" if self._subject.edited else f", received {self._age()} ago"
            yield ((f"{safe(capture.method, 12)} ", ""), (safe(capture.target, 60), RAW))
            yield ((f"{size(len(capture.body))}{edited}", ""),)
        if doubt := self._doubt():
            yield ((f"▲ {doubt}", "attention"),)
        if self._trouble:
            glyph, ink = ("▲", "attention") if self._asked.word else ("✖", "failed")
            yield ((f"{glyph} {safe(self._trouble, TOLD)}", ink),)
        many, enter = len(batch.requests), f"{self._asked.word} and enter send" if self._asked.word else "enter sends"
        yield ((f"{enter} {'1 request' if many == 1 else f'{many:,} requests'}{self._takes()}", "strong"),)

    def _takes(self) -> str:
        """At this speed."""
        speed = SPEEDS[str(self._turns[2].offered[self._turns[2].taken])]
        *_, last = moments(self.meant.received, pace(speed))
        return f", in {age(last)}" if last >= 1 else ""

    def _age(self) -> str:
        return age((self._clock() - self._subject.capture.received_at).total_seconds())

    def _doubt(self) -> str:
        """What the one who receives it may think of its signature."""
        if self._turns[1].taken:
            return ""
        if self._subject.edited:
            return "the signature is still the one that came: it does not fit a body that was edited"
        old = (self._clock() - self.meant.received[0]).total_seconds() > OLD
        return "a signature that holds the time it was made may be too old by now" if old else ""

    def _end(self) -> Iterator[Spans]:
        answers = self._answers
        good = answers and all(one.good for one in answers)
        took = f" in {lag(answers[0].took.total_seconds())}" if len(answers) == 1 else ""
        glyph, ink = ("●", "ok") if good else ("✖", "failed")
        yield ((f"{glyph} ", ink), (f"{summary(answers)}{took}", "strong"))
        if len(answers) < len(self.meant.requests):
            yield ((f"▲ {len(self.meant.requests) - len(answers):,} were not sent", "attention"),)
        if any(one.status is None for one in answers):
            yield (("what has no answer may have been taken: it is not sent again by itself", "dim"),)
        if self._trouble:
            yield ((f"✖ {safe(self._trouble, TOLD)}", "failed"),)
        for said in [*dict.fromkeys(one.trouble for one in answers if one.trouble)][:MOST_TROUBLES]:
            yield ((f"  {safe(said, TOLD)}", ""),)
        if answers and not self._unkept:
            yield (("it is kept beside each request", "dim"),)
        for said in [*dict.fromkeys(self._unkept)][:MOST_TROUBLES]:
            yield ((f"▲ it is not kept: {safe(said, TOLD)}", "attention"),)
