"""The screen of an export: what was chosen is in the file, and what goes wrong is told there."""

import json
from pathlib import Path

import pytest

from tests.board import Books, message, morning, stand
from tui.export.offer import Export
from tui.export.redaction import Redaction
from tui.given import Given

GIVEN = Given(redacting=Redaction)
NAME = "callboard-2026-11-22T140232"


def kinds(path: Path) -> list[str]:
    return [json.loads(one)["kind"] for one in path.read_bytes().splitlines()]


async def test_what_was_chosen_is_in_the_file_that_the_toast_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with stand(tmp_path, fill=morning, given=GIVEN, toasts=True) as there:
        await there.press("m", "x", "enter")
        assert not isinstance(there.board.screen, Export)
        assert "1 request with 1 event in" in there.text()
        assert f"▌ {NAME}.ndjson" in there.text()
        assert kinds(tmp_path / f"{NAME}.ndjson") == ["capture", "event"]
        await there.press("x", "enter")
        assert "is there already" in there.text()
        await there.press("tab", "ctrl+u", *"~nobody-has-it/all", "enter")
        assert "there is no folder ~nobody-has-it" in there.text()
        await there.press("shift+tab", "l", "tab", "ctrl+u", *"all", "enter")
        assert kinds(tmp_path / "all") == ["capture", "event"], "what is marked"
        await there.press("x", "l", "l", "tab", "ctrl+u", *"every", "enter")
        assert kinds(tmp_path / "every").count("event") == 14
        await there.press("slash", *"kind:brand", "enter", "x", "j", *"lllll")
        assert f" {NAME} " in there.text(), "of http a folder"
        await there.press("enter")
        assert [path.suffix for path in (tmp_path / NAME).iterdir()] == [".http"] * 3


async def many(books: Books) -> None:
    for number in range(3):
        await books.receive(*(message(number * 1000 + one) for one in range(900)))


async def test_esc_breaks_it_off_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with stand(tmp_path, fill=many, given=GIVEN) as there:
        await there.press("x", "l")
        await there.pilot.press("enter")
        await there.pilot.press("escape")
        await there.press()
        whole = [path.name for path in tmp_path.iterdir() if "callboard.db" not in path.name and NAME in path.name]
        assert whole in ([], [f"{NAME}.ndjson"]), "none, or all of it: never a part"
        assert ("broken off" in there.text()) == (whole == [])


async def test_without_what_is_known_to_be_secret_it_is_not_offered(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        await there.press("x")
        assert not isinstance(there.board.screen, Export)
