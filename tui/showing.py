"""How the board shows itself: masked or not, with the mouse or without, as a picture, and what is selected of it."""

import sqlite3
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from typing import ClassVar

from textual.actions import ActionParseResult
from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.errors import NoWidget
from textual.events import Event, Key, MouseDown, Paste
from textual.filter import LineFilter
from textual.reactive import var

from store import StoreError

from .clipboard.picture import offline, saved
from .drawing.mask import Mask
from .masking import Masking
from .privacy import masked
from .process.typeahead import TypeAhead
from .text import safe

REAL = {"copy", "pager", "editor", "edit_replay"}
"""Actions that hand out what was captured: behind the mask they rest."""
MASKED = "masked: numbers and texts, also in screenshots and in what is selected; until P copying from the store rests"
BRIEFLY = 4.0


class Showing(Masking):
    """What is true of every screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "P",
            "mask",
            "mask, or show",
            show=False,
            id="board.mask",
            tooltip="privacy: mask numbers and texts, for demos",
        ),
        Binding(
            "ctrl+s",
            "screenshot",
            "screenshot",
            show=False,
            priority=True,
            id="board.screenshot",
            tooltip="as SVG and as text",
        ),
        Binding(
            "percent_sign",
            "mouse",
            "mouse on or off",
            key_display="%",
            show=False,
            id="board.mouse",
            tooltip="leave it to the terminal, or take it back",
        ),
    ]
    mouse: var[bool] = var(True, init=False)  # noqa: FBT003  the default of a reactive
    """False while the terminal has the mouse, and selects by its own means."""
    _mask = Mask()

    @cached_property
    def _amiss(self) -> dict[str, str]:
        """Of what is done aside, what went wrong with it last."""
        return {}

    @cached_property
    def _typing(self) -> TypeAhead:
        return TypeAhead(self)

    def now(self) -> datetime:
        """The time where the user is."""
        raise NotImplementedError

    def take(self, text: str) -> None:
        """Put a text where it can be pasted."""
        raise NotImplementedError

    def shown(self, text: str) -> str:
        """A text as it may leave the board, in a notification of the desktop or a title."""
        return masked(safe(text)) if self.private else safe(text)

    def badges(self) -> tuple[str, ...]:
        """What the top line says of this."""
        return ("MASKED",) * self.private + ("MOUSE OFF",) * (not self.mouse)

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [self._mask, *super().get_line_filters()] if self.private else super().get_line_filters()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return None if self.private and action in REAL else super().check_action(action, parameters)

    async def run_action(
        self,
        action: "str | ActionParseResult",
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """A key that asks a store which is just being replaced asks again later."""
        try:
            return await super().run_action(action, default_namespace, namespaces)
        except (StoreError, sqlite3.Error):
            self._say("the store does not answer: try again in a moment")
            return True

    def on_ready(self) -> None:
        self._typing.begin()

    async def on_event(self, event: Event) -> None:
        """What is pasted comes from outside, too, and every field of Textual's would draw it as it is."""
        if isinstance(event, Paste):
            event.text = "\n".join(safe(line) for line in event.text.splitlines())
        if isinstance(event, MouseDown) and self._on_nothing(event):
            return
        typed = isinstance(event, Key | Paste) and not event.is_forwarded
        if typed and self._typing.holds(event):
            return
        await super().on_event(event)
        if typed:
            self._typing.follow()

    def _on_nothing(self, event: MouseDown) -> bool:
        """What is still to be seen there is a toast whose time is over: Textual would ask for what it lies in."""
        with suppress(NoWidget):
            return self.screen.get_widget_at(event.x, event.y)[0].parent is None
        return False

    def aside(self, group: str, do: Callable[[], Awaitable[None]]) -> None:
        """Have something done that the board can be without: what goes wrong is told once, and the board lives."""
        self.run_worker(partial(self._attempted, group, do), group=group, exclusive=True)  # type: ignore[arg-type]

    async def _attempted(self, group: str, do: Callable[[], Awaitable[None]]) -> None:
        try:
            await do()
        except Exception as error:  # noqa: BLE001  whatever it is, what is captured can still be looked at
            said = f"{group}: {type(error).__name__}: {error}"
            if self.is_running and self._amiss.get(group) != said:
                self._amiss[group] = said
                self.notify(safe(said, 200), severity="warning", markup=False)

    def badges_changed(self) -> None:
        """What the top line says of this is another thing now."""
        raise NotImplementedError

    def watch_private(self) -> None:
        if self.is_running:
            self.badges_changed()
            self.refresh_bindings()
            self.action_redraw()

    def action_mask(self) -> None:
        self.private = not self.private
        self._say(MASKED if self.private else "nothing is masked any more")

    def watch_mouse(self, mouse: bool) -> None:  # noqa: FBT001  textual's signature
        """What Textual does when it starts and ends, here while it runs; it has no public name there."""
        driver = self._driver
        switch = getattr(driver, "_enable_mouse_support" if mouse else "_disable_mouse_support", None)
        if driver and switch:
            driver._mouse = True  # noqa: SLF001  without it the driver does neither
            switch()
            driver._mouse = mouse  # noqa: SLF001  nor does it take the mouse again after a ctrl+z
        self.badges_changed()

    def action_mouse(self) -> None:
        self.mouse = not self.mouse
        self._say(
            "the mouse is the board's" if self.mouse else "the mouse is the terminal's: it selects; % gives it back"
        )

    def action_interrupt(self) -> None:
        """What is selected is copied, and the key quits only where nothing is."""
        if text := self.screen.get_selected_text():
            self.screen.clear_selection()
            self.take(text)
        else:
            super().action_interrupt()

    def export_screenshot(self, *, title: str | None = None, simplify: bool = False) -> str:
        return offline(super().export_screenshot(title=title, simplify=simplify))

    def action_screenshot(self, filename: str | None = None, path: str | None = None) -> None:  # noqa: ARG002
        """Here, or where nobody may write here, beside the store."""
        folders = [Path(path)] if path else [Path.cwd(), self._store.parent]
        try:
            picture = saved(self.export_screenshot(), self._text(), self.now(), folders)
            self._say(f"saved {picture} and .txt" + (", masked" if self.private else ""))
        except OSError as error:
            self._say(f"the screenshot was not saved: {error}")

    def _text(self) -> str:
        """The screen as plain text."""
        strips = self.screen._compositor.render_strips(self.size)  # noqa: SLF001  what its own screenshot is made of
        return "".join(f"{strip.text.rstrip()}\n" for strip in strips)

    def _say(self, text: str) -> None:
        self.notify(self.shown(text), markup=False, timeout=BRIEFLY)
