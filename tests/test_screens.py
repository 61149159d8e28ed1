"""Every screen as plain text, at both sizes: written by `pytest --accept`, read by you."""

from pathlib import Path

import pytest

from .board import NARROW, WIDE, Books, Fill, message, morning, stand

SCREENS = Path(__file__).parent / "screens"
JSON = b'{"data": {"id": 9007199254740993, "to": [{"status": "delivered"}], "cost": 0.0040, "cost": null}}'
FORM = b"MessageStatus=undelivered&ErrorCode=30007&Body=Hi%20there&Body="
FORM_HEADERS = ((b"Host", b"h.test"), (b"Content-Type", b"application/x-www-form-urlencoded"))


async def nothing(_books: Books) -> None:
    """Nothing has arrived."""


async def form(books: Books) -> None:
    await morning(books)
    await books.receive(message(7, status="undelivered"), target="/plivo?a=1&b=", body=FORM, headers=FORM_HEADERS)


async def json(books: Books) -> None:
    await morning(books)
    await books.receive(message(7), body=JSON)


async def binary(books: Books) -> None:
    await morning(books)
    await books.receive(message(7), body=bytes(range(0, 256, 3)))


SHOWN: dict[str, tuple[Fill, tuple[str, ...]]] = {
    "first-run": (nothing, ()),
    "dashboard": (morning, ()),
    "numbers": (morning, ("3", "j")),
    "paused": (morning, ("j", "j")),
    "zoomed": (morning, ("4", "z")),
    "unrecognised": (morning, ("j", "j", "j", "enter")),
    "detail-json": (json, ("enter",)),
    "detail-form": (form, ("enter",)),
    "detail-bytes": (json, ("enter", "tab", "b")),
    "detail-hex": (binary, ("enter",)),
    "help": (morning, ("question_mark",)),
}


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x36", "80x24"])
@pytest.mark.parametrize("name", SHOWN)
async def test_the_screen_is_as_it_was_accepted(
    name: str, size: tuple[int, int], tmp_path: Path, *, accept: bool
) -> None:
    fill, keys = SHOWN[name]
    async with stand(tmp_path, size=size, fill=fill) as there:
        for key in keys:
            await there.press(key)
        shown = there.text()
    expected = SCREENS / f"{name}-{size[0]}x{size[1]}.txt"
    if accept:
        expected.write_text(shown, encoding="utf-8")
    assert shown == expected.read_text(encoding="utf-8")


async def test_watching_says_so_and_how_to_have_something_written(tmp_path: Path) -> None:
    async with stand(tmp_path, alone=True) as there:
        assert "● WATCHING" in there.text()
        assert "callboard serve --store /data/callboard.db" in there.text()
        assert " a sample" not in there.text()
