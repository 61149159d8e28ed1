"""Names with values as rows that fold: JSON, and tables of headers, a query or a form."""

from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import islice

from ..folds.outline import Source
from ..folds.sources import Letters
from ..hints import BETWEEN, Beside, hint
from ..privacy import hides, style_at
from ..text import Spans, safe
from .jsontext import BRANCHES, Digits, Members, Node, leaf, read, written
from .pretty import kind_of

CUT = 600
"""Letters of a value that stand in its row; a longer one can be unfolded."""
UNSAYABLE = str.maketrans(dict.fromkeys('.[]:<>()" \t\r\n\0', "?"))
"""What a path in a filter cannot have in a name; `?` there is any letter."""
GLIMPSE, SHORT, LOOKED = 3, 40, 20
"""Values that are seen of what is folded, letters of each, and how far one looks for them."""
FROM_JSON = "|fromjson|"
"""Between the path of a text and the path in the JSON that it is: as jq writes it."""


class Valued(Source):
    """Names with values, of which long ones and those with JSON in them can be unfolded."""

    def __init__(self, beside: Beside) -> None:
        self._beside = beside

    def named(self, index: int) -> tuple[str, Node]:
        raise NotImplementedError

    def key(self, index: int) -> str:
        """The name that says what the value is about: in a list that of the list."""
        return self.named(index)[0]

    def label(self, index: int) -> Spans:
        """What stands before the value."""
        raise NotImplementedError

    def shown(self, value: str) -> str:
        """A text as it stands in its row."""
        return value

    def row(self, index: int, *, folded: bool) -> Spans:
        node = self.named(index)[1]
        if not isinstance(node, str) or isinstance(node, Digits):
            return (*self.label(index), (safe(leaf(node)), style_at(self.key(index), kind_of(node))))
        style = style_at(self.key(index), "string")
        mark = f"  {self._mark(node)}" if self.tucked(index) else ""
        shown = (
            () if mark and not folded else ((safe(self.shown(node[:CUT])) + ("…" if len(node) > CUT else ""), style),)
        )
        return (*self.label(index), *shown, *(((mark, "dim"),) if mark else ()))

    def _mark(self, text: str) -> str:
        return "JSON in a text" if embedded(text) is not None else f"{len(text):,} letters"

    def hint(self, index: int, *, folded: bool) -> str:  # noqa: ARG002
        return hint(*self.named(index), self._beside)

    def said(self, index: int) -> str:
        name, node = self.named(index)
        shown = "" if self.inner(index) is not None else node if isinstance(node, str) else leaf(node)
        return f"{name}: {shown}"

    def value(self, index: int) -> str:
        node = self.named(index)[1]
        return node if isinstance(node, str) else written(node)

    def inner(self, index: int) -> Source | None:
        node = self.named(index)[1]
        if not isinstance(node, str) or isinstance(node, Digits):
            return None
        inner = embedded(node)
        if inner is not None:
            return JsonTree(inner, self._beside, self.path(index) + FROM_JSON, self.key(index))
        return Letters(node, self.path(index)) if len(node) > CUT else None

    def tucked(self, index: int) -> bool:
        return isinstance(self.named(index)[1], str) and self.inner(index) is not None


class JsonTree(Valued):
    """JSON: an object or an array, or one value alone."""

    flat = False

    def __init__(self, node: Node, beside: Beside, path: str = "", under: str = "") -> None:
        super().__init__(beside)
        self._under = under
        self._path, self._alone = path, not isinstance(node, Members | list) or not node
        self._members = node if isinstance(node, Members) else Members()
        self._items = node if isinstance(node, list) and node else [node]
        self._list = not self._members

    def __len__(self) -> int:
        return len(self._items if self._list else self._members)

    @cached_property
    def _again(self) -> frozenset[int]:
        """Members whose name was there before."""
        seen: set[str] = set()
        again = set()
        for index, (name, _) in enumerate(self._members):
            if name in seen:
                again.add(index)
            seen.add(name)
        return frozenset(again)

    def named(self, index: int) -> tuple[str, Node]:
        return ("", self._items[index]) if self._list else self._members[index]

    def key(self, index: int) -> str:
        return super().key(index) or self._under

    def label(self, index: int) -> Spans:
        if self._alone:
            return ()
        if self._list:
            return ((f"[{index}]", "dim"), (" ", ""))
        name = self.named(index)[0]
        plain = name.replace("_", "").replace("-", "").isalnum()
        again: Spans = (("(again) ", "attention"),) if index in self._again else ()
        return ((safe(name if plain else leaf(name)), "key"), (": ", "dim"), *again)

    def shown(self, value: str) -> str:
        return leaf(value)

    def row(self, index: int, *, folded: bool) -> Spans:
        node = self.named(index)[1]
        if not isinstance(node, Members | list) or not node:
            return super().row(index, folded=folded)
        opening, closing = "{}" if isinstance(node, Members) else "[]"
        label = self.label(index)
        return (*label, (f"{opening}… {len(node):,}{closing}", "dim")) if folded else label[:1] + label[2:]

    def hint(self, index: int, *, folded: bool) -> str:
        node = self.named(index)[1]
        if not isinstance(node, Members | list):
            return super().hint(index, folded=folded)
        return BETWEEN.join(islice(_glimpse(node, self.key(index)), GLIMPSE)) if folded else ""

    def said(self, index: int) -> str:
        name, node = self.named(index)
        if isinstance(node, Members | list) and node:
            return name
        return super().said(index)

    def inner(self, index: int) -> Source | None:
        node = self.named(index)[1]
        if type(node) in BRANCHES:
            return JsonTree(node, self._beside, self.path(index), self.key(index)) if node else None
        return super().inner(index)

    def path(self, index: int) -> str:
        if self._alone:
            return self._path
        if not self._list:
            return self._path + step(self.named(index)[0])
        begins = not self._path or self._path.endswith(FROM_JSON)
        return f"{self._path}{'.' if begins else ''}[{index}]"


def _glimpse(node: Members | list[Node], under: str) -> Iterator[str]:
    """The first values in what is folded, less what people wrote to each other."""
    named = node[:LOOKED] if isinstance(node, Members) else (("", child) for child in node[:LOOKED])
    for name, child in named:
        if isinstance(child, Members | list):
            yield from _glimpse(child, name or under)
        elif not hides(name or under):
            said = child if isinstance(child, str) else leaf(child)
            yield safe(f"{name}: {said}" if name else said, SHORT)


def step(name: str) -> str:
    """A name as a part of a path."""
    return "." + ("".join(name.split("\0")).translate(UNSAYABLE) or "*")


def embedded(text: str) -> Members | list[Node] | None:
    """The object or array that a text is."""
    return _read(text) if text[:1] in {"{", "["} and text[-1:] in {"}", "]"} else None


@lru_cache(maxsize=64)
def _read(text: str) -> Members | list[Node] | None:
    try:
        node = read(text)
    except ValueError:
        return None
    return node if isinstance(node, Members | list) and node else None
