"""Every screen as plain text, at both sizes: written by `pytest --accept`, read by you."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from store import Answer, Habits, Kind, Phase, Schedule, Sent
from tui.config.settings import DEFAULTS, Settings
from tui.config.survey import survey
from tui.config.taste import Taste
from tui.export.redaction import Redaction
from tui.given import Given

from .board import ASSIGNED, HEADERS, NARROW, NOW, OURS, VERIFIED, WIDE, Books, Fill, message, morning, stand, told
from .elsewhere import Elsewhere
from .reached import given, lost, none, verified
from .traffic import traffic

SCREENS = Path(__file__).parent / "screens"
JSON = b'{"data": {"id": 9007199254740993, "to": [{"status": "delivered"}], "cost": 0.0040, "cost": null}}'
BIG = b'{"id": "m-1", "to": [{"phone_number": "+14155552671", "status": "sent"}], "text": "Your code is 1234"},'
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


async def big(books: Books) -> None:
    await morning(books)
    await books.receive(message(7), body=b'{"data": [' + BIG * 5000 + BIG[:-1] + b'], "meta": {"page": 1}}')


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


async def retried(books: Books) -> None:
    """A message that Plivo delivered three times, and got nothing good for."""
    await morning(books)
    await books.habits(
        Habits(provider="plivo", title="Plivo", schedules=(Schedule(pauses=(60, 120, 240), then="it gives up"),))
    )
    again = message(8, provider="plivo", status="sent", phase=Phase.PENDING, type="message", occurred_at=None)
    for ago, answer in ((231, 500), (171, 0), (1, 503)):
        await books.receive(again, target="/plivo", ago=ago, answer=answer)


async def missed(books: Books) -> None:
    """A brand's news that Telnyx should have delivered again."""
    await morning(books)
    ten = Schedule(pauses=(30,) * 4, then="the failover URL, if there is one")
    await books.habits(Habits(provider="telnyx", title="Telnyx", answer_within=2, schedules=(ten,)))
    brand = told("telnyx", "brand.UPDATE", Kind.BRAND, "BRX7Q2", "VERIFIED", Phase.OK, name="Acme Corp", key="b")
    await books.receive(brand, ago=100, answer=0)
    await books.receive(brand, ago=68, answer=500)


def campaign(status: str, updated: str, attempt: int, extra: str = "") -> bytes:
    return (
        '{"data": {"event_type": "10dlc.campaign.update", "id": "0f1c-77", "payload": {'
        f'"campaignStatus": "{status}", "campaignId": "CQZ77K1", "brandId": "BRX7Q2", "usecase": "MARKETING", '
        f'"sampleMessages": ["Hi there", "Reply STOP to end"], {extra}"updatedAt": "2026-11-22T{updated}Z"}}}}, '
        f'"meta": {{"attempt": {attempt}, "delivered_to": "https://hooks.example.test/callbacks/telnyx"}}}}'
    ).encode()


async def compared(books: Books) -> None:
    """A campaign that goes through two states."""
    await morning(books)
    said = {"brand": "BRX7Q2", "name": "Promos"}
    for ago, status, phase, extra in (
        (90, "TCR_PENDING", Phase.PENDING, ""),
        (5, "MNO_PENDING", Phase.PENDING, '"mnoMetadata": {"10017": "PENDING", "10035": "PENDING"}, '),
    ):
        event = told("telnyx", "campaign.UPDATE", Kind.CAMPAIGN, "CQZ77K2", status, phase, **said)
        body = campaign(status, f"14:01:{ago % 60:02}", 1 + (ago == 5), extra)
        signed = (*HEADERS, (b"Telnyx-Timestamp", str(1_795_356_152 - ago).encode()))
        await books.receive(event, ago=ago, body=body, headers=signed)


BRAND = (
    (400, 399.95, "PENDING", Phase.PENDING),
    (90, 89.9, "UNVERIFIED", Phase.FAILED),
    (398, 89.5, "TCR_ACCEPTED", Phase.PENDING),
    (2, 1.9, "VERIFIED", Phase.OK),
)
"""Hours ago that it occurred and was received, status and phase."""


async def delivering(books: Books) -> None:
    """A message to its end, of which the last step is delivered twice, and one that waits."""
    await morning(books)
    last = message(8, status="undelivered", code="30007", phase=Phase.FAILED, occurred_at=NOW - timedelta(seconds=4))
    for ago, lag, status in ((12, 0.2, "queued"), (10.4, 0.3, "sent")):
        said = {"status": status, "phase": Phase.PENDING, "key": status, "type": f"message.{status}"}
        await books.receive(message(8, occurred_at=NOW - timedelta(seconds=ago), **said), ago=ago - lag)
    await books.receive(last, ago=2.8, verdict=VERIFIED)
    await books.receive(last, ago=0.5, verdict=VERIFIED)


async def registering(books: Books) -> None:
    """A brand takes days; one step of it comes late."""
    for when, ago, status, phase in BRAND:
        at = NOW - timedelta(hours=when)
        event = told("telnyx", "brand.UPDATE", Kind.BRAND, "BRX7Q2", status, phase, occurred_at=at, name="Acme Corp")
        await books.receive(event, ago=ago * 3600)
    await books.receive(SENT, ago=1199)


async def many(books: Books) -> None:
    """More than are sent without a word."""
    for number in range(24):
        await books.receive(message(number), ago=3600 - 100 * number)


ANSWER = Answer(204, timedelta(milliseconds=12))


def there(to: str) -> Elsewhere:
    if not to.startswith("http://127"):
        raise ValueError(f"{to} is where nothing is sent")
    return Elsewhere(ANSWER, to, here=True)


GIVEN = Given(ways=there, replay_to="http://127.0.0.1:3000/hooks", redacting=Redaction)
PLAIN_SETTINGS = Settings(
    store=Path("/data/callboard.db"),
    host="127.0.0.1",
    port=8010,
    color="auto",
    log_level="warning",
    secrets={"telnyx": ("file:~/telnyx.pub",), "bandwidth": ("hush",)},
    sources={
        **dict.fromkeys(DEFAULTS, "default"),
        "secrets.telnyx": "callboard.toml",
        "secrets.bandwidth": "callboard.toml",
    },
)
SIGNS = {
    "bandwidth": None,
    "plivo": "HMAC-SHA256 over the URL and a nonce",
    "telnyx": "Ed25519 over time and body; 300 s",
}
TASTE = Taste(settings=survey(PLAIN_SETTINGS, SIGNS), files=("./callboard.toml", "~/.config/callboard/config.toml"))


async def masked(books: Books) -> None:
    """A message of somebody, to be shown to somebody else."""
    await morning(books)
    await books.receive(message(7, text="see you at 8"), body=SECRET, target="/telnyx?from=%2B15551230007")


def attempt(capture: int, status: int | None, ago: float, **more: object) -> Sent:
    """One time that a capture was sent on to an app."""
    said: dict[str, object] = {
        "capture": capture,
        "at": NOW - timedelta(seconds=ago),
        "why": "forward",
        "target": "http://127.0.0.1:3000/webhooks",
        "status": status,
        "took": timedelta(milliseconds=12),
        "headers": ((b"Content-Type", b"application/json"), (b"Server", b"my\x1b[31mapp")) if status else (),
    }
    return Sent.model_validate(said | more)


async def sent_on(books: Books) -> None:
    """An app that was down, asked for a pause, and failed."""
    await morning(books)
    newest = 14
    await books.sent(
        attempt(newest, None, 4, trouble="ConnectError: All connection attempts failed", again=True),
        attempt(newest, 429, 3, again=True),
        attempt(newest, 500, 1, body=b'{"error": "no such\x1b]0;x\x07 column: status",\n "at": "app.py:31"}'),
        attempt(newest - 1, 204, 2),
        attempt(newest - 2, None, 2, trouble="not sent on: a web page had a browser send it"),
        attempt(newest - 3, 302, 2, trouble="it points to https://elsewhere.example/, where nothing is sent"),
    )


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
    "detail-folded": (json, ("enter", "tab", *"jjjj", "l", *"jjjjj", "l", "l", "l", "h", "h")),
    "detail-filtered": (odd, ("3", "enter", "slash", *"is:odd", "enter")),
    "detail-search": (form, ("enter", "tab", "slash", *"status", "enter", "n")),
    "detail-big": (big, ("enter", "tab", *"jjjjjjjjjj")),
    "detail-odd": (odd, ("enter",)),
    "detail-retries": (retried, ("enter", "2")),
    "detail-missed": (missed, ("1", "enter", "2")),
    "answers": (morning, ("O",)),
    "sent-on": (sent_on, ()),
    "sent-on-detail": (sent_on, ("enter", "tab", *"jjjjjjjjj", "l", *"jjj", "l", "j")),
    "timeline-bars": (delivering, ("enter", "z")),
    "timeline-days": (registering, ("1", "enter", "z")),
    "timeline-waits": (registering, ("4", "enter", "B")),
    "overdue": (odd, ("4", "z")),
    "filtered": (morning, ("slash", *"phase:failed,attention -code:30007 lag>")),
    "stats": (traffic, ("s", "tab", "tab")),
    "stats-table": (traffic, ("s", *("tab",) * 3, "v")),
    "stats-zoomed": (traffic, ("s", "h", "h", "h", "z")),
    "stats-empty": (nothing, ("s",)),
    "rules": (morning, ("A",)),
    "doubtful": (morning, ("slash", *"provider:telnix", "enter")),
    "columns": (morning, ("c", *"jjjjjjjj", "space")),
    "columns-of-entities": (morning, ("4", "c", "j")),
    "sort": (morning, ("S", "j", "j", "enter", "S")),
    "sorted": (morning, ("S", "j", "j", "j", "enter", "j")),
    "views": (morning, ("slash", *"lag>1s", "enter", "V", "n", *"slow ones", "enter", "D")),
    "finder": (morning, ("ctrl+f", *"155501", "down")),
    "layout-1": (morning, ("minus",)),
    "layout-2": (morning, ("minus", "minus")),
    "layout-3": (json, ("minus", "minus", "minus")),
    "copy": (morning, ("y",)),
    "marked": (morning, ("m", "semicolon", *"ask them why", "enter", "j", "j", "m")),
    "marked-only": (morning, ("m", "j", "j", "m", "M")),
    "note": (morning, ("semicolon", *"ask them why")),
    "diff": (compared, ("d",)),
    "diff-bytes": (compared, ("d", "b")),
    "diff-other": (compared, ("d", "u", "n", "i", "plus", "G")),
    "masked": (masked, ("P", "enter")),
    "help": (morning, ("question_mark",)),
    "help-search": (morning, ("question_mark", *"pa")),
    "help-filters": (morning, ("question_mark", "tab")),
    "help-glyphs": (morning, ("question_mark", "tab", "tab")),
    "palette": (morning, ("colon",)),
    "palette-search": (morning, ("ctrl+p", *"go")),
    "themes": (morning, ("T",)),
    "settings": (morning, ("comma",)),
    "settings-secrets": (morning, ("comma", "tab")),
    "settings-keymap": (morning, ("comma", "shift+tab")),
    "messages": (morning, ("a", "a", "E")),
    "export": (morning, ("m", "x", "j", "l", "l", "j", "l")),
    "export-refused": (morning, ("x", "tab", "ctrl+u", *"nowhere/all", "enter")),
    "replay": (morning, ("m", "r")),
    "replay-many": (many, ("r", "l", "j", "j", "l", "enter")),
    "replay-refused": (morning, ("r", "tab", "ctrl+u", *"http://2130706433/x", "enter")),
    "replayed": (morning, ("r", "l", "enter")),
    "reached": (nothing, ()),
    "reached-lost": (morning, ()),
    "tunnel": (morning, ("t",)),
    "tunnel-lost": (morning, ("t", "tab")),
    "tunnel-none": (nothing, ("t",)),
    "tunnel-start": (morning, ("t", "enter", "j")),
    "tunnel-urls": (nothing, ("y", "u", "j")),
}
REACHED: dict[str, Mapping[str, object]] = {
    **dict.fromkeys(("reached", "tunnel", "tunnel-start", "tunnel-urls"), verified()),
    **dict.fromkeys(("reached-lost", "tunnel-lost"), lost()),
    "tunnel-none": none(),
}


@pytest.fixture(autouse=True)
def no_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """How long an answer took is another figure in each run."""
    monkeypatch.setattr("store.intake.SOON", 1e9)
    monkeypatch.setattr("store.intake.IDLE", 1e9)


TINY, HUGE = (60, 16), (200, 60)
AT_EVERY_SIZE = {"dashboard", "detail-json", "masked"}
ANEW = {
    "columns",
    "columns-of-entities",
    "detail-search",
    "diff-other",
    "layout-1",
    "layout-2",
    "layout-3",
    "tunnel-start",
}
"""What was done at one size stays or goes on at another, and looks otherwise than where it is done there."""
SIZES = [
    (name, sizes)
    for name in SHOWN
    for more in [(TINY, HUGE) if name in AT_EVERY_SIZE else ()]
    for sizes in ([(WIDE,), (NARROW,)] if name in ANEW else [(WIDE, NARROW, *more)])
]


@pytest.mark.parametrize(("name", "sizes"), SIZES, ids=[f"{name}-{sizes[0][0]}" for name, sizes in SIZES])
async def test_the_screen_is_as_it_was_accepted(
    name: str, sizes: tuple[tuple[int, int], ...], tmp_path: Path, *, accept: bool
) -> None:
    fill, keys = SHOWN[name]
    there_is = given(REACHED[name]) if name in REACHED else GIVEN
    async with stand(tmp_path, size=sizes[0], fill=fill, taste=TASTE, given=there_is) as there:
        await there.board.look_out()
        await there.press(*keys)
        for size in sizes:
            await there.resize(size)
            shown, expected = there.text(), SCREENS / f"{name}-{size[0]}x{size[1]}.txt"
            if accept:
                expected.write_text(shown, encoding="utf-8")
            assert shown == expected.read_text(encoding="utf-8"), expected.name


async def test_watching_says_so_and_how_to_have_something_written(tmp_path: Path) -> None:
    async with stand(tmp_path, alone=True) as there:
        assert "● WATCHING" in there.text()
        assert "callboard serve --store /data/callboard.db" in there.text()
        assert " a sample" not in there.text()
