"""One line across the screen, parts of which may be clicked for a key."""

from textual.events import Click

from ..text import Spans, width
from .lines import Lines

Keys = tuple[tuple[str, str, str], ...]
"""Text, the name of its style, and the key that a click on it stands for."""


class Strap(Lines, can_focus=False):
    """A line that is told what to say."""

    total = 1
    _said: Keys = ()

    def say(self, spans: Spans) -> None:
        self.offer(tuple((text, style, "") for text, style in spans))

    def offer(self, keys: Keys) -> None:
        self._said = keys
        self.changed()

    def line(self, _index: int) -> Spans:
        return tuple((text, style) for text, style, _ in self._said)

    def on_click(self, event: Click) -> None:
        if self.text_selection:
            return
        x = event.get_content_offset_capture(self).x
        for text, _, key in self._said:
            x -= width(text)
            if x < 0:
                if key:
                    self.app.simulate_key(key)
                return
