"""`callboard web` as a user starts it, and the board in a real browser."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path

import aiohttp
import pyte
import pytest
from yarl import URL

from store import Kind, Phase, locked
from tests import board
from tests.board import STORY, VERIFIED, Books, books, message, told
from tests.chromium import Page, chromium
from tests.running import CALLBOARD, LIFE, Running, callboard, environment, running
from tests.terminal import Watched, family, kill
from tests.until import PATIENCE

PICTURE = Path(__file__).parent / "screens" / "web.png"
"""README shows it."""
BLANK, LARGEST = 20_000, 150_000
"""Bytes that a picture without letters does not reach, and that one in the repository should not."""
COPIED = """
const write = navigator.clipboard.writeText.bind(navigator.clipboard);
globalThis.copied = new Promise((done) => {
    navigator.clipboard.writeText = (text) => write(text).then(() => done(text), (error) => done(String(error)));
});
undefined"""
"""Tells what the clipboard has taken."""
STATES: tuple[dict[str, object], ...] = (
    {"status": "delivered", "phase": Phase.OK},
    {"status": "sent", "phase": Phase.PENDING, "type": "message.sent"},
    {"status": "delivered", "phase": Phase.OK},
    {"status": "undelivered", "phase": Phase.FAILED, "code": "30007"},
)


@pytest.fixture
def receiver(tmp_path: Path) -> Iterator[Running]:
    """A receiver with one brand in its store."""
    with running(tmp_path / "store" / "callboard.db") as there:
        callboard("send", "telnyx/brand_tcr_brand_update_brand_add", "--to", f"{there.url}/telnyx", home=tmp_path)
        there.events(1)
        yield there


class Web:
    """`callboard web`, and what it says."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        assert process.stdout
        self.url = URL(process.stdout.readline().strip())

    def leave(self, number: signal.Signals) -> tuple[int, str, str]:
        """Its exit code, and what else it has said."""
        self.process.send_signal(number)
        said, talk = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, said, talk


@contextmanager
def web(store: Path, *more: str) -> Iterator[Web]:
    command = (*CALLBOARD, "web", "--store", str(store), "--web-port", "0", *more)
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=environment(store.parent)) as process:
        patience = threading.Timer(LIFE, process.kill)
        patience.start()
        try:
            yield Web(process)
        finally:
            patience.cancel()
            kill(process.pid)


class Tab:
    """The page's part, without a browser: keys go in, a screen comes out."""

    def __init__(self, socket_: aiohttp.ClientWebSocketResponse) -> None:
        self._socket, self._screen = socket_, pyte.Screen(120, 36)
        self._stream = pyte.ByteStream(self._screen)

    async def press(self, keys: str) -> None:
        await self._socket.send_json(["stdin", keys])

    async def until(self, true: Callable[[str], bool]) -> str:
        async with asyncio.timeout(PATIENCE):
            while not true(text := "\n".join(self._screen.display)):
                self._stream.feed(await self._socket.receive_bytes())
        return text


async def tab(client: aiohttp.ClientSession, url: URL) -> Tab:
    page = await client.get(url)
    assert page.status == 200
    home = f"{url.scheme}://{url.authority}"
    return Tab(await client.ws_connect(page.url / "ws" % {"width": 120, "height": 36}, headers={"Origin": home}))


async def test_the_board_is_for_looking_and_ends_with_the_server(receiver: Running) -> None:
    with web(receiver.store) as served:
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as client:
            screen = await tab(client, served.url)
            text = await screen.until(lambda text: "Brands" in text and "1 ev" in text)
            assert "LIVE" in text
            await screen.press("a?")
            assert "sample" not in await screen.until(lambda text: "EVERYWHERE" in text)
            boards = Watched(*family(served.process.pid))
            assert await asyncio.to_thread(served.leave, signal.SIGTERM) == (
                143,
                "",
                "for browsers on this machine, for looking only (--allow-actions lets it do more); ctrl+c ends it\n",
            )
            assert boards.gone(0)


async def test_a_board_that_may_act_posts_samples(receiver: Running) -> None:
    with web(receiver.store, "--allow-actions", "-q") as served:
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as client:
            screen = await tab(client, served.url)
            await screen.until(lambda text: "a sample" in text)
            await screen.press("a")
            await screen.until(lambda text: "2 ev" in text)
        assert served.leave(signal.SIGINT) == (130, "", "")
    assert receiver.events(1)[0]["provider"] == "telnyx"


async def test_no_board_outlives_a_server_that_was_killed(receiver: Running) -> None:
    with web(receiver.store) as served:
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as client:
            await (await tab(client, served.url)).until(lambda text: "1 ev" in text)
            boards = Watched(*family(served.process.pid))
            os.kill(served.process.pid, signal.SIGKILL)
            assert await asyncio.to_thread(boards.gone)
            assert not (receiver.store.parent / "board-fault.txt").exists()


async def test_a_real_browser_shows_the_board_live_and_nothing_is_loaded_from_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, accept: bool
) -> None:
    monkeypatch.setattr(board, "NOW", datetime.now(UTC))
    log = tmp_path / "callboard.db"
    async with books(tmp_path) as (written, _):
        await busy(written)
        with locked(log, url="http://127.0.0.1:8010"), web(log) as served:
            async with chromium(tmp_path / "profile") as page:
                await page.go(str(served.url))
                await page.until(lambda text: "LIVE" in text and "Acme Corp" in text)
                await loaded_from_us(page, served.url)
                await written.receive(
                    told("telnyx", "brand", Kind.BRAND, "BNEW", "VERIFIED", Phase.OK, name="Newest Inc")
                )
                await page.until(lambda text: "Newest Inc" in text)
                picture = await page.picture()
                assert len(picture) > BLANK
                await page.press("?")
                await page.until(lambda text: "EVERYWHERE" in text)
                assert await page.picture() != picture
                await page.escape()
                await page.until(lambda text: "EVERYWHERE" not in text)
                assert await copied_summary(page) == "BNEW VERIFIED"
                assert page.complaints == []
                boards = Watched(*family(served.process.pid))
            assert await asyncio.to_thread(boards.gone)
    if accept:
        PICTURE.write_bytes(picture)
    assert BLANK < PICTURE.stat().st_size < LARGEST


async def copied_summary(page: Page) -> object:
    """What the browser's clipboard was given; our own page may write it, and not read it."""
    await page.ask(COPIED)
    await page.press("y")
    await page.until(lambda text: "Copy" in text)
    await page.press("s")
    return await page.ask("globalThis.copied")


async def loaded_from_us(page: Page, url: URL) -> None:
    """And the token is gone, no script can have the cookie, and nothing opens a window."""
    assert await page.ask("[location.search, document.cookie]") == ["", ""]
    assert await page.ask("window.open('https://example.test/')") is None
    assert await page.ask("document.fonts.check('15px \"Roboto Mono\"')") is True
    loaded = await page.ask("performance.getEntriesByType('resource').map((one) => one.name)")
    assert {URL(one).authority for one in loaded} == {url.authority}


async def busy(there: Books) -> None:
    """A morning's work, up to now."""
    for ago, event in STORY:
        await there.receive(event.model_copy(update={"occurred_at": None}), ago=ago)
    for ago, state in zip(range(43, 1, -3), cycle(STATES)):
        moment = board.NOW - timedelta(seconds=ago + ago / 20)
        await there.receive(
            message(ago, occurred_at=moment, summary=f"to {ago}: {state['status']}", **state), verdict=VERIFIED, ago=ago
        )


def test_without_its_extra_it_says_what_to_install(tmp_path: Path) -> None:
    start = "import sys; sys.modules['textual_serve'] = None; from tui.cli import main; main()"
    command = (sys.executable, "-c", start, "web")
    done = subprocess.run(command, capture_output=True, text=True, env=environment(tmp_path), check=False)
    said = f"callboard: the browser's side is not installed: {sys.executable} -m pip install 'textual-serve>=1.1.3'\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", said)


def test_it_is_never_on_the_receivers_port(receiver: Running, tmp_path: Path) -> None:
    port = str(URL(receiver.url).port)
    where = ("--store", str(receiver.store))
    for arguments in (
        (*where, "--web-port", port),
        (*where, "--web-port", "8111", "--port", "8111"),
        ("--web-port", "8010"),
    ):
        done = callboard("web", *arguments, home=tmp_path, code=2)
        assert "is the receiver's, and tunnels make that public: give another with --web-port" in done.stderr
        assert done.stdout == ""


def test_a_taken_port_and_a_missing_store_are_a_sentence(receiver: Running, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        done = callboard("web", "--store", str(receiver.store), "--web-port", port, home=tmp_path, code=2)
        assert done.stderr == (
            f"callboard: port {port} on 127.0.0.1 is already in use: give another with --web-port (0 is any)\n"
        )
    none = callboard("web", "--store", str(tmp_path / "none.db"), "--web-port", "0", home=tmp_path, code=2)
    assert "there is no store" in none.stderr
    assert none.stdout == ""
