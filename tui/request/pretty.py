"""A request as lines to read: its head, and its body as JSON, form, text or bytes."""

import re
from collections.abc import Iterable, Iterator
from itertools import count, islice

from store import Capture, query_pairs

from ..marks import size
from ..privacy import RAW
from ..text import Spans, printable, safe
from .contents import Form, Json, Pairs, Text, contents
from .jsontext import INDENT, Digits, Members, Node, leaf

MOST_LINES = 2000
MOST_CHARACTERS = 64 * 1024
PER_LINE = 16
SEEN = range(ord(" "), ord("~") + 1)
LINE_END = re.compile("\r\n|\n|\r")
NAMES = 28
"""The widest column of names in a table."""
NOTHING: Spans = (("nothing was sent in it", "dim"),)


def head_lines(capture: Capture) -> Iterator[Spans]:
    """Request line and headers, in the order and case in which they came."""
    version = f" HTTP/{safe(capture.http_version)}"
    yield ((safe(capture.method) + " ", "strong"), *target_spans(capture.target), (version, ""))
    for name, value in capture.headers:
        yield ((printable(name), "key"), (": ", "dim"), (printable(value), ""))


def target_spans(target: str, style: str = "") -> Spans:
    """A path, and its query apart: that may hold what people wrote."""
    path, mark, query = safe(target).partition("?")
    return ((path + mark, style), (query, RAW)) if mark else ((path, style),)


def pretty(capture: Capture, rest: str) -> Iterator[Spans]:
    """Query and body, laid out to be read; of a long one the beginning, and how to see the rest."""
    if capture.query:
        yield (("query", "head"),)
        yield from capped(_table(query_pairs(capture)), len(capture.query), rest)
    yield ((f"body · {size(len(capture.body))}{called(capture)}", "head"),)
    yield from capped(_body(capture), len(capture.body), rest)


def capped(lines: Iterable[Spans], octets: int, rest: str) -> Iterator[Spans]:
    """Not more than a screen can use of it."""
    room = MOST_CHARACTERS
    every = iter(lines)
    for line in islice(every, MOST_LINES):
        if room < 0:
            break
        room -= sum(len(text) for text, _ in line) + 1
        yield line
    if room < 0 or next(every, None) is not None:
        yield ((f"… there is more of these {octets:,} bytes: {rest}", "attention"),)


def _body(capture: Capture) -> Iterator[Spans]:
    said = contents(capture)
    if not capture.body:
        return iter((NOTHING,))
    if isinstance(said, Json):
        return _lines(said.node, 0, (), "")
    if isinstance(said, Text):
        return _plain(said)
    return _table(said.pairs) if isinstance(said, Form) else map(hex_line, parts(said), count(0, PER_LINE))


def called(capture: Capture) -> str:
    """What the sender calls its body."""
    named = capture.header("content-type")
    return f" · {safe(named.partition(';')[0], 60)}" if named else ""


def _plain(said: Text) -> Iterator[Spans]:
    if said.why:
        yield ((safe(said.why), "attention"),)
    for line in LINE_END.split(said.text):
        yield ((safe(line.expandtabs(4)), ""),)


def parts(body: bytes) -> Iterator[bytes]:
    return (body[start : start + PER_LINE] for start in range(0, len(body), PER_LINE))


def hex_line(octets: bytes, start: int) -> Spans:
    """So many bytes, as digits and as letters."""
    shown = "".join(chr(octet) if octet in SEEN else "·" for octet in octets)
    return ((f"{start:06x}  ", "dim"), (f"{octets.hex(' ', -2):<41}", RAW), (shown, RAW))


def _table(pairs: Pairs) -> Iterator[Spans]:
    cells = min(NAMES, max((len(safe(name)) for name, _ in pairs), default=0))
    for name, value in pairs:
        yield ((safe(name).ljust(cells), "key"), ("  ", ""), (safe(value), "string"))


def _lines(node: Node, level: int, before: Spans, after: str) -> Iterator[Spans]:
    if isinstance(node, Members | list) and node:
        yield from _branch(node, level, before, after)
        return
    yield ((INDENT * level, ""), *before, *_leaf(node), (after, "dim"))


def _branch(node: Members | list[Node], level: int, before: Spans, after: str) -> Iterator[Spans]:
    opening, closing = "{}" if isinstance(node, Members) else "[]"
    yield ((INDENT * level, ""), *before, (opening, "dim"))
    last = len(node) - 1
    for index, (name, child) in enumerate(_children(node)):
        yield from _lines(child, level + 1, name, "," if index < last else "")
    yield ((INDENT * level, ""), (closing + after, "dim"))


def _children(node: Members | list[Node]) -> Iterator[tuple[Spans, Node]]:
    if isinstance(node, list):
        yield from (((), child) for child in node)
        return
    seen: set[str] = set()
    for name, child in node:
        again: Spans = (("(again) ", "attention"),) if name in seen else ()
        seen.add(name)
        yield ((safe(leaf(name)), "key"), (": ", "dim"), *again), child


def _leaf(node: Node) -> Spans:
    return ((safe(leaf(node)), kind_of(node)),)


def kind_of(node: Node) -> str:
    """The name of the style of a value."""
    if isinstance(node, Digits):
        return "number"
    if isinstance(node, str):
        return "string"
    return "dim" if isinstance(node, Members | list) else "literal"
