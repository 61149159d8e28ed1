"""Playing on the board: found by the palette, in the background, and told of at its end."""

import asyncio
from pathlib import Path

from tests.board import stand
from tests.until import until
from tui.given import Given
from tui.sending.playing import Player

STORIES = (("acme", "Acme", "a brand, and so on"), ("other", "Other [b]Corp", "nothing"))


class Played:
    """Plays until it is told that it is over."""

    def __init__(self, error: Exception | None = None) -> None:
        self.names: list[str] = []
        self.over = asyncio.Event()
        self.stopped = False
        self._error = error

    async def play(self, name: str) -> str:
        self.names.append(name)
        try:
            await self.over.wait()
        except asyncio.CancelledError:
            self.stopped = True
            raise
        if self._error:
            raise self._error
        return "12 sent: 12 × 200"

    @property
    def given(self) -> Given:
        return Given(player=Player(STORIES, self.play, "60x"))


async def test_a_registration_is_chosen_from_a_list_and_plays_while_the_board_goes_on(tmp_path: Path) -> None:
    played = Played()
    async with stand(tmp_path, given=played.given, toasts=True) as there:
        await there.press("colon", *"board: play", "enter")
        assert "Play a registration" in there.text()
        await there.press("enter")
        assert played.names == ["acme"]
        assert "playing a registration of Acme at 60x" in there.text()
        await there.press("question_mark")
        assert "Help" in there.text()
        await there.press("escape")
        played.over.set()
        await until(lambda: "Acme: 12 sent: 12 × 200" in there.text())


async def test_it_is_found_by_the_name_of_its_provider(tmp_path: Path) -> None:
    played = Played(OSError("nothing takes callbacks there"))
    async with stand(tmp_path, given=played.given, toasts=True) as there:
        await there.press("colon", *"play: oth", "enter")
        assert played.names == ["other"]
        played.over.set()
        await until(lambda: "was not played: nothing takes" in " ".join(there.text().split()))


async def test_it_can_be_stopped_and_only_while_it_plays(tmp_path: Path) -> None:
    played = Played()
    async with stand(tmp_path, given=played.given) as there:
        await there.press("colon", *"stop playing")
        assert "board: stop playing" not in there.text()
        await there.press("escape", "colon", *"play: acme", "enter")
        await there.press("colon", *"stop playing", "enter")
        await until(lambda: played.stopped)


async def test_without_a_receiver_of_ours_nothing_is_offered(tmp_path: Path) -> None:
    async with stand(tmp_path, alone=True) as there:
        await there.press("colon", *"board: play")
        assert "registration" not in there.text()
