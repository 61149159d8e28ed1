"""What a tunnel is to callboard: a program that is started, and what its lines mean."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class NoTunnel(Exception):
    """It cannot be had; the text says why and what to do."""


class News(StrEnum):
    """What a line of the program's says."""

    ANNOUNCED = "announced"
    """The public URL."""
    CONNECTED = "connected"
    """The way from there to here is open."""
    LOST = "lost"
    """It was open; the program itself tries again."""
    FAILED = "failed"
    """It cannot be had like this."""


@dataclass(frozen=True, slots=True)
class Said:
    """A line that means something."""

    news: News
    text: str
    """The URL, or a sentence for the user with the next step."""
    rest: float = 0.0
    """Seconds in which another start would only make it worse."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a tunnel is asked for."""

    port: int
    """Ours, on this machine."""
    host: str = ""
    """Of the user's own ssh server: `user@host` or a name in ~/.ssh/config."""
    name: str = ""
    """A subdomain to ask for, where the service gives them."""
    server: str = ""
    """Another server of the same kind, where there are some."""
    remote: int = 0
    """The port at the user's own server; 0 for any."""
    environ: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tunnel:
    """One way to be called from the internet: a value, in a file of its own."""

    name: str
    title: str
    program: str
    """What has to be on PATH."""
    version: tuple[str, ...] = ("--version",)
    """What has it say its version."""
    command: Callable[[Asked], tuple[str, ...]]
    read: Callable[[str, Asked], Said | None]
    """What a line of its output means; nothing for most."""
    install: str
    """How to have the program, in a sentence."""
    lifetime: str
    """How long the URL holds."""
    limits: str
    sees: str
    """Who reads what passes through it, in plain."""
    adds: tuple[str, ...] = ()
    """Headers that it puts on a request, as far as is known."""
    rewrites_host: bool = False
    """The Host header is not the public one."""
    tls: bool = True
    """The public URL is https."""
    silent_after: float = 30.0
    """Seconds without a URL after which it is taken for failed: some try for ever and say nothing."""
    without: Callable[[Asked], str] | None = None
    """What keeps it from being started where its program is not there, if it can be had without."""
    missing: Callable[[Asked], str | None] = lambda _asked: None
    """What keeps it from being started, in a sentence: a token, a host."""
