"""Every screen as plain text, at both sizes: written by `pytest --accept`, read by you."""

from datetime import timedelta
from pathlib import Path

import pytest

from store import Habits, Kind, Phase

from .board import ASSIGNED, NARROW, NOW, OURS, WIDE, Books, Fill, message, morning, stand, told

SCREENS = Path(__file__).parent / "screens"
JSON = b'{"data": {"id": 9007199254740993, "to": [{"status": "delivered"}], "cost": 0.0040, "cost": null}}'
SECRET = b'{"data": {"to": "+15551230007", "text": "see you at 8", "at": "2026-11-22T14:02:31Z", "code": "30007"}}'
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


CAMPAIGN = told("telnyx", "campaign.VERIFIED", Kind.CAMPAIGN, "CDX91P0", "VERIFIED", Phase.OK, brand="BRX7Q2")
SENT = message(8, status="sent", phase=Phase.PENDING, type="message.sent", occurred_at=NOW - timedelta(minutes=20))


async def odd(books: Books) -> None:
    """A number with a family, delivered twice, then with another body, and a message that nobody answers for."""
    await morning(books)
    await books.habits(Habits(provider="telnyx", title="Telnyx", answer_within=2))
    await books.receive(CAMPAIGN, ago=400)
    await books.receive(SENT, ago=1200)
    number = told("telnyx", ASSIGNED, Kind.NUMBER, OURS, "failed", Phase.FAILED, campaign="CDX91P0")
    late = {"occurred_at": NOW - timedelta(hours=3), "key": "one-id", "content": "another"}
    failed = {"key": "one-id", "occurred_at": NOW - timedelta(seconds=4)}
    await books.receive(number.model_copy(update=failed), ago=3)
    await books.receive(number.model_copy(update={"status": "pending", "phase": Phase.PENDING, **late}), ago=2)
    await books.receive(number.model_copy(update={"status": "pending", "phase": Phase.PENDING, **late}), ago=1)
    books.answered_in(19, 2.4)


async def masked(books: Books) -> None:
    """A message of somebody, to be shown to somebody else."""
    await morning(books)
    await books.receive(message(7, text="see you at 8"), body=SECRET, target="/telnyx?from=%2B15551230007")


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
    "detail-odd": (odd, ("enter",)),
    "overdue": (odd, ("4", "z")),
    "filtered": (morning, ("slash", *"phase:failed,attention -code:30007 lag>")),
    "copy": (morning, ("y",)),
    "masked": (masked, ("P", "enter")),
    "help": (morning, ("question_mark",)),
}


@pytest.fixture(autouse=True)
def no_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """How long an answer took is another figure in each run."""
    monkeypatch.setattr("store.intake.SOON", 1e9)
    monkeypatch.setattr("store.intake.IDLE", 1e9)


TINY, HUGE = (60, 16), (200, 60)
SIZES = [(name, size) for name in SHOWN for size in (WIDE, NARROW)]
SIZES += [(name, size) for name in ("dashboard", "detail-json", "masked") for size in (TINY, HUGE)]


@pytest.mark.parametrize(("name", "size"), SIZES, ids=[f"{name}-{size[0]}x{size[1]}" for name, size in SIZES])
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
