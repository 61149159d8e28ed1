"""The part of the app that knows where captures are sent on to: it asks the receiver, and says what has changed."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from textual.reactive import var

from store import Outcome

from ..marks import age
from ..request.sends import place
from ..showing import Showing
from ..text import safe

EVERY = 1.0
"""Seconds between two questions."""
NAME = 40


@dataclass(frozen=True, slots=True)
class Target:
    """An app that captures are sent on to."""

    name: str
    url: str
    insecure: bool
    waits: int
    paused: bool
    down_since: datetime | None

    @property
    def where(self) -> str:
        return place(self.url)


def target_of(said: Mapping[str, Any]) -> Target:
    """As the receiver says it."""
    down = said.get("down_since")
    return Target(
        name=str(said["name"]),
        url=str(said["url"]),
        insecure=bool(said["insecure"]),
        waits=int(said["waits"]),
        paused=bool(said["paused"]),
        down_since=datetime.fromisoformat(down) if down else None,
    )


AskTargets = Callable[[], Awaitable[Sequence[Target]]]


class Destinations(Showing):
    """Says once that an app went, and once that it is back; the top line says it all the while."""

    outcomes: var[Mapping[int, Outcome]] = var(dict)
    """How it went with the captures that were sent on last."""
    _targets_of: AskTargets | None = None
    _targets: Sequence[Target] = ()

    def ask_targets(self, ask: AskTargets | None) -> None:
        self._targets_of = ask

    def on_mount(self) -> None:
        if self._targets_of:
            self.set_interval(EVERY, self._look_at_targets)
            self._look_at_targets()

    def _look_at_targets(self) -> None:
        """In a worker: the keys do not wait for a receiver."""
        if self._targets_of:
            self.aside("targets", partial(self._hear, self._targets_of))

    async def _hear(self, ask: AskTargets) -> None:
        was = {one.name: one for one in self._targets}
        self._targets = await ask()
        for one in self._targets:
            before = was.get(one.name)
            if bool(one.down_since) != bool(before and before.down_since):
                self._tell_of(one)

    def _tell_of(self, target: Target) -> None:
        if target.down_since:
            self.notify(
                f"{target.name} ({target.where}) is not there: what comes is kept, and goes to it when it is",
                markup=False,
                severity="warning",
            )
        else:
            self.notify(f"{target.name} ({target.where}) is there again", markup=False)

    def onward(self) -> str:
        """Where captures go that have nowhere to wait."""
        return ", ".join(one.where for one in self._targets)

    def badges(self) -> tuple[str, ...]:
        return (*super().badges(), *(badge for one in self._targets if (badge := self._badge(one))))

    def _badge(self, target: Target) -> str:
        """What is unusual about one."""
        parts = []
        if target.insecure:
            parts.append("INSECURE")
        if target.down_since:
            parts.append(f"DOWN {age((self.now() - target.down_since).total_seconds())}")
        elif target.paused:
            parts.append("PAUSED")
        if target.waits and (target.down_since or target.paused or target.waits > MANY):
            parts.append(f"{target.waits:,} wait")
        return f"→{safe(target.name, NAME)} {' · '.join(parts)}" if parts else ""


MANY = 20
"""That many on the way to an app are worth a word."""
