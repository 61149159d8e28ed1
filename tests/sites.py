"""A site on a real port, with a small program in a board's place, and a browser's requests without a browser."""

import socket
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

import aiohttp
import httpx

from tests.until import PATIENCE
from tui.web.gate import COOKIE, Gate
from tui.web.site import Site

ECHO = """
import sys
sys.stdout.buffer.write(b"__GANGLION__\\nD\\0\\0\\0\\5hello")
sys.stdout.flush()
while head := sys.stdin.buffer.read(5):
    said = sys.stdin.buffer.read(int.from_bytes(head[1:], "big"))
    if said == b'{"type": "quit"}' or said == b"q":
        break
    sys.stdout.buffer.write(b"D" + len(said).to_bytes(4, "big") + said)
    sys.stdout.flush()
"""
"""Speaks as Textual's web driver does: greets, says again what it hears, ends when told or at a q."""


def program(text: str = ECHO) -> Sequence[str]:
    return (sys.executable, "-c", text)


@asynccontextmanager
async def served(command: Sequence[str] | None = None) -> AsyncIterator[Gate]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        gate = Gate(listener.getsockname()[1])
        async with Site(gate, command or program()).served(listener):
            yield gate


def ours(gate: Gate) -> dict[str, str]:
    """What a browser on our page says of itself."""
    home = f"127.0.0.1:{gate.port}"
    return {"Host": home, "Cookie": f"{COOKIE}={gate.cookie}", "Origin": f"http://{home}"}


async def get(gate: Gate, path: str, headers: Mapping[str, str], method: str = "GET") -> httpx.Response:
    said: Mapping[bytes, bytes] = {name.encode(): value.encode("latin-1") for name, value in headers.items()}
    async with httpx.AsyncClient(trust_env=False, base_url=f"http://127.0.0.1:{gate.port}", timeout=PATIENCE) as client:
        return await client.request(method, path, headers=said)


@asynccontextmanager
async def tab(gate: Gate, *, cells: str = "width=120&height=36") -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    """The socket that the page opens."""
    url = f"http://127.0.0.1:{gate.port}{gate.place}ws?{cells}"
    async with aiohttp.ClientSession() as session, session.ws_connect(url, headers=ours(gate)) as opened:
        yield opened
