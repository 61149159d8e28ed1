"""Playing on the board: a whole registration as a provider would tell of it, in the background."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from .clipping import BRIEFLY
from .commands import Command
from .desk import LONG, Desk
from .palette import Palette
from .text import safe

GROUP = "play"


@dataclass(frozen=True, slots=True)
class Player:
    """Who can be played."""

    names: Sequence[tuple[str, str]]
    """Of each provider its name, and what people call it."""
    play: Callable[[str], Awaitable[str]]
    """To the end; what came of it. Raises `OSError` or `ValueError` with a sentence."""
    how: str
    """`60x`"""


class Plays(Palette):
    """Whose registration."""

    TITLE = "Play a registration"


class Playing(Desk):
    """Several may play at once, each provider once."""

    def player(self) -> Player | None:
        raise NotImplementedError

    def more(self) -> Iterator[Command]:
        if self.player() is None:
            return
        yield Command("board: play", "a registration and its messages, as a provider tells of them", "plays", self)
        if any(worker.group.startswith(GROUP) and worker.is_running for worker in self.workers):
            yield Command("board: stop playing", "whatever is being played", "stop_playing", self)

    def found(self) -> Iterator[Command]:
        yield from super().found()
        yield from self._plays()

    async def action_plays(self) -> None:
        await self._open(Plays(tuple(self._plays())))

    def action_play(self, name: str) -> None:
        if player := self.player():
            self.run_worker(partial(self._play, player, name), group=f"{GROUP} {name}", exclusive=True)  # type: ignore[arg-type]

    def action_stop_playing(self) -> None:
        for worker in list(self.workers):
            if worker.group.startswith(GROUP):
                worker.cancel()

    def _plays(self) -> Iterator[Command]:
        player = self.player()
        for name, title in player.names if player else ():
            about = "brand, campaign, numbers and messages, one after the other"
            yield Command(f"play: {safe(title)}", about, f"play({name!r})", self)

    async def _play(self, player: Player, name: str) -> None:
        title = dict(player.names).get(name, name)
        self.notify(f"playing a registration of {safe(title)} at {player.how}", timeout=BRIEFLY)
        try:
            said = await player.play(name)
            self.notify(safe(f"{title}: {said}", 400), timeout=LONG)
        except (OSError, ValueError) as error:
            self.notify(safe(f"{title} was not played: {error}", 400), severity="warning", timeout=LONG)
