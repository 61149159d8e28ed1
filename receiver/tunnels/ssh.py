"""`ssh -R` to a server of the user's own."""

import re
from urllib.parse import urlsplit

from receiver.outside.openssh import QUICK, fault
from receiver.outside.tunnel import Asked, News, Said, Tunnel

ALLOCATED = re.compile(r"Allocated port (\d+) for remote forward to")
GRANTED = re.compile(r"remote forward success for: listen (?:\S*:)?(\d+), connect")
"""What the client says of a port that was asked for by number; only with -v."""
PORTED = re.compile(r"[^/]+:\d+")


def command(asked: Asked) -> tuple[str, ...]:
    told = ("-v",) if asked.remote else ()
    to = f"{asked.remote}:127.0.0.1:{asked.port}"
    return ("ssh", "-NT", *told, *QUICK, "-R", to, destination(asked.host))


def destination(host: str) -> str:
    """`me@my.example:2222` is what ssh knows as ssh://me@my.example:2222."""
    return f"ssh://{host}" if PORTED.fullmatch(host) else host


def read(line: str, asked: Asked) -> Said | None:
    """In front of the port something of the user's speaks TLS, or nothing does."""
    if found := ALLOCATED.search(line) or GRANTED.search(line):
        host = asked.server or urlsplit(f"//{asked.host.removeprefix('ssh://')}").hostname or asked.host
        return Said(News.ANNOUNCED, asked.name or f"http://{host}:{found[1]}")
    return None if line.startswith("debug") else fault(line, asked.host)


def missing(asked: Asked) -> str | None:
    return None if asked.host else "say which server: --tunnel ssh:me@my.example, or host in [tunnels.ssh]"


TUNNEL = Tunnel(
    name="ssh",
    title="ssh -R to your own server",
    program="ssh",
    version=("-V",),
    command=command,
    read=read,
    missing=missing,
    install="with the system: openssh-client",
    lifetime="as long as the line; another port at every start, unless [tunnels.ssh] says which",
    limits="the server's; its GatewayPorts has to allow others than itself",
    sees="nobody but that server",
    tls=False,
)
