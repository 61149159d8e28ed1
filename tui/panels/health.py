"""How well captures come in and are read: signatures, what nobody can read, what came twice or late, our answers."""

from collections.abc import Sequence

from store import Statistics
from tui.statistics.numbers import Numbers
from tui.statistics.panel import Drill, Panel
from tui.statistics.telling import Fact, answers, facts, percent, share
from tui.text import Spans

LABEL, COUNT, PERCENT = 24, 9, 8


class Health(Panel):
    """One line a fact; also of what does not count elsewhere."""

    TITLE = "Capture health"
    HELP = (
        "Signatures, what no adapter could read, what came twice or late, and how long our answers took. Enter lists."
    )
    COUNTS = ""
    EMPTY = ("Nothing was captured in this time.", "] looks further back.")

    def numbers(self, figures: Statistics) -> Numbers:
        rows = tuple((words[2:], n, share(n, figures.entries), term) for words, _, n, term in facts(figures))
        return Numbers("health", ("what", "events", "%", "filter"), rows)

    def picture(self, figures: Statistics, cells: int) -> Sequence[Spans]:
        return tuple(_line(fact, figures.entries, cells) for fact in facts(figures))

    def badge(self) -> str:
        return answers(self.figures.health) if self.figures else ""

    def drill(self, figures: Statistics, index: int) -> Drill:
        return None, list(facts(figures))[index][3]


def _line(fact: Fact, every: int, cells: int) -> Spans:
    words, style, n, _ = fact
    return (
        (f"{words:<{min(LABEL, cells - COUNT - PERCENT)}}", style if n else "dim"),
        (f"{n:>{COUNT},}", style if n else "dim"),
        (f"{percent(n, every) if n else '':>{PERCENT}}", "dim"),
    )
