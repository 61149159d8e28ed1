"""The part of the app that watches for the user: rules ring, toast, notify and run commands."""

import os
import time
from collections import deque
from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from textual.binding import Binding, BindingType

from store import Cursors, Reader

from ..config.rule import BELL, BUILT_IN, COMMAND, DESKTOP, TOAST, Rule
from ..masking import Masking
from .alerts import Alerts, Quietly
from .errands import Errands
from .notices import desktop
from .watching import Notice, Watching

KEPT = 100


class Alerting(Masking):
    """What is refused by `check_action` (`rule_bell`, `rule_desktop`, `rule_command`) is not done."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "A",
            "rules",
            "rules that watch for you",
            show=False,
            id="board.rules",
            tooltip="what watches for you, on and off",
        )
    ]

    def watch_for(self, rules: Sequence[Rule]) -> None:
        """Begin, with the rules of the settings and those that are always there."""
        named = {rule.name for rule in rules}
        self._watching = Watching((*rules, *(rule for rule in BUILT_IN if rule.name not in named)))
        self._errands = Errands(self._plainly)
        self._quietly: Quietly = deque(maxlen=KEPT)
        self._empty = False

    async def on_unmount(self) -> None:
        await self._errands.end()

    def action_rules(self) -> None:
        self.push_screen(Alerts(self._watching.tallies, self._quietly))

    async def heed(self, reader: Reader, cursors: Cursors, now: datetime) -> None:
        """There may be something new."""
        await self._watching.look(reader, cursors, time.monotonic(), now)
        if self._empty and cursors.capture and self._may("rule_bell"):
            self.bell()  # the first callback of all: somebody waits for it
        self._empty = not cursors.capture

    def tell(self, now: datetime) -> None:
        """What is due is told."""
        notices = self._watching.due(time.monotonic())
        awake = [notice for notice in notices if notice.rule.awake(now)]
        self._quietly.extend(
            (now, self.telling(notice.text, notice.entry)) for notice in notices if notice not in awake
        )
        for notice in awake:
            self._announce(notice)
        if any(self._rings(notice) for notice in awake) and self._may("rule_bell"):
            self.bell()

    def _announce(self, notice: Notice) -> None:
        if TOAST in notice.rule.does:
            self._plainly(self.telling(notice.text, notice.entry))
        if DESKTOP in notice.rule.does and self._may("rule_desktop") and self._driver:
            self._driver.write(self._desktop(notice))
        if COMMAND in notice.rule.does and self._may("rule_command"):
            self._errands.send(notice)

    def _rings(self, notice: Notice) -> bool:
        """A terminal without notifications rings in their place."""
        asked = notice.rule.does
        return BELL in asked or (DESKTOP in asked and not self._desktop(notice))

    def _desktop(self, notice: Notice) -> str:
        return "" if self.is_headless or self.is_web else desktop(notice.text, os.environ)

    def _may(self, action: str) -> bool:
        return bool(self.check_action(action, ()))

    def _plainly(self, text: str) -> None:
        self.notify(text, markup=False)
