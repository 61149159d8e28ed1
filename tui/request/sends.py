"""What was sent on of a capture, as rows: each attempt, and the answer in it for who asks."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from store import Sent

from ..folds.outline import Source
from ..folds.sources import Letters, Octets, Parts
from ..marks import clock, lag, size
from ..privacy import RAW
from ..text import Spans, safe, shorten
from .contents import text_of

LONGEST = 60
BEGINNING = 48
"""Cells of an answer that stand beside its status."""
Row = tuple[Spans, Source | None]
CUT: Spans = (("… there was more, which is not kept", "dim"),)
GOOD = ("●", "ok", "the app has it")
WAITS = ("◐", "pending", "it is tried again")
FAILED = ("✖", "failed", "the app has failed at it")
"""A glyph, its style, and what it says."""
WORST = (GOOD, WAITS, FAILED)
WORDS = {"forward": "forwarded", "replay": "replayed"}


class Answers(Parts):
    """Attempts, of which each holds what came back."""

    def tucked(self, _index: int) -> bool:
        return True


def place(url: str) -> str:
    """Host and port of a URL, whatever it looks like."""
    return safe(url.partition("://")[2].partition("/")[0] or url, LONGEST)


def heading(sent: Sequence[Sent]) -> Spans:
    """How it stands where it stands worst, if it went to several."""
    ended = map(standing, {one.target: one for one in sent}.values())
    _, style, says = max(ended, key=WORST.index)
    many = "" if len(sent) == 1 else f" · {len(sent)} attempts"
    return (("sent on", "head"), (f"{many} · ", "dim"), (says, style))


def standing(sent: Sent) -> tuple[str, str, str]:
    return GOOD if sent.good else WAITS if sent.again else FAILED


def attempts(sent: Sequence[Sent], now: datetime) -> Answers:
    return Answers([(_attempt(one, now), _inside(one)) for one in sent])


def _attempt(sent: Sent, now: datetime) -> Spans:
    glyph, style, _ = standing(sent)
    to, changed = place(sent.target), ", changed," if sent.request_head is not None else ""
    status = (f"answered {sent.status}", style) if sent.status is not None else (safe(sent.trouble, 300), style)
    took = f" in {lag(sent.took.total_seconds())}" if sent.status is not None else ""
    more = f" · {safe(sent.trouble, 300)}" if sent.status is not None and sent.trouble else ""
    return (
        (f"{glyph} ", style),
        (f"{clock(sent.at, now, 12)}  {WORDS[sent.why]}{changed} to {to}  ", "dim"),
        status,
        (f"{took}{more}", "dim"),
        *_beginning(sent),
    )


def _beginning(sent: Sent) -> Spans:
    """The first words of the answer."""
    words = " ".join((text_of(sent.body[: BEGINNING * 4]) or "").split())
    return (("  ", ""), (shorten(safe(words), BEGINNING), RAW)) if words else ()


def _inside(sent: Sent) -> Source | None:
    """The request, where it was another one than the capture's, and the answer; None where there was neither."""
    rows = [*_request(sent), *_answer(sent)]
    return Parts(rows) if rows else None


def _request(sent: Sent) -> Iterator[Row]:
    if sent.request_head is None:
        return
    first, *lines = sent.request_head.decode("latin-1").split("\n")
    yield (("sent instead of what came · ", "head"), (safe(first), RAW)), None
    for name, _, value in (line.partition(": ") for line in lines):
        yield _header(name, value)
    yield _body(sent.request_body or b"")
    if sent.status is not None:
        yield (("answered", "head"),), None


def _answer(sent: Sent) -> Iterator[Row]:
    if sent.status is None:
        return
    for name, value in sent.headers:
        yield _header(name.decode("latin-1"), value.decode("latin-1"))
    yield _body(sent.body)
    if sent.cut:
        yield CUT, None


def _header(name: str, value: str) -> Row:
    return ((safe(name), "key"), (": ", "dim"), (safe(value), RAW)), None


def _body(octets: bytes) -> Row:
    text = text_of(octets)
    body = Octets(octets) if text is None else Letters(text)
    return ((f"body · {size(len(octets))}", "head"),), body if octets else None
