"""By what the world has called us through tunnels: the random path token and the URLs, kept over restarts."""

import json
import secrets
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from ..keeping.beside import write

MOST = 50
"""URLs that are remembered, the newest last: what came through an old one is still read right."""
LETTERS = 12
"""Bytes of the token: nobody finds it by trying."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is in the file."""

    token: str = ""
    urls: tuple[str, ...] = ()

    def also(self, path: str) -> tuple[str, ...]:
        """A path as it is set, and as it is called through a tunnel."""
        return (path, f"/{self.token}{path}") if self.token else (path,)

    def origin(self, path: str, *hosts: str) -> str:
        """The URL of the tunnel that was called, by its host; where that was written anew on the way, and the path has
        the token, the newest. Empty where it was none."""
        asked = {host.strip().lower() for host in hosts}
        newest = self.urls[-1:] if self.token and f"{path}/".startswith(f"/{self.token}/") else ()
        return next((url for url in reversed(self.urls) if urlsplit(url).netloc.lower() in asked), "".join(newest))


def known_path(log: Path) -> Path:
    """`callboard.db` is called as `callboard.tunnel.json` says."""
    return log.with_suffix(".tunnel.json")


def known(log: Path) -> Known:
    """Nothing, where nothing that can be read is there."""
    with suppress(OSError, ValueError, TypeError, KeyError):
        said = json.loads(known_path(log).read_bytes())
        return Known(str(said["token"]), tuple(map(str, said["urls"])))
    return Known()


def with_token(log: Path) -> Known:
    """The token is made once: providers have it in their settings."""
    there = known(log)
    return there if there.token else _kept(log, replace(there, token=secrets.token_urlsafe(LETTERS)))


def remember(log: Path, url: str) -> None:
    """This is the URL now."""
    there = known(log)
    if there.urls[-1:] != (url,):
        _kept(log, replace(there, urls=(*(one for one in there.urls if one != url), url)[-MOST:]))


def _kept(log: Path, what: Known) -> Known:
    write(known_path(log), asdict(what))
    return what
