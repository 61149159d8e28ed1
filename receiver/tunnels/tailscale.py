"""Tailscale Funnel: a name of the user's own network."""

import re

from receiver.outside.tunnel import Asked, News, Said, Tunnel

LINE = re.compile(r"https://[a-z0-9-]+\.[a-z0-9-]+\.ts\.net")
FAULTS = (
    (re.compile(r"(?i)not logged in|Logged out|NeedsLogin"), "Tailscale is not logged in: `tailscale up`"),
    (
        re.compile(r"(?i)Funnel (is )?not (enabled|available|allowed)|https://login\.tailscale\.com/f/funnel\S*"),
        "Funnel is not allowed for this machine yet: {line}",
    ),
    (
        re.compile(r"(?i)failed to connect to local tailscaled|doesn't appear to be running"),
        "tailscaled does not run: start it",
    ),
    (
        re.compile(r"(?i)foreground.*already|listener already exists|port.*in use"),
        "another Funnel has this port: `tailscale funnel reset`",
    ),
)


def command(asked: Asked) -> tuple[str, ...]:
    """In the foreground: it ends with us."""
    return ("tailscale", "funnel", "--https=443", f"127.0.0.1:{asked.port}")


def read(line: str, _asked: Asked) -> Said | None:
    for fault, sentence in FAULTS:
        if fault.search(line):
            return Said(News.FAILED, sentence.format(line=line.strip()))
    found = LINE.search(line)
    return Said(News.ANNOUNCED, found[0]) if found else None


TUNNEL = Tunnel(
    name="tailscale",
    title="Tailscale Funnel",
    program="tailscale",
    version=("version",),
    command=command,
    read=read,
    install="from https://tailscale.com/download, logged in, with Funnel allowed",
    lifetime="the machine's own name: the same at every start",
    limits="ports 443, 8443 and 10000",
    sees="nobody: TLS ends on this machine",
    adds=("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host"),
)
