"""Whether a capture is its provider's: the secrets that are set, the URL that was signed, the verdict and its why."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from store import Capture, Trust, Verdict

from ..outside.known import Known
from ..provider import Provider
from ..signatures import verdict

T = TypeVar("T")

LOOPBACK = re.compile(r"127\.[0-9.]+|::1|::ffff:127\.[0-9.]+")
HOST_HEADER = "the Host header"
HOST = re.compile(r"[A-Za-z0-9._-]+(:[0-9]{1,5})?|\[[0-9a-fA-F:.]+\](:[0-9]{1,5})?")


@dataclass(frozen=True, slots=True)
class Route:
    """A path of ours with settings of its own; what is empty is as everywhere."""

    path: str
    public_url: str = ""
    """Up to the path."""
    provider: str = ""
    """Who calls there, by name."""
    secrets: tuple[str, ...] = field(default=(), repr=False)
    """Of that provider, and no other holds there."""


Routes = tuple[Route, ...]


@dataclass(frozen=True, slots=True)
class Keys:
    """What the user has set: for each provider its secrets, and the URL under which the world knows us."""

    secrets: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    public_url: str | None = None
    routes: Routes = ()
    forwarded: bool = False
    """A tunnel is up: what it forwards says how it was called. It calls from this machine; nobody else is believed."""
    known: Known = field(default_factory=Known, repr=False)
    """By what the tunnels that callboard runs have had us called."""

    @property
    def below(self) -> Routes:
        """The paths behind which a provider's name may stand: the routes', also behind the token of the tunnels."""
        if not self.known.token:
            return self.routes
        token = f"/{self.known.token}"
        return (Route(token), *self.routes, *(replace(one, path=f"{token}{one.path}") for one in self.routes))


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict, and what a signature that holds says besides."""

    verdict: Verdict
    sent_at: int | None = None
    nonce: str | None = None


def judge(capture: Capture, provider: Provider | None, keys: Keys) -> Judged:
    """What the signature of a capture is worth; it never raises."""
    if provider is None:
        return _unchecked("the provider is not known")
    if provider.signs is None:
        return _unchecked(f"{provider.title} signs nothing, as far as is known")
    secrets = secrets_for(capture.path, provider.name, keys)
    if not secrets:
        return _unchecked(f"no secret for {provider.name}")
    found = provider.signatures(capture)
    given, good = verdict(found, secrets, called(capture, keys)[0], capture.received_at)
    return Judged(given, _first(one.sent_at for one in good), _first(one.nonce for one in good))


def _unchecked(reason: str) -> Judged:
    return Judged(Verdict(trust=Trust.UNCHECKED, reason=reason))


def _first(values: Iterable[T | None]) -> T | None:
    return next((value for value in values if value is not None), None)


def called(capture: Capture, keys: Keys) -> tuple[str, str]:
    """The URL that the provider called, path and query byte for byte, and where its beginning is from."""
    if route := public(capture.path, keys.routes):
        return route.public_url.rstrip("/") + capture.target, f"the route {route.path}"
    if keys.public_url:
        return keys.public_url.rstrip("/") + capture.target, "the public URL that is set"
    if tunnel := keys.known.origin(capture.path, *_hosts(capture)):
        return tunnel + capture.target, "the tunnel's URL"
    if keys.forwarded and (origin := forwarded(capture)):
        return origin + capture.target, "the tunnel's X-Forwarded headers"
    return f"http://{capture.header('host') or ''}{capture.target}", HOST_HEADER


def secrets_for(path: str, provider: str, keys: Keys) -> tuple[str, ...]:
    """A route's own, where it has some of this provider, else the provider's."""
    route = route_of(path, tuple(route for route in keys.below if route.secrets and route.provider == provider))
    return route.secrets if route else keys.secrets.get(provider, ())


def route_of(path: str, routes: Routes) -> Route | None:
    """The longest that the path is below."""
    below = [route for route in routes if f"{path}/".startswith(f"{route.path.rstrip('/')}/")]
    return max(below, key=lambda route: len(route.path), default=None)


def public(path: str, routes: Routes) -> Route | None:
    return route_of(path, tuple(route for route in routes if route.public_url))


def forwarded(capture: Capture) -> str | None:
    """Scheme and host as the tunnel was called; None where the request is no tunnel's on this machine, or where
    another has written into its headers."""
    protos, hosts = (_all(capture, name) for name in (b"x-forwarded-proto", b"x-forwarded-host"))
    if not LOOPBACK.fullmatch(capture.peer) or len(protos) != 1 or len(hosts) > 1:
        return None
    scheme, host = protos[0].lower(), "".join(hosts) or (capture.header("host") or "").strip()
    return f"{scheme}://{host}" if scheme in {"http", "https"} and HOST.fullmatch(host) else None


def _hosts(capture: Capture) -> tuple[str, ...]:
    """As which host we were called."""
    return tuple(capture.header(name) or "" for name in ("host", "x-forwarded-host"))


def _all(capture: Capture, name: bytes) -> list[str]:
    return [value.decode("latin-1").strip() for key, value in capture.headers if key.lower() == name]
