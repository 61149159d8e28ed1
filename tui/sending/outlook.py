"""What is told of a replay: before it, while it is under way, and after it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from store import Answer

from ..marks import age, lag, size
from ..privacy import RAW
from ..text import Spans, safe
from .caution import Asked
from .replaying import Batch, Subject, moments, pace, progress, summary

OLD = 300.0
"""Seconds after which those who sign the time take a signature for too old."""
TOLD = 300
"""Letters of a trouble."""
MOST_TROUBLES = 3


def before(subject: Subject, batch: Batch, to: str, now: datetime, *, came: bool) -> Iterator[Spans]:
    """What would be sent; `came` with the signature that it came with."""
    capture, own = subject.capture, _path(to)
    if len(batch.requests) > 1:
        first, last = (_ago(at, now) for at in (batch.received[0], batch.received[-1]))
        yield ((f"{len(batch.requests):,} requests, received from {first} to {last} ago", ""),)
        yield (("all to ", "dim"), (safe(own, 60), RAW)) if own else (("each to its own path", "dim"),)
    else:
        how = "edited" if subject.edited else f"received {_ago(capture.received_at, now)} ago"
        target = own + capture.target[len(capture.path) :] if own else capture.target
        instead = f"  instead of {safe(capture.path, 30)}" if own not in ("", capture.path) else ""
        yield ((f"{safe(capture.method, 12)} ", ""), (safe(target, 60), RAW), (instead, "dim"))
        yield ((f"{size(len(capture.body))}, {how}", ""),)
    if came and subject.edited:
        yield (("▲ it goes out with the signature that came, which may not fit what was edited", "attention"),)
    elif came and (now - batch.received[0]).total_seconds() > OLD:
        yield (("▲ a signature that holds the time it was made may be too old by now", "attention"),)


def asking(batch: Batch, speed: str, trouble: str, asked: Asked) -> Iterator[Spans]:
    """What keeps it from being sent, and what sends it."""
    if trouble:
        glyph, ink = ("▲", "attention") if asked.word else ("✖", "failed")
        yield ((f"{glyph} {safe(trouble, TOLD)}", ink),)
    *_, last = moments(batch.received, pace(speed))
    takes = f", in {age(last)}" if last >= 1 else ""
    enter = f"{asked.word} and enter send" if asked.word else "enter sends"
    many = "1 request" if len(batch.requests) == 1 else f"{len(batch.requests):,} requests"
    yield ((f"{enter} {many}{takes}", "strong"),)


def under_way(answers: Sequence[Answer], total: int, ahead: float, *, stopping: bool) -> Iterator[Spans]:
    yield ((progress(len(answers), total, ahead), "strong"), ("  stopping" if stopping else "", "attention"))
    yield ((summary(answers), ""),)


def after(answers: Sequence[Answer], total: int, trouble: str, unkept: Sequence[str]) -> Iterator[Spans]:
    """What came of it."""
    good = answers and all(one.good for one in answers)
    took = f" in {lag(answers[0].took.total_seconds())}" if len(answers) == 1 else ""
    yield (("● ", "ok") if good else ("✖ ", "failed"), (f"{summary(answers)}{took}", "strong"))
    if len(answers) < total:
        yield ((f"▲ {total - len(answers):,} were not sent", "attention"),)
    if any(one.status is None for one in answers):
        yield (("what has no answer may have been taken: it is not sent again by itself", "dim"),)
    for said in _first([trouble, *(one.trouble for one in answers)]):
        yield ((f"  {safe(said, TOLD)}", ""),)
    for said in _first(unkept):
        yield ((f"▲ it is not kept: {safe(said, TOLD)}", "attention"),)
    if answers and not unkept:
        yield (("it is kept beside each request", "dim"),)


def _first(said: Sequence[str]) -> list[str]:
    """Each once, and only so many."""
    return [*dict.fromkeys(filter(None, said))][:MOST_TROUBLES]


def _path(to: str) -> str:
    """Of a target that has one of its own: everything goes there."""
    try:
        path = urlsplit(to).path
    except ValueError:  # it is being typed
        return ""
    return path if path.strip("/") else ""


def _ago(at: datetime, now: datetime) -> str:
    return age((now - at).total_seconds())
