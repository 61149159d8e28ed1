"""What is kept of a board comes back, whatever has become of the file."""

import json
from pathlib import Path

import pytest

from store import Json
from tui.layout import Layout
from tui.session import LOOKS, Left, PaneState, Session, View, session_path


def test_it_stands_beside_its_store(tmp_path: Path) -> None:
    assert session_path(tmp_path / "callboard.db") == tmp_path / "callboard.board.json"


def test_what_was_put_comes_back_and_is_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "x.board.json"
    session = Session(path)
    left = Left(view=View(panes={"events": PaneState(filter="lag>2s", sort="lag")}, layout=Layout.PREVIEW), on=2)
    session.put("board", left.model_dump(mode="json"))
    session.put("theme", "nord")
    session.save()
    assert path.stat().st_mode & 0o777 == 0o600
    again = Session(path)
    assert again.left() == left
    assert (again.get("theme", ""), again.get("theme", 3), again.get("nothing", "so")) == ("nord", 3, "so")
    assert list(tmp_path.iterdir()) == [path]


def test_what_is_not_new_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "x.board.json"
    session = Session(path)
    session.put("theme", "nord")
    session.save()
    path.unlink()
    session.save()
    assert not path.exists()
    session.put("theme", "dracula")
    session.save()
    assert path.exists()


@pytest.mark.parametrize(
    "octets",
    [
        b"",
        b"{",
        b"[]",
        b'{"version": 7}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"version": 1, "board": "' + b"x" * 2**20 + b'"}',
    ],
)
def test_a_damaged_file_is_set_aside_and_said(octets: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.board.json"
    path.write_bytes(octets)
    session = Session(path)
    assert "cannot be read" in session.trouble
    assert "x.board.broken.json" in session.trouble
    assert (tmp_path / "x.board.broken.json").read_bytes() == octets
    assert session.left() == Left()
    session.put("theme", "nord")
    session.save()
    assert Session(path).get("theme", "") == "nord"


@pytest.mark.parametrize(
    "said",
    [
        {"board": 7, "views": [], "theme": {}},
        {"board": {"view": {"layout": "sideways"}}, "views": {"a": 3, "b": {"panes": {"events": {"filter": 7}}}}},
        {"board": {"on": "x" * 99}},
    ],
)
def test_values_of_another_kind_are_as_if_not_there(said: dict[str, object], tmp_path: Path) -> None:
    path = tmp_path / "x.board.json"
    path.write_text(json.dumps({"version": 1, **said}))
    session = Session(path)
    assert (session.trouble, session.left(), session.views(), session.get("theme", "")) == ("", Left(), {}, "")


def test_without_a_path_nothing_is_kept(tmp_path: Path) -> None:
    session = Session()
    session.put("theme", "nord")
    session.save()
    assert session.get("theme", "") == "nord"
    assert not list(tmp_path.iterdir())


def test_of_two_boards_the_last_has_the_last_word(tmp_path: Path) -> None:
    path = tmp_path / "x.board.json"
    one, other = Session(path), Session(path)
    for session, theme in ((one, "nord"), (other, "dracula"), (one, "gruvbox")):
        session.put("theme", theme)
        session.save()
    assert Session(path).get("theme", "") == "gruvbox"


def test_a_board_that_begins_anew_takes_over_named_views_and_the_mask_only(tmp_path: Path) -> None:
    path = tmp_path / "x.board.json"
    session = Session(path)
    kept: dict[str, Json] = {"theme": "nord", "following": False, "private": True, "views": {"calm": {}}}
    for name, value in kept.items():
        session.put(name, value)
    session.save()
    anew = Session(path, LOOKS)
    assert (anew.get("theme", ""), anew.get("following", True), anew.left()) == ("", True, Left())
    assert (anew.get("private", False), list(anew.views())) == (True, ["calm"])
