"""A browser's tab as a terminal: a board of its own, whose screen goes there, and whose keys come from there."""

import asyncio
import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress

from aiohttp import web

READY = b"__GANGLION__\n"
"""What Textual's web driver writes before its first packet."""
SMALLEST, WIDEST, HIGHEST = 1, 500, 300
LEAVE = 3.0
"""Seconds for a board to end."""

Size = tuple[int, int]


async def visit(command: Sequence[str], socket: web.WebSocketResponse, size: Size) -> None:
    """Have a board on the socket until either ends; then both have."""
    board = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env=environment(os.environ, size),
        start_new_session=True,  # a ctrl+c in our terminal is for us: we end the boards
    )
    ways = [asyncio.create_task(_draw(board, socket)), asyncio.create_task(_type(socket, board))]
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)
        await _end(board)
        await socket.close()


def environment(ours: Mapping[str, str], size: Size) -> dict[str, str]:
    """What Textual's web driver asks for."""
    drawn = {"TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver", "TEXTUAL_COLOR_SYSTEM": "truecolor"}
    return {**ours, **drawn, "COLUMNS": str(size[0]), "ROWS": str(size[1])}


def size_of(told: Mapping[str, object]) -> Size:
    """The columns and rows that a browser says it has, within reason."""
    return _cells(told.get("width"), 80, WIDEST), _cells(told.get("height"), 24, HIGHEST)


def packet(text: str) -> bytes:
    """What the page says, as Textual's web driver reads it; nothing if it is none of its words."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return b""
    match said:
        case ["stdin", str(keys)]:
            return _packed(b"D", keys.encode("utf-8", "replace"))
        case ["resize", dict(told)]:
            width, height = size_of(told)
            return _meta(type="resize", width=width, height=height)
        case ["focus" | "blur" as moved, *_]:
            return _meta(type=moved)
    return b""


async def _draw(board: asyncio.subprocess.Process, socket: web.WebSocketResponse) -> None:
    if board.stdout is None or await board.stdout.readline() != READY:
        return
    with suppress(asyncio.IncompleteReadError, ConnectionError):
        while True:
            head = await board.stdout.readexactly(5)
            body = await board.stdout.readexactly(int.from_bytes(head[1:]))
            if head[:1] == b"D":  # the others ask for files and addresses to be opened: no board does here
                await socket.send_bytes(body)


async def _type(socket: web.WebSocketResponse, board: asyncio.subprocess.Process) -> None:
    with suppress(ConnectionError):
        async for message in socket:
            if board.stdin and isinstance(message.data, str):
                board.stdin.write(packet(message.data))
                await board.stdin.drain()


async def _end(board: asyncio.subprocess.Process) -> None:
    """Have it leave as if by a key; a board that will not is killed."""
    try:
        async with asyncio.timeout(LEAVE):
            await board.communicate(_meta(type="quit"))
    except TimeoutError:
        with suppress(ProcessLookupError):
            board.kill()
        await board.wait()


def _meta(**said: object) -> bytes:
    return _packed(b"M", json.dumps(said).encode())


def _packed(kind: bytes, body: bytes) -> bytes:
    return kind + len(body).to_bytes(4) + body


def _cells(told: object, otherwise: int, most: int) -> int:
    try:
        return max(SMALLEST, min(most, int(str(told))))
    except ValueError:
        return otherwise
