"""The part of the app that has callbacks answered otherwise, and never lets the user forget that it does."""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.reactive import var

from store import Caller, Calls, Reader, StoreError

from .answers import Answers
from .pane import SECOND
from .roads import lines, stray_lines, strays
from .route import Route
from .showing import Showing
from .standing import Respond, Standing, hot
from .text import Spans, safe

MOST_NAMED = 2
"""Providers that the top line has room for."""


class Answering(Showing):
    """Asks the receiver once a second what stands."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "O",
            "answers",
            "answer as you say; routes",
            show=False,
            id="board.answers",
            tooltip="what providers are answered, and what came by which route",
        )
    ]
    _respond: Respond | None = None
    _routes: Mapping[str, Route] = {}
    _standing: Sequence[Standing] = ()
    _calls: Mapping[str, Calls] = {}
    _strays: Sequence[Caller] = ()
    _called: tuple[int | None, str] = (None, "")
    """The newest entry and the public URL for which that was asked."""
    cursor: var[int | None] = var(None)

    def answer_for(self, reader: Reader, respond: Respond | None, routes: Mapping[str, Route]) -> None:
        """Begin: whom to ask, and which routes there are."""
        self._door, self._respond, self._routes = reader, respond, routes

    def public(self) -> str:
        """What the world calls, as far as it is known."""
        raise NotImplementedError

    def on_mount(self) -> None:
        self.set_interval(SECOND, self._ask)

    def badges(self) -> tuple[str, ...]:
        said = hot(self._standing)
        names = [safe(one.provider) for one in self._strays]
        old = ", ".join(names) if len(names) <= MOST_NAMED else f"of {len(names)} providers"
        return ((said,) if said else ()) + ((f"OLD URL {old}",) if old else ()) + super().badges()

    def action_answers(self) -> None:
        self._ask()
        self.push_screen(Answers(lambda: self._standing, self._below, self._change))

    def _ask(self) -> None:
        """One question at a time: a receiver that hangs must not gather them."""
        self.run_worker(self._heard(), group="answers", exclusive=True)

    async def _heard(self) -> None:
        try:
            if isinstance(self.screen, Answers):
                self._calls = {route.path: await self._door.calls(route.path) for route in self._routes.values()}
            if self._called != (self.cursor, self.public()):
                self._called = (self.cursor, self.public())
                self._strays = strays(await self._door.callers(), self.public(), self._routes)
            self._standing = await self._respond({}) if self._respond else ()
        except (StoreError, sqlite3.Error, OSError):
            self._standing = ()  # nobody answers anything

    async def _change(self, said: Mapping[str, object]) -> None:
        """Have the rules changed, and say what holds then."""
        if not self._respond:
            self.notify("no receiver of this board is to be told what to answer", severity="warning")
            return
        try:
            self._standing = await self._respond(said)
        except (StoreError, OSError) as error:
            self.notify(str(error) or "the receiver does not answer", severity="error")

    def _below(self) -> Sequence[Spans]:
        now = self.now()
        found = tuple(stray_lines(self._strays, self.public(), now))
        return (*found, *(((),) if found else ()), *lines(self._routes, self._calls, now))
