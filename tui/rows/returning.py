"""Lists of which one may show for a while what somewhere else was counted, and the way back."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from store import Filter, parse

from ..filters.filtering import Filtered
from ..filters.typed import Done
from ..session import PaneState
from .lists import Lists


class Returned(Message):
    """The user is done with what was counted, and wants to see the numbers again."""


class Returning(Lists):
    """Keeps the filter that a list had, until the user goes back or types another."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("q", "leave", "quit", id="board.quit")]
    _lent: tuple[int, str] | None = None
    """The list that shows what was counted, and the filter that it had."""

    def lend(self, number: int, where: Filter, text: str) -> None:
        """Have a list show this for a while."""
        self.give_back()
        self._lent = (number, self.lists[number].text)
        self.on_filtered(Filtered(where, text))

    def give_back(self) -> bool:
        """The list has its own filter again; whether it had another."""
        if self._lent is None:
            return False
        (number, text), self._lent = self._lent, None
        self.lists[number].narrow(parse(text), text)
        self.call_after_refresh(self.say_filter)
        return True

    def on_done(self, message: Done) -> None:
        """What the user has typed is theirs."""
        self._lent = None
        super().on_done(message)

    def action_leave(self) -> None:
        if self.give_back():
            self.post_message(Returned())
        else:
            self.app.exit()

    def states(self) -> dict[str, PaneState]:
        """As they are without what is shown for a while."""
        states = super().states()
        if self._lent:
            number, text = self._lent
            name = str(self.lists[number].id)
            own = states.get(name, PaneState()).model_copy(update={"filter": text.strip()})
            states[name] = own
        return states
