"""A pane whose border is bright for a moment when something in it changed."""

from collections.abc import Iterable

from textual.timer import Timer
from textual.widget import Widget

from store import Entity, Phase

BRIGHT = 0.8
"""Seconds of light, and of dark after it at least."""
STILL = 3.0
"""Seconds without a change after which one is news: a pane that changes all the time does not flicker."""
CHANGED, FAILING = "-changed", "-failing"


class Flashing(Widget):
    """What failed is shown also amid other changes. Who wants no animations has none of it."""

    _looked_at: int | None = None
    """The newest entry that was looked at; None until the board has looked."""
    _lit = False
    _restless: Timer | None = None
    _dimming: Timer | None = None

    def looked(self, cursor: int | None) -> None:
        """The board knows that the store is so far: what was there before is no news."""
        if self._looked_at is None:
            self._looked_at = cursor

    def look_again(self) -> None:
        """The view was begun anew."""
        self._looked_at = None

    def flash(self, rows: Iterable[Entity], cursor: int | None) -> None:
        """Light up, if one of these changed since the last look."""
        if self._looked_at is None or cursor is None:
            return
        news = [row for row in rows if row.last_seq > self._looked_at]
        self._looked_at = max(self._looked_at, cursor, *(row.last_seq for row in news))
        if news:
            self._light(failed=any(row.phase is Phase.FAILED for row in news))

    def _light(self, *, failed: bool) -> None:
        restless = self._restless
        if restless:
            restless.reset()
        else:
            self._restless = self.set_timer(STILL, self._rest)
        if (restless and not failed) or self.app.animation_level == "none":
            return
        if not self._lit:
            self._lit = True
            self.add_class(FAILING if failed else CHANGED)
            self._dimming = self.set_timer(BRIGHT, self._dim)
        elif failed and self._dimming and self.has_class(CHANGED):
            self.set_class(False, CHANGED).add_class(FAILING)  # noqa: FBT003  textual's own signature
            self._dimming.reset()

    def _rest(self) -> None:
        self._restless = None

    def _dim(self) -> None:
        self.remove_class(CHANGED, FAILING)
        self.set_timer(BRIGHT, self._dark)

    def _dark(self) -> None:
        self._lit = False
