"""An ssh server that speaks as localhost.run's, serveo's and pinggy's do: it lets everybody in, forwards, and says a
URL."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncssh
from asyncssh.listener import create_tcp_forward_listener

Session = Callable[[], "asyncssh.SSHTCPSession[bytes]"]
CLIENT = """
Host *
    HostName 127.0.0.1
    Port {port}
    UserKnownHostsFile {folder}/known
"""


@dataclass
class Stranger:
    """What came to it."""

    port: int = 0
    forwards: int = 0
    """The port that leads to the one who asked last."""
    user: str = ""
    asked: int = 0
    """The port that was asked for."""


class Server(asyncssh.SSHServer):
    """One connection."""

    def __init__(self, stranger: Stranger) -> None:
        self._stranger = stranger

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        self._connection = conn

    def begin_auth(self, username: str) -> bool:
        self._stranger.user = username
        return False

    def server_requested(self, listen_host: str, listen_port: int) -> Coroutine[object, object, asyncssh.SSHListener]:
        self._stranger.asked = listen_port
        return self._forward(listen_host, listen_port)

    async def _forward(self, host: str, port: int) -> asyncssh.SSHListener:
        """Not from the port that was asked for, which is the world's."""
        loop, line = asyncio.get_running_loop(), self._connection

        async def connect(session: Session, from_host: str, from_port: int) -> tuple[object, object]:
            asked = port or self._stranger.forwards
            return await line.create_connection(session, host, asked, from_host, from_port)

        listener = await create_tcp_forward_listener(line, loop, connect, "127.0.0.1", 0)
        self._stranger.forwards = listener.get_port()
        return listener


@asynccontextmanager
async def stranger(folder: Path, *lines: str) -> AsyncIterator[tuple[Stranger, str]]:
    """It says these lines; and a PATH on which `ssh` takes every name for it."""
    folder.mkdir()
    there = Stranger()

    async def says(process: "asyncssh.SSHServerProcess[str]") -> None:
        for line in lines:
            process.stdout.write(f"{line}\r\n")
        await process.stdin.read()

    key = asyncssh.generate_private_key("ssh-ed25519")
    server = await asyncssh.create_server(
        lambda: Server(there), "127.0.0.1", 0, server_host_keys=[key], process_factory=says
    )
    async with server:
        there.port = server.get_port()
        (folder / "config").write_text(CLIENT.format(port=there.port, folder=folder), encoding="utf-8")
        wrapper = folder / "ssh"
        # ssh would take the port of the command line, which is that of the real service.
        drop = (
            'for one; do shift; case "$one" in -p) skip=1;; *) [ "$skip" ] && skip= || set -- "$@" "$one";; esac; done'
        )
        wrapper.write_text(f'#!/bin/sh\n{drop}\nexec {shutil.which("ssh")} -F {folder}/config "$@"\n', encoding="utf-8")
        wrapper.chmod(0o700)
        yield there, f"{folder}:{os.environ['PATH']}"
