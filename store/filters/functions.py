"""What SQLite asks us: whether a text matches a regular expression, and what stands at a place in a body."""

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from functools import lru_cache
from operator import ge, gt, le, lt
from urllib.parse import parse_qsl

from ..captures.body import Json
from ..keeping.packing import plain_of
from .patterns import Pattern, compiled

LONGEST = 2**16
"""Letters of a text that a regular expression is tried on."""
PATIENCE = 20
"""Texts on which a regular expression may take too long."""
_slow: Counter[str] = Counter()
COMPARES: dict[str, Callable[[float, float], bool]] = {">": gt, ">=": ge, "<": lt, "<=": le}
STEP = re.compile(r"\.([^.\[\]]+)|\[([0-9*]*)\]")


def teach(db: sqlite3.Connection) -> None:
    """Give a connection the functions that questions to a store use."""
    db.create_function("plain", 2, plain_of(db), deterministic=True)
    db.create_function("regexp", 2, _regexp, deterministic=True)
    db.create_function("body_has", 5, body_has, deterministic=True)


def body_has(body: bytes | None, target: str, path: str, op: str, value: str) -> bool:
    """Whether anything at the path (`.data.to[0].status`, `*` for any name) is the value, a glob, or compares so."""
    found = _at(_said(bytes(body or b""), target), tuple(STEP.findall(path)))
    return any(_is(one, op, value) for one in found)


def _regexp(pattern: str, text: str | bytes | None) -> bool:
    """Not, where it would take too long; and after some such texts not any more. Bytes are what may not be UTF-8."""
    tried = _compiled(pattern)
    if text is None or _slow[pattern] >= PATIENCE:
        return False
    said = text if isinstance(text, str) else text.decode("utf-8", "replace")
    try:
        return tried.search(said[:LONGEST])
    except TimeoutError:
        _slow[pattern] += 1
        return False


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> Pattern:
    _slow.pop(pattern, None)
    return compiled(pattern)


@lru_cache(maxsize=8)  # several terms look into the same body, one after the other
def _said(body: bytes, target: str) -> Json:
    """JSON as it is; a form or a query as an object of texts."""
    try:
        value: Json = json.loads(body)
    except (ValueError, RecursionError):
        text = body.decode("utf-8", "replace") if body else target.partition("?")[2]
        return dict(parse_qsl(text, keep_blank_values=True))
    return value


def _at(value: Json, steps: tuple[tuple[str, str], ...]) -> Iterator[Json]:
    if not steps:
        yield value
        return
    (name, index), *rest = steps
    for child in _children(value, name, index):
        yield from _at(child, tuple(rest))


def _children(value: Json, name: str, index: str) -> list[Json]:
    if isinstance(value, list):
        if name:  # of a list the name is looked for in each
            return [child for one in value for child in _children(one, name, "")]
        return value if index in {"", "*"} else value[int(index) : int(index) + 1]
    if not isinstance(value, dict) or not name:
        return []
    return [child for key, child in value.items() if fnmatchcase(key.lower(), name.lower())]


def _is(one: Json, op: str, value: str) -> bool:
    if op != ":":
        try:
            return COMPARES[op](float(str(one)), float(value))
        except ValueError:
            return False
    said = one if isinstance(one, str) else json.dumps(one)
    pattern = re.fullmatch(r"/(.+)/", value)
    if pattern:
        return _regexp(pattern[1], said)
    return fnmatchcase(said.lower(), value.lower())
