"""What a text means as a path."""

from pathlib import Path

import pytest

from tui.path import path_of


def test_a_home_is_that_of_who_has_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/me")
    assert path_of("~/all.ndjson") == Path("/home/me/all.ndjson")
    assert path_of("~nobody-has-it/all.ndjson") == Path("~nobody-has-it/all.ndjson")
    assert path_of("all.ndjson") == Path("all.ndjson")
