"""What was called before is kept for the user alone, and never lost."""

from pathlib import Path

import pytest

from tui.tunnelling.before import Before, Unreadable, before_path, first, read, write

KEPT = {"https://api.example brand B": Before({"webhookURL": None}, "https://a.example")}


def test_it_is_read_as_it_was_written_and_nobody_else_may(tmp_path: Path) -> None:
    path = before_path(tmp_path / "deep" / "callboard.db")
    assert read(path) == {}
    write(path, KEPT)
    assert read(path) == KEPT
    assert path.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["callboard.hooks.json"]


@pytest.mark.parametrize("text", ["{", "[]", '{"version": 2}', '{"version": 1}', '{"version": 1, "hooks": {"a": 5}}'])
def test_what_cannot_be_read_is_not_written_over(text: str, tmp_path: Path) -> None:
    path = tmp_path / "callboard.hooks.json"
    path.write_text(text, encoding="ascii")
    with pytest.raises(Unreadable, match="move it away"):
        read(path)


def test_what_is_put_back_is_what_was_there_before_us() -> None:
    kept = Before({"url": "https://first.example"}, "https://ours.example")
    assert first(kept, {"url": "https://ours.example"}, "url") == kept.was
    assert first(kept, {"url": "https://new.example"}, "url") == {"url": "https://new.example"}
    assert first(None, {}, "url") == {}
