"""How long after it had happened we were told."""

from store import Lags, Statistics
from tui.marks import lag
from tui.statistics.telling import lag_labels, percent, skews

from .bar import bar
from .ink import Ink, plural
from .markup import Html, joined, tag
from .table import Column, Row, table

SLOW = 7
"""Bars from which a lag is worth a look; so is the first, in which a clock is wrong."""
SHARES = (("p50", "half of them within"), ("p95", "95 of 100 within"), ("p99", "99 of 100 within"))


def lags(figures: Statistics, ink: Ink) -> Html:
    """Percentiles first, then how many came how late."""
    bars = figures.lags.bars
    if not bars:
        return tag("p", "No callback says when it happened.", class_="dim")
    return joined(_percentiles(figures.lags), _table(bars), _notes(figures.lags, ink))


def _percentiles(of: Lags) -> Html:
    values = (of.p50, of.p95, of.p99)
    facts = (
        tag(
            "div",
            tag("dt", tag("abbr", name, title=words)),
            tag("dd", lag(value.total_seconds()), " ", tag("small", words)),
        )
        for (name, words), value in zip(SHARES, values, strict=True)
        if value is not None
    )
    return tag("dl", facts, class_="facts")


def _table(bars: tuple[int, ...]) -> Html:
    columns = (Column("delay"), Column("share", "bar"), Column("events", "n"), Column("%", "n"))
    rows = (
        Row((label, bar(n, max(bars), _class(at)), f"{n:,}", percent(n, sum(bars))))
        for at, (label, n) in enumerate(zip(lag_labels(), bars, strict=False))
    )
    return table("From happening at the provider to arriving here", columns, rows, "tight")


def _class(at: int) -> str:
    return "attention" if at == 0 or at >= SLOW else "ok"


def _notes(of: Lags, ink: Ink) -> Html:
    unknown = f"{plural(of.unknown, 'event')} came without a provider's time." if of.unknown else None
    said = [f"{ink.words(one).capitalize()}." for one in skews(of)]
    return tag("p", " ".join(filter(None, (unknown, *said))), class_="dim")
