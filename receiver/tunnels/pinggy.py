"""pinggy: an ssh line over port 443, for an hour without an account."""

import re

from receiver.outside.openssh import PATIENT, fault
from receiver.outside.tunnel import Asked, News, Said, Tunnel

# It prints its URLs, one a line: https://pinggy.io/docs/
LINE = re.compile(r"https://[a-z0-9.-]+\.pinggy(?:-free)?\.(?:link|io|online)")
HOST = "free.pinggy.io"
OVER = re.compile(r"(?i)tunnel (?:has )?expired|your tunnel will expire|time limit")


def command(asked: Asked) -> tuple[str, ...]:
    accept = ("-o", "StrictHostKeyChecking=accept-new")
    return ("ssh", "-T", "-p", "443", *PATIENT, *accept, "-R", f"0:127.0.0.1:{asked.port}", asked.server or HOST)


def read(line: str, asked: Asked) -> Said | None:
    if found := LINE.search(line):
        return Said(News.ANNOUNCED, found[0])
    if OVER.search(line):
        return Said(News.FAILED, "pinggy's hour is over: it starts again with another name, or take a token")
    return fault(line, asked.server or HOST)


TUNNEL = Tunnel(
    name="pinggy",
    title="pinggy",
    program="ssh",
    version=("-V",),
    command=command,
    read=read,
    install="with the system: openssh-client",
    lifetime="60 minutes without an account",
    limits="one tunnel without an account",
    sees="pinggy",
    adds=("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host"),
)
