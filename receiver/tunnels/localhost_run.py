"""localhost.run: an ssh line, and no account."""

import json
import re

from receiver.outside.openssh import PATIENT, fault
from receiver.outside.tunnel import Asked, News, Said, Tunnel

# "<name> tunneled with tls termination, https://<name>": https://localhost.run/docs/
LINE = re.compile(r"tunneled with tls termination, (https://[^\s,]+)")
HOST = "localhost.run"


def command(asked: Asked) -> tuple[str, ...]:
    server = asked.server or HOST
    accept = ("-o", "StrictHostKeyChecking=accept-new")
    return ("ssh", "-T", *PATIENT, *accept, "-R", f"80:127.0.0.1:{asked.port}", f"nokey@{server}")


def read(line: str, asked: Asked) -> Said | None:
    if found := LINE.search(line):
        return Said(News.ANNOUNCED, found[1])
    return _told(line) or fault(line, asked.server or HOST)


def _told(line: str) -> Said | None:
    """With `--output json` it tells events."""
    try:
        said = json.loads(line)
    except ValueError:
        return None
    address = said.get("address") if isinstance(said, dict) else None
    return Said(News.ANNOUNCED, f"https://{address}") if address else None


TUNNEL = Tunnel(
    name="localhost.run",
    title="localhost.run",
    program="ssh",
    version=("-V",),
    command=command,
    read=read,
    install="with the system: openssh-client",
    lifetime="a random name that changes after some hours",
    limits="slow without an account",
    sees="localhost.run",
    adds=("X-Forwarded-For", "X-Forwarded-Proto"),
)
