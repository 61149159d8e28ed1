"""JSON as it was written: read with every digit, the order and the repeated keys, and written again so."""

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from operator import itemgetter

from store import DEPTH

from ..unswept import unswept

INDENT = "  "
_WRITTEN = json.JSONEncoder(ensure_ascii=False).encode
"""What `json.dumps` would make anew for each of a hundred thousand values."""


class Members(tuple[tuple[str, "Node"], ...]):
    """An object, with its order and its repeated keys."""

    __slots__ = ()


class Digits(str):
    """A number as it was written."""

    __slots__ = ()


BRANCHES = {Members, list}
"""What has something in it; looking a type up is twice as fast as asking for an instance, of half a million values."""

Node = Members | list["Node"] | Digits | str | bool | None


def read(text: str) -> Node:
    """What a text says; `ValueError` if it is no JSON, or too deep."""
    try:
        with unswept():
            node: Node = json.loads(
                text, object_pairs_hook=Members, parse_int=_digits, parse_float=Digits, parse_constant=_refuse
            )
    except RecursionError:
        raise ValueError(f"nested deeper than {DEPTH} levels") from None
    if _deeper(node):
        raise ValueError(f"nested deeper than {DEPTH} levels")
    return node


@lru_cache(maxsize=1024)
def _digits(text: str) -> Digits:
    """Small numbers come again and again: to remember them is ten times as fast as to make them."""
    return Digits(text)


def written(node: Node) -> str:
    """The JSON text of a value, indented."""
    return "".join(_pieces(node, "\n"))


def leaf(node: Node) -> str:
    """The JSON text of what has nothing in it."""
    if isinstance(node, Digits):
        return str(node)
    if isinstance(node, Members | list):
        return "{}" if isinstance(node, Members) else "[]"
    return _WRITTEN(node)


def inside(node: Node) -> Iterable[Node]:
    if isinstance(node, Members):
        return map(itemgetter(1), node)
    return node if isinstance(node, list) else ()


def _pieces(node: Node, line: str) -> Iterator[str]:
    if not isinstance(node, Members | list) or not node:
        yield leaf(node)
        return
    opening, closing = "{}" if isinstance(node, Members) else "[]"
    begin = opening + line + INDENT
    for name, child in node if isinstance(node, Members) else ((None, child) for child in node):
        yield begin if name is None else f"{begin}{_WRITTEN(name)}: "
        yield from _pieces(child, line + INDENT)
        begin = "," + line + INDENT
    yield line + closing


def _refuse(constant: str) -> Node:
    raise ValueError(f"{constant} is not JSON")


def _deeper(node: Node) -> bool:
    level = [node]
    for _ in range(DEPTH):
        level = [child for parent in level for child in inside(parent) if type(child) in BRANCHES]
    return bool(level)
