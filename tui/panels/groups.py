"""The events of each campaign, brand, number or provider over time, and what became of its messages."""

from collections.abc import Sequence

from store import Group, Phase, Statistics
from tui.drawing.charts import sparkline
from tui.filters.quoting import quoted
from tui.marks import GLYPHS
from tui.statistics.numbers import Numbers
from tui.statistics.panel import Drill, Panel
from tui.statistics.telling import called, percent, share
from tui.text import Spans, safe, shorten, squeeze, width

NAME = (14, 22)
WIDE = 70
EVENTS, DELIVERED, CODE = 8, 10, 9


class Groups(Panel):
    """One line a group, that with the most events first."""

    TITLE = "By"
    HELP = "Who has how many events, over time (each line on a scale of its own), and what became of the messages."
    EMPTY = ("Nothing that counts in this time.", "b counts by campaign, brand, number or provider.")

    def title(self, figures: Statistics) -> str:
        return f"{self.TITLE} {figures.by}"

    def numbers(self, figures: Statistics) -> Numbers:
        rows = tuple(
            (
                called(one),
                one.events,
                one.messages,
                one.delivered,
                share(one.delivered, one.messages),
                one.code,
                one.failed,
                one.id,
                one.provider,
            )
            for one in figures.groups
        )
        columns = (figures.by, "events", "messages", "delivered", "%", "top code", "failed", "id", "told by")
        return Numbers(f"by {figures.by}", columns, rows)

    def head(self) -> Spans:
        if self.tabular or not self.total or not self.figures:
            return super().head()
        name, spark = _rooms(self.size.width - 2)
        titles = f"{self.figures.by:<{name + 1}}{'over time':<{spark}.{spark}}{'events':>{EVENTS}}"
        return ((f"{titles}{'delivered':>{DELIVERED}}", "head"),)

    def picture(self, figures: Statistics, cells: int) -> Sequence[Spans]:
        name, spark = _rooms(cells)
        return tuple(_line(one, name, spark) for one in figures.groups)

    def notes(self, figures: Statistics) -> Sequence[Spans]:
        return (((f"and {figures.more_groups:,} more", "dim"),),) if figures.more_groups else ()

    def drill(self, figures: Statistics, index: int) -> Drill:
        group = figures.groups[index]
        provider = f"provider:{quoted(group.provider)}"
        if figures.by == "provider" or group.id is None:
            return None, provider if group.id else f"{provider} -has:{_FIELD[figures.by]}"
        whose = quoted(group.id)
        if figures.by == "number":
            return None, f"{provider} (id:{whose} or from:{whose} or to:{whose})"
        return None, f"{provider} {figures.by}:{whose}"


_FIELD = {"campaign": "campaign", "brand": "brand", "number": "from", "provider": "provider"}


def _rooms(cells: int) -> tuple[int, int]:
    name = NAME[cells >= WIDE]
    return name, max(1, cells - name - 1 - EVENTS - DELIVERED - CODE)


def _line(group: Group, name: int, spark: int) -> Spans:
    name_of = squeeze(called(group), name)
    code = (f" {GLYPHS[Phase.FAILED]} {shorten(safe(group.code), CODE - 3)}", "failed") if group.code else ("", "")
    return (
        (name_of + " " * (name + 1 - width(name_of)), "" if group.id else "dim"),
        (f"{sparkline(group.buckets, spark):<{spark}}", "pending"),
        (f"{group.events:>{EVENTS},}", ""),
        (f"{percent(group.delivered, group.messages):>{DELIVERED}}", "" if group.messages else "dim"),
        code,
    )
