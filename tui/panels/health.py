"""How well captures come in and are read: signatures, what nobody can read, what came twice or late, our answers."""

from collections.abc import Iterator, Sequence

from store import Statistics, Trust
from tui.marks import SEALS, lag
from tui.numbers import Numbers
from tui.panel import Drill, Panel, percent, share
from tui.text import Spans

LABEL, COUNT, PERCENT = 24, 9, 8

Fact = tuple[str, str, int, str]
"""Its words, the style of its number, the number, and the filter that finds it."""


class Health(Panel):
    """One line a fact; also of what does not count elsewhere."""

    TITLE = "Capture health"
    HELP = (
        "Signatures, what no adapter could read, what came twice or late, and how long our answers took. Enter lists."
    )
    EMPTY = ("Nothing was captured in this time.", "] looks further back.")

    def numbers(self, figures: Statistics) -> Numbers:
        rows = tuple((words[2:], n, share(n, figures.entries), term) for words, _, n, term in facts(figures))
        return Numbers("health", ("what", "events", "%", "filter"), rows)

    def picture(self, figures: Statistics, cells: int) -> Sequence[Spans]:
        return tuple(_line(fact, figures.entries, cells) for fact in facts(figures))

    def badge(self) -> str:
        health = self.figures.health if self.figures else None
        if health is None or health.answered_p50 is None or health.answered_p99 is None:
            return ""
        p50, p99 = lag(health.answered_p50.total_seconds()), lag(health.answered_p99.total_seconds())
        return f"answered within p50 {p50} p99 {p99}"

    def drill(self, figures: Statistics, index: int) -> Drill:
        return None, list(facts(figures))[index][3]


def facts(figures: Statistics) -> Iterator[Fact]:
    """Signatures as there are, and then what is never without interest."""
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


def _line(fact: Fact, every: int, cells: int) -> Spans:
    words, style, n, _ = fact
    return (
        (f"{words:<{min(LABEL, cells - COUNT - PERCENT)}}", style if n else "dim"),
        (f"{n:>{COUNT},}", style if n else "dim"),
        (f"{percent(n, every) if n else '':>{PERCENT}}", "dim"),
    )
