"""The tunnel in lines: what is known of it, and what happened."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from statistics import median

from ..marks import clock
from ..text import Span, Spans, safe
from .reach import Reach, age, given, proof

NAME = 14
LATE = 8
"""Letters of a time."""


def facts(reach: Reach, now: datetime, providers: Sequence[str]) -> Iterator[Spans]:
    """What is known, the most wanted first."""
    if reach.state == "none":
        yield from _none()
        return
    yield _fact("public URL", (reach.url or "not known yet", "strong" if reach.url else "dim"))
    yield _fact("state", *_state(reach, now))
    if reach.was:
        yield _fact("was", (f"✖ {safe(reach.was)}", "attention"), ("  whoever still calls it reaches nobody", "dim"))
    yield _fact("probes", *_probes(reach))
    if reach.sees:
        yield _fact("read by", (f"{safe(reach.sees)}: what passes through, numbers and texts among it", ""))
        yield _fact("lifetime", (safe(reach.lifetime), ""))
        yield _fact("limits", (safe(reach.limits), ""))
        yield _fact("headers", (_headers(reach), ""))
        yield _fact("let in", (_let_in(reach), ""))
        yield _fact("process", (safe(f"{reach.pid or 'ended'}: {' '.join(reach.command)}"), ""))
        yield _fact("restarts", (str(reach.restarts), ""))
    if reach.url:
        yield ()
        yield (("What to give each provider; signatures are checked with it, too:", "dim"),)
        yield from (_fact(name, (given(reach.url, name), "")) for name in providers)


def log(reach: Reach, now: datetime) -> Iterator[Spans]:
    """States and lines by their time."""
    steps: list[tuple[datetime, Spans]] = [(one.at, _step(one.state, one.reason)) for one in reach.steps]
    lines: list[tuple[datetime, Spans]] = [(one.at, ((safe(one.text), "dim"),)) for one in reach.lines]
    for at, said in sorted(steps + lines, key=lambda one: one[0]):
        yield ((f"{clock(at, now, LATE)} ", "dim"), *said)


def _none() -> Iterator[Spans]:
    yield (("No tunnel runs: callboard is reached from this machine only.", ""),)
    yield ()
    yield (("enter", "key"), ("  starts one, and says which can be had here", ""))
    yield (("--tunnel auto", "key"), ('  takes the first that can be had, at every start; so does tunnel = "auto"', ""))


def _state(reach: Reach, now: datetime) -> tuple[Span, ...]:
    glyph, style = proof(reach, now) or ("", "")
    if reach.state != "verified" or reach.proved is None:
        return (glyph, style), (f"  {safe(reach.why)}" if reach.why else "", "")
    took = next((one.took for one in reversed(reach.probes) if one.took is not None), None)
    there = f"  there and back in {took * 1000:.0f} ms, {age(now, reach.proved)} ago" if took is not None else ""
    return ("✓ verified", style), (there, "")


def _probes(reach: Reach) -> tuple[Span, ...]:
    """The newest last."""
    row = tuple(("✗", "failed") if one.took is None else ("✓", "ok") for one in reach.probes)
    good = [one.took for one in reach.probes if one.took is not None]
    half = f"  half of them within {median(good) * 1000:.0f} ms" if good else ""
    return (*row, (f"  our own calls from outside, every 30 s{half}", "dim"))


def _headers(reach: Reach) -> str:
    host = "; Host is not the public one" if reach.rewrites_host else ""
    return (f"adds {safe(', '.join(reach.adds))}" if reach.adds else "adds none that is known") + host


def _let_in(reach: Reach) -> str:
    return "paths with the token in the URL" if reach.token else "paths of providers and routes, for everybody"


def _step(state: str, reason: str) -> Spans:
    style = {"verified": "ok", "degraded": "failed", "failed": "failed"}.get(state, "strong")
    return ((state, style), (f"  {safe(reason)}" if reason else "", ""))


def _fact(name: str, *value: Span) -> Spans:
    return ((name.ljust(NAME), "key"), *value)
