"""What is served: the page, the few files that it loads, and a board behind its socket."""

import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from importlib.resources import files

from aiohttp import web

from .gate import Gate, guarded
from .visit import size_of, visit

MOST = 5
"""Boards at once: each is a process."""
FULL = f"{MOST} boards are open already: close a tab, then open this one again."
LARGEST = 2**18
"""Bytes of one message: a paste."""
BEAT = 15
"""Seconds after which a tab that does not answer is gone."""
CLOSING = 5.0
"""Seconds for the boards to end with us."""

OURS, THEIRS = files(__package__), files("textual_serve") / "static"
LOADED = {
    "page.css": (OURS / "page.css", "text/css"),
    "page.js": (OURS / "page.js", "text/javascript"),
    "textual.js": (THEIRS / "js" / "textual.js", "text/javascript"),
    "xterm.css": (THEIRS / "css" / "xterm.css", "text/css"),
    "mono.ttf": (THEIRS / "fonts" / "RobotoMono-VariableFont_wght.ttf", "font/ttf"),
    "italic.ttf": (THEIRS / "fonts" / "RobotoMono-Italic-VariableFont_wght.ttf", "font/ttf"),
}
"""All the files there are."""


class Site:
    """The page and its boards, behind a gate."""

    def __init__(self, gate: Gate, command: Sequence[str]) -> None:
        """`command` draws a board by Textual's web driver."""
        self._gate, self._command = gate, command
        self._open: set[web.WebSocketResponse] = set()

    @asynccontextmanager
    async def served(self, listener: socket.socket) -> AsyncIterator[None]:
        """While the block runs; the boards end with it."""
        runner = web.AppRunner(self._app(), access_log=None, shutdown_timeout=CLOSING)
        await runner.setup()
        try:
            await web.SockSite(runner, listener).start()
            yield
        finally:
            await runner.cleanup()

    def _app(self) -> web.Application:
        app, place = guarded(self._gate), self._gate.place
        app.router.add_get("/", self._gate.enter)
        app.router.add_get(place, self._page)
        app.router.add_get(f"{place}ws", self._board)
        app.router.add_get(f"{place}{{name}}", _file)
        app.on_shutdown.append(self._close)
        return app

    async def _page(self, request: web.Request) -> web.StreamResponse:
        page = (OURS / "page.html").read_text(encoding="utf-8")
        url = f"ws://{request.host}{self._gate.place}ws"  # the host is one that the gate knows
        return web.Response(text=page.replace("{socket}", url), content_type="text/html")

    async def _board(self, request: web.Request) -> web.StreamResponse:
        tab = web.WebSocketResponse(heartbeat=BEAT, max_msg_size=LARGEST)
        await tab.prepare(request)
        if len(self._open) >= MOST:
            await tab.send_bytes(f"\r\n  {FULL}".encode())
            await tab.close()
            return tab
        self._open.add(tab)
        try:
            await visit(self._command, tab, size_of(request.query))
        finally:
            self._open.discard(tab)
        return tab

    async def _close(self, _app: web.Application) -> None:
        for one in tuple(self._open):
            with suppress(ConnectionError):
                await one.close()


async def _file(request: web.Request) -> web.StreamResponse:
    if (name := request.match_info["name"]) not in LOADED:
        raise web.HTTPNotFound
    file, type_ = LOADED[name]
    return web.Response(body=file.read_bytes(), content_type=type_)
