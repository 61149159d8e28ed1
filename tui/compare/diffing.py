"""What differs between two requests: by path after parsing, by name, or piece by piece as they came."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from store import Capture, query_pairs

from ..request.contents import Form, Json, contents, text_of
from ..unswept import unswept
from .beside import CHANGES, Pairs, Row, Said, Sign, pieces, row, table
from .trees import trees

END = rb"(?:\r?\n)?"
PIECE = re.compile(rb"[^,\n&{}\[\]]*(?:[}\]]+,?" + END + rb"|[,&{\[]" + END + rb"|\n)|[^,\n&{}\[\]]+")
"""A body of one long line is cut where JSON and forms go on to the next value."""
PER_LINE = 16
MOST = 60_000
"""Values, about, that can be set beside each other while somebody waits."""
INDEX = re.compile(r"\[[0-9]+\]")


@dataclass(frozen=True, slots=True)
class Difference:
    """Two requests, compared."""

    payload: tuple[Row, ...]
    """Body and query, each under its title."""
    head: tuple[Row, ...]
    """Request line and headers, under theirs."""


def difference(old: Capture, new: Capture, *, as_it_came: bool) -> Difference:
    with unswept():
        return _difference(old, new, as_it_came=as_it_came)


def _difference(old: Capture, new: Capture, *, as_it_came: bool) -> Difference:
    query = table(query_pairs(old), query_pairs(new), "?{}")
    line = row("request line", Said(0, "", _line(old), "strong"), Said(0, "", _line(new), "strong"))
    headers = table(_headers(old), _headers(new), "{}:", str.lower)
    body = _raw(old.body, new.body) if as_it_came else _body(old, new)
    return Difference((*body, *_headed("query", tuple(query))), tuple(_headed("headers", (line, *headers))))


def _body(old: Capture, new: Capture) -> Iterator[Row]:
    """By path if both are JSON, by name if both are forms, else as they came."""
    if max(old.body.count(b","), new.body.count(b",")) > MOST:
        return _raw(old.body, new.body)
    one, other = contents(old), contents(new)
    if isinstance(one, Json) and isinstance(other, Json):
        return _headed("body · by path", trees(one.node, other.node))
    if isinstance(one, Form) and isinstance(other, Form):
        return _headed("body · by name", tuple(table(one.pairs, other.pairs, ".{}")))
    return _raw(old.body, new.body)


def _raw(old: bytes, new: bytes) -> Iterator[Row]:
    """Every byte, in its order: what a signature covers."""
    if text_of(old) is None or text_of(new) is None:
        return _headed("body · its bytes", pieces(_parts(old), _parts(new), _hex))
    if max(old.count(b","), new.count(b",")) > MOST:
        title = "body · line by line, as it came: it has too many values to set each beside its own"
        return _headed(title, pieces(old.splitlines(keepends=True), new.splitlines(keepends=True), _piece))
    return _headed("body · as it came", pieces(PIECE.findall(old), PIECE.findall(new), _piece))


def _headed(title: str, rows: Sequence[Row]) -> Iterator[Row]:
    """Rows under a title; nothing where there are none."""
    if rows:
        yield Row(Sign.HEAD, "", Said(0, "", title, "head"), None, value=False)
        yield from rows


def ignoring(rows: Iterable[Row], ignored: Collection[str]) -> tuple[Row, ...]:
    """The rows, with those at ignored paths, and below them, not taken for changes."""
    if not ignored:
        return tuple(rows)
    return tuple(
        row._replace(sign=Sign.IGNORED) if row.sign in CHANGES and _below(general(row.path), ignored) else row
        for row in rows
    )


def general(path: str) -> str:
    """The path in every element of a list: `.to[].status`."""
    return INDEX.sub("[]", path)


def _below(path: str, ignored: Collection[str]) -> bool:
    return any(path == one or (path.startswith(one) and path[len(one)] in ".[") for one in ignored)


def _headers(capture: Capture) -> Pairs:
    return [(name.decode("latin-1"), value.decode("utf-8", "backslashreplace")) for name, value in capture.headers]


def _line(capture: Capture) -> str:
    return f"{capture.method} {capture.path} HTTP/{capture.http_version}"


def _parts(body: bytes) -> list[bytes]:
    return [body[start : start + PER_LINE] for start in range(0, len(body), PER_LINE)]


def _piece(piece: bytes) -> str:
    """White space at its end can be seen."""
    text = piece.decode()
    bare = text.rstrip(" ")
    return bare + "·" * (len(text) - len(bare))


def _hex(octets: bytes) -> str:
    shown = "".join(chr(octet) if 32 <= octet < 127 else "·" for octet in octets)  # noqa: PLR2004  what ASCII prints
    return f"{octets.hex(' ', -2):<41}{shown}"
