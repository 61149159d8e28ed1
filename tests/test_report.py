"""The report: the numbers of `stats`, nothing that anybody could have run, and a browser that shows it."""

import json
import re
from collections.abc import Mapping
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest

from store import ALL, Event, Kind, Phase, Reader, parse
from tests.board import ASSIGNED, NOW, REJECTED, Books, books, message, morning, told
from tests.chromium import Page, chromium
from tests.running import callboard
from tests.traffic import SPAM, traffic
from tui.report import Ink, Wanted, gathered, page, scope_of
from tui.report.markup import tag

HOSTILE = (
    "<script>globalThis.owned=1</script>",
    '"><img src=http://127.0.0.1:9/x onerror="globalThis.owned=1">',
    "</title></style><svg onload=globalThis.owned=1>",
    "' onmouseover='globalThis.owned=1' `${globalThis.owned=1}`",
    "javascript:globalThis.owned=1",
    "\x1b]52;c;eHh4\x07\u202egnp.exe\u2066\0",
    "-->]]><!--<iframe src=//127.0.0.1:9>",
    "x" * 3000,
)
CANARY = "canary-7f3a9"
SHOWS = "document.documentElement.scrollWidth <= innerWidth"
RAN = "[globalThis.owned ?? null, document.scripts.length, document.images.length, document.links.length > 0]"
WIDTHS = (1280, 400)

Cells = list[list[str]]


class Tables(HTMLParser):
    """The rows of each table, by its caption."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: dict[str, Cells] = {}
        self._rows: Cells = []
        self._into: list[str] | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        if tag == "table":
            self._rows = []
        elif tag == "tr":
            self._rows.append([])
        elif tag in {"th", "td", "caption"}:
            self._into = []

    def handle_data(self, data: str) -> None:
        if self._into is not None:
            self._into.append(data)

    def handle_endtag(self, tag: str) -> None:
        if self._into is not None and tag in {"th", "td", "caption"}:
            said, self._into = "".join(self._into).strip(), None
            if tag == "caption":
                self.found[said] = self._rows
            else:
                self._rows[-1].append(said)


def numbers(rows: Cells, column: str) -> dict[str, int]:
    """By the first word of what each row is about."""
    at = rows[0].index(column)
    return {row[0].split("  ")[0].split(" ")[0]: int(row[at].replace(",", "").replace("–", "0")) for row in rows[1:]}


async def shown(reader: Reader, text: str = "", *, mask: bool = False, texts: bool = False) -> str:
    scope = scope_of(text, parse(text) if text else ALL, NOW)
    matter = await gathered(reader, scope, "campaign")
    return "".join(page(matter, Wanted(Ink(NOW, mask=mask), texts=texts)))


async def test_its_numbers_are_those_of_stats(tmp_path: Path) -> None:
    async with books(tmp_path) as (written, _):
        await traffic(written)
    store = ("--store", str(tmp_path / "callboard.db"))
    stats = json.loads(callboard("stats", "--json", *store, home=tmp_path).stdout)
    told_of = Tables(callboard("report", "-o", "-", *store, home=tmp_path).stdout).found
    steps = {one["step"].split(" ")[0]: one["messages"] for one in stats["deliveries"] if one["messages"]}
    assert numbers(told_of["How far messages came"], "messages") == steps
    codes = {one["code"]: one["events"] for one in stats["codes"]}
    assert numbers(told_of["Error codes, the most frequent first"], "events") == codes == {"30007": 5}
    lags = [one["events"] for one in stats["lags"]["bars"]]
    assert list(numbers(told_of["From happening at the provider to arriving here"], "events").values()) == lags
    groups = {(one["name"] or "no").split(" ")[0]: one["events"] for one in stats["groups"]}
    assert numbers(told_of["By campaign"], "events") == groups
    over_time = next(rows for caption, rows in told_of.items() if caption.startswith("Events per"))
    buckets = [sum(one[phase] for phase in Phase) for one in stats["buckets"]]
    assert [int(row[-1]) for row in over_time[1:]] == [many for many in buckets if many]
    health = told_of["Of all events that arrived"]
    rejected = next(row for row in health if "rejected" in row[0])
    assert int(rejected[1]) == stats["health"]["verdicts"]["rejected"] == 1


async def registrations(written: Books) -> None:
    """A brand with a campaign that failed, and numbers; one that waits; and one of another provider."""
    days = timedelta(days=4).total_seconds()
    await written.receive(told("telnyx", "brand", Kind.BRAND, "B1", "VERIFIED", Phase.OK, name="Acme"), ago=days)
    why = {"reason": "the call to action is missing", "code": "804", "meaning": SPAM}
    await written.receive(
        told("telnyx", "campaign", Kind.CAMPAIGN, "C1", "TCR_FAILED", Phase.FAILED, name="Promos", brand="B1", **why)
    )
    for number in range(5):
        ours = f"+1555010000{number}"
        await written.receive(told("telnyx", ASSIGNED, Kind.NUMBER, ours, "success", Phase.OK, campaign="C1"))
    await written.receive(told("plivo", "brand", Kind.BRAND, "B2", "pending", Phase.PENDING, name="Globex"), ago=days)


async def test_it_says_where_everything_stands_and_why_it_failed(tmp_path: Path) -> None:
    async with books(tmp_path) as (written, reader):
        await registrations(written)
        text = await shown(reader)
    found = Tables(text).found
    tree = found["Brands, their campaigns, and the numbers of these"]
    assert [row[0].split(" ")[:2] for row in tree[1:]] == [
        ["brand", "Acme"],
        ["campaign", "Promos"],
        ["numbers", "5"],
        ["brand", "Globex"],
    ]
    assert [row[1] for row in tree[1:]] == [
        "● ok VERIFIED",
        "✖ failed TCR_FAILED 804",
        "● ok",
        "◐ pending no answer for 4 days",
    ]
    [failed] = found["Campaigns: 1. Carriers block or charge more for messages of a campaign that is not approved."][1:]
    assert failed[2] == f"804 the call to action is missing. {SPAM}"
    [late] = found["Pending for longer than its kind usually is"][1:]
    assert late[:2] == ["brand Globex B2", "4 days"]
    assert "1 of 1 campaign failed: Promos." in text
    assert "2 things to look at" in text


@pytest.mark.parametrize(
    ("asked", "called", "said"),
    [
        ("since:1h", ["Acme", "Promos", "5", "Globex"], False),
        ("brand:B1", ["Acme", "Promos", "5"], False),
        ("provider:plivo since:9d", ["Globex"], False),
        ("phase:failed", ["Acme", "Promos", "5"], False),
        ("lag>2s", ["Acme", "Promos", "5", "Globex"], True),
    ],
)
async def test_a_filter_means_what_it_can_of_registrations(
    tmp_path: Path, asked: str, called: list[str], said: bool
) -> None:
    """Times are of events: what was approved long ago is approved."""
    async with books(tmp_path) as (written, reader):
        await registrations(written)
        text = await shown(reader, asked)
    tree = Tables(text).found["Brands, their campaigns, and the numbers of these"]
    assert [row[0].split(" ")[1] for row in tree[1:]] == called
    assert ("The filter is about events only" in text) == said


async def test_a_store_without_events_is_a_page_too(tmp_path: Path) -> None:
    async with books(tmp_path) as (_, reader):
        text = await shown(reader)
    assert "No callback has told of a brand, campaign or number yet." in text
    assert "Nothing needs attention." in text


async def test_no_more_is_listed_than_there_is_room_for_and_all_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.report.matter.LISTED", 3)
    async with books(tmp_path) as (written, reader):
        await registrations(written)
        text = await shown(reader)
    assert "2 more numbers are not listed." in text


async def test_texts_stand_there_if_they_are_asked_for_and_the_mask_covers_them(tmp_path: Path) -> None:
    said = "Your code is ABC"
    async with books(tmp_path) as (written, reader):
        await written.receive(message(1, status="undelivered", phase=Phase.FAILED, text=said))
        plain, asked = await shown(reader), await shown(reader, texts=True)
        masked = await shown(reader, "to:+15551230001", mask=True, texts=True)
    assert said not in plain
    assert "+15551230001" in plain
    assert said in asked
    assert said not in masked
    assert re.search(r"\d{6}", re.sub(r"datetime=\"[^\"]*\"|<style>.*</style>|#[0-9a-f]{6}", "", masked)) is None
    assert "•01" in masked


async def test_x3_redaction_what_a_request_carried_besides_its_meaning_is_not_in_it(tmp_path: Path) -> None:
    headers = ((b"Authorization", f"Bearer {CANARY}".encode()), (b"Cookie", CANARY.encode()))
    unknown = Event(type="unrecognised", summary=f"POST /hooks?token={CANARY}, 9 B", reason="no adapter knows it")
    async with books(tmp_path) as (written, reader):
        body = json.dumps({"api_key": CANARY}).encode()
        await written.receive(message(1), headers=headers, body=body, target=f"/{CANARY}/telnyx?secret={CANARY}")
        told_of = message(2, status="failed", phase=Phase.FAILED, reason=f"the api_key={CANARY} is not right")
        await written.receive(told_of)
        await written.receive(unknown, verdict=REJECTED, target=f"/hooks?token={CANARY}")
        text = await shown(reader, texts=True)
    assert CANARY not in text
    assert "the api_key=REDACTED is not right" in text


async def hostile(written: Books) -> None:
    """Everything that a stranger can say, said with markup."""
    for number, text in enumerate(HOSTILE):
        said: Mapping[str, object] = {"reason": text, "code": text, "meaning": text, "name": text, "text": text}
        for kind in (Kind.BRAND, Kind.CAMPAIGN, Kind.NUMBER, Kind.ORDER):
            event = told(f"{text}{number}", text, kind, f"{text}/{kind}", text, Phase.FAILED, **said)
            await written.receive(event.model_copy(update={"campaign": text, "brand": text}))
            await written.receive(event.model_copy(update={"id": f"{text}-", "phase": Phase.PENDING}), ago=9e5)
        more = {**said, "sender": text, "recipient": text, "campaign": text}
        await written.receive(message(number, status=text, phase=Phase.FAILED, type=text, provider=text, **more))
        refused = REJECTED.model_copy(update={"reason": text})
        await written.receive(message(number + 100, type=text, provider=text), verdict=refused)


async def test_x4_html_whatever_strangers_say_nothing_runs_nothing_is_loaded_and_it_fits(tmp_path: Path) -> None:
    async with books(tmp_path) as (written, reader):
        await hostile(written)
        await traffic(written)
        await morning(written)
        text = await shown(reader, 'type:"<b>*" or kind:message', texts=True)
        everything = await shown(reader, texts=True)
    file = tmp_path / "report.html"
    file.write_text(everything, encoding="utf-8")
    assert "\x1b" not in everything + text
    assert "\u202e" not in everything
    assert "<b>*" not in text
    async with chromium(tmp_path / "profile") as tab:
        await looked_at(tab, file)
        said = await tab.ask("document.body.innerText")
        assert tab.requests == [file.as_uri()]
        assert tab.complaints == []
        assert await tab.ask("fetch('data:,x').then(() => 'let', () => 'refused')") == "refused"
    assert all(one in str(said) for one in HOSTILE[:5])


def test_x4_html_no_text_leaves_the_attribute_it_stands_in() -> None:
    assert tag("p", "<i>", title="\"><b>'") == '<p title="&quot;&gt;&lt;b&gt;&#x27;">&lt;i&gt;</p>'


async def looked_at(tab: Page, file: Path) -> None:
    """At every width, in the light and in the dark, and as it is printed."""
    await tab.go(file.as_uri())
    await tab.ask("new Promise((done) => document.readyState === 'complete' ? done() : addEventListener('load', done))")
    for width in WIDTHS:
        size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
        await tab.tell("Emulation.setDeviceMetricsOverride", **size)
        assert await tab.ask(SHOWS), width
    await tab.ask("document.querySelectorAll('*').forEach((one) => one.dispatchEvent(new MouseEvent('mouseover')))")
    assert await tab.ask(RAN) == [None, 0, 0, True]


async def test_it_is_written_once_for_its_owner_and_over_another_only_by_force(tmp_path: Path) -> None:
    async with books(tmp_path) as (written, _):
        await traffic(written)
    store, file = ("--store", str(tmp_path / "callboard.db")), tmp_path / "mine.html"
    done = callboard("report", "-o", str(file), *store, home=tmp_path)
    assert (done.stdout, done.stderr) == ("", f"{file}: 83 events; open it in a browser\n")
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.read_text(encoding="utf-8").endswith("</html>\n")
    done = callboard("report", "-o", str(file), *store, home=tmp_path, code=2)
    assert done.stderr == f"callboard: {file} is there already: --force writes over it\n"
    callboard("report", "since:1h", "-o", str(file), "--force", "-q", *store, home=tmp_path)
    assert "since:1h" in file.read_text(encoding="utf-8")
    nowhere = tmp_path / "no" / "mine.html"
    done = callboard("report", "-o", str(nowhere), *store, home=tmp_path, code=2)
    assert done.stderr == f"callboard: there is no folder {nowhere.parent}\n"
