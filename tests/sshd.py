"""OpenSSH's server on this machine, which a test starts and kills, and a client that knows it."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.terminal import family, kill
from tests.until import PATIENCE

SSHD = shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
needed = pytest.mark.skipif(SSHD is None or os.getuid() != 0, reason="needs sshd (openssh-server), and root to run it")
CONFIG = """
ListenAddress 127.0.0.1
HostKey {folder}/host
AuthorizedKeysFile {folder}/client.pub
PermitRootLogin yes
PasswordAuthentication no
StrictModes no
UsePAM no
PidFile none
{more}
"""
CLIENT = """
Host 127.0.0.1
    Port {port}
    User {user}
    IdentityFile {folder}/client
    IdentitiesOnly yes
    UserKnownHostsFile {folder}/known
"""


class Sshd:
    """`ssh 127.0.0.1` leads there."""

    def __init__(self, folder: Path, more: str = "") -> None:
        folder.mkdir(mode=0o700)
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        for name in ("host", "client"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        user = pwd.getpwuid(os.getuid()).pw_name
        (folder / "sshd_config").write_text(CONFIG.format(folder=folder, more=more), encoding="utf-8")
        (folder / "config").write_text(CLIENT.format(folder=folder, port=self.port, user=user), encoding="utf-8")
        self.vouched()

    def vouched(self) -> None:
        """The client knows the server's key."""
        key = (self._folder / "host.pub").read_text(encoding="utf-8")
        (self._folder / "known").write_text(f"[127.0.0.1]:{self.port} {key}", encoding="utf-8")

    def stranger(self) -> None:
        (self._folder / "known").write_text("", encoding="utf-8")

    def shut_out(self) -> None:
        """The client's key is not taken any more."""
        (self._folder / "client.pub").write_text("", encoding="utf-8")

    @property
    def path(self) -> str:
        """A PATH on which `ssh` is the client that knows it: OpenSSH's own settings are the user's."""
        wrapper = self._folder / "ssh"
        wrapper.write_text(f'#!/bin/sh\nexec {shutil.which("ssh")} -F {self._folder}/config "$@"\n', encoding="utf-8")
        wrapper.chmod(0o700)
        return f"{self._folder}:{os.environ['PATH']}"

    def start(self) -> None:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # where it leaves its rights behind
        command = (str(SSHD), "-D", "-e", "-f", str(self._folder / "sshd_config"), "-p", str(self.port))
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
        self._answers()

    def kill(self) -> None:
        """The server and everybody's line to it."""
        if self._process:
            kill(*family(self._process.pid), self._process.pid)
            self._process.wait()
            self._process = None

    def signal(self, number: signal.Signals) -> None:
        """To the server and all that serve somebody's line."""
        if self._process:
            for pid in (self._process.pid, *family(self._process.pid)):
                os.kill(pid, number)

    def _answers(self) -> None:
        for _ in range(20 * PATIENCE):
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), PATIENCE) as line:
                line.recv(4)
                return
            with suppress(subprocess.TimeoutExpired):
                raise AssertionError(f"sshd ended: {self._process and self._process.wait(0.05)}")
        raise AssertionError("sshd does not answer")


@contextmanager
def sshd(folder: Path, more: str = "") -> Iterator[Sshd]:
    """One that runs."""
    server = Sshd(folder, more)
    server.start()
    try:
        yield server
    finally:
        server.kill()
