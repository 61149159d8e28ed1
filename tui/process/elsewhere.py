"""The receiver of a store as a board sees it that did not start it."""

from dataclasses import dataclass
from pathlib import Path

from store import holder


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Some process, which says in the store's lock where it listens."""

    store: Path

    @property
    def state(self) -> str:
        return "listening" if holder(self.store) else "no receiver"

    @property
    def sentence(self) -> str:
        if holder(self.store):
            return ""
        return "no receiver writes this store: start `callboard serve`, or `callboard` instead of `callboard watch`"

    @property
    def address(self) -> str:
        return str(holder(self.store).get("url", ""))
