"""Layouts by key: what is seen, where, and beside which request."""

from pathlib import Path

import pytest

from tui.layout import Layout, after, shown

from .board import NARROW, WIDE, Stand, message, morning, stand

NAMES = ("brands", "campaigns", "numbers", "messages", "events", "request")


def seen(there: Stand) -> list[str]:
    return [name for name in NAMES if there.pane(name).region]


async def test_the_layout_key_goes_round(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        assert seen(there) == list(NAMES[:5])
        await there.press("minus")
        assert seen(there) == list(NAMES[:5])
        brands, events = there.pane("brands").region, there.pane("events").region
        assert brands.right <= events.x
        assert brands.y == events.y
        await there.press("minus")
        assert seen(there) == ["events"]
        await there.press("2")
        assert seen(there) == ["campaigns", "events"]
        await there.press("minus")
        assert seen(there) == ["campaigns", "request"]
        await there.press("minus")
        assert seen(there) == list(NAMES[:5])


async def test_at_80_columns_there_is_no_layout_that_makes_no_difference(tmp_path: Path) -> None:
    async with stand(tmp_path, size=NARROW, fill=morning) as there:
        found = []
        for _ in range(3):
            await there.press("minus")
            found.append(seen(there))
        assert found == [["events"], ["events", "request"], ["brands", "events"]]


@pytest.mark.parametrize("size", [WIDE, NARROW, (160, 40), (60, 16)])
async def test_the_preview_shows_the_request_behind_the_row_with_the_keys(
    size: tuple[int, int], tmp_path: Path
) -> None:
    async with stand(tmp_path, size=size, fill=morning) as there:
        for _ in range(3 if size[0] >= 100 else 2):
            await there.press("minus")
        assert "capture 14" in there.text()
        await there.press("j", "j")
        assert "capture 12" in there.text()
        beside = there.pane("request").region.y == there.pane("events").region.y
        assert beside == (size[0] >= 150)
        await there.press("f")
        await there.books.receive(message(90))
        await there.settle()
        assert "capture 15" in there.text()
        await there.press("tab", "tab", "shift+tab")
        assert there.board.screen.focused is not None


async def test_the_preview_can_have_the_keys_and_the_screen(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press(*["minus"] * 3, "tab")
        assert there.board.screen.focused is there.pane("request")
        assert seen(there) == ["events", "request"]
        await there.press("z")
        assert seen(there) == ["request"]
        await there.press("escape")
        assert seen(there) == ["events", "request"]
        assert there.board.screen.focused is there.pane("events")
        await there.press("slash", *"phase:failed", "enter")
        assert "3 of 14" in there.text()


async def test_zoom_works_in_every_layout(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        for _ in Layout:
            await there.press("4", "z")
            assert seen(there) == ["messages"]
            assert there.pane("messages").region.height > 30
            await there.press("z", "minus")


def test_after_a_layout_that_is_not_there_comes_the_first() -> None:
    assert after(Layout.BESIDE, roomy=False) is Layout.ALL
    assert after(Layout.PREVIEW, roomy=True) is Layout.ALL


def test_where_there_is_no_room_one_kind_stands_over_the_events() -> None:
    assert shown(Layout.BESIDE, roomy=False, on=4, tab=2, events=4) == {2, 4}
