"""cloudflared's quick tunnels: no account, another name each time."""

import re
from pathlib import Path

from receiver.outside.tunnel import Asked, News, Said, Tunnel

# https://developers.cloudflare.com/cloudflare-one/networks/connectors/cloudflare-tunnel/do-more-with-tunnels/trycloudflare/
URL = re.compile(r"https://[a-z0-9-]+\.trycloudflare\.com")
CONFIGS = ("config.yml", "config.yaml")

FAULTS = (
    (
        re.compile(r"status\w*[=:\s\"]*429|error code: 1015"),
        "Cloudflare gives out no more names for now (429): wait a minute, or take another tunnel",
    ),
    (
        re.compile(r"failed to request quick Tunnel"),
        "Cloudflare cannot be reached: is there a network, and is api.trycloudflare.com open?",
    ),
    (
        re.compile(r"Cannot determine default origin certificate path"),
        "it takes its own config file: move ~/.cloudflared/config.yaml away for quick tunnels",
    ),
)
REST = 30.0
"""Seconds: who asks for names all the time gets none for longer."""
LOST = re.compile(r"(Connection terminated|Lost connection|Unregistered tunnel connection|Retrying connection)")


def command(asked: Asked) -> tuple[str, ...]:
    return (
        *("cloudflared", "tunnel", "--url", f"http://127.0.0.1:{asked.port}", "--no-autoupdate"),
        *("--protocol", "auto", "--grace-period", "5s", "--metrics", "127.0.0.1:0"),
    )


def read(line: str, _asked: Asked) -> Said | None:
    """The URL stands in a box on stderr, before any connection does."""
    if "Registered tunnel connection" in line:
        return Said(News.CONNECTED, line)
    for fault, sentence in FAULTS:
        if fault.search(line):
            return Said(News.FAILED, sentence, rest=REST if "429" in sentence else 0)
    if LOST.search(line):
        return Said(News.LOST, "the edge was lost; cloudflared tries again")
    found = URL.search(line)
    # Its own API is at a name of the same domain.
    return Said(News.ANNOUNCED, found[0]) if found and "api.trycloudflare.com" not in line else None


def missing(asked: Asked) -> str | None:
    """With a config file of its own it starts that tunnel, and no quick one."""
    folder = Path(asked.environ.get("HOME", "~")).expanduser() / ".cloudflared"
    there = next((folder / name for name in CONFIGS if (folder / name).exists()), None)
    return f"cloudflared takes {there} for its tunnel, and makes no quick one: move it away" if there else None


TUNNEL = Tunnel(
    name="cloudflared",
    title="cloudflared quick tunnel",
    program="cloudflared",
    command=command,
    read=read,
    missing=missing,
    install="brew install cloudflared, or a package from Cloudflare's downloads page",
    lifetime="a random name, another at every start; no promise of uptime",
    limits="200 requests at a time, then 429 to the sender",
    sees="Cloudflare",
    adds=("X-Forwarded-For", "X-Forwarded-Proto", "Cf-Connecting-Ip"),
)
