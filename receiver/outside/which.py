"""Which tunnel: the one that was named, or the first of those that can be had and that nobody minds."""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from importlib import import_module
from pkgutil import iter_modules

from .. import tunnels
from .tunnel import Asked, NoTunnel, Tunnel

AUTO, NONE = "auto", "none"
PREFERRED = ("ssh", "cloudflared", "ngrok", "tailscale", "localtunnel")
"""The order of `auto`: one's own server first; those that take an ssh key to a stranger's are taken by name only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the user wants of tunnels."""

    name: str = NONE
    """A tunnel's, `auto` or `none`."""
    asked: Mapping[str, Asked] = field(default_factory=dict)
    """For a tunnel what it is asked for."""
    token: bool = True
    """Only who knows the path token is let in."""
    hooks: tuple[str, ...] = ()
    """Paths for callbacks: the providers' and the routes'."""
    must: bool = False
    """Without it there is no point in receiving."""
    environ: Mapping[str, str] = field(default_factory=dict, repr=False)

    def of(self, tunnel: Tunnel, port: int = 0) -> Asked:
        return replace(self.asked.get(tunnel.name, Asked(port=0)), port=port, environ=self.environ)


def every() -> tuple[Tunnel, ...]:
    """Those that there are: they are in the folder."""
    found = (import_module(f"{tunnels.__name__}.{one.name}").TUNNEL for one in iter_modules(tunnels.__path__))
    return tuple(sorted(found, key=lambda one: (one.name not in PREFERRED, one.name)))


def missing(tunnel: Tunnel, asked: Asked) -> str:
    """What keeps it from being started, with the next step; empty if nothing does."""
    if shutil.which(tunnel.program) is None:
        return tunnel.without(asked) if tunnel.without else f"{tunnel.program} is not installed: {tunnel.install}"
    return tunnel.missing(asked) or ""


def chosen(wish: Wish) -> tuple[Tunnel, str]:
    """And why. Raises `NoTunnel`."""
    known = {one.name: one for one in every()}
    if wish.name != AUTO:
        return known[wish.name], "it was asked for"
    passed: list[str] = []
    for name in PREFERRED:
        why = missing(known[name], wish.of(known[name]))
        if not why:
            return known[
                name
            ], f"the first that can be had ({'; '.join(passed)})" if passed else "it is the first choice"
        passed.append(f"{name}: {why}")
    raise NoTunnel("no tunnel can be had: " + "; ".join(passed))


def offered(wish: Wish) -> Iterator[dict[str, object]]:
    """Every tunnel, as a board shows it."""
    for one in every():
        why = missing(one, wish.of(one))
        yield {"name": one.name, "title": one.title, "sees": one.sees, "missing": why}
