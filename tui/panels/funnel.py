"""How far messages came: accepted, sent, delivered or not, and those of which nobody has said the end."""

from collections.abc import Sequence

from store import STEPS, Kind, Statistics, Step
from tui.drawing.charts import bar
from tui.marks import age
from tui.statistics.numbers import Numbers
from tui.statistics.panel import Drill, Panel
from tui.statistics.telling import codes, percent, seen, share
from tui.text import Spans, shorten

STYLES = {
    "delivered": "ok",
    "sent": "pending",
    "undelivered": "failed",
    "failed": "failed",
    "unconfirmed": "attention",
    "no final": "attention",
}
LESS = ("sent", "canceled", "unconfirmed", "failed")
LABEL = 12
COUNT = 17


class Funnel(Panel):
    """One bar a step, as long as its part of what was accepted."""

    TITLE = "Delivery funnel"
    HELP = "Messages by how far they came, and those without a final status. Enter lists them."
    EMPTY = ("No messages in this time.", "The first status of one begins the funnel.")

    def numbers(self, figures: Statistics) -> Numbers:
        steps = seen(figures)
        rows = tuple(
            (step.name, step.messages, share(step.messages, steps[0].messages), codes(step), self._oldest(step))
            for step in steps
        )
        return Numbers("funnel", ("step", "messages", "%", "codes", "oldest"), rows)

    def picture(self, figures: Statistics, cells: int) -> Sequence[Spans]:
        steps = fitting(seen(figures), self.size.height)
        return tuple(self._line(step, steps[0].messages, cells) for step in steps)

    def _line(self, step: Step, every: int, cells: int) -> Spans:
        style = STYLES.get(step.name, "") if step.messages else "dim"
        oldest = self._oldest(step) if step.name == "no final" else None
        said = f"oldest {oldest}" if oldest else codes(step) if step.name in {"undelivered", "failed"} else None
        drawn = bar(step.messages, every, cells - LABEL - COUNT)
        count = f" {step.messages:,} {percent(step.messages, every):>6}  "
        room = max(0, cells - LABEL - len(drawn) - len(count))
        return (
            (f"{step.name:<{LABEL}}", ""),
            (drawn, style),
            (count, "" if step.messages else "dim"),
            (shorten(said or "", room), "attention" if oldest else "dim"),
        )

    def _oldest(self, step: Step) -> str | None:
        return age((self.clock() - step.oldest).total_seconds()) if step.oldest else None

    def drill(self, figures: Statistics, index: int) -> Drill:
        steps = seen(figures) if self.tabular else fitting(seen(figures), self.size.height)
        return Kind.MESSAGE, STEPS[steps[index].name].text


def fitting(steps: Sequence[Step], rows: int) -> Sequence[Step]:
    """What says the least goes first where there is no room: that somebody waits is seen."""
    kept = list(steps)
    for name in LESS:
        kept = [step for step in kept if step.name != name] if len(kept) > rows else kept
    return kept
