"""The README's pictures: the board's own SVG of its screens, over a story, and a walk through them. `make pictures`."""

import asyncio
import json
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain
from operator import itemgetter
from pathlib import Path
from random import Random

from store import Event, Habits, Kind, Phase, rfc3339
from tests.board import ASSIGNED, MESSAGE, NOW, VERIFIED, WIDE, Books, books, stand, told
from tests.chromium import chromium
from tui.report import Ink, Scope, Wanted, gathered, page

FOLDER = Path(__file__).parent / "pictures"
LASTS = 3.2
"""Seconds that each picture of the walk is to be seen."""
SIZE = re.compile(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"')
CAPTION = 44
REPORT = (1180, 1000)

CAMPAIGNS = (("C2FA001", "2FA codes", 0.985), ("CPROMO1", "Promos", 0.80), ("CALERT1", "Alerts", 0.99))
WHY = ("40300", "40001", "40002")
SENT, FAILED = 0.3, 2.4


@dataclass(frozen=True, slots=True)
class Step:
    """Keys, what is said about them, and the name of the picture that is kept of the screen."""

    keys: tuple[str, ...]
    caption: str
    kept: str = ""


WALK = (
    Step((), "Every brand, campaign, number and message, live, and what every provider said", "dashboard"),
    Step(("slash", *"phase:failed campaign:CPROMO1"), "/  one filter language everywhere, live while you type"),
    Step(("enter", "enter"), "enter  an entity: its family, its timeline, and the bytes that said so", "detail"),
    Step(("d",), "d  what changed since the event before: by path, by name, or as it came", "diff"),
    Step(
        ("escape", "escape", "slash", "escape", "s"),
        "s  statistics, of which every number lists what it counts",
        "stats",
    ),
    Step(("escape", "P"), "P  masked, for demos and screenshots"),
    Step(("P", "question_mark"), "?  every key, to search and to run"),
)


async def story(books: Books) -> None:
    """A quarter of an hour of a small sender: registrations, then messages, of which one campaign's fail."""
    await books.habits(Habits(provider="telnyx", title="Telnyx", answer_within=2))
    for ago, event in sorted(chain(_registered(), _messages(Random(10))), key=itemgetter(0), reverse=True):  # noqa: S311
        await books.receive(event, verdict=VERIFIED, ago=ago, body=_body(event))


def _body(event: Event) -> bytes:
    """As Telnyx would say it."""
    to = [
        {"phone_number": event.recipient, "status": event.status, "carrier": "EXAMPLE MOBILE", "line_type": "Wireless"}
    ]
    errors = [{"code": event.code, "title": "Not routable"}] if event.code else []
    message = {
        "id": event.id,
        "direction": "outbound",
        "type": "SMS",
        "from": {"phone_number": event.sender, "carrier": "Telnyx"},
        "to": to,
        "text": "Your order has shipped. Reply STOP to opt out.",
        "tcr_campaign_id": event.campaign,
        "parts": 1,
        "encoding": "GSM-7",
        "errors": errors,
        "cost": {"amount": "0.0051", "currency": "USD"},
    }
    payload = message if event.kind is Kind.MESSAGE else {"id": event.id, "status": event.status, "name": event.name}
    data = {"event_type": event.type, "id": event.key, "occurred_at": rfc3339(event.occurred_at), "payload": payload}
    return json.dumps({"data": {**data, "record_type": "event"}, "meta": {"attempt": 1}}).encode()


def _registered() -> Iterator[tuple[float, Event]]:
    yield 7300, told("telnyx", "10dlc.brand.update", Kind.BRAND, "BRX7Q2", "VERIFIED", Phase.OK, name="Acme Corp")
    yield 1500, told("telnyx", "10dlc.brand.update", Kind.BRAND, "BB91KT", "PENDING", Phase.PENDING, name="Globex LLC")
    for number, (campaign, name, _) in enumerate(CAMPAIGNS):
        more = {"name": name, "brand": "BRX7Q2"}
        yield 7000 - number, told("telnyx", "campaign.VERIFIED", Kind.CAMPAIGN, campaign, "ACTIVE", Phase.OK, **more)
        ours = f"+1555010000{number}"
        yield 6000 - number, told("telnyx", ASSIGNED, Kind.NUMBER, ours, "success", Phase.OK, campaign=campaign)
    pending = {"name": "Reminders", "brand": "BB91KT"}
    yield 900, told("telnyx", "campaign.MNO", Kind.CAMPAIGN, "CREMND1", "MNO_PENDING", Phase.PENDING, **pending)
    refused = {"campaign": "CPROMO1", "code": "805"}
    yield 700, told("telnyx", ASSIGNED, Kind.NUMBER, "+15550100009", "failed", Phase.FAILED, **refused)


def _messages(chance: Random) -> Iterator[tuple[float, Event]]:
    for number in range(320):
        began = 870 * (1 - number / 320) ** 0.8 + 4
        which = chance.choices((0, 1, 2), (6, 3, 1))[0]
        yield from _message(number, began, which, chance)


def _message(number: int, began: float, which: int, chance: Random) -> Iterator[tuple[float, Event]]:
    campaign, _, share = CAMPAIGNS[which]
    known = {
        "id": f"m-{number:04}",
        "sender": f"+1555010000{which}",
        "recipient": f"+1555123{number:04}",
        "campaign": campaign,
    }
    lag = chance.lognormvariate(-0.6, 0.7)
    yield began, _told(known, "sent", Phase.PENDING, began, SENT)
    if number % 40 == 39:
        return
    final, phase, code = ("delivered", Phase.OK, None)
    if chance.random() > share:
        final, phase, code = ("delivery_failed", Phase.FAILED, chance.choices(WHY, (6, 2, 1))[0])
    after = max(0.5, began - FAILED)
    yield after, _told({**known, "code": code}, final, phase, after, lag)


def _told(known: Mapping[str, str | None], status: str, phase: Phase, ago: float, lag: float) -> Event:
    more = {
        "key": f"{known['id']}/{status}",
        "status": status,
        "phase": phase,
        "summary": f"{known['recipient']} {status}",
    }
    type_ = "message.sent" if phase is Phase.PENDING else "message.finalized"
    return MESSAGE.model_copy(
        update={**known, **more, "type": type_, "occurred_at": NOW - timedelta(seconds=ago + lag)}
    )


async def walked(steps: Sequence[Step], folder: Path) -> list[str]:
    """The picture of the screen after each step."""
    pictures = []
    async with stand(folder, size=WIDE, fill=story) as there:
        for step in steps:
            await there.press(*step.keys)
            pictures.append(there.board.export_screenshot(title="callboard"))
    return pictures


def joined(pictures: Sequence[str], captions: Sequence[str]) -> str:
    """One picture that shows each in turn, with its caption below."""
    found = SIZE.search(pictures[0])
    width, height = (float(found[1]), float(found[2])) if found else (0.0, 0.0)
    total = LASTS * len(pictures)
    share = 100 / len(pictures)
    inner = f'<svg width="{width}" height="{height}" '
    frames = "".join(
        f'<g class="frame" style="animation-delay:{LASTS * number:.1f}s">{picture.replace("<svg ", inner, 1)}'
        f'<text class="said" x="{width / 2:.0f}" y="{height + CAPTION * 0.65:.0f}">{_escaped(caption)}</text></g>'
        for number, (picture, caption) in enumerate(zip(pictures, captions, strict=True))
    )
    style = (
        f"@keyframes turn {{ 0%, {share:.3f}% {{ visibility: visible }}"
        f" {share + 0.001:.3f}%, 100% {{ visibility: hidden }} }}"
        f".frame {{ visibility: hidden; animation: turn {total:.1f}s step-end infinite }}"
        ".said { font: 22px sans-serif; text-anchor: middle; fill: #7f8ea3 }"
    )
    box = f"0 0 {width} {height + CAPTION}"
    return f'<svg viewBox="{box}" xmlns="http://www.w3.org/2000/svg"><style>{style}</style>{frames}</svg>\n'


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


async def reported(folder: Path) -> bytes:
    """The beginning of a report, in a browser."""
    async with books(folder) as (written, reader):
        await story(written)
        matter = await gathered(reader, Scope(""), "campaign")
    file = folder / "report.html"
    file.write_text("".join(page(matter, Wanted(Ink(NOW)))), encoding="utf-8")
    async with chromium(folder / "profile", size=REPORT) as tab:
        await tab.go(file.as_uri())
        await tab.ask("document.fonts.ready.then(() => true)")
        return await tab.picture()


async def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        pictures = await walked(WALK, Path(folder))
        (FOLDER / "report.png").write_bytes(await reported(Path(folder) / "report"))
    for step, picture in zip(WALK, pictures, strict=True):
        if step.kept:
            (FOLDER / f"{step.kept}.svg").write_text(picture, encoding="utf-8")
    (FOLDER / "walk.svg").write_text(joined(pictures, [step.caption for step in WALK]), encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(main())
