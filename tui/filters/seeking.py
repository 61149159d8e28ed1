"""The line in which a text is searched for: live, and still there while the user goes from match to match."""

from textual.app import ComposeResult
from textual.containers import Container
from textual.message import Message
from textual.widgets import Input

from store import Pattern, PatternError

from ..drawing.strap import Strap
from ..folds.needle import needle
from ..text import Span, safe
from .typed import Typed


class Sought(Message):
    """The user wants to see where this stands; None is nothing."""

    def __init__(self, pattern: Pattern | None) -> None:
        super().__init__()
        self.pattern = pattern


class Phrase(Typed):
    """What is typed: nothing completes it."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        return action != "complete"


class SearchBar(Container):
    """What is searched for, and how much was found."""

    def __init__(self) -> None:
        super().__init__(id="seeking")
        self._typed = Phrase()

    def compose(self) -> ComposeResult:
        yield Strap(id="slash")
        yield self._typed
        yield Strap(id="hits")

    def on_mount(self) -> None:
        self.query_one("#slash", Strap).say((("/", "strong"),))

    def typed(self) -> Typed:
        """Where it is typed, from what is searched for already."""
        self._typed.action_select_all()
        return self._typed

    def begin_anew(self) -> None:
        """Something else is searched, for which nothing is typed yet."""
        with self._typed.prevent(Input.Changed):
            self._typed.value = ""
        self._say()

    def clear(self) -> None:
        """Nothing is searched for any more."""
        self._typed.action_clear()

    @property
    def text(self) -> str:
        return self._typed.value

    def found(self, nth: int, total: int, path: str) -> None:
        """How much was found, and where the user is."""
        if total:
            self._say((f"{nth or '–'}/{total:,}  ", "strong"), (safe(path), "dim"))
        else:
            self._say(("nothing", "attention"))

    def _say(self, *spans: Span) -> None:
        self.query_one("#hits", Strap).say(spans)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if not event.value:
            self._say()
        try:
            self.post_message(Sought(needle(event.value) if event.value else None))
        except PatternError as error:
            self._say((safe(f"no regular expression: {error}", 80), "attention"))
