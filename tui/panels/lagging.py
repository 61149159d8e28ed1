"""How long after it had occurred an event was received."""

from collections.abc import Sequence
from itertools import pairwise

from store import Statistics
from tui.drawing.charts import bar
from tui.statistics.numbers import Numbers
from tui.statistics.panel import Drill, Panel
from tui.statistics.telling import EDGES, lag_labels, percentiles, share, skews
from tui.text import Spans

LABEL = 7
COUNT = 9
SLOW = 5
"""Edges behind which a bar is worth a look."""


class Lagging(Panel):
    """One bar a range of lags, each about twice as long as the one before."""

    TITLE = "Lag: occurred → received"
    HELP = "How late events came, by the provider's clock and ours. Below nought a clock is wrong. Enter lists a bar."
    EMPTY = ("No event says when it occurred.", "Most providers' events do.")

    def numbers(self, figures: Statistics) -> Numbers:
        lags = figures.lags
        known = sum(lags.bars)
        rows = tuple(
            (label, n, share(n, known), term) for label, n, term in zip(lag_labels(), lags.bars, _terms(), strict=False)
        )
        return Numbers("lags", ("lag", "events", "%", "filter"), rows)

    def picture(self, figures: Statistics, cells: int) -> Sequence[Spans]:
        bars = figures.lags.bars
        room, top = cells - LABEL - COUNT - 1, max(bars, default=0)
        return tuple(
            (
                (f"{label:>{LABEL}} ", "dim"),
                (f"{bar(n, top, room):<{room}}", _style(at)),
                (f"{n:>{COUNT},}", "" if n else "dim"),
            )
            for at, (label, n) in enumerate(zip(lag_labels(), bars, strict=False))
        )

    def notes(self, figures: Statistics) -> Sequence[Spans]:
        lags = figures.lags
        unknown = ((f"{lags.unknown:,} events have no provider's time", "dim"),) if lags.unknown else ()
        return (*(((said, "attention" if said.endswith("ahead") else "dim"),) for said in skews(lags)), unknown)

    def badge(self) -> str:
        return percentiles(self.figures.lags) if self.figures else ""

    def drill(self, _figures: Statistics, index: int) -> Drill:
        return None, _terms()[index]


def _terms() -> tuple[str, ...]:
    between = (f"lag>={low} lag<{high}" for low, high in pairwise(EDGES))
    return (f"lag<{EDGES[0]}", *between, f"lag>={EDGES[-1]}")


def _style(at: int) -> str:
    return "attention" if at == 0 or at > SLOW + 1 else "ok"
