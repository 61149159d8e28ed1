"""The part of the app that has callbacks answered otherwise, and never lets the user forget that it does."""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import ClassVar
from urllib.parse import urlsplit

from textual.binding import Binding, BindingType
from textual.reactive import var

from store import Caller, Calls, Reader, StoreError

from .answers import Answers
from .pane import SECOND
from .roads import lines, stray_lines, strays
from .route import Route
from .showing import Showing
from .standing import Respond, Standing, hot, refused
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
    _callers: Mapping[str, Caller] = {}
    _listened: tuple[int | None, int] = (None, 0)
    """Up to which entry of which generation the callers are known."""
    cursor: var[int | None] = var(None)
    generation: var[int | None] = var(None)

    def answer_for(self, reader: Reader, respond: Respond | None, routes: Mapping[str, Route]) -> None:
        """Begin: whom to ask, and which routes there are."""
        self._door, self._respond, self._routes = reader, respond, routes

    def public(self) -> str:
        """What the world calls, as far as it is known; a tunnel's may have a path."""
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
        self.aside("answers", self._heard)

    async def _heard(self) -> None:
        try:
            if any(isinstance(screen, Answers) for screen in self.screen_stack):
                await self._count()
            await self._listen()
            self._strays = strays(tuple(self._callers.values()), self.public(), self._routes)
            self._stands(await self._respond({}) if self._respond else ())
        except (StoreError, sqlite3.Error, OSError):
            self._standing = ()  # nobody answers anything

    def _stands(self, standing: Sequence[Standing]) -> None:
        """That all is refused is worth more than a word on top."""
        if (refuses := refused(standing)) and not refused(self._standing):
            self.notify(f"every callback is answered {safe(refuses.text)}", severity="error", markup=False)
        self._standing = standing

    async def _listen(self) -> None:
        """Who has called since the last look, and under which host."""
        if self._listened[0] != self.generation:
            self._callers, self._listened = {}, (self.generation, 0)
        cursor = self.cursor or 0
        if cursor > self._listened[1]:
            new = await self._door.callers(self._listened[1])
            self._callers = {**self._callers, **{one.provider: one for one in new}}
            self._listened = (self.generation, cursor)

    async def _count(self) -> None:
        """The calls of each route, also behind the token of a tunnel."""
        token, paths = urlsplit(self.public()).path.rstrip("/"), [route.path for route in self._routes.values()]
        self._calls = {path: await self._door.calls(path, token + path) for path in paths}

    async def _change(self, said: Mapping[str, object]) -> bool:
        """Have the rules changed, or say why they are not."""
        if not self._respond:
            self.notify("no receiver of this board is to be told what to answer", severity="warning", markup=False)
            return False
        try:
            self._standing = await self._respond(said)
        except (StoreError, OSError) as error:
            lines = str(error).splitlines() or ["the receiver does not answer"]
            self.notify(lines[-1].lstrip(" ^"), severity="error", markup=False)
            return False
        return True

    def _below(self) -> Sequence[Spans]:
        now = self.now()
        found = tuple(stray_lines(self._strays, self.public(), now))
        return (*found, *(((),) if found else ()), *lines(self._routes, self._calls, now))
