"""The board's part in the statistics: opens them, lists what a number counts, writes numbers into files."""

from pathlib import Path

from ..dashboard import Dashboard
from ..filters.filtering import Filtered
from ..process.whole import Whole
from ..rows.returning import Returned
from ..stage import Stage
from ..text import safe
from .asked import Drilled
from .numbers import write
from .stats import Stats

BRIEFLY = 4.0
"""Seconds."""


class Counting(Whole):
    """What belongs to no one screen."""

    def statistics(self) -> Stage:
        """The screen, told what the board knows."""
        raise NotImplementedError

    async def action_stats(self) -> None:
        await self.push_screen(self.statistics())

    async def on_drilled(self, message: Drilled) -> None:
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        if isinstance(self.screen, Dashboard):
            self.screen.find(message.kind, Filtered(message.where, message.text))

    async def on_returned(self, _message: Returned) -> None:
        await self.action_stats()

    def action_export_numbers(self) -> None:
        """Into the folder that callboard was started in: there the user finds them."""
        panel = self.screen.panel_here() if isinstance(self.screen, Stats) else None
        if panel is None or panel.table is None:
            return
        try:
            table, data = write(panel.table, Path.cwd(), panel.clock())
            said = f"written to {table} and {data.name}"
        except OSError as error:
            said = f"the numbers were not written: {error}"
        self.notify(safe(said, 400), markup=False, timeout=BRIEFLY)
