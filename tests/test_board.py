"""The board over a real store: what it shows, what the keys do, and that it holds still when asked."""

from pathlib import Path

from tui.panes import Events

from .board import NARROW, message, morning, stand


async def test_before_the_first_callback_it_says_where_to_point_a_provider(tmp_path: Path) -> None:
    async with stand(tmp_path) as there:
        assert "LISTENING  127.0.0.1:8010" in there.text()
        assert "http://127.0.0.1:8010/telnyx" in there.text()
        await there.press("a")
        assert "● LIVE" in there.text()
        assert "+15551230000" in there.text()


async def test_everything_that_arrives_is_there_by_itself(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.books.receive(message(42))
        await there.settle()
        assert "+15551230042" in there.text()
        assert there.pane("events").total == 15


async def test_off_the_newest_row_nothing_moves_and_it_says_how_much_is_newer(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("j", "j")
        before = there.text()
        for number in range(12):
            await there.books.receive(message(number + 50))
        await there.settle()
        assert "PAUSED · 12 newer · f follows" in there.text()
        rows = before.splitlines()[-12:-3]
        assert rows == there.text().splitlines()[-12:-3]
        await there.press("f")
        assert "+15551230061" in there.text()
        assert "FOLLOW ━┛" in there.text()


async def test_back_on_the_newest_row_it_follows_again(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("j")
        await there.books.receive(message(42))
        await there.settle()
        assert "1 newer" in there.text()
        await there.press("k")
        events = there.pane("events")
        assert isinstance(events, Events)
        assert (events.held, events.rows[0].event.recipient) == (False, "+15551230042")
