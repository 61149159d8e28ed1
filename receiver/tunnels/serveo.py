"""serveo.net: an ssh line, and no account."""

import re

from receiver.outside.openssh import PATIENT, fault
from receiver.outside.tunnel import Asked, News, Said, Tunnel

# Colours are in the line on a terminal only.
LINE = re.compile(r"Forwarding HTTP traffic from (https://[^\s\x1b]+)")
HOST = "serveo.net"


def command(asked: Asked) -> tuple[str, ...]:
    name = f"{asked.name}:80" if asked.name else "80"
    accept = ("-o", "StrictHostKeyChecking=accept-new")
    return ("ssh", "-T", *PATIENT, *accept, "-R", f"{name}:127.0.0.1:{asked.port}", asked.server or HOST)


def read(line: str, asked: Asked) -> Said | None:
    if found := LINE.search(line):
        return Said(News.ANNOUNCED, found[1])
    return fault(line, asked.server or HOST)


TUNNEL = Tunnel(
    name="serveo",
    title="serveo.net",
    program="ssh",
    version=("-V",),
    command=command,
    read=read,
    install="with the system: openssh-client",
    lifetime="a random name, another at every start",
    limits="it is down at times",
    sees="serveo.net",
)
