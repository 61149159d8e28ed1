"""Themes of the user's own."""

from pathlib import Path

import pytest

from tests.board import morning, stand
from tui.config.taste import Taste
from tui.config.themes import read


def test_a_theme_is_a_file(tmp_path: Path) -> None:
    text = 'primary = "#ff00aa"\ndark = false\nsurface = "ansi_blue"\n[variables]\nborder = "red"'
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    [mine], troubles = read(tmp_path)
    assert (mine.name, mine.primary, mine.dark, mine.surface) == ("mine", "#ff00aa", False, "ansi_blue")
    assert mine.variables == {"border": "red"}
    assert troubles == ()


def test_no_folder_is_no_theme_and_no_trouble(tmp_path: Path) -> None:
    assert read(tmp_path / "none") == ((), ())


def test_all_that_is_wrong_with_a_file_is_one_sentence_and_the_others_are_read(tmp_path: Path) -> None:
    bad = 'primry = "#ff00aa"\nbackground = "bluish"\ndark = "no"\nvariables = 1\ntext_alpha = true\nname = "nord"'
    for name, text in (("bad", bad), ("broken", "primary ="), ("good", 'primary = "red"')):
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    [good], (first, second) = read(tmp_path)
    assert good.name == "good"
    for said in ("bad.toml", "primary is needed", "unknown primry (did you mean primary?)", "background is a colour"):
        assert said in first
    for said in ("dark is true or false", "variables is a table", "text_alpha is a number", "a theme nord already"):
        assert said in first
    assert "\n" not in first
    assert "broken.toml: cannot be read" in second


async def test_an_own_theme_is_worn_and_listed_and_a_broken_one_told(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('primary = "#ff00aa"', encoding="utf-8")
    (tmp_path / "broken.toml").write_text("primary", encoding="utf-8")
    themes, troubles = read(tmp_path)
    taste = Taste(theme="mine", themes=themes, troubles=troubles)
    async with stand(tmp_path, fill=morning, taste=taste) as there:
        assert there.board.theme == "mine"
        await there.press("T")
        assert "▸theme: mine" in there.text()
        assert "dark, your own" in there.text()
        await there.press("escape", "E")
        assert "broken.toml" in there.text()


async def test_a_theme_that_there_is_not_is_told_with_the_one_that_was_meant(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning, taste=Taste(theme="nrod")) as there:
        await there.press("E")
        assert "there is no theme nrod (did you mean nord?): T names them" in there.text()


@pytest.mark.parametrize(
    "line",
    [
        'name = ["x"]',
        "name = 5",
        'name = " "',
        '[variables]\nscrollbar = "zz"',
        '[variables]\nx = "[bold]"',
        "variables = 1",
    ],
)
def test_what_would_end_the_board_is_no_theme(line: str, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(f'primary = "#fff"\n{line}\n', encoding="utf-8")
    themes, [trouble] = read(tmp_path)
    assert themes == ()
    assert "mine.toml" in trouble


def test_colours_and_text_styles_may_be_variables(tmp_path: Path) -> None:
    variables = '[variables]\nscrollbar = "#123456"\nblock-cursor-text-style = "bold reverse"\n'
    (tmp_path / "mine.toml").write_text(f'primary = "#fff"\n{variables}', encoding="utf-8")
    [theme], troubles = read(tmp_path)
    assert (theme.variables["scrollbar"], troubles) == ("#123456", ())
