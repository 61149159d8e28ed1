"""The settings screen."""

from dataclasses import replace
from pathlib import Path

from tests.board import NARROW, morning, stand
from tests.test_survey import SIGNS
from tui.config.settings import load
from tui.config.survey import survey
from tui.config.taste import Taste


async def test_it_says_what_holds_and_what_to_write_and_no_secret(tmp_path: Path) -> None:
    chosen = replace(load({}, {"CALLBOARD_SECRET_TELNYX": "hush-hush"}, tmp_path), store=Path("/data/callboard.db"))
    taste = Taste(settings=survey(chosen, SIGNS), files=("./callboard.toml", "/home/config.toml"))
    async with stand(tmp_path, fill=morning, size=NARROW, taste=taste) as there:
        await there.press("comma")
        assert "port 8010  default" in there.text()
        assert "port = 8010 · CALLBOARD_PORT" in there.text()
        assert "callboard config init" in there.text()
        await there.press("tab")
        assert "✓ secrets.telnyx set  CALLBOARD_SECRET_TELNYX" in there.text()
        assert "✗ secrets.plivo not set" in there.text()
        assert "hush" not in there.text()
        await there.press("tab")
        assert "No routes, waiting times" in there.text()


async def test_every_action_is_there_by_its_name_with_the_keys_it_has(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning, taste=Taste(keymap={"board.sample": "A"})) as there:
        await there.press("comma", *"board.sample")
        assert "board.sample             A                yours: post a sample callback" in there.text()
        await there.press("tab", "shift+tab")
        assert "flags come first" in there.text().lower()
