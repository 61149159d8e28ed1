"""A line to type in that keeps no key which is not meant for it."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Event, Key
from textual.widgets import Input


class Prompt(Input):
    """What is typed while its screen closes goes on to the screen below."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.choose", "do it", id="search.choose"),
        Binding("down", "screen.move(1)", "move", key_display="↑↓", id="search.down"),
        Binding("up", "screen.move(-1)", "move", show=False, id="search.up"),
        Binding("tab", "screen.section(1)", "section", id="search.section"),
        Binding("shift+tab", "screen.section(-1)", "section before", show=False, id="search.section-before"),
        Binding("pagedown", "screen.page(1)", "a page", show=False, id="search.page-down"),
        Binding("pageup", "screen.page(-1)", "a page", show=False, id="search.page-up"),
        Binding("escape", "screen.dismiss(None)", "close", key_display="esc", id="search.close"),
        Binding("ctrl+c,super+c", "app.interrupt", "quit, the second time", show=False, id="search.interrupt"),
    ]

    def __init__(self) -> None:
        super().__init__(id="typed", compact=True, select_on_focus=False)

    async def on_event(self, event: Event) -> None:
        """A key does what it does at once: on Textual's way, up to the app and down again, those that follow fast would
        be typed before one of them closes the screen."""
        if not isinstance(event, Key):
            await super().on_event(event)
        elif not (self.is_attached and self.screen.is_current):
            self.app.post_message(Key(event.key, event.character))
        elif (active := self.screen.active_bindings.get(event.key)) and active.node is self:
            await self.run_action(active.binding.action)
        else:
            await super().on_event(event)
