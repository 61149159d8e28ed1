"""The screen of an export: what, in which format, masked or not, and where to; then how far it is."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.widgets import Input
from textual.worker import Worker

from store import Filter, StoreError

from ..drawing.foot import Foot
from ..drawing.inks import Over
from ..drawing.strap import Strap
from ..drawing.told import Told
from ..drawing.turning import NAMES, Turn, Turns
from ..path import path_of
from ..rows.asking import Clock
from ..text import Spans, safe
from .formats import FORMATS, Format
from .leaving import Far, Tell

LONGEST = 1000
MASKS = ("no", "numbers, addresses and texts")
CELLS = 24
BAR = "█░"


@dataclass(frozen=True, slots=True)
class Wish:
    """What enter meant."""

    where: Filter
    form: Format
    mask: bool
    path: Path


Carry = Callable[[Wish, Tell], Awaitable[Far]]
"""Does it; raises `StoreError` and `OSError` with sentences for the user."""


class Rows(Turns, inherit_bindings=False):
    """What can be chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.carry", "export", id="export.do"),
        Binding("l,right,space", "screen.turn(1)", "change", key_display="h l", id="export.next"),
        Binding("h,left", "screen.turn(-1)", "change", show=False, id="export.before"),
        Binding("j,down", "screen.walk(1)", "row", show=False, id="export.down"),
        Binding("k,up", "screen.walk(-1)", "row", show=False, id="export.up"),
    ]


class Where(Input):
    """The name of the file."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "screen.carry", "export", id="export.do-typed")]


class Export(Over[str | None]):
    """Goes with a sentence about what was written, or with nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "close", key_display="esc", id="export.leave"),
        Binding("tab,shift+tab", "field", "field", key_display="tab", id="export.field"),
    ]

    def __init__(self, batches: Sequence[tuple[str, Filter]], carry: Carry, clock: Clock) -> None:
        super().__init__()
        self._batches, self._carry = batches, carry
        self._stem = f"callboard-{clock():%Y-%m-%dT%H%M%S}"
        names = tuple(name for name, _ in batches)
        self._turns = [Turn("what", names), Turn("format", tuple(FORMATS)), Turn("masked", MASKS)]
        self._far: Far | None = None
        self._trouble = ""
        self._work: Worker[None] | None = None

    def compose(self) -> ComposeResult:
        with Container(id="export"):
            yield Rows(id="turns")
            with Container(classes="field"):
                yield Strap(id="whither")
                yield Where(f"{self._stem}{self.form.ending}", id="to", compact=True, max_length=LONGEST)
            yield Told(id="told")
        yield Foot(id="foot")

    def on_mount(self) -> None:
        self.query_one("#export").border_title = Content("Export")
        self.query_one("#whither", Strap).say(((f" {'into':<{NAMES}}", "dim"),))
        self.query_one(Rows).focus()
        self.say()

    @property
    def form(self) -> Format:
        return FORMATS[self._taken(1)]

    def say(self) -> None:
        self.query_one(Rows).offer(self._turns)
        self.query_one(Told).write([*self._lines()])
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """A key that would do nothing is not offered."""
        return self._far is None or action not in {"carry", "turn", "field"}

    def action_field(self) -> None:
        rows, line = self.query_one(Rows), self.query_one(Where)
        self.set_focus(line if rows.has_focus else rows)

    def action_walk(self, by: int) -> None:
        rows = self.query_one(Rows)
        rows.go(rows.at + by)

    def action_turn(self, by: int) -> None:
        at, line = self.query_one(Rows).at, self.query_one(Where)
        before, turn = self.form.ending, self._turns[at]
        self._turns[at] = replace(turn, taken=(turn.taken + by) % len(turn.offered))
        if line.value == f"{self._stem}{before}":  # what the user has written stays
            line.value = f"{self._stem}{self.form.ending}"
        self._trouble = ""
        self.say()

    def on_input_changed(self, event: Input.Changed) -> None:
        """What was pasted may hold anything."""
        event.input.value = safe(event.value, LONGEST)

    def action_carry(self) -> None:
        """Once: until it is known what becomes of it there is no other."""
        name = self.query_one(Where).value.strip()
        if self._far is not None:
            return
        if not name:
            self._fail("say where to: a name, or a path")
            return
        where = self._batches[self._turns[0].taken][1]
        wish = Wish(where, self.form, bool(self._turns[2].taken), path_of(name))
        self._far = Far()
        self.say()
        self._work = self.run_worker(partial(self._carried, wish), group="export")

    async def _carried(self, wish: Wish) -> None:
        try:
            far = await self._carry(wish, self._tell)
        except (ImportError, StoreError, sqlite3.Error, OSError) as error:
            self._fail(str(error))
            return
        except asyncio.CancelledError:
            self._fail("broken off: nothing was written")
            raise
        self.dismiss(far.said(wish.path))

    def _tell(self, far: Far) -> None:
        self._far = far
        if self.is_mounted:
            self.query_one(Told).write([*self._lines()])

    def _fail(self, trouble: str) -> None:
        self._far, self._trouble = None, trouble
        if self.is_mounted:
            self.say()

    def action_leave(self) -> None:
        """What is under way is broken off first, and leaves nothing behind."""
        if self._work and self._far is not None:
            self._work.cancel()
        else:
            self.dismiss(None)

    def _lines(self) -> Iterator[Spans]:
        yield ()
        if self._far is not None:
            full = round(self._far.share * CELLS)
            yield ((BAR[0] * full + BAR[1] * (CELLS - full), "key"), (f"  {self._far.events:,} events", ""))
            yield (("esc breaks it off, and leaves nothing behind", "dim"),)
            return
        yield ((f"{self.form.title}", ""),)
        yield (("Left out: secrets, signatures, tokens. Only `export --raw` takes them.", "dim"),)
        if self._trouble:
            yield ((f"▲ {safe(self._trouble, 400)}", "failed"),)

    def _taken(self, row: int) -> str:
        turn = self._turns[row]
        return turn.offered[turn.taken]
