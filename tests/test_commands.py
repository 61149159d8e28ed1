"""What can be done here and now."""

from pathlib import Path

from tests.board import morning, stand
from tui.guide.commands import commands


async def test_commands_are_what_the_bindings_say_the_pane_first(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        every = commands(there.board.screen)
    names = [one.name for one in every]
    assert names[:3] == ["list: open", "list: filter", "list: follow"]
    assert len(names) == len(set(names))
    down = next(one for one in every if one.name == "move: down")
    assert (down.keys, down.about) == (("j", "↓"), "a row down")
    assert {"go: brands", "pane: zoom", "board: sample", "event: copy", "board: quit"} <= set(names)


async def test_while_a_filter_is_typed_its_keys_are_told_and_none_of_textuals(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("slash")
        every = commands(there.board.screen)
    told = {one.name for one in every if one.area == "filter"}
    assert told == {f"filter: {verb}" for verb in ("clear", "keep", "earlier", "later", "complete")}
    assert all(one.area in {"filter", "event", "go", "view", "pane", "board"} for one in every)


async def test_what_does_nothing_here_is_no_command(tmp_path: Path) -> None:
    async with stand(tmp_path, alone=True) as there:
        names = {one.name for one in commands(there.board.screen)}
    assert "board: quit" in names
    assert not names & {"board: sample", "event: copy", "go: brands", "pane: zoom"}
