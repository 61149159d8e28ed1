"""localtunnel's client, from npm."""

import re

from receiver.outside.tunnel import Asked, News, Said, Tunnel

LINE = re.compile(r"your url is: (https?://\S+)")
FAULTS = (
    (
        re.compile(r"connection refused: \S+ \(check your firewall settings\)"),
        "its server does not answer: it is down, or a firewall stands between",
    ),
    (
        re.compile(r"localtunnel server offline|getaddrinfo|ENOTFOUND|ECONNREFUSED"),
        "its server cannot be reached: is there a network?",
    ),
)


def command(asked: Asked) -> tuple[str, ...]:
    server = ("--host", asked.server) if asked.server else ()
    name = ("--subdomain", asked.name) if asked.name else ()
    return ("lt", "--port", str(asked.port), "--local-host", "127.0.0.1", *server, *name)


def read(line: str, asked: Asked) -> Said | None:
    """A name that is taken is not refused: another is given without a word."""
    if found := LINE.search(line):
        given = found[1].partition("://")[2].partition(".")[0]
        if asked.name and given != asked.name:
            return Said(News.FAILED, f"the name {asked.name} is taken (it gave {given}): ask for another")
        return Said(News.ANNOUNCED, found[1])
    fault = next((sentence for pattern, sentence in FAULTS if pattern.search(line)), None)
    return Said(News.FAILED, fault) if fault else None


TUNNEL = Tunnel(
    name="localtunnel",
    title="localtunnel",
    program="lt",
    command=command,
    read=read,
    install="npm install -g localtunnel",
    lifetime="the name that was asked for, if it is free; else a random one",
    limits="browsers see a page first; when callboard is down the sender waits",
    sees="whoever runs the server: loca.lt by default",
    rewrites_host=True,  # to that of --local-host, without which it may try ::1, where we are not
    silent_after=15.0,
)
