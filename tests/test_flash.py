"""Panes light up when something changed, and stay calm otherwise."""

from pathlib import Path

from store import Kind, Phase
from tests.board import NARROW, Stand, message, morning, stand, told
from tests.until import until

LIT = {"-changed", "-failing"}


def lit(there: Stand, name: str) -> set[str]:
    return LIT & there.pane(name).classes


async def delivered(there: Stand, number: int, **more: object) -> None:
    await there.books.receive(message(number, **more))
    await there.settle()


async def test_what_was_there_is_no_news(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        assert not any(lit(there, name) for name in ("brands", "campaigns", "numbers", "messages"))


async def test_the_pane_that_changed_is_bright_and_then_is_not(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await delivered(there, 60)
        assert lit(there, "messages") == {"-changed"}
        assert lit(there, "brands") == set()
        await until(lambda: not lit(there, "messages"))


async def test_what_failed_is_bright_in_its_own_colour_also_amid_other_changes(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await delivered(there, 60)
        pane = there.pane("messages")
        await until(lambda: not pane._lit)  # type: ignore[attr-defined]
        await delivered(there, 61)
        assert lit(there, "messages") == set()
        await delivered(there, 62, status="undelivered", phase=Phase.FAILED)
        assert lit(there, "messages") == {"-failing"}


async def test_a_failure_takes_over_a_pane_that_is_bright_already(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await delivered(there, 60)
        await delivered(there, 62, status="undelivered", phase=Phase.FAILED)
        assert lit(there, "messages") == {"-failing"}
        await until(lambda: not lit(there, "messages"))


async def test_the_first_of_all_lights_its_pane(tmp_path: Path) -> None:
    async with stand(tmp_path) as there:
        await delivered(there, 1)
        assert lit(there, "messages") == {"-changed"}


async def test_a_filter_taken_away_is_no_news(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("4", "slash", *"phase:failed", "enter")
        await delivered(there, 60)
        assert lit(there, "messages") == set()
        await there.press("slash", "escape")
        assert lit(there, "messages") == set()


async def test_a_pane_that_was_hidden_lights_up_when_it_is_looked_at(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning, size=NARROW) as there:
        await there.books.receive(told("plivo", "number", Kind.NUMBER, "+15550100009", "failed", Phase.FAILED))
        await there.settle()
        await there.press("3")
        assert lit(there, "numbers") == {"-failing"}


async def test_who_wants_no_animations_has_none(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        there.board.animation_level = "none"
        await delivered(there, 60)
        assert lit(there, "messages") == set()
