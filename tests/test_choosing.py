"""Columns are chosen by keys, shown at once, and kept."""

from pathlib import Path

from tui.rows.table import Table

from .board import NARROW, Stand, morning, stand


def head(there: Stand, pane: str) -> str:
    """The titles of a list."""
    return "".join(text for text, _ in shown(there, pane).head())


def shown(there: Stand, name: str) -> Table[object]:
    return there.board.screen_stack[0].query_one(f"#{name}", Table)


async def test_space_shows_a_column_and_takes_it_away_while_the_list_is_behind_it(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("c", "j", "j", "space")
        assert "type" not in head(there, "events")
        assert "summary" in head(there, "events")
        await there.press("space", "escape")
        assert "type" in head(there, "events")
        assert shown(there, "events").chosen_columns == ()


async def test_what_was_added_stays_when_there_is_no_room(tmp_path: Path) -> None:
    async with stand(tmp_path, size=NARROW, fill=morning) as there:
        await there.press("c", *"jjjjjjjj", "enter")
        assert "✓ from" in there.text()
        assert "✓ lag           no room here" in there.text()
        await there.press("escape")
        assert "from" in head(there, "events")
        assert "lag" not in head(there, "events")
        assert "+15550100001" in there.text()


async def test_columns_are_moved_and_put_back(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("1", "c", "j", "j", "K", "K", "K")
        assert head(there, "brands").startswith("via")
        await there.press("J")
        assert head(there, "brands").split()[:2] == ["brand", "via"]
        await there.press("0", "escape")
        assert head(there, "brands").split()[:2] == ["brand", "id"]
        assert shown(there, "brands").chosen_columns == ()


async def test_the_last_column_stays(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("1", "c", *["space", "j"] * 14)
        assert shown(there, "brands").titles()
        assert head(there, "brands").strip()
        assert "pane failed" not in there.text()


async def test_each_list_has_columns_of_its_own(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("3", "c", "g", "space", "escape", "4")
        assert "number" not in head(there, "numbers")
        assert "from" in head(there, "messages")
