"""Names with texts as rows: headers, a query or a form."""

from functools import cached_property

from ..hints import Beside
from ..text import Spans, safe
from .contents import Pairs
from .jsontext import Node
from .pretty import NAMES
from .valued import Valued, step


class Table(Valued):
    """Headers, a query or a form."""

    def __init__(self, pairs: Pairs, beside: Beside, *, body: bool = True, same: bool = False) -> None:
        super().__init__(beside)
        self._pairs, self._body, self._same = pairs, body, same

    @cached_property
    def flat(self) -> bool:  # type: ignore[override]
        return all(self.inner(index) is None for index in range(len(self)))

    @cached_property
    def _cells(self) -> int:
        return min(NAMES, max((len(safe(name)) for name, _ in self._pairs), default=0))

    @cached_property
    def _first(self) -> dict[str, str]:
        """The first name that has a value: of those that are long enough to be more than chance."""
        return {value: name for name, value in reversed(self._pairs) if len(value) > 3}  # noqa: PLR2004

    def __len__(self) -> int:
        return len(self._pairs)

    def named(self, index: int) -> tuple[str, Node]:
        return self._pairs[index]

    def label(self, index: int) -> Spans:
        name = safe(self._pairs[index][0])
        return ((name.ljust(self._cells), "key"), ("  ", "")) if self._body else ((name, "key"), (": ", "dim"))

    def hint(self, index: int, *, folded: bool) -> str:
        name, value = self._pairs[index]
        first = self._first.get(value, name) if self._same else name
        return super().hint(index, folded=folded) or (f"= {safe(first)}" if first != name else "")

    def path(self, index: int) -> str:
        return step(self._pairs[index][0]) if self._body else ""
