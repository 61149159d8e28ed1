"""The tunnel, over whatever screen asked: how it is, what to give whom, what it said, and what can be done."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.events import Resize

from ..drawing.foot import Foot
from ..drawing.inks import Over
from ..drawing.sheet import Sheet
from ..drawing.wrapping import wrapped
from .reach import AskTunnel, Reach, told
from .tunnelfacts import facts, log
from .tunnels import Tunnels

AROUND, SIDES = 5, 4
"""Rows and cells that are not the text's."""
LOG = 6
"""Rows that the log has at least."""
DEAF = "the receiver did not answer: whether it was done is not known"


class TunnelScreen(Over[None]):
    """Is told again each second."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "switch", "start another", id="tunnel.switch"),
        Binding("y,u", "app.urls", "copy URL", key_display="y", id="tunnel.copy"),
        Binding("p", "probe", "probe now", id="tunnel.probe"),
        Binding("R", "restart", "restart", id="tunnel.restart"),
        Binding("X", "stop", "stop", id="tunnel.stop", tooltip="twice: providers reach nobody then"),
        Binding("tab", "other", "log", id="tunnel.log"),
        Binding("escape,q,t,backspace", "dismiss", "close", key_display="esc", id="tunnel.close"),
    ]

    def __init__(self, ask: AskTunnel, clock: Callable[[], datetime], providers: Sequence[str]) -> None:
        super().__init__()
        self._ask, self._clock, self._providers = ask, clock, providers
        self._reach = Reach()
        self._sure = False

    def compose(self) -> ComposeResult:
        with Container(id="tunnel"):
            yield Sheet(id="outside")
            yield Sheet(id="said")
        yield Foot(id="foot")

    def on_mount(self) -> None:
        self.query_one("#said", Sheet).border_title = Content("What it said — newest last")
        self.query_one("#outside", Sheet).focus()

    def on_resize(self, _event: Resize) -> None:
        self.say(self._reach)

    def say(self, reach: Reach) -> None:
        """This is how it is now."""
        self._reach = reach
        if not self.query(Sheet):  # not drawn yet, or not any more
            return
        outside, said = self.query_one("#outside", Sheet), self.query_one("#said", Sheet)
        lines = tuple(facts(reach, self._clock(), self._providers))
        said.display = bool(reach.steps or reach.lines)
        outside.border_title = Content(f"Tunnel — {reach.title}" if reach.title else "Tunnel")
        rows = sum(1 for line in lines for _ in wrapped(line, max(1, self.size.width - SIDES)))
        outside.styles.height = max(3, min(rows + 2, self.size.height - AROUND - LOG))
        outside.write(lines)
        atop = said.scroll_offset.y >= said.max_scroll_y
        said.write(tuple(log(reach, self._clock())))
        if atop:
            said.scroll_end(animate=False)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """A key that would do nothing is not offered."""
        runs = self._reach.state != "none"
        return runs if action in ("probe", "restart", "stop", "other") else True

    def action_other(self) -> None:
        self.focus_next(Sheet)

    def action_switch(self) -> None:
        self.app.push_screen(Tunnels(self._reach), self._start)

    def action_probe(self) -> None:
        self._have(probe=True)

    def action_restart(self) -> None:
        self._have(start=self._reach.name)

    def action_stop(self) -> None:
        """Asks: providers reach nobody then."""
        if self._sure:
            self._have(start="none")
        else:
            self.notify("X once more stops the tunnel: what is sent to its URL then comes to nobody", markup=False)
        self._sure = not self._sure

    def _start(self, name: str | None) -> None:
        if name:
            self._have(start=name)

    def _have(self, **words: object) -> None:
        """Have the receiver do it, also when this is closed meanwhile; a receiver that hangs holds up no key."""
        self.app.run_worker(partial(self._told, words))  # type: ignore[arg-type]

    async def _told(self, words: Mapping[str, object]) -> None:
        if await told(self._ask, **words) is None:
            self.app.notify(DEAF, severity="error", markup=False)
