"""A real browser without a window, told what to do over its DevTools protocol."""

import asyncio
import base64
import re
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any, Self

import aiohttp
import pytest

from tests.until import PATIENCE

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-sync",
    "--enable-unsafe-swiftshader",  # xterm.js asks for WebGL, and here is no graphics card
    "--hide-scrollbars",
    "--remote-debugging-port=0",
)
TELLS = re.compile(rb"DevTools listening on (ws://\S+)")
SEES = """
Object.defineProperty(Object.prototype, "fitAddon", {set(addon) {
    globalThis.seen = this;
    Object.defineProperty(this, "fitAddon", {value: addon, writable: true});
}});
"""
"""Keeps hold of the page's terminal as it is made: else nothing outside its script has it."""
SCREEN = """(() => {
    const buffer = globalThis.seen?.terminal.buffer.active;
    const rows = buffer ? [...Array(globalThis.seen.terminal.rows).keys()] : [];
    return rows.map((row) => buffer.getLine(buffer.viewportY + row).translateToString(true)).join("\\n");
})()"""
"""The letters that xterm.js holds for its screen, which it paints on a canvas."""


class Page:
    """A tab."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket, self._numbers, self._session = socket, count(1), ""
        self.complaints: list[str] = []
        """What the browser has said against the page: what was refused, not found, or wrong in a script."""
        self.requests: list[str] = []
        """Every URL that was asked for."""

    async def opened(self) -> Self:
        made = await self.tell("Target.createTarget", url="about:blank")
        joined = await self.tell("Target.attachToTarget", targetId=made["targetId"], flatten=True)
        self._session = joined["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            await self.tell(f"{domain}.enable")
        await self.tell("Page.addScriptToEvaluateOnNewDocument", source=SEES)
        return self

    async def go(self, url: str) -> None:
        await self.tell("Page.navigate", url=url)

    async def press(self, key: str) -> None:
        """A key that writes one letter."""
        await self.tell("Input.dispatchKeyEvent", type="keyDown", key=key, text=key)
        await self.tell("Input.dispatchKeyEvent", type="keyUp", key=key)

    async def escape(self) -> None:
        for kind in ("keyDown", "keyUp"):
            await self.tell("Input.dispatchKeyEvent", type=kind, key="Escape", code="Escape", windowsVirtualKeyCode=27)

    async def ask(self, script: str) -> Any:
        """What the script is worth, in the page."""
        said = await self.tell("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        return said["result"].get("value")

    async def text(self) -> str:
        return str(await self.ask(SCREEN))

    async def until(self, true: Callable[[str], bool]) -> str:
        """The screen, as soon as it is so; it fails with the screen."""
        text = ""
        try:
            async with asyncio.timeout(PATIENCE):
                while not true(text := await self.text()):
                    await self.ask("new Promise(requestAnimationFrame)")
        except TimeoutError:
            pytest.fail(f"the browser shows\n{text}\nand complains {self.complaints}")
        return text

    async def picture(self) -> bytes:
        """What is painted, as PNG."""
        return base64.b64decode((await self.tell("Page.captureScreenshot", format="png"))["data"])

    async def tell(self, method: str, **parameters: object) -> dict[str, Any]:
        """A command to the browser; its answer."""
        number = next(self._numbers)
        session = {"sessionId": self._session} if self._session else {}
        await self._socket.send_json({"id": number, "method": method, "params": parameters, **session})
        while (said := await self._socket.receive_json(timeout=PATIENCE)).get("id") != number:
            self._note(said)
        assert "error" not in said, said
        return dict(said["result"])

    def _note(self, said: dict[str, Any]) -> None:
        match said:
            case {"method": "Log.entryAdded", "params": {"entry": {"text": text}}}:
                self.complaints.append(text)
            case {"method": "Runtime.exceptionThrown", "params": {"exceptionDetails": {"exception": thrown}}}:
                self.complaints.append(str(thrown.get("description")))
            case {"method": "Page.javascriptDialogOpening", "params": {"message": message}}:
                self.complaints.append(f"a dialog: {message}")
            case {"method": "Network.requestWillBeSent", "params": {"request": {"url": url}}}:
                self.requests.append(url)


@asynccontextmanager
async def chromium(profile: Path, *, size: tuple[int, int] = (1280, 800)) -> AsyncIterator[Page]:
    """A page of a browser of its own; the test is left out where there is none."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if not program:
        pytest.skip(f"there is no browser here: one of {', '.join(NAMES)}")
    flags = (*FLAGS, f"--user-data-dir={profile}", f"--window-size={size[0]},{size[1]}")
    process = await asyncio.create_subprocess_exec(program, *flags, "about:blank", stderr=asyncio.subprocess.PIPE)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(_end, process)
        url = await asyncio.wait_for(_address(process), PATIENCE)
        session = await stack.enter_async_context(aiohttp.ClientSession())
        socket = await stack.enter_async_context(session.ws_connect(url, max_msg_size=0))
        yield await Page(socket).opened()


async def _address(process: asyncio.subprocess.Process) -> str:
    assert process.stderr
    while line := await process.stderr.readline():
        if told := TELLS.search(line):
            return told[1].decode()
    pytest.fail("the browser ended as it began")


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.kill()
    await process.communicate()
