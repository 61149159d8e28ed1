"""How the world reaches us, as the receiver tells it, and what that is in the top line."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from ..text import Span, safe

AskTunnel = Callable[..., Awaitable[Mapping[str, object]]]
"""Asks the receiver of its tunnel; with words, to do something about it."""
State = Literal["none", "starting", "announced", "connected", "verified", "degraded", "restarting", "failed"]
DOWN = ("degraded", "restarting", "failed")


class Told(BaseModel):
    """Only what is used is asked for: another version of the receiver may say more, or less."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Probe(Told):
    """A call from outside: how many seconds it took, or what went wrong."""

    at: datetime
    took: float | None = None
    trouble: str = ""


class Step(Told):
    state: State
    at: datetime
    reason: str = ""


class Line(Told):
    """What the tunnel's program said."""

    at: datetime
    text: str


class Other(Told):
    """A tunnel that there could be."""

    name: str
    title: str
    sees: str = ""
    missing: str = ""


class Reach(Told):
    """The tunnel, in short; the rest only where it was asked for."""

    state: State = "none"
    reason: str = ""
    at: datetime | None = None
    name: str = ""
    url: str = ""
    """What a provider's name is put behind."""
    was: str = ""
    """The URL before this one."""
    proved: datetime | None = None
    """When a call from outside last came here."""
    trouble: str = ""
    """Of the last call."""
    title: str = ""
    lifetime: str = ""
    limits: str = ""
    sees: str = ""
    adds: tuple[str, ...] = ()
    rewrites_host: bool = False
    token: bool = True
    pid: int | None = None
    restarts: int = 0
    command: tuple[str, ...] = ()
    probes: tuple[Probe, ...] = ()
    steps: tuple[Step, ...] = ()
    lines: tuple[Line, ...] = ()
    others: tuple[Other, ...] = ()

    @property
    def why(self) -> str:
        """What there is to say of the state: before it is verified, what went wrong with the last call."""
        return self.trouble if self.state in ("announced", "connected") else self.reason


def proof(reach: Reach, now: datetime) -> Span | None:
    """A glyph and a word or an age: nothing where there is no tunnel."""
    if reach.state == "none":
        return None
    if reach.state == "verified" and reach.proved:
        return f"✓ {age(now, reach.proved)}", "ok"
    return (f"✗ {reach.state}", "failed") if reach.state in DOWN else (f"◌ {reach.state}", "attention")


def age(now: datetime, then: datetime) -> str:
    seconds = max(0, int((now - then).total_seconds()))
    return f"{seconds}s" if seconds < 120 else f"{seconds // 60}m"  # noqa: PLR2004  minutes where they are enough


def given(url: str, provider: str) -> str:
    """What to give a provider."""
    return safe(f"{url.rstrip('/')}/{provider}")


async def told(ask: AskTunnel, **words: object) -> Reach | None:
    """What is said; None where nobody says anything that can be understood."""
    try:
        return Reach.model_validate(await ask(**words))
    except (OSError, TimeoutError, ValueError):
        return None
