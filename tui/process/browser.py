"""What the board does otherwise in a browser: there it is for looking, and never touches the machine it runs on."""

from collections.abc import Iterable, Mapping

from textual.actions import ActionParseResult, parse
from textual.app import App, SystemCommand
from textual.dom import DOMNode
from textual.screen import Screen

MACHINE = frozenset(
    {"pager", "editor", "edit_replay", "carry", "export", "export_numbers", "screenshot", "suspend_process"}
) | {*("tunnel", "probe", "restart", "stop")}
"""Actions that start programs here, write files or want a terminal."""
STORE = frozenset({"sample", "plays", "play", "stop_playing", "mark", "note", "replay", "resend"})
"""Actions that have something sent or stored: only for who was let act."""


class Browsed(App[None]):
    """Refuses by name, wherever an action is: on the app, a screen or a pane."""

    acts = False
    """Whether a user in a browser may have something stored."""

    def refuses(self, action: "str | ActionParseResult") -> bool:
        name = (parse(action) if isinstance(action, str) else action)[1]
        return self.is_web and name in (MACHINE if self.acts else MACHINE | STORE)

    async def run_action(
        self,
        action: "str | ActionParseResult",
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        return not self.refuses(action) and await super().run_action(action, default_namespace, namespaces)

    def _check_action_state(self, action: str, default_namespace: DOMNode) -> bool | None:
        """What is refused is not offered by keys, help and palette."""
        return not self.refuses(action) and super()._check_action_state(action, default_namespace)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Textual's own, less the one that writes a file."""
        yield from (one for one in super().get_system_commands(screen) if not (self.is_web and one[0] == "Screenshot"))

    def by_browser(self, text: str) -> str:
        """Copy in a browser, whose clipboard is the user's; how it was done, or nothing in a terminal."""
        if self.is_web:
            self.copy_to_clipboard(text)
        return "by the browser, if it allows that" if self.is_web else ""
