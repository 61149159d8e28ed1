"""A file is there whole or not at all."""

import os
import stat
from pathlib import Path

import pytest

from tui.landing import Taken, landing


def written(path: Path, text: str, *, over: bool = False) -> None:
    with landing(path, over=over) as file:
        file.write(text)


def test_it_is_for_its_owner_only_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        written(tmp_path / "a", "all")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o600


def test_what_is_there_stays_unless_it_is_said_otherwise(tmp_path: Path) -> None:
    place = tmp_path / "a"
    place.write_text("old")
    with pytest.raises(Taken, match="is there already"):
        written(place, "new")
    assert place.read_text() == "old"
    written(place, "new", over=True)
    assert place.read_text() == "new"
    assert list(tmp_path.iterdir()) == [place]


def broken_off(place: Path) -> None:
    with landing(place, over=True) as file:
        file.write("half")
        file.flush()
        assert place.read_text() == "old"
        raise ZeroDivisionError


def test_it_is_not_there_before_all_is_written_and_an_error_leaves_what_was(tmp_path: Path) -> None:
    place = tmp_path / "a"
    place.write_text("old")
    with pytest.raises(ZeroDivisionError):
        broken_off(place)
    assert place.read_text() == "old"
    assert list(tmp_path.iterdir()) == [place]


def overtaken(place: Path) -> None:
    with landing(place) as file:
        file.write("mine")
        place.write_text("theirs")


def test_what_came_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    with pytest.raises(Taken):
        overtaken(tmp_path / "a")
    assert (tmp_path / "a").read_text() == "theirs"


@pytest.mark.parametrize("over", [False, True])
def test_a_link_is_never_followed(tmp_path: Path, over: bool) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("theirs")
    link.symlink_to(target)
    if over:
        written(link, "mine", over=True)
        assert not link.is_symlink()
        assert link.read_text() == "mine"
    else:
        with pytest.raises(Taken):
            written(link, "mine")
    assert target.read_text() == "theirs"


def test_the_longest_name_is_no_trouble(tmp_path: Path) -> None:
    written(tmp_path / ("ü" * 127), "all")
    assert (tmp_path / ("ü" * 127)).read_text() == "all"
