"""A request as lines to read: its head, and its body as JSON, form, text or bytes."""

import json
import re
from collections.abc import Iterable, Iterator
from itertools import islice

from store import DEPTH, Capture, form_pairs, is_form, query_pairs

from .marks import size
from .privacy import RAW, style_at
from .text import Spans, printable, safe

MOST_LINES = 2000
MOST_CHARACTERS = 64 * 1024
INDENT = "  "
PER_LINE = 16
SEEN = range(ord(" "), ord("~") + 1)
LINE_END = re.compile("\r\n|\n|\r")
NAMES = 28
"""The widest column of names in a table."""

Pairs = tuple[tuple[str, str], ...]


class Members(tuple[tuple[str, "Node"], ...]):
    """A JSON object as it was written: with its order and its repeated keys."""

    __slots__ = ()


class Digits(str):
    """A JSON number as it was written."""

    __slots__ = ()


Node = Members | list["Node"] | Digits | str | bool | None


def head_lines(capture: Capture) -> Iterator[Spans]:
    """Request line and headers, in the order and case in which they came."""
    yield (
        (safe(capture.method) + " ", "strong"),
        *target_spans(capture.target),
        (f" HTTP/{safe(capture.http_version)}", ""),
    )
    for name, value in capture.headers:
        yield ((printable(name), "key"), (": ", "dim"), (printable(value), style_at(printable(name), "")))


def target_spans(target: str, style: str = "") -> Spans:
    """A path, and its query apart: that may hold what people wrote."""
    path, mark, query = safe(target).partition("?")
    return ((path + mark, style), (query, RAW)) if mark else ((path, style),)


def pretty(capture: Capture, rest: str = "b shows them as they came") -> Iterator[Spans]:
    """Query and body, laid out to be read; of a long one the beginning, and how to see the rest."""
    if capture.query:
        yield (("query", "head"),)
        yield from capped(_table(query_pairs(capture)), len(capture.query), rest)
    yield ((f"body · {size(len(capture.body))}{_kind(capture)}", "head"),)
    yield from capped(_body(capture), len(capture.body), rest)


def as_it_came(capture: Capture) -> Iterator[Spans]:
    """The body's bytes: text with every control character visible, anything else in hex."""
    text = _text(capture.body)
    yield ((f"body · {size(len(capture.body))} · as it came", "head"),)
    yield from (_hex if text is None else _exact)(capture.body)


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


def json_lines(text: str) -> Iterator[Spans]:
    """JSON indented, with every digit, the order and the repeated keys of the original; `ValueError` if it is none."""
    try:
        node: Node = json.loads(
            text, object_pairs_hook=Members, parse_int=Digits, parse_float=Digits, parse_constant=_refuse
        )
    except RecursionError:
        raise ValueError(f"nested deeper than {DEPTH} levels") from None
    if _deeper(node):
        raise ValueError(f"nested deeper than {DEPTH} levels")
    return _lines(node, 0, (), "")


def _body(capture: Capture) -> Iterator[Spans]:
    text = _text(capture.body)
    if not capture.body:
        return iter(((("nothing was sent in it", "dim"),),))
    if text is None:
        return _hex(capture.body)
    # `curl -d` calls everything a form.
    if is_form(capture) and not text.lstrip().startswith(("{", "[")):
        return _table(form_pairs(capture))
    return _json_or_text(text)


def _json_or_text(text: str) -> Iterator[Spans]:
    try:
        return json_lines(text.removeprefix("\ufeff"))
    except ValueError as error:
        why = f"not JSON: {safe(str(error))}"
        return iter(((((why, "attention"),),) if text.lstrip()[:1] in "{[" else ()) + tuple(_plain(text)))


def _kind(capture: Capture) -> str:
    named = capture.header("content-type")
    return f" · {safe(named.partition(';')[0], 60)}" if named else ""


def _text(body: bytes) -> str | None:
    """The body as text; None if it is none."""
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def _plain(text: str) -> Iterator[Spans]:
    return (((safe(line.expandtabs(4)), RAW),) for line in LINE_END.split(text))


def _exact(body: bytes) -> Iterator[Spans]:
    """Line by line, with the mark of each line's end."""
    for line in body.splitlines(keepends=True):
        yield ((safe(line.decode(), 2**21), RAW),)


def _hex(body: bytes) -> Iterator[Spans]:
    for start in range(0, len(body), PER_LINE):
        octets = body[start : start + PER_LINE]
        shown = "".join(chr(octet) if octet in SEEN else "·" for octet in octets)
        yield ((f"{start:06x}  ", "dim"), (f"{octets.hex(' ', -2):<41}", RAW), (shown, RAW))


def _table(pairs: Pairs) -> Iterator[Spans]:
    cells = min(NAMES, max((len(safe(name)) for name, _ in pairs), default=0))
    for name, value in pairs:
        yield ((safe(name).ljust(cells), "key"), ("  ", ""), (safe(value), style_at(name, "string")))


def _lines(node: Node, level: int, before: Spans, after: str, name: str = "") -> Iterator[Spans]:
    if isinstance(node, Members | list) and node:
        yield from _branch(node, level, before, after, name)
        return
    yield ((INDENT * level, ""), *before, *_leaf(node, name), (after, "dim"))


def _branch(node: Members | list[Node], level: int, before: Spans, after: str, named: str) -> Iterator[Spans]:
    opening, closing = "{}" if isinstance(node, Members) else "[]"
    yield ((INDENT * level, ""), *before, (opening, "dim"))
    last = len(node) - 1
    for index, (name, before_child, child) in enumerate(_children(node, named)):
        yield from _lines(child, level + 1, before_child, "," if index < last else "", name)
    yield ((INDENT * level, ""), (closing + after, "dim"))


def _children(node: Members | list[Node], named: str) -> Iterator[tuple[str, Spans, Node]]:
    """Each with its name; in a list that of the list."""
    if isinstance(node, list):
        yield from ((named, (), child) for child in node)
        return
    seen: set[str] = set()
    for name, child in node:
        again: Spans = (("(again) ", "attention"),) if name in seen else ()
        seen.add(name)
        yield name, ((_quoted(name), "key"), (": ", "dim"), *again), child


def _leaf(node: Node, name: str) -> Spans:
    if isinstance(node, Digits):
        return ((safe(node), "number"),)
    if isinstance(node, str):
        return ((_quoted(node), style_at(name, "string")),)
    if isinstance(node, bool) or node is None:
        return ((json.dumps(node), "literal"),)
    return (("{}" if isinstance(node, Members) else "[]", "dim"),)


def _quoted(text: str) -> str:
    return safe(json.dumps(text, ensure_ascii=False))


def _refuse(constant: str) -> Node:
    raise ValueError(f"{constant} is not JSON")


def _deeper(node: Node) -> bool:
    level = [node]
    for _ in range(DEPTH):
        level = [child for parent in level for child in _inside(parent) if isinstance(child, Members | list)]
    return bool(level)


def _inside(node: Node) -> Iterable[Node]:
    if isinstance(node, Members):
        return (child for _, child in node)
    return node if isinstance(node, list) else ()
