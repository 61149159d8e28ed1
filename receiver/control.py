"""The local socket on which a board or a command asks the running receiver to write something."""

import asyncio
import errno
import json
import os
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from hashlib import sha256
from pathlib import Path

from store import StoreError

Handler = Callable[[], Awaitable[Mapping[str, object]]]
LONGEST = 65536
LONGEST_NAME = 100
"""Bytes: no system takes more than 107 as a socket's name, and some only 103."""


class NotRunning(Exception):
    """No receiver listens for this store."""


def socket_path(log: Path) -> Path:
    """In the runtime folder, another for each store; without such a folder, beside the store."""
    runtime, beside = os.environ.get("XDG_RUNTIME_DIR"), log.with_name(f"{log.name}.sock")
    if not runtime and len(os.fsencode(beside)) <= LONGEST_NAME:
        return beside
    folder = Path(runtime) / "callboard" if runtime else Path(tempfile.gettempdir()) / f"callboard-{os.getuid()}"
    return folder / f"{sha256(os.fsencode(log.absolute())).hexdigest()[:16]}.sock"


@asynccontextmanager
async def listening(log: Path, handlers: Mapping[str, Handler]) -> AsyncIterator[None]:
    """Answer requests while the block runs; only the user may connect."""
    path = socket_path(log)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if path.parent.stat().st_uid != os.getuid():
            raise PermissionError(errno.EPERM, "the folder is another user's")
        path.unlink(missing_ok=True)
        server = await asyncio.start_unix_server(lambda r, w: _serve(r, w, handlers), path=str(path), limit=LONGEST)
    except OSError as error:
        raise StoreError(
            f"no control socket can be made at {path}: {error.strerror or error}; set XDG_RUNTIME_DIR"
        ) from error
    path.chmod(0o600)
    try:
        yield
    finally:
        server.close()
        path.unlink(missing_ok=True)


async def ask(log: Path, what: str) -> Mapping[str, object]:
    """Have the receiver of a store do something; its answer. Raises `NotRunning`."""
    try:
        reader, writer = await asyncio.open_unix_connection(str(socket_path(log)), limit=LONGEST)
    except OSError:
        raise NotRunning from None
    try:
        writer.write(json.dumps({"do": what}).encode() + b"\n")
        answer = json.loads(await reader.readline() or b"{}")
        return answer if isinstance(answer, dict) else {}
    finally:
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, handlers: Mapping[str, Handler]) -> None:
    with suppress(OSError, ValueError):
        request = json.loads(await reader.readline())
        handler = handlers.get(str(request.get("do"))) if isinstance(request, dict) else None
        answer = await handler() if handler else {"error": "not a thing that the receiver does"}
        writer.write(json.dumps(answer).encode() + b"\n")
        await writer.drain()
    writer.close()
