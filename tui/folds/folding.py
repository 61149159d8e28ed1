"""The keys that fold and unfold rows."""

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType

from .outline import Source
from .unfolded import Unfolded

ALL = 10**9


class Folding(Unfolded):
    """Rows to fold and to unfold, one by one or all at once."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "fold_or_unfold", "fold or unfold", show=False, id="request.turn"),
        Binding("l,right", "unfold", "unfold, go in; else to the right", show=False, id="request.unfold"),
        Binding("h,left", "fold", "fold, go out; else to the left", show=False, id="request.fold"),
        Binding("L", "unfold_all", "unfold all", show=False, id="request.unfold-all"),
        Binding("H", "fold_all", "fold all", show=False, id="request.fold-all"),
    ]

    def path(self) -> str:
        """Where the row that the user is on is in the body, as a filter writes it."""
        source, index = self._here()
        return source.path(index) if source else ""

    def value(self) -> str:
        """What that row says, as it was captured."""
        source, index = self._here()
        return source.value(index) if source else ""

    def chosen(self, _index: int) -> None:
        self.action_fold_or_unfold()

    def action_wrap(self) -> None:
        """Break long lines, or let them go on to the right."""
        self.wraps = not self.wraps
        self.scroll_to(x=0, animate=False, force=True)
        self.folded()

    def action_fold_or_unfold(self) -> None:
        place = self.place()
        if place:
            (self.folds.fold if self.folds.is_open(place) else self.folds.unfold)(place)
            self.folded()

    def action_unfold(self) -> None:
        """Unfold the row; of an unfolded one go to what is in it; to the right where neither can be."""
        place = self.place()
        if not place or self.folds.is_open(place):
            self.action_move(1)
            return
        self.folds.unfold(place)
        if self.folds.is_open(place):
            self.folded()
        elif not self.wraps:
            self._sideways(0.5)

    def action_fold(self) -> None:
        """Back from the right; else fold the row, or go to the one that it is in."""
        place = self.place()
        if self.scroll_offset.x:
            self._sideways(-0.5)
        elif place and self.folds.is_open(place):
            self.folds.fold(place)
            self.folded()
        elif place[:-1]:
            self.go(self.folds.number(place[:-1]))

    def action_unfold_all(self) -> None:
        self._keep(lambda: self.folds.unfold_all(ALL, ALL))

    def action_fold_all(self) -> None:
        self._keep(lambda: self.folds.fold_all(1))

    def _keep(self, turn: Callable[[], object]) -> None:
        """Fold or unfold, and stay where the user is."""
        place = self.place()
        turn()
        self.folded()
        if place:
            self.go(self.folds.number(place))

    def _sideways(self, screens: float) -> None:
        self.scroll_to(x=self.scroll_offset.x + round(screens * self.size.width), animate=False, force=True)

    def _here(self) -> tuple[Source | None, int]:
        return self.folds.at(self.place()) if self.at < self.total else (None, 0)
