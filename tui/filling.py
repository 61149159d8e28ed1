"""The part of the app that says when a store gets too full, and when somebody has to say what may go."""

from store import Cut, Extent, Keeping, Reader

from .measure import size
from .showing import Showing

EVERY = 60.0
"""Seconds between two looks."""
FEW = 256 * 2**20
"""Bytes free on the disk below which it is said."""
BEYOND = 1.2
"""Of the size that it may have: so much more of it tells that nothing goes."""


class Filling(Showing):
    """The top line says it all the while, a toast once what to do."""

    _holds: tuple[Reader, Keeping] | None = None
    _full = ""

    def keep_within(self, reader: Reader, keeping: Keeping | None) -> None:
        self._holds = (reader, keeping) if keeping else None

    def on_mount(self) -> None:
        if self._holds:
            self.set_interval(EVERY, self._measure)
            self._measure()

    def badges(self) -> tuple[str, ...]:
        return (*super().badges(), *filter(None, (self._full,)))

    def _measure(self) -> None:
        self.aside("size", self._measured)

    async def _measured(self) -> None:
        if self._holds is None:
            return
        reader, keeping = self._holds
        old = await reader.older(self.now() - keeping.age) if keeping.age else None
        was, self._full = self._full, fullness(await reader.extent(), keeping, old)
        if self._full and self._full != was and old and old.drastic:
            self.notify(old.asks, markup=False, severity="warning")


def fullness(extent: Extent, keeping: Keeping, old: Cut | None) -> str:
    """What is unusual about how much there is, in a word or two."""
    if extent.room < FEW:
        return f"DISK {size(extent.room)} LEFT"
    if old and old.drastic:
        return "PRUNE?"
    if keeping.octets and extent.used > BEYOND * keeping.octets:
        return f"STORE {size(extent.used)}"
    return ""
