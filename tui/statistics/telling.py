"""Statistics in words: what the panels and the command say alike."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from store import Group, Health, Lags, Statistics, Step, Trust

from ..marks import SEALS, lag
from ..text import safe

ALWAYS = {"accepted", "delivered", "no final"}
"""Steps that say something also where there is nobody."""
SIZES = ((86400, "d"), (3600, "h"), (60, "min"), (1, "s"))
TELLING = timedelta(hours=1)
EDGES = ("0s", "100ms", "250ms", "500ms", "1s", "2s", "5s", "30s", "5m")
"""`store.LAGS`, as a filter says them."""

Fact = tuple[str, str, int, str]
"""Its words behind a glyph, the style of its number, the number, and the filter that finds it."""


def lasting(step: timedelta) -> str:
    """How long a column is: `30 s`, `5 min`."""
    seconds = int(step.total_seconds())
    size, unit = next((size, unit) for size, unit in SIZES if seconds % size == 0)
    return f"{seconds // size} {unit}"


def share(part: int, whole: int) -> float | None:
    """In percent; None where there is nothing to have a part of."""
    return round(100 * part / whole, 1) if whole else None


def counted(n: int, noun: str) -> str:
    """`1 event`, `1,204 events`."""
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "–"


def rate(figures: Statistics) -> float:
    """Events a second that count."""
    return figures.counted / max(1.0, (figures.until - figures.since).total_seconds())


def seen(figures: Statistics) -> Sequence[Step]:
    """Those steps that there is something to say of."""
    if not figures.steps[0].messages:
        return ()
    return tuple(step for step in figures.steps if step.messages or step.name in ALWAYS)


def codes(step: Step) -> str | None:
    """The most frequent: `30007 ×38  30005 ×14`."""
    return safe("  ".join(f"{code} ×{n:,}" for code, n in step.codes)) or None


def called(group: Group) -> str:
    """Its name or id; of what belongs to nobody who is known, whose it is not."""
    return safe(group.name or group.id or f"none · {group.provider}")


def percentiles(lags: Lags) -> str:
    """Half of all events came within the first, and so on."""
    said = (("p50", lags.p50), ("p95", lags.p95), ("p99", lags.p99))
    return " ".join(f"{name} {lag(value.total_seconds())}" for name, value in said if value is not None)


def lag_labels() -> tuple[str, ...]:
    """What each bar of lags is called."""
    return (f"<{EDGES[0]}", *(f"<{edge}" for edge in EDGES[1:]), f"≥{EDGES[-1]}")


def skews(lags: Lags) -> Iterator[str]:
    """What the lowest lags tell of clocks: no event is received before it occurred, and none takes no time at all. Of
    callbacks that are sent again long after, they tell nothing."""
    for one in lags.skews:
        if abs(one.lowest) < TELLING:
            seconds = one.lowest.total_seconds()
            told = f"{lag(-seconds)} ahead" if seconds < 0 else f"≤{lag(seconds)} behind"
            yield f"est. clock skew: {safe(one.provider)} {told}"


def facts(figures: Statistics) -> Iterator[Fact]:
    """Of the health: signatures as there are, and then what is never without interest."""
    if not figures.entries:
        return
    health = figures.health
    for trust, n in health.verdicts.items():
        if n:
            yield (f"{SEALS[trust]} signature {trust}", trust if trust is Trust.REJECTED else "", n, f"verdict:{trust}")
    yield ("◇ not recognised", "attention", health.unrecognised, "type:unrecognised")
    yield ("◇ not readable", "attention", health.unreadable, "type:unreadable")
    yield ("× delivered again", "", health.redelivered, "is:duplicate")
    yield ("↶ out of order", "", health.late, "is:late")


def answers(health: Health) -> str:
    """How long ours took; nothing where the log does not say it."""
    if health.answered_p50 is None or health.answered_p99 is None:
        return ""
    p50, p99 = lag(health.answered_p50.total_seconds()), lag(health.answered_p99.total_seconds())
    return f"answered within p50 {p50} p99 {p99}"
