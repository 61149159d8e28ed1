"""What `stats` prints for people: a page with everything that the screen shows."""

from collections.abc import Iterator
from datetime import datetime

from store import Group, Lags, Phase, Statistics, Step

from ..drawing.charts import bar, sparkline
from ..marks import GLYPHS, age
from ..text import Spans, safe, shorten, squeeze, width
from .telling import answers, called, codes, counted, facts, lasting, percent, percentiles, rate, seen, skews

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
    yield from _section(f"by {figures.by}", map(_group, figures.groups))
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
        (f"{figures.counted:,} of {counted(figures.entries, 'event')} count", "strong"),
        (f"  {begin:%Y-%m-%d %H:%M:%S} to {end:%Y-%m-%d %H:%M:%S}  {rate(figures) * MINUTE:,.1f}/min", "dim"),
    )
    phases = {phase: sum(one.phases.get(phase, 0) for one in figures.buckets) for phase in Phase}
    yield tuple(
        part for phase, n in phases.items() if n for part in ((GLYPHS[phase], phase.value), (f" {phase} {n:,}   ", ""))
    )
    totals = [sum(one.phases.values()) for one in figures.buckets]
    yield ((sparkline(totals, len(totals)), "pending"), (f"  each {lasting(figures.step)}", "dim"))


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
        yield from (((f"  {said}", "dim"),) for said in skews(lags))
        if lags.unknown:
            have = "has" if lags.unknown == 1 else "have"
            yield ((f"  {counted(lags.unknown, 'event')} {have} no provider's time", "dim"),)


def _group(group: Group) -> Spans:
    name = squeeze(called(group), NAME)
    code = f"  {GLYPHS[Phase.FAILED]} {shorten(safe(group.code), 12)}" if group.code else ""
    events = "event " if group.events == 1 else "events"
    messages = "message " if group.messages == 1 else "messages"
    return (
        (f"  {name}{' ' * (NAME - width(name))} ", ""),
        (f"{sparkline(group.buckets, SPARK):<{SPARK}}", "pending"),
        (f"{group.events:>9,} {events}", ""),
        (
            f"{group.messages:>9,} {messages} {percent(group.delivered, group.messages):>7} delivered",
            "dim",
        ),
        (code, "failed"),
    )


def _health(figures: Statistics) -> Iterator[Spans]:
    for words, style, n, _ in facts(figures):
        yield ((f"  {words:<24}", style if n else "dim"), (f"{n:>9,} {percent(n, figures.entries):>7}", ""))
    if answered := answers(figures.health):
        yield ((f"  {answered}", "dim"),)
