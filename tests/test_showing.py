"""Behind the mask no number, no address and no word of anybody is on any screen, in any picture, or copied."""

import re
import stat
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from textual.widgets import Input

from store import Capture, Kind, Phase, StoreError
from tests.board import ASSIGNED, WIDE, Books, message, morning, stand, told
from tests.elsewhere import Elsewhere
from tests.everywhere import PLACES, SIZES
from tests.until import until
from tui.given import Given
from tui.privacy import masked
from tui.text import Spans

NUMBERS = ("15558246071", "15557654321", "5559876543", "15553096144")
WORDS = ("umbrella", "zeppelin", "quokka", "sesame", "Xylophone")
TEXT = "umbrella zeppelin at 8, call (555) 987-6543"
JSON = (
    b'{"data": {"payload": {"text": "umbrella zeppelin", "to": [{"phone_number": "+15558246071"}], "body": ["quokka"],'
    b' "from": "+1 555 765 4321", "contact": "ann.quokka@sesame.example", "parts": {"content": {"text": "sesame"}}}}}'
)
FORM = b"To=%2B15558246071&From=15557654321&Body=umbrella+zeppelin&MessageStatus=delivered"
HEADERS = (
    (b"Host", b"h.test"),
    (b"Authorization", b"Basic umbrella"),
    (b"X-To", b"+15558246071"),
    (b"Content-Type", b"application/x-www-form-urlencoded"),
)
TARGET = "/telnyx/+15557654321?Text=umbrella&To=%2B15558246071"
SHORT = "72539"
"""Digits of a short code."""
FIVE = [number[at : at + 5] for number in NUMBERS for at in range(len(number) - 4)]


async def gossip(books: Books) -> None:
    """Numbers, addresses and texts wherever there is a place for one."""
    named = {"summary": "+15558246071 for Mr. 15557654321", "reason": "no route to +1 (555) 309-6144", "text": TEXT}
    number = told("telnyx", ASSIGNED, Kind.NUMBER, "+15557654321", "failed", Phase.FAILED, campaign="CQ1", **named)
    brand = {**named, "name": "+15558246071 Ltd", "meaning": "call 555-987-6543"}
    await books.receive(number, ago=90, target=TARGET)
    await books.receive(told("plivo", "brand", Kind.BRAND, "15553096144", "VERIFIED", Phase.OK, **brand), ago=80)
    await books.receive(
        told("plivo", "campaign", Kind.CAMPAIGN, "CQ1", "ACTIVE", Phase.OK, brand="15553096144"), ago=70
    )
    ids = {"id": "ann.quokka@sesame.example", "recipient": "+15558246071", "sender": "5559876543", **named}
    plain = told("telnyx", "x", Kind.ORDER, "15553096144", "pending", Phase.PENDING, **named)
    await books.receive(plain, ago=5, body=b"umbrella\nzeppelin 15558246071")
    await books.receive(message(3, **ids), ago=4, body=b"\0\xff umbrella zeppelin 15558246071", target=TARGET)
    await books.receive(message(4, **ids), ago=3, body=FORM, headers=HEADERS, target=TARGET)
    short = {"recipient": SHORT, "sender": SHORT, "summary": f"{SHORT} delivered", "text": TEXT}
    body = f'{{"data": {{"to": [{{"phone_number": "{SHORT}"}}], "from": {SHORT}}}}}'.encode()
    await books.receive(message(6, **short), ago=2.5, body=body)
    await books.receive(message(5, **{**ids, "id": "m-5"}), ago=2, body=JSON, target=TARGET)


def explained(capture: Capture) -> Iterator[Spans]:
    from receiver.meaning.reasons import Reason
    from tui.request.explaining import lines

    url = f"https://x.test{TARGET}"
    said = {"signed": f"{url}{capture.body.decode('latin-1')}", "url": url, "would_match": url, "advice": "15557654321"}
    return lines(Signer(), [Reason(**BECAUSE, **said)], known=True)  # type: ignore[arg-type]


BECAUSE: dict[str, object] = {
    "scheme": "s",
    "header": "h",
    "given": ("a",),
    "expected": ("b",),
    "url_from": "settings",
    "age": 3,
    "refusal": "no",
    "would_match_with": None,
}


class Signer:
    """A provider that signs."""

    title, signs = "Telnyx", "HMAC"


def leaks(shown: str) -> list[str]:
    digits = re.sub(r"[ ().…\-]|[^\S\n]", "", shown)
    return [secret for secret in (SHORT, *FIVE, *WORDS) if secret.lower() in shown.lower() or secret in digits]


@pytest.mark.parametrize("place", PLACES)
async def test_nothing_of_anybody_is_on_a_masked_screen(place: str, tmp_path: Path) -> None:
    given = Given(explain=explained, private=True, ways=lambda _: Elsewhere())
    async with stand(tmp_path, fill=gossip, given=given) as there:
        await there.press(*PLACES[place])
        for size in SIZES:
            await there.resize(size)
            shown = there.text()
            if there.board.screen.query(Input):  # what the user types is words, too; of it only numbers are masked
                shown = shown.replace("umbrella", "")
            assert leaks(shown) == [], shown
            assert "MASKED" in shown or there.board.screen.is_modal  # which may cover the top line


async def test_the_test_would_see_it(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=gossip) as there:
        assert len(leaks(there.text())) > 10


async def test_p_masks_and_unmasks_at_once(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=morning) as there:
        assert "+15551230000" in there.text()
        await there.press("P")
        assert "+15551230000" not in there.text()
        assert "+•••••••••00" in there.text()
        assert "MASKED" in there.text().splitlines()[0]
        await there.press("P")
        assert "+15551230000" in there.text()
        assert "MASKED" not in there.text().splitlines()[0]


async def test_a_toast_and_a_title_are_masked_too(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=gossip, toasts=True, given=Given(private=True)) as there:
        there.board.notify("sent to +15558246071 and 555 987 6543", markup=False)
        there.pane("events").border_title = "of +15558246071"
        await there.settle()
        assert "sent to +•••" in there.text()
        assert leaks(there.text()) == []


async def test_behind_the_mask_nothing_is_copied_from_the_store(tmp_path: Path) -> None:
    async with stand(tmp_path, fill=gossip, given=Given(private=True)) as there:
        assert " y copy" not in there.text()
        await there.press("y")
        assert len(there.board.screen_stack) == 1
        await there.press("P", "y")
        assert len(there.board.screen_stack) == 2


async def test_what_leaves_the_board_is_masked_with_it(tmp_path: Path) -> None:
    async with stand(tmp_path, given=Given(private=True)) as there:
        assert there.board.shown("+15558246071\x1b") == "+•••••••••71␛"
        await there.press("P")
        assert there.board.shown("+15558246071") == "+15558246071"


async def test_a_screenshot_is_a_picture_and_a_text_for_its_owner(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    async with stand(tmp_path, fill=gossip, toasts=True, given=Given(private=True)) as there:
        await there.press("ctrl+s")
        [said] = [one.message for one in there.board._notifications]
        assert "saved " in there.text()
        await there.press("question_mark", "ctrl+s")
    assert sorted(path.name for path in here.iterdir()) == [
        "callboard-2026-11-22T140232-2.svg",
        "callboard-2026-11-22T140232-2.txt",
        "callboard-2026-11-22T140232.svg",
        "callboard-2026-11-22T140232.txt",
    ]
    assert {stat.S_IMODE(path.stat().st_mode) for path in here.iterdir()} == {0o600}
    assert said.endswith(".svg and .txt, masked")
    assert "callboard-2026-11-22T140232.svg" in masked(said), "who masks is told where it is, too"
    text, svg = ((here / f"callboard-2026-11-22T140232.{kind}").read_text(encoding="utf-8") for kind in ("txt", "svg"))
    assert text.splitlines()[1].startswith("╭─ 1 Brands")
    drawn = "\n".join("".join(line.itertext()) for line in ET.fromstring(svg).iter())  # noqa: S314  our own
    assert "MASKED" in drawn
    assert leaks(text) == leaks(drawn.replace("\xa0", " ")) == []
    assert "Help" in (here / "callboard-2026-11-22T140232-2.txt").read_text(encoding="utf-8")


async def test_where_nobody_may_write_here_a_screenshot_is_beside_the_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with stand(tmp_path, toasts=True) as there:
        there.board._store = tmp_path / "callboard.db"
        monkeypatch.setattr("os.access", lambda *_: False)
        await there.press("ctrl+s")
        assert (tmp_path / "callboard-2026-11-22T140232.svg").exists()
        there.board._store = tmp_path / "nowhere" / "callboard.db"
        await there.press("ctrl+s")
        assert "the screenshot was not saved" in there.text()


async def test_a_picture_of_what_is_hostile_is_sound_and_asks_nobody_for_anything(tmp_path: Path) -> None:
    async def hostile(books: Books) -> None:
        for number, nasty in enumerate(
            ("<script>alert(1)</script>&\"'", "]]>\x1b]0;x\x07\x9b\u202e\ufffe", "\U0001fffe")
        ):
            await books.receive(message(number, summary=nasty, recipient=nasty, text=nasty), ago=number)

    async with stand(tmp_path, size=WIDE, fill=hostile) as there:
        svg = there.board.export_screenshot()
    tree = ET.fromstring(svg)  # noqa: S314  our own
    assert "<script>" in "".join(tree.itertext())
    assert not [
        node.tag for node in tree.iter() if node.tag.rpartition("}")[2] in {"script", "image", "a", "foreignObject"}
    ]
    assert not [name for node in tree.iter() for name in node.attrib if "href" in name or name.startswith("on")]
    assert set(re.findall(r"url\(([^)]*)\)", svg)) <= set(re.findall(r"url\((#[^)]*)\)", svg))
    assert "@import" not in svg
    assert "@font-face" not in svg
    assert set(re.findall(r"https?://[^\s\"<]+", svg)) <= {"http://www.w3.org/2000/svg", "https://www.textualize.io"}


async def test_a_key_that_asks_a_store_which_does_not_answer_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def capture(_self: object, _seq: int) -> None:
        raise StoreError("it is being replaced")

    async with stand(tmp_path, fill=morning, toasts=True) as there:
        monkeypatch.setattr("store.Reader.capture", capture)
        await there.press("y")
        assert "the store does not answer" in there.text()


async def test_a_store_that_is_being_replaced_while_something_is_sought_in_it_ends_no_board(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def replaced(*_: object) -> None:
        raise StoreError("it is being replaced")

    async with stand(tmp_path, fill=morning, toasts=True) as there:
        monkeypatch.setattr("store.Reader.values", replaced)
        monkeypatch.setattr("store.Reader.entry", replaced)
        for keys in (("slash", *"type:"), ("escape", "s", "slash", *"type:"), ("escape", "escape", "ctrl+f", *"acme")):
            await there.pilot.press(*keys)
        await until(lambda: "Acme Corp" in there.text())
        await there.pilot.press("enter")
        await until(lambda: "the store does not answer" in there.text())
