"""Rows of which each offers a few things, one of them taken."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType

from ..text import Spans, safe, shorten
from .choice import GUTTER
from .menu import Menu

NAMES = 11


@dataclass(frozen=True, slots=True)
class Turn:
    """One row."""

    name: str
    offered: Sequence[str]
    taken: int = 0


class Turns(Menu):
    """The keys go sideways through what a row offers; drawn for the room there is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.resend", "send", id="replay.send"),
        Binding("l,right,space", "screen.turn(1)", "change", key_display="h l", id="replay.next"),
        Binding("h,left", "screen.turn(-1)", "change", show=False, id="replay.before"),
    ]
    _turns: Sequence[Turn] = ()

    def offer(self, turns: Sequence[Turn]) -> None:
        self._turns = turns
        self.styles.height = len(turns)
        self.say([()] * len(turns))

    def line(self, index: int) -> Spans:
        return turn_row(self._turns[index], self.size.width - len(GUTTER) - 1)


def turn_row(turn: Turn, cells: int) -> Spans:
    """Its name and what it offers, what is taken in brackets: colour alone would not say it."""
    spans: list[tuple[str, str]] = [(f"{turn.name:<{NAMES}}", "dim")]
    for number, name in enumerate(turn.offered):
        here = number == turn.taken
        spans.append((f"[{safe(name)}]" if here else f" {safe(name)} ", "strong" if here else ""))
    room = cells - NAMES
    if sum(len(text) for text, _ in spans[1:]) > room:
        return (spans[0], (shorten(f"[{safe(turn.offered[turn.taken])}] of {len(turn.offered)}", room), "strong"))
    return tuple(spans)
