"""JSON as it was written: read with every digit, the order and the repeated keys, and written again so."""

import gc
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from operator import itemgetter

from store import DEPTH

INDENT = "  "


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
        with _nothing_thrown_away():
            node: Node = json.loads(
                text, object_pairs_hook=Members, parse_int=_digits, parse_float=Digits, parse_constant=_refuse
            )
    except RecursionError:
        raise ValueError(f"nested deeper than {DEPTH} levels") from None
    if _deeper(node):
        raise ValueError(f"nested deeper than {DEPTH} levels")
    return node


@contextmanager
def _nothing_thrown_away() -> Iterator[None]:
    """What is read is all kept: to look through it for garbage again and again takes six times as long as to read it."""
    looking = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looking:
            gc.enable()


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
    return json.dumps(node, ensure_ascii=False)


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
        yield begin if name is None else f"{begin}{json.dumps(name, ensure_ascii=False)}: "
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
