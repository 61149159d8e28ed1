"""What `stats` prints: a page for people, or one JSON object for programs."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from store import LAGS, Group, Health, Json, Lags, Phase, Statistics, Step, rfc3339

from .charts import bar, sparkline
from .marks import GLYPHS, age
from .telling import answers, called, codes, facts, lasting, percent, percentiles, seen, share, skewed
from .text import Spans, safe, shorten, squeeze, width

NAME = 24
BAR = 30
SPARK = 24
MEANING = 90
MINUTE = 60


def page(figures: Statistics, now: datetime) -> Iterator[Spans]:
    """Everything that the screen shows, one after the other."""
    if not figures.entries:
        return
    yield from _states(figures, now)
    yield from _section("deliveries", (_step(step, figures, now) for step in seen(figures)))
    yield from _section("error codes", _codes(figures))
    yield from _section("lag, occurred to received", _lags(figures.lags))
    yield from _section(f"by {figures.by}", (_group(group, figures) for group in figures.groups))
    if figures.more_groups:
        yield ((f"  and {figures.more_groups:,} more", "dim"),)
    yield from _section("capture health", _health(figures))


def _section(title: str, lines: Iterator[Spans]) -> Iterator[Spans]:
    """Its title stands only over something."""
    for number, line in enumerate(lines):
        if not number:
            yield from ((), ((title, "head"),))
        yield line


def _states(figures: Statistics, now: datetime) -> Iterator[Spans]:
    begin, end = (when.astimezone(now.tzinfo) for when in (figures.since, figures.until))
    yield (
        (f"{figures.counted:,} of {figures.entries:,} events count", "strong"),
        (f"  {begin:%Y-%m-%d %H:%M:%S} to {end:%Y-%m-%d %H:%M:%S}  {_rate(figures) * MINUTE:,.1f}/min", "dim"),
    )
    phases = {phase: sum(one.phases.get(phase, 0) for one in figures.buckets) for phase in Phase}
    yield tuple(
        part for phase, n in phases.items() if n for part in ((GLYPHS[phase], phase.value), (f" {phase} {n:,}   ", ""))
    )
    totals = [sum(one.phases.values()) for one in figures.buckets]
    yield ((sparkline(totals, len(totals)), "pending"), (f"  each {lasting(figures.step)}", "dim"))


def _rate(figures: Statistics) -> float:
    """Events a second that count."""
    return figures.counted / max(1.0, (figures.until - figures.since).total_seconds())


def _step(step: Step, figures: Statistics, now: datetime) -> Spans:
    every = figures.steps[0].messages
    oldest = f"oldest {age((now - step.oldest).total_seconds())}" if step.oldest and step.name == "no final" else None
    told = oldest or (codes(step) if step.name in {"undelivered", "failed"} else None) or ""
    return (
        (f"  {step.name:<12}{step.messages:>9,} {percent(step.messages, every):>7}  ", ""),
        (f"{bar(step.messages, every, BAR):<{BAR}}", "dim"),
        (f"  {told}" if told else "", "attention" if oldest else "dim"),
    )


def _codes(figures: Statistics) -> Iterator[Spans]:
    for one in figures.codes:
        said = safe(" ".join((one.meaning or "its meaning is not known").split()), 200)
        yield (
            (f"  {GLYPHS[Phase.FAILED]} {shorten(safe(one.code), 12):<12}", "failed"),
            (f"{one.events:>8,}  ", ""),
            (f"{safe(one.provider)}: {shorten(said, MEANING)}", "dim"),
        )


def _lags(lags: Lags) -> Iterator[Spans]:
    if lags.bars:
        yield ((f"  {percentiles(lags)}", ""),)
        yield from (((f"  {skewed(skew)}", "dim"),) for skew in lags.skews)
        if lags.unknown:
            yield ((f"  {lags.unknown:,} events have no provider's time", "dim"),)


def _group(group: Group, figures: Statistics) -> Spans:
    name = squeeze(called(group, figures), NAME)
    code = f"  {GLYPHS[Phase.FAILED]} {shorten(safe(group.code), 12)}" if group.code else ""
    return (
        (f"  {name}{' ' * (NAME - width(name))} ", ""),
        (f"{sparkline(group.buckets, SPARK):<{SPARK}}", "pending"),
        (f"{group.events:>9,} events", ""),
        (f"{group.messages:>9,} messages {percent(group.delivered, group.messages):>7} delivered", "dim"),
        (code, "failed"),
    )


def _health(figures: Statistics) -> Iterator[Spans]:
    for words, style, n, _ in facts(figures):
        yield ((f"  {words:<24}", style if n else "dim"), (f"{n:>9,} {percent(n, figures.entries):>7}", ""))
    if answered := answers(figures.health):
        yield ((f"  {answered}", "dim"),)


def statistics_json(figures: Statistics) -> dict[str, Json]:
    """Times in RFC 3339, lengths of time in seconds, shares in percent."""
    return {
        "v": 1,
        "kind": "stats",
        "since": rfc3339(figures.since),
        "until": rfc3339(figures.until),
        "step": figures.step.total_seconds(),
        "events": figures.entries,
        "counted": figures.counted,
        "per_second": round(_rate(figures), 3),
        "buckets": [
            {"start": rfc3339(one.start), **{phase.value: one.phases.get(phase, 0) for phase in Phase}}
            for one in figures.buckets
        ],
        "deliveries": [_step_json(step, figures.steps[0].messages) for step in figures.steps],
        "codes": [
            {"provider": one.provider, "code": one.code, "meaning": one.meaning, "events": one.events}
            for one in figures.codes
        ],
        "lags": _lags_json(figures.lags),
        "by": figures.by,
        "groups": [_group_json(group) for group in figures.groups],
        "more_groups": figures.more_groups,
        "health": _health_json(figures.health),
    }


def _step_json(step: Step, every: int) -> dict[str, Json]:
    return {
        "step": step.name,
        "messages": step.messages,
        "share": share(step.messages, every),
        "codes": {code: n for code, n in step.codes},  # noqa: C416  a dict of its own type
        "oldest": rfc3339(step.oldest),
    }


def _lags_json(lags: Lags) -> dict[str, Json]:
    edges = (*(edge.total_seconds() for edge in LAGS), None)
    return {
        "p50": _seconds(lags.p50),
        "p95": _seconds(lags.p95),
        "p99": _seconds(lags.p99),
        "bars": [{"below": edge, "events": n} for edge, n in zip(edges, lags.bars, strict=False)],
        "unknown": lags.unknown,
        "lowest": {skew.provider: _seconds(skew.lowest) for skew in lags.skews},
    }


def _group_json(group: Group) -> dict[str, Json]:
    return {
        "provider": group.provider,
        "id": group.id,
        "name": group.name,
        "events": group.events,
        "messages": group.messages,
        "delivered": group.delivered,
        "share": share(group.delivered, group.messages),
        "failed": group.failed,
        "code": group.code,
        "buckets": list(group.buckets),
    }


def _health_json(health: Health) -> dict[str, Json]:
    return {
        "verdicts": {trust.value: n for trust, n in health.verdicts.items()},
        "unrecognised": health.unrecognised,
        "unreadable": health.unreadable,
        "redelivered": health.redelivered,
        "late": health.late,
        "answered_p50": _seconds(health.answered_p50),
        "answered_p99": _seconds(health.answered_p99),
    }


def _seconds(length: timedelta | None) -> float | None:
    return None if length is None else length.total_seconds()
