"""Answers on the board: what stands, what is added and taken away, and that nobody forgets it."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from receiver.answers.refusing import Refusing
from receiver.respond import Respond
from store import StoreError
from tests.board import NARROW, WIDE, Stand, morning, stand
from tests.make import request
from tests.test_respond import respond
from tests.until import until
from tui.given import Given
from tui.responding.standing import Standing


@asynccontextmanager
async def answering(
    folder: Path,
    made: Respond,
    size: tuple[int, int] = WIDE,
    refusing: Refusing = Refusing(),  # noqa: B008  nobody refuses anything with it
) -> AsyncIterator[Stand]:
    """A board that speaks to the receiver's own rules."""

    async def ask(said: Mapping[str, object]) -> Sequence[Standing]:
        answer = await refusing.told(made.told, said)
        rules = answer.get("rules")
        if not isinstance(rules, list):
            raise StoreError(str(answer["error"]))
        return tuple(Standing(**one) for one in rules)

    async with stand(folder, fill=morning, size=size, given=Given(respond=ask), toasts=True) as there:
        await until(lambda: len(there.board._standing) == len(made.standing))
        await there.settle()
        yield there


async def test_what_stands_is_in_the_top_line_with_what_is_left(tmp_path: Path) -> None:
    made = respond("500 x3 provider:plivo", "close")
    async with answering(tmp_path, made, NARROW) as there:
        assert "ANSWERS 500 x3 provider:plivo +1" in there.text()
        made.planned(request(target="/plivo"))
        await until(lambda: there.board._standing[0].left == 2)
        await there.settle()
        assert "ANSWERS 500 x2 provider:plivo +1" in there.text()


async def test_that_nothing_can_be_stored_is_said_at_once_and_stands_on_top(tmp_path: Path) -> None:
    made, refusing = respond("500 x3"), Refusing()
    async with answering(tmp_path, made, refusing=refusing) as there:
        refusing.refused("database or disk is full")
        await until(lambda: "ANSWERS 503: cannot be stored" in there.text())
        said = [toast.message for toast in there.board._notifications]
        assert said == ["every callback is answered 503: cannot be stored (database or disk is full)"]
        await there.press("O", "g", "enter")
        assert [one.number for one in made.standing] == [1]
        refusing.over()
        await until(lambda: "ANSWERS 500 x3" in there.text())


async def test_enter_adds_what_is_offered_and_takes_away_what_stands(tmp_path: Path) -> None:
    made = respond()
    async with answering(tmp_path, made) as there:
        assert "ANSWERS" not in there.text()
        await there.press("O", "j", "enter")
        assert [one.retort.text for one in made.standing] == ["500 x3"]
        assert "● 500 x3" in there.text()
        assert "▸+ 500 x3" in there.text(), "the user stays where the key was pressed"
        await there.press("enter")
        assert [one.number for one in made.standing] == [2, 1]
        await there.press("k", "k", "k", "enter")
        assert [one.number for one in made.standing] == [1]
        await there.press("escape")
        assert "ANSWERS 500 x3" in there.text()


async def test_a_rule_of_ones_own_is_written_and_what_is_wrong_with_it_is_said(tmp_path: Path) -> None:
    made = respond()
    async with answering(tmp_path, made) as there:
        await there.press("O", "n", *"503 x2 Retry-After=9 kind:brand", "enter")
        assert [one.retort.text for one in made.standing] == ["503 x2 Retry-After=9 kind:brand"]
        await there.press("n", *"500 kin:brand", "enter")
        assert "entries have no field kin" in there.text()
        assert "500 kin:brand" in there.text(), "it stays, to be mended"
        await there.press("escape")
        assert "Answers" in there.text(), "the line is left first, and not the screen"
        assert len(made.standing) == 1


async def test_200_again_takes_all_away(tmp_path: Path) -> None:
    made = respond("500", "close x1")
    async with answering(tmp_path, made) as there:
        await there.press("O", "G", "enter")
        assert made.standing == ()
        assert "200 again" not in there.text(), "there is nothing left to take away"


async def test_a_rule_that_is_used_up_stays_to_be_seen_and_leaves_the_top_line(tmp_path: Path) -> None:
    made = respond("500 x1")
    made.planned(request())
    async with answering(tmp_path, made) as there:
        assert "ANSWERS" not in there.text()
        await there.press("O")
        assert "○ 500 x1" in there.text()
        assert "used up" in there.text()


async def test_without_a_receiver_to_ask_it_says_so(tmp_path: Path) -> None:
    async with stand(tmp_path, alone=True, fill=morning, toasts=True) as there:
        await there.press("O", "enter")
        assert "no receiver of this board" in there.text()


async def test_a_receiver_that_answers_nonsense_is_told_of_and_the_board_lives(tmp_path: Path) -> None:
    async def ask(_said: Mapping[str, object]) -> Sequence[Standing]:
        raise TypeError("an older receiver has other words")

    async with stand(tmp_path, fill=morning, given=Given(respond=ask)) as there:
        await there.press("O", "escape", "E")
        assert "answers: TypeError: an older receiver has other words" in there.text()
