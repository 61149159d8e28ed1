"""Playing on the board: a whole registration as a provider would tell of it, in the background."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..clipboard.clipping import BRIEFLY
from ..config.taste import Taste
from ..guide.commands import Command
from ..guide.desk import LONG, Desk
from ..guide.palette import Palette
from ..rows.asking import Clock
from ..text import safe


@dataclass(frozen=True, slots=True)
class Player:
    """Who can be played."""

    stories: Sequence[tuple[str, str, str]]
    """Of each provider its name, what people call it, and what happens."""
    play: Callable[[str], Awaitable[str]]
    """To the end; what came of it. Raises `OSError` or `ValueError` with a sentence."""
    how: str
    """`60x`"""


class Plays(Palette):
    """Whose registration."""

    TITLE = "Play a registration"


class Playing(Desk):
    """Several may play at once, each provider once."""

    def __init__(self, store: Path, taste: Taste, clock: Clock) -> None:
        super().__init__(store, taste, clock)
        self._under_way: dict[str, asyncio.Task[None]] = {}

    def player(self) -> Player | None:
        raise NotImplementedError

    def more(self) -> Iterator[Command]:
        if self.player() is None:
            return
        yield Command("board: play", "a registration and its messages, as a provider tells of them", "plays", self)
        if self._under_way:
            yield Command("board: stop playing", "whatever is being played", "stop_playing", self)

    def found(self) -> Iterator[Command]:
        yield from super().found()
        yield from self._plays()

    async def action_plays(self) -> None:
        await self._open(Plays(tuple(self._plays())))

    def action_play(self, name: str) -> None:
        """From the beginning, if it plays already."""
        if player := self.player():
            self._stop(name)
            task = self._under_way[name] = asyncio.create_task(self._play(player, name))
            task.add_done_callback(lambda done: self._over(name, done))

    def action_stop_playing(self) -> None:
        for name in tuple(self._under_way):
            self._stop(name)

    async def on_unmount(self) -> None:
        self.action_stop_playing()

    def _stop(self, name: str) -> None:
        if task := self._under_way.pop(name, None):
            task.cancel()

    def _over(self, name: str, done: "asyncio.Task[None]") -> None:
        if self._under_way.get(name) is done:
            del self._under_way[name]

    def _plays(self) -> Iterator[Command]:
        player = self.player()
        for name, title, tells in player.stories if player else ():
            yield Command(f"play: {safe(title)}", safe(tells), f"play({name!r})", self)

    async def _play(self, player: Player, name: str) -> None:
        title = next((title for one, title, _ in player.stories if one == name), name)
        self.notify(f"playing a registration of {safe(title)} at {player.how}", timeout=BRIEFLY, markup=False)
        try:
            said = await player.play(name)
            self.notify(safe(f"{title}: {said}", 400), timeout=LONG, markup=False)
        except (OSError, ValueError) as error:
            self.notify(safe(f"{title} was not played: {error}", 400), severity="warning", timeout=LONG, markup=False)
