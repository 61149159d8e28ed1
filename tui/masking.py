"""Whether the board is masked, for what it says of events without drawing them."""

from textual.reactive import var

from store import Entry

from .privacy import WHOM, concealed
from .process.whole import Whole
from .text import safe


class Masking(Whole):
    private: var[bool] = var(False)  # noqa: FBT003  the default of a reactive
    """Numbers and what people wrote to each other are masked wherever they are drawn."""

    def telling(self, text: str, entry: Entry) -> str:
        """A text about an event, as it may be seen: what is a short code in it only who sent and received can tell."""
        names = (entry.event.sender, entry.event.recipient) if self.private else ()
        for name in map(safe, filter(None, names)):
            text = text.replace(name, concealed(name, WHOM))
        return text
