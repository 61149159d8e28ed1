"""The lists of the dashboard: each filtered, sorted and laid out in columns as the user says."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from store import Entry, Filter, FilterError, Order, Reader, parse

from ..filters.doubting import doubt
from ..filters.filtering import FilterBar, Filtered
from ..filters.typed import Asked, Done, completions
from ..pane import Pane
from ..panes import PANES
from ..session import PaneState
from ..stage import Stage
from ..text import safe
from .asking import Clock
from .choosing import Columns
from .ordering import Ordering
from .stream import Counted, Stream


class Lists(Stage):
    """Five lists, one of which has the keys or had them last."""

    def __init__(self, reader: Reader, clock: Clock) -> None:
        super().__init__()
        self.reader, self.clock = reader, clock
        self.lists: list[Stream[Any]] = [pane(reader, clock) for pane in PANES]
        self.filter = FilterBar(clock)
        self._at = len(PANES) - 1

    def panes(self) -> Sequence[Pane]:
        return self.lists

    async def entry_here(self) -> Entry | None:
        return await self.here().entry_at()

    def view_here(self) -> Filter | None:
        return self.here().where if self.here().TABLE == "entries" else None

    def here(self) -> Stream[Any]:
        """The list with the keys."""
        if self.on < len(self.lists):
            self._at = self.on
        return self.lists[self._at]

    def action_filter(self) -> None:
        self.set_class(True, "-filtering")  # noqa: FBT003  textual's own signature
        self.filter.edit(self.here().TABLE, self.here().text)

    def on_filtered(self, message: Filtered) -> None:
        self.here().narrow(message.where, message.text)
        self.run_worker(partial(self._doubt, self.here(), message.where))  # type: ignore[arg-type]
        self.call_after_refresh(self.say_filter)

    def on_done(self, _message: Done) -> None:
        self.set_focus(self.here())
        self.call_after_refresh(self.say_filter)

    def on_counted(self, _message: Counted) -> None:
        self.say_filter()

    def on_asked(self, message: Asked) -> None:
        self.run_worker(partial(self._offer, message))  # type: ignore[arg-type]

    def action_columns(self) -> None:
        self.app.push_screen(Columns(self.here()))

    def action_sort(self) -> None:
        pane = self.here()
        self.app.push_screen(Ordering(pane.TITLE, pane.TABLE, pane.order), self._sort)

    def _sort(self, order: Order | None) -> None:
        if order:
            self.here().sort(order)

    async def _offer(self, asked: Asked) -> None:
        table = self.here().TABLE
        seen = await self.reader.values(asked.field, asked.begin, table) if asked.field else ()
        self.filter.offer(completions(table, asked.field, asked.begin, seen))

    async def _doubt(self, pane: Stream[Any], where: Filter) -> None:
        """A provider may be unknown because its name is spelt otherwise."""
        said = await doubt(self.reader, where)
        if pane.where == where:  # else the user typed on
            pane.doubt = said
            self.say_filter()

    def say_filter(self) -> None:
        """The filter of the list with the keys, and what it finds; no line where there is none."""
        if not self.is_mounted:
            return
        pane = self.here()
        shown = bool(pane.text.strip()) or self.filter.editing
        self.set_class(shown, "-filtering")
        if shown:
            self.filter.show(pane.TABLE, pane.text, f"{pane.tally} of {pane.everything():,}")
            self.filter.hint(pane.doubt)

    def states(self) -> dict[str, PaneState]:
        """What the user made of each list."""
        every = {str(pane.id): _state(pane) for pane in self.lists}
        return {name: state for name, state in every.items() if state != PaneState()}

    def arrange_lists(self, states: dict[str, PaneState]) -> None:
        """Make this of the lists; what does not hold any more is left out, and said."""
        for pane in self.lists:
            state = states.get(str(pane.id), PaneState())
            pane.choose_columns(state.columns)
            pane.sort(Order(state.sort, falling=state.falling) if state.sort else pane.usual_order())
            try:
                where = parse(state.filter)
                self.filter.check(where, pane.TABLE)
                pane.narrow(where, state.filter)
            except FilterError as error:
                self.notify(safe(f"{pane.TITLE}: a filter that was kept does not hold: {error.why}"), markup=False)


def _state(pane: Stream[Any]) -> PaneState:
    sort = pane.order.by if pane.is_sorted() else ""
    return PaneState(
        filter=pane.text.strip(), columns=pane.chosen_columns, sort=sort, falling=pane.order.falling or not sort
    )
