"""An app that says what can be done with it: palette, help, settings, themes, and all that it has said."""

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Resize
from textual.notifications import Notification, Notify, SeverityLevel
from textual.screen import Screen
from textual.theme import Theme

from ..config.taste import Taste
from ..config.values import near
from ..panes import PANES
from ..process.whole import Whole
from ..rows.asking import Clock
from ..text import safe
from .about import about
from .commands import Command, commands
from .help import Help
from .keymap import clashes
from .messages import Messages, Said
from .palette import Palette, Themes
from .searching import Searching
from .setting import Setting

HIDDEN = {"app.palette", "palette", "app.interrupt"}
"""Actions that are no use in the palette."""
LONG = 12.0
"""Seconds for what has to be read."""
MOST_SAID = 1000
MANY_ROWS = 30
"""Rows from which a notice may cover some of them."""
SHORTEST = 0.1
"""Seconds that a notice is seen, whatever is left of its time."""


class Toasted(Notification):
    """A notice that ends while a screen is opened over it has no time left when it is drawn there, and Textual's timer
    counts a time below nothing for ever: nothing moves any more."""

    @property
    def time_left(self) -> float:
        return max(super().time_left, SHORTEST)

    @property
    def has_expired(self) -> bool:
        return super().time_left <= 0


class Desk(Whole):
    """What the user has set holds here."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "help", "help", key_display="?", id="board.help", tooltip="every key that works here"),
        Binding("ctrl+p,colon", "palette", "palette", show=False, id="board.palette", tooltip="do anything by name"),
        Binding("comma", "settings", "settings", show=False, id="board.settings", tooltip="what is set, and how to"),
        Binding("E", "messages", "messages", show=False, id="board.messages", tooltip="all that was said in this run"),
        Binding("T", "themes", "theme", show=False, id="board.theme", tooltip="choose the colours"),
    ]

    def __init__(self, store: Path, taste: Taste, clock: Clock) -> None:
        super().__init__(store)
        self._taste, self._clock = taste, clock
        self._said: list[Said] = []
        self._clashes: set[str] = set()
        for theme in taste.themes:
            self.register_theme(theme)
        self.set_keymap(taste.keymap)

    def on_resize(self, event: Resize) -> None:
        self.set_class(event.size.height < MANY_ROWS, "-few")

    def get_theme(self, theme_name: str) -> Theme | None:
        """Asked for with every line that is drawn, and Textual copies all of them each time."""
        return self._registered_themes.get(theme_name)

    def receiver(self) -> str:
        """Where callbacks come in, and how that is going."""
        return ""

    def on_mount(self) -> None:
        for trouble in self._taste.troubles:
            self._warn(trouble)
        wanted = self._taste.theme
        if wanted in self.available_themes:
            self.theme = wanted
        elif wanted:
            self._warn(f"there is no theme {wanted}{near(wanted, list(self.available_themes))}: T names them")
        self.screen_change_signal.subscribe(self, self._tell_clashes)
        self.call_after_refresh(lambda: self._tell_clashes(self.screen))

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,  # noqa: ARG002  textual's own signature
    ) -> None:
        """Kept, and never markup, and nothing in it can drive the terminal."""
        self.keep(f"{title}: {message}" if title else message, severity)
        seconds = self.NOTIFICATION_TIMEOUT if timeout is None else timeout
        self.post_message(Notify(Toasted(safe(message), safe(title), severity, seconds, markup=False)))

    def keep(self, text: str, severity: SeverityLevel = "information") -> None:
        """What was said, for `E`."""
        self._said = [*self._said, Said(self._clock(), safe(text), severity)][-MOST_SAID:]

    def more(self) -> Iterator[Command]:
        """What is in the palette and has no key."""
        yield from ()

    def found(self) -> Iterator[Command]:
        """What is in the palette once it is looked for."""
        yield from self._themes()

    async def action_help(self) -> None:
        facts = about(self.console, self.size, self._store, self.receiver(), self.theme)
        await self._open(Help(self.screen, facts))

    async def action_palette(self) -> None:
        here = [one for one in commands(self.screen) if one.action not in HIDDEN]
        await self._open(Palette([*here, *self.more(), *self._jumps()], tuple(self.found())))

    async def action_settings(self) -> None:
        await self._open(Setting(self._taste))

    async def action_messages(self) -> None:
        await self._open(Messages(self._said, self._store.with_name("receiver.log")))

    async def action_themes(self) -> None:
        await self._open(Themes(self._themes(), self.theme))

    def action_wear(self, theme: str) -> None:
        """Have this theme."""
        self.theme = theme

    def action_go(self, pane: int) -> None:
        """Back to the dashboard, to one of its panes."""
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.call_later(self.run_action, f"pane({pane})", self.screen)

    async def action_pop_screen(self) -> None:
        """Of two that ask for it at once the second would leave nothing to see."""
        if len(self.screen_stack) > 1:
            self.pop_screen()

    async def _open(self, screen: Searching) -> None:
        """Keys wait until there is a line to type them in."""
        await self.push_screen(screen, self._do)

    async def _do(self, command: Command | None) -> None:
        if command:
            await self.run_action(command.action, command.node)

    def _jumps(self) -> Iterator[Command]:
        """To the dashboard's panes, from over it."""
        for number, pane in enumerate(PANES if len(self.screen_stack) > 1 else ()):
            yield Command(f"go: {pane.TITLE.lower()}", f"to {pane.TITLE}, on the dashboard", f"go({number})", self)

    def _themes(self) -> list[Command]:
        own = {theme.name for theme in self._taste.themes}
        return [
            Command(f"theme: {safe(name)}", _kind(dark=theme.dark, own=name in own), f"wear({name!r})", self)
            for name, theme in self.available_themes.items()
        ]

    def _tell_clashes(self, screen: Screen[object]) -> None:
        """A key of the keymap that does two things somewhere on this screen is told, once."""
        if not self._taste.keymap:
            return
        for widget in screen.query("*").results():
            if widget.can_focus:
                chain = [node._bindings for node in widget.ancestors_with_self]  # noqa: SLF001  no other way to ask
                fresh = [text for text in clashes(chain, self._taste.keymap) if text not in self._clashes]
                self._clashes.update(fresh)
                for text in fresh:
                    self._warn(text)

    def _warn(self, text: str) -> None:
        self.notify(safe(text), severity="warning", timeout=LONG, markup=False)


def _kind(*, dark: bool, own: bool) -> str:
    return ("dark" if dark else "light") + (", your own" if own else "")
