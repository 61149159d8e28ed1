"""`ssh -R` to a server of the user's own."""

import re

from receiver.openssh import OPTIONS, fault
from receiver.tunnel import Asked, News, Said, Tunnel

ALLOCATED = re.compile(r"Allocated port (\d+) for remote forward to")


def command(asked: Asked) -> tuple[str, ...]:
    return ("ssh", "-NT", *OPTIONS, "-R", f"0:127.0.0.1:{asked.port}", asked.host)


def read(line: str, asked: Asked) -> Said | None:
    """The server picks the port; in front of it something of the user's speaks TLS, or nothing does."""
    if found := ALLOCATED.search(line):
        host = asked.server or asked.host.rpartition("@")[2]
        return Said(News.ANNOUNCED, asked.name or f"http://{host}:{found[1]}")
    return fault(line, asked.host)


def missing(asked: Asked) -> str | None:
    return None if asked.host else "say which server: ssh_host in [tunnel] of the settings, such as me@my.example"


TUNNEL = Tunnel(
    name="ssh",
    title="ssh -R to your own server",
    program="ssh",
    command=command,
    read=read,
    missing=missing,
    install="with the system: openssh-client",
    lifetime="as long as the line; another port at every start, unless something in front of it has a name",
    limits="the server's; its GatewayPorts has to allow others than itself",
    sees="nobody but that server",
    tls=False,
)
