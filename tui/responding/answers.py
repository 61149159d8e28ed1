"""Answers as the user says, over whatever screen asked: what stands, what may be added, and the routes below it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Resize
from textual.widgets import Input

from ..drawing.foot import Foot
from ..drawing.menu import Menu, MenuScreen
from ..drawing.sheet import Sheet
from ..pane import SECOND
from ..text import Spans, safe, shorten
from .standing import Standing

PRESETS: tuple[tuple[str, str], ...] = (
    ("500 x1", "once"),
    ("500 x3", "to the next three"),
    ("503 x3 Retry-After=30", "to the next three, which may come again in 30 s"),
    ("time out x1", "to the next: no answer until it hangs up"),
    ("close x1", "to the next: the connection is closed without one"),
    ("200 after 10s x1", "to the next, 10 s late"),
)
CLEAR = "200 again"
TEXT, LEFT = 34, 12
EDGE = 6
LONGEST = 1000
HINT = "enter adds, or takes away · n your own"

Change = Callable[[Mapping[str, object]], Awaitable[bool]]
"""Has the rules changed; what is wrong with that, it has told."""


class Choices(Menu):
    """The rules that stand, then what may be added."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "add, or take away", id="answers.choose"),
        Binding("n", "screen.write", "write one", id="answers.write"),
    ]


class Answers(MenuScreen[None]):
    """Goes as it came; what it changes holds until it is used up, taken away, or the receiver ends."""

    MENU = Choices
    HEADING = "Answers"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,O,backspace", "leave", "close", key_display="esc", id="answers.close"),
    ]

    def __init__(
        self, standing: Callable[[], Sequence[Standing]], below: Callable[[], Sequence[Spans]], change: Change
    ) -> None:
        super().__init__()
        self._standing, self._below, self._change = standing, below, change
        self._stood = 0

    def compose(self) -> ComposeResult:
        yield Choices(id="menu")
        yield Input(id="name", placeholder="500 x3 provider:plivo", max_length=LONGEST, compact=True)
        yield Sheet(id="roads")
        yield Foot(id="foot")

    def on_mount(self) -> None:
        self.query_one(Sheet).border_title = "Routes"
        self.set_interval(SECOND, self.say)  # they are used up while one looks

    def on_resize(self, _event: Resize) -> None:
        self.say()

    def rows(self) -> Sequence[Spans]:
        room = max(TEXT, self.menu.size.width - LEFT - EDGE - 20)
        standing = [_standing_row(one, room) for one in self._standing()]
        clear = [_preset_row("=", CLEAR, "takes all of them away")] if standing else []
        return [*standing, *(_preset_row("+", text, what) for text, what in PRESETS), *clear]

    def hint(self) -> str:
        return HINT

    def say(self) -> None:
        """Who is on something that may be added stays on it, however many rules stand above."""
        stood, self._stood = self._stood, len(self._standing())
        if self.menu.at >= stood:
            self.menu.at += self._stood - stood
        super().say()
        below, sheet = self._below(), self.query_one(Sheet)
        sheet.write(below)
        room = max(3, self.size.height - self.menu.total - 6)
        sheet.styles.height = min(room, sheet.total + 2)

    async def on_menu_chosen(self, message: Menu.Chosen) -> None:
        standing, at = self._standing(), message.index
        if at < len(standing):
            self._have({"take": standing[at].number})
        elif at - len(standing) < len(PRESETS):
            self._have({"add": PRESETS[at - len(standing)][0]})
        else:
            self._have({"clear": True})

    def action_write(self) -> None:
        self.set_class(True, "-naming")  # noqa: FBT003  textual's own signature
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if text := event.value.strip():
            self.run_worker(partial(self._written, text))  # type: ignore[arg-type]
        else:
            self._back()

    async def action_leave(self) -> None:
        if self.has_class("-naming"):
            self._back()
        else:
            self.dismiss(None)

    def _back(self) -> None:
        self.set_class(False, "-naming")  # noqa: FBT003
        self.query_one(Input).value = ""
        self.menu.focus()

    def _have(self, said: Mapping[str, object]) -> None:
        self.run_worker(partial(self._changed, said))  # type: ignore[arg-type]

    async def _written(self, text: str) -> None:
        """What is not taken stays, to be mended."""
        if await self._change({"add": text}):
            self._back()
        self.say()

    async def _changed(self, said: Mapping[str, object]) -> None:
        await self._change(said)
        self.say()


def _standing_row(one: Standing, room: int) -> Spans:
    left = "for good" if one.left is None else f"{one.left} left" if one.left else "used up"
    return (
        ("● " if one.left != 0 else "○ ", "attention" if one.left != 0 else "dim"),
        (shorten(safe(one.text), room).ljust(room), "strong" if one.left != 0 else "dim"),
        (f"{left:<{LEFT}}", "" if one.left != 0 else "dim"),
        (f"used {one.given}  ", "dim"),
        (safe(one.source), "dim"),
    )


def _preset_row(mark: str, text: str, what: str) -> Spans:
    return ((f"{mark} ", "key"), (text.ljust(24), ""), (what, "dim"))
