"""Other keys for an action."""

import tomllib
from pathlib import Path

import pytest

from tests.board import morning, stand
from tui.config.taste import Taste
from tui.config.values import ConfigError
from tui.dashboard import Dashboard
from tui.guide.keymap import bindings, checked


def test_a_name_that_there_is_not_is_told_with_the_one_that_was_meant() -> None:
    with pytest.raises(ConfigError) as caught:
        checked({"board.smaple": "A", "pane.zoom": "a,,b", "list.follow": "F"})
    assert "board.smaple (did you mean board.sample?)" in str(caught.value)
    assert "pane.zoom needs keys" in str(caught.value)
    assert "list.follow" not in str(caught.value)
    assert checked({"pane.zoom": "?,ctrl+g"}) == {"pane.zoom": "question_mark,ctrl+g"}


def test_actions_are_known_by_name() -> None:
    assert bindings()["board.sample"].action == "sample"
    assert bindings()["move.down"].key == "j,down"


async def test_the_new_key_does_it_and_help_and_foot_show_it(tmp_path: Path) -> None:
    keymap = {"pane.zoom": "Z", "board.palette": "ctrl+g", "board.help": "H", "go.brands": "B"}
    async with stand(tmp_path, fill=morning, taste=Taste(keymap=keymap)) as there:
        screen = there.board.screen
        assert isinstance(screen, Dashboard)
        foot = there.text().splitlines()[-1]
        for said in ("Z zoom", "B pane", "H help", "^g palette"):
            assert said in foot
        await there.press("z")
        assert not screen.zoomed
        await there.press("Z")
        assert screen.zoomed
        await there.press("H", *"zoom")
        assert "▸ Z " in there.text()
        await there.press("escape", "B")
        assert there.board.focused is there.pane("brands")


@pytest.mark.parametrize(
    ("keymap", "says"),
    [
        ({"board.sample": "z"}, "keymap: z is board.sample, and pane.zoom too"),
        ({"list.follow": "a"}, "keymap: a is list.follow, and board.sample too"),
        ({"list.follow": "slash"}, "keymap: / is list.follow, and list.filter too"),
    ],
)
async def test_a_key_that_does_two_things_is_told(keymap: dict[str, str], says: str, tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning, taste=Taste(keymap=keymap)) as there:
        await there.press("E")
        assert there.text().count(says) == 1


SWAPPED = {"board.sample": "z", "pane.zoom": "a", "list.follow": "v"}
EXAMPLE = {"board.sample": "C", "list.follow": "F,ctrl+t"}
"""The README's."""


def test_the_example_is_the_readmes() -> None:
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    block = next(one for one in readme.split("```toml\n") if "[keymap]" in one).partition("```")[0]
    assert tomllib.loads(block)["keymap"] == EXAMPLE


@pytest.mark.parametrize("keymap", [SWAPPED, EXAMPLE])
async def test_keys_that_change_places_or_meet_nowhere_are_no_clash(keymap: dict[str, str], tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning, taste=Taste(keymap=keymap)) as there:
        await there.press("enter", "escape", "E")
        assert "keymap:" not in there.text()
