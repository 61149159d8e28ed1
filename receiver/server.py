"""The server: a listening socket that says in one sentence why it cannot be had, and uvicorn on it behind the guard."""

import asyncio
import errno
import logging
import os
import socket
from collections.abc import Callable, Generator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING

import uvicorn

from .entrance.connection import Limits, sweep
from .guard import guarded

if TYPE_CHECKING:
    from uvicorn._types import ASGI3Application

BACKLOG = 2048
LAST_PORT = 65535
GRACE = 3
"""Seconds that a stop waits for answers that are owed."""
LAST_WORDS = 0.5
SWEEP = 0.25
OPEN_FILES = 4096
"""Each connection is an open file, and some systems start with 256."""


class BindError(OSError):
    """The socket is not to be had; the text is one sentence with a way out."""


def bind(host: str, port: int) -> socket.socket:
    """A socket that listens; port 0 takes a free one."""
    try:
        return _listening(host, port)
    except (OSError, OverflowError) as error:
        raise BindError(sentence(error, host, port)) from error


def sentence(error: Exception, host: str, port: int) -> str:
    """Why a socket is not to be had, and what to do."""
    number = error.errno if isinstance(error, OSError) else None
    if isinstance(error, socket.gaierror):
        return f"the host {host} is not known: give an address of this machine with --host, such as 127.0.0.1"
    if isinstance(error, OverflowError):
        return f"port {port} is not between 0 and {LAST_PORT}: give another with --port (0 picks a free one)"
    if number == errno.EADDRINUSE:
        return (
            f"port {port} on {host} is already in use: "
            "stop the program that has it, or give another with --port (0 picks a free one)"
        )
    if number == errno.EACCES:
        return f"port {port} on {host} needs more rights than you have: give one above 1023 with --port"
    if number == errno.EADDRNOTAVAIL:
        return f"{host} is not an address of this machine: give one that is with --host, such as 127.0.0.1"
    return f"port {port} on {host} cannot be had ({error}): give another with --port or --host"


def url_of(listener: socket.socket) -> str:
    """The URL of a listening socket."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """The factory of the fastest event loop there is; None stands for asyncio's own."""
    if find_spec("uvloop") is None:
        return None
    import uvloop  # noqa: PLC0415 (not on every platform)

    return uvloop.new_event_loop


async def run(
    app: "ASGI3Application", listener: socket.socket, stop: asyncio.Event, limits: Limits | None = None
) -> None:
    """Serve until `stop` is set, then give the answers that are owed; the socket is closed at the end."""
    limits = limits or Limits()
    allow_open_files()
    quiet_uvicorn()
    server = Server(_config(app, limits))
    tasks = [
        asyncio.create_task(sweep(server.server_state, min(SWEEP, limits.request / 4))),
        asyncio.create_task(_leave(server, stop)),
    ]
    try:
        await server.serve(sockets=[listener])
    finally:
        for task in tasks:
            task.cancel()
        await server.hang_up()
        listener.close()


class Server(uvicorn.Server):
    """Uvicorn's server without its hands on the signals: they belong to the command line."""

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield

    async def hang_up(self) -> None:
        """End what outlived the grace; who waits for the store still hears that it took too long."""
        if self.server_state.tasks:
            await asyncio.wait(self.server_state.tasks, timeout=LAST_WORDS)
        for connection in list(self.server_state.connections):
            if not connection.transport.is_closing():
                connection.transport.abort()


def _config(app: "ASGI3Application", limits: Limits) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=guarded(limits),
        ws="none",
        lifespan="off",
        interface="asgi3",
        backlog=BACKLOG,
        proxy_headers=False,  # behind a tunnel every peer is this machine, which uvicorn would believe
        server_header=False,
        date_header=False,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=GRACE,
    )


async def _leave(server: Server, stop: asyncio.Event) -> None:
    await stop.wait()
    server.should_exit = True


def _listening(host: str, port: int) -> socket.socket:
    if not 0 <= port <= LAST_PORT:  # the resolver would take the remainder
        raise OverflowError
    family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    # With the protocol named, asyncio sees that it is TCP and sets TCP_NODELAY on what it accepts.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
    except BaseException:
        listener.close()
        raise
    return listener


def allow_open_files() -> None:
    """Take what the system allows us anyway, so that idle connections do not use up what it starts with."""
    if os.name != "posix":
        return
    import resource  # noqa: PLC0415 (POSIX only)

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def quiet_uvicorn() -> None:
    """Without a handler Python would write uvicorn's warnings to the terminal, which is the board's."""
    logger = logging.getLogger("uvicorn")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
