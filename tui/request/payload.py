"""A request as rows that fold: its head, its query and its body, in one of three ways."""

from collections.abc import Iterator

from store import Capture, query_pairs

from ..folds.outline import Source
from ..folds.sources import Letters, Octets, Said
from ..hints import Beside
from ..marks import size
from ..text import Spans, safe
from .contents import Contents, Form, Json, Text, contents
from .pairs import Table
from .pretty import NOTHING, called
from .valued import JsonTree

LAID_OUT, AS_IT_CAME, IN_HEX = range(3)
WAYS = ("laid out", "as it came", "in hex")
"""What is said of each way to show a body."""

Part = tuple[Spans, Source | None]


def payload(capture: Capture, beside: Beside, way: int) -> Iterator[Part]:
    """Head, query and body, each a heading with what is under it."""
    target = safe(f"{capture.target} HTTP/{capture.http_version}")
    headers = tuple((_text(name), _text(value)) for name, value in capture.headers)
    yield ((safe(capture.method) + " ", "strong"), (target, "")), Table(headers, beside, body=False)
    yield (), None
    if capture.query and way == LAID_OUT:
        yield (("query", "head"),), Table(query_pairs(capture), beside)
        yield (), None
    said = contents(capture) if way == LAID_OUT else capture.body
    how = f" · {WAYS[way]}" if way else called(capture)
    why = f" · {safe(said.why)}" if isinstance(said, Text) and said.why else ""
    yield ((f"body · {size(len(capture.body))}{how}", "head"), (why, "attention")), _body(capture, said, beside, way)


def _body(capture: Capture, said: Contents, beside: Beside, way: int) -> Source:
    if not capture.body:
        return Said((NOTHING,))
    if way == LAID_OUT:
        return _laid_out(said, beside)
    return Letters(_text(capture.body), exact=True) if way == AS_IT_CAME else Octets(capture.body)


def _laid_out(said: Contents, beside: Beside) -> Source:
    if isinstance(said, Json):
        return JsonTree(said.node, beside)
    if isinstance(said, Form):
        return Table(said.pairs, beside, same=True)
    return Letters(said.text) if isinstance(said, Text) else Octets(said)


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "backslashreplace")
