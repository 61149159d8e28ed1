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

Said = Mapping[str, object]
Handler = Callable[[Said], Awaitable[Said]]
"""Is given what was said with the request, and gives the answer."""
LONGEST = 4 * 2**20
"""Bytes of a request: the beginning of an app's answer is the longest that is told."""
PATIENCE = 5.0
"""Seconds that a request may take, and its answer."""
LONGEST_NAME = 100
"""Bytes: no system takes more than 107 as a socket's name, and some only 103."""


UNKNOWN = "not a thing that the receiver does"
"""What an older receiver answers to what it has not learned."""


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


async def ask(log: Path, what: str, **said: object) -> Said:
    """Have the receiver of a store do something; its answer. Raises `NotRunning`, and `TimeoutError` where it hangs."""
    try:
        reader, writer = await asyncio.open_unix_connection(str(socket_path(log)), limit=LONGEST)
    except OSError:
        raise NotRunning from None
    try:
        writer.write(json.dumps({**said, "do": what}).encode() + b"\n")
        async with asyncio.timeout(PATIENCE):
            answer = json.loads(await reader.readline() or b"{}")
        return answer if isinstance(answer, dict) else {}
    finally:
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()


def done(answer: Said, lacks: str) -> None:
    """Raises `StoreError` where it is not: with what an older receiver does not do, or with what is in the way."""
    if answer.get("error") == UNKNOWN:
        raise StoreError(f"the receiver of this store is an older one, and {lacks}: start it again")
    if not answer.get("ok"):
        raise StoreError(str(answer.get("error", "the receiver did not answer")))


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, handlers: Mapping[str, Handler]) -> None:
    try:
        async with asyncio.timeout(PATIENCE):
            writer.write(json.dumps(await _answer(await reader.readline(), handlers)).encode() + b"\n")
            await writer.drain()
    except (OSError, ValueError, RecursionError):  # what is no request, and who went before the answer
        pass
    finally:
        writer.close()


async def _answer(line: bytes, handlers: Mapping[str, Handler]) -> Said:
    request = json.loads(line)
    if not isinstance(request, dict):
        return {"error": UNKNOWN}
    what = request.pop("do", None)
    handler = handlers.get(what) if isinstance(what, str) else None
    if handler is None:
        return {"error": UNKNOWN}
    return await handler(request)
