"""What a filter finds, hides and means; and lists that are walked while they are loading."""

from pathlib import Path

import pytest
from textual.events import Key, Resize

from store import parse
from tests.until import until
from tui.filters.doubting import named
from tui.filters.typed import Typed
from tui.rows.stream import Stream

from .board import NARROW, WIDE, Books, message, morning, stand


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("provider:telnix", ["telnix"]),
        ('provider:Telnyx,"plivo" lag>2s', ["telnyx", "plivo"]),
        ("provider:tel* -(provider:a or provider:b)", ["a", "b"]),
        ("provider:/t.*/ from:telnix", []),
    ],
)
def test_the_names_that_a_filter_gives(text: str, names: list[str]) -> None:
    assert named(parse(text), "provider") == names


async def test_a_provider_that_never_called_is_doubted(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("slash", *"provider:telnix")
        assert "no provider named telnix has called (did you mean telnyx?)" in there.text()
        assert "0 of 14" in there.text()
        await there.press("backspace", "backspace", *"yx")
        assert "has called" not in there.text()
        await there.press(*" (")
        assert "this ( is not closed" in there.text()
        await there.press("backspace", "backspace", "enter")
        assert "this ( is not closed" not in there.text()


async def test_tab_shows_what_else_would_complete_the_word(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("4", "slash", *"status:", "tab")
        [under] = [line for line in there.text().splitlines() if line.startswith("  tab ")]
        assert "delivered" in under
        assert "sent" in under
        first = under.split()[1]
        await there.press("tab")
        assert first not in next(line for line in there.text().splitlines() if line.startswith("  tab ")).split()[1]
        await there.press("enter")
        assert "  tab " not in there.text()


async def test_the_doubt_belongs_to_its_pane(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("1", "slash", *"provider:nobody", "enter")
        assert "no provider named nobody has called" in there.text()
        await there.press("5")
        assert "has called" not in there.text()
        await there.press("1", "slash", "escape")
        assert "has called" not in there.text()


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_an_empty_list_says_what_hides_what_is_there(size: tuple[int, int], tmp_path: Path) -> None:
    async with stand(tmp_path, size=size, fill=morning) as there:
        await there.press("slash", *"name:nobody", "enter")
        assert "None of 14 matches" in there.text()
        assert "/ and then esc takes the filter away." in there.text()
        await there.press("slash", "escape")
        assert "None of" not in there.text()


async def test_a_filter_is_typed_while_the_view_is_paused(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("p")
        await there.books.receive(message(91))
        await there.settle()
        await there.press("slash", *"type:message.fin*")
        assert "3 of 15" in there.text()
        await there.press("enter", "p")
        assert "4 of 15" in there.text()


async def long(books: Books) -> None:
    await books.receive(*(message(number) for number in range(500)), ago=60)


async def test_the_end_is_where_a_list_goes_though_it_is_not_there_yet(tmp_path: Path) -> None:
    async with stand(tmp_path, size=NARROW, fill=long) as there:
        await there.pilot.press("4", "G")
        await there.settle()
        messages = there.pane("messages")
        assert isinstance(messages, Stream)
        assert messages.at == 499
        await there.press("slash", *"phase:ok")
        await there.pilot.press("enter", "G")
        await there.settle()
        assert messages.at == 499
        await there.press("g")
        assert messages.at == 0


async def test_at_60_columns_every_tab_can_be_read(tmp_path: Path) -> None:
    async with stand(tmp_path, size=(60, 16), fill=morning) as there:
        line = there.text().splitlines()[1]
        assert [word in line for word in "12345"] == [True] * 5
        assert "[5 Events]" in line
        assert len(line) <= 60


async def test_a_filter_that_is_typed_while_the_screen_is_laid_out_is_typed_whole(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        there.board.screen.post_message(Resize(there.board.size, there.board.size))
        for key, letter in (("slash", "/"), *((one, one) for one in "phase:ok"), ("enter", "\r")):
            there.board.post_message(Key(key, letter))
        await until(lambda: "/ phase:ok" in there.text())
        await there.settle()


async def test_enter_keeps_a_filter_that_became_right_with_its_last_letter(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("slash", *"phase:o")
        typed = there.board.screen.query_one("#typed", Typed)
        typed.value = "phase:ok"
        typed.action_done()  # before anybody has heard of the letter, as on a machine that has other things to do
        await there.settle()
        assert there.pane("events").has_focus
        assert "5 Events — filtered" in there.text()


@pytest.mark.parametrize("where", [(), ("enter",), ("enter", "tab")], ids=["dashboard", "timeline", "request"])
async def test_who_types_goes_on_typing_when_the_terminal_gets_another_size(
    where: tuple[str, ...], tmp_path: Path
) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press(*where, "slash", *"sta")
        await there.resize(NARROW)
        await there.press(*"tus")
        assert "/ status" in there.text()
