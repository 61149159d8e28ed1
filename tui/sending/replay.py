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
from textual.widgets import Input

from store import Answer, Capture, StoreError

from ..drawing.foot import Foot
from ..drawing.inks import Over
from ..drawing.strap import Strap
from ..drawing.told import Told
from ..drawing.turning import NAMES, Turn, Turns
from ..rows.asking import Clock
from ..text import Spans, safe
from .caution import NOTHING, Asked, asked_first, signable
from .field import LONGEST_URL, Field
from .outlook import after, asking, before, under_way
from .replaying import Batch, Subject, Way, Ways, left, moments, pace, replayed

BEGINNING = "http://127.0.0.1:"
"""Of the URL of an app here, whose port nobody has said yet."""
SPEEDS = {"as fast as it goes": "max", "as it was": "1x", "10 × that": "10x", "10/s": "10/s", "1/s": "1/s"}
AS_IT_CAME, ANEW = "as it came", "made anew"
LOOK = 0.2
"""Seconds between two words about how far it is."""


class State(Enum):
    """What enter and esc do."""

    ASKING = auto()
    LOOKING = auto()
    """Enter was pressed: whether it may be sent is being found out, and there is no other enter."""
    SENDING = auto()
    DONE = auto()


@dataclass(frozen=True, slots=True)
class Order:
    """What enter meant, whatever is typed meanwhile."""

    batch: Batch
    to: str
    anew: bool
    speed: str
    word: str


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
        """Where it was sent to, or would be; empty while nobody has said so."""
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
                yield Field(self.to or BEGINNING, "to")
            yield Turns(id="turns")
            with Container(id="asked", classes="field"):
                yield Strap(id="why")
                yield Field("", "word")
            yield Told(id="told")
        yield Foot(id="foot")

    def on_mount(self) -> None:
        self.query_one("#replay").border_title = Content(f"Replay — {self._subject.title}")
        self.query_one("#whither", Strap).say(((f" {'to':<{NAMES}}", "dim"),))
        self.set_focus(self.query_one(Turns) if self.to else self.query_one("#to", Field))
        self.set_interval(LOOK, self._tick)
        self.say()

    @property
    def meant(self) -> Batch:
        return self._subject.batches[self._turns[0].taken]

    def rows(self) -> list[Turn]:
        """How fast is a question from two on."""
        return self._turns if len(self.meant.requests) > 1 else self._turns[:2]

    def say(self) -> None:
        """All of it."""
        self.query_one(Turns).offer(self.rows())
        self.query_one("#asked").display = bool(self._asked.word)
        self.query_one("#why", Strap).say(((f" {f'type {self._asked.word}':<17}", "attention"),))
        self.query_one(Told).write([*self._lines()])
        self.refresh_bindings()

    def _tick(self) -> None:
        if self._state is State.SENDING:
            self.say()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """A key that would do nothing is not offered."""
        return self._state is State.ASKING or action not in {"resend", "turn", "field"}

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

    def _typed(self) -> str:
        said = self.query_one("#to", Field).value.strip()
        return "" if said == BEGINNING else said

    def _changed(self) -> None:
        """What was agreed to was something else."""
        self._asked, self._trouble = NOTHING, ""
        self.query_one("#word", Field).value = ""
        self.say()

    def action_resend(self) -> None:
        """Once: until it is known what becomes of it there is no other."""
        if self._state is not State.ASKING:
            return
        self.to = self._typed()
        if not self.to:
            self._ask("say where to: the URL of your app, such as http://127.0.0.1:3000")
            return
        self._state = State.LOOKING
        word = self.query_one("#word", Field).value.strip()
        order = Order(self.meant, self.to, self._taken(1) == ANEW, SPEEDS[self._taken(2)], word)
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
        async with way.opened(changed=self._subject.edited or order.anew) as send:
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
            yield from after(self._answers, len(self.meant.requests), self._trouble, self._unkept)
        elif self._state is State.SENDING:
            elapsed = asyncio.get_running_loop().time() - self._began
            ahead = left(len(self._answers), len(self.meant.requests), elapsed, self._due)
            yield from under_way(self._answers, len(self.meant.requests), ahead, stopping=self._stop.is_set())
        else:
            yield from before(self._subject, self.meant, self._typed(), self._clock(), came=not self._turns[1].taken)
            yield from asking(self.meant, SPEEDS[self._taken(2)], self._trouble, self._asked)

    def _taken(self, row: int) -> str:
        turn = self._turns[row]
        return turn.offered[turn.taken]
