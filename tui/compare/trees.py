"""Two values of JSON beside each other, path by path: the order of names aside, and numbers as they are written."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import lru_cache

from ..request.jsontext import Digits, Members, Node, leaf
from .aligning import aligned
from .beside import Key, Row, Said, Sign, merged, named

DEEP = 12
"""Levels from which on elements of lists stand beside each other by position: to find what belongs together takes
longer at each level."""


def trees(old: Node, new: Node) -> list[Row]:
    """A row for each value, and for each bracket."""
    return _Trees().compare(old, new)


class _Trees:
    """Two values of JSON, on their way into rows."""

    def __init__(self) -> None:
        self.rows: list[Row] = []

    def compare(self, old: Node, new: Node) -> list[Row]:
        self._both(0, "", "", old, new)
        return self.rows

    def _both(self, level: int, label: str, path: str, old: Node, new: Node) -> None:
        if isinstance(old, Members) and isinstance(new, Members) and (old or new):
            self._around(level, label, path, "{}", lambda: self._members(level + 1, path, old, new))
        elif isinstance(old, list) and isinstance(new, list) and (old or new):
            self._around(level, label, path, "[]", lambda: self._elements(level + 1, path, old, new))
        elif _full(old) or _full(new):
            self._one(level, label, path, old, Sign.REMOVED)
            self._one(level, label, path, new, Sign.ADDED)
        else:
            said = _leaf(level, label, old)
            same = type(old) is type(new) and old == new
            sign, other = (Sign.SAME, said) if same else (Sign.CHANGED, _leaf(level, label, new))
            self.rows.append(Row(sign, path, said, other))

    def _around(self, level: int, label: str, path: str, brackets: str, inside: Callable[[], None]) -> None:
        for text, before in ((brackets[0], label), (brackets[1], "")):
            edge = Said(level, before, text, "dim")
            self.rows.append(Row(Sign.SAME, path, edge, edge, value=False))
            if text == brackets[0]:
                inside()

    def _members(self, level: int, path: str, old: Members, new: Members) -> None:
        names = [name for name, _ in old]
        if names == [name for name, _ in new] and len(set(names)) == len(names):  # as nearly always, and sooner done
            for (name, left), (_, right) in zip(old, new, strict=True):
                self._both(level, _label((name, 0)), f"{path}.{name}", left, right)
            return
        one, other = named(old), named(new)
        for key in merged(list(one), list(other)):
            label, where = _label(key), f"{path}.{key[0]}"
            if key in one and key in other:
                self._both(level, label, where, one[key][1], other[key][1])
            elif key in one:
                self._one(level, label, where, one[key][1], Sign.REMOVED)
            else:
                self._one(level, label, where, other[key][1], Sign.ADDED)

    def _elements(self, level: int, path: str, old: list[Node], new: list[Node]) -> None:
        for i, j in aligned(_keys(old, level), _keys(new, level)):
            where = f"{path}[{i if j is None else j}]"
            if i is not None and j is not None:
                self._both(level, "", where, old[i], new[j])
            elif i is not None:
                self._one(level, "", where, old[i], Sign.REMOVED)
            elif j is not None:
                self._one(level, "", where, new[j], Sign.ADDED)

    def _one(self, level: int, label: str, path: str, node: Node, sign: Sign) -> None:
        """What stands on one side only."""
        if not _full(node):
            self._alone(path, _leaf(level, label, node), sign, value=True)
            return
        brackets = "{}" if isinstance(node, Members) else "[]"
        self._alone(path, Said(level, label, brackets[0], "dim"), sign, value=False)
        for name, where, child in _children(node):
            self._one(level + 1, name, path + where, child, sign)
        self._alone(path, Said(level, "", brackets[1], "dim"), sign, value=False)

    def _alone(self, path: str, said: Said, sign: Sign, *, value: bool) -> None:
        left, right = (said, None) if sign is Sign.REMOVED else (None, said)
        self.rows.append(Row(sign, path, left, right, value))


def _keys(elements: list[Node], level: int) -> Sequence[Hashable]:
    return list(map(repr, elements)) if level < DEEP else range(len(elements))


def _full(node: Node) -> bool:
    return isinstance(node, Members | list) and bool(node)


def _children(node: Node) -> Iterator[tuple[str, str, Node]]:
    """Each with its label, and its path from here."""
    if isinstance(node, Members):
        yield from ((_label(key), f".{key[0]}", child) for key, (_, child) in named(node).items())
    elif isinstance(node, list):
        yield from (("", f"[{index}]", child) for index, child in enumerate(node))


def _leaf(level: int, label: str, node: Node) -> Said:
    return Said(level, label, leaf(node), _style(node))


def _style(node: Node) -> str:
    if isinstance(node, Digits):
        return "number"
    return "string" if isinstance(node, str) else "literal"


@lru_cache(maxsize=1024)
def _label(key: Key) -> str:
    name, again = key
    return f"{leaf(name)}{' (again)' if again else ''}: "
