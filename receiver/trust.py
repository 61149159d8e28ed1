"""Whether a capture is its provider's: the secrets that are set, the URL that was signed, the verdict and its why."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar
from urllib.parse import urlsplit

from store import Capture, Header, Trust, Verdict

from .known import Known
from .provider import Provider
from .signatures import MOST_GIVEN, SIGNATURE, Signature, flaw_of, holds, refusal, verdict

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
    if route := _public(capture.path, keys.routes):
        return route.public_url.rstrip("/") + capture.target, f"the route {route.path}"
    if keys.public_url:
        return keys.public_url.rstrip("/") + capture.target, "the public URL that is set"
    if tunnel := keys.known.origin(capture.path, *_hosts(capture)):
        return tunnel + capture.target, "the tunnel's URL"
    if keys.forwarded and (origin := _forwarded(capture)):
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


def _public(path: str, routes: Routes) -> Route | None:
    return route_of(path, tuple(route for route in routes if route.public_url))


def _forwarded(capture: Capture) -> str | None:
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


def signed(capture: Capture, provider: Provider, secret: str, url: str, at: int, nonce: str) -> tuple[Header, ...]:
    """The headers of this request, signed as the provider would when it calls the URL at a time (Unix seconds), in
    place of a signature that it has. `ValueError` where the provider signs nothing."""
    if provider.signing is None:
        raise ValueError(f"{provider.title} signs nothing, as far as is known")
    new = provider.signing(capture, at, nonce)
    came = (one.header.lower().encode("latin-1") for one in provider.signatures(capture))
    names = (*came, *(name.lower() for name, _ in new))  # what begins with them is a nonce, a time
    others = tuple(header for header in capture.headers if not header[0].lower().startswith(names))
    unsigned = replace(capture, headers=(*others, *((name, value.replace(SIGNATURE, b"")) for name, value in new)))
    one = provider.signatures(unsigned)[0]
    make = one.make or one.expect
    made = make(secret, one.signed(url)[0]).encode() if make else b""
    return (*others, *((name, value.replace(SIGNATURE, made)) for name, value in new))


@dataclass(frozen=True, slots=True)
class Reason:
    """One signature of a request, explained."""

    scheme: str
    header: str
    given: tuple[str, ...]
    """The beginnings of what the header holds."""
    expected: tuple[str, ...]
    """The beginnings of what each secret would make; nothing where only the provider can tell."""
    signed: str
    url: str
    url_from: str
    age: int | None
    """Seconds between signing and receipt."""
    refusal: str | None
    """None: it holds."""
    would_match: str | None
    """A URL under which it would have matched: an explanation, and never a proof."""
    advice: str | None
    """What to do about that."""
    would_match_with: str | None
    """A provider whose secret would have matched."""


SHOWN = 6
"""Letters of a signature that are shown."""


def why(capture: Capture, provider: Provider, keys: Keys) -> tuple[Reason, ...]:
    """Every signature that the request carries, with why it holds or not."""
    secrets = secrets_for(capture.path, provider.name, keys)
    others = {name: theirs for name, theirs in keys.secrets.items() if name != provider.name}
    return tuple(_reason(one, capture, keys, secrets, others) for one in provider.signatures(capture))


def _reason(
    one: Signature, capture: Capture, keys: Keys, secrets: tuple[str, ...], others: Mapping[str, tuple[str, ...]]
) -> Reason:
    url, url_from = called(capture, keys)
    signed = one.signed(url)[0]
    refused = refusal(one, secrets, url, capture.received_at) if secrets else "no secret is set"
    near = _near(one, _meant(capture, keys), secrets) if refused else None
    return Reason(
        scheme=one.scheme,
        header=one.header,
        given=tuple(given[:SHOWN] for given in one.given[:MOST_GIVEN]),
        expected=tuple(one.expect(secret, signed)[:SHOWN] for secret in secrets) if one.expect else (),
        signed=signed.decode("utf-8", "backslashreplace"),
        url=url,
        url_from=url_from,
        age=None if one.sent_at is None else int(capture.received_at.timestamp()) - one.sent_at,
        refusal=refused,
        would_match=near,
        advice=_advice(near, capture, keys) if near else None,
        would_match_with=_stranger(one, _meant(capture, keys), others) if refused else None,
    )


def _near(one: Signature, urls: tuple[str, ...], secrets: tuple[str, ...]) -> str | None:
    if not one.needs_url or flaw_of(one) or holds(one, secrets, urls[0]):
        return None
    return next((url for url in urls if holds(one, secrets, url)), None)


def _stranger(one: Signature, urls: tuple[str, ...], others: Mapping[str, tuple[str, ...]]) -> str | None:
    """Whose secret it was signed with, if not with its provider's."""
    asked = urls if one.needs_url else urls[:1]
    return next((name for name, theirs in others.items() if any(holds(one, theirs, url) for url in asked)), None)


MOST_ORIGINS = 20
"""Origins that are tried: a million bytes are signed anew for each of their spellings."""


def _meant(capture: Capture, keys: Keys) -> tuple[str, ...]:
    """The URLs that it may have been signed for, as it was called first, each as it is before it is spelled anew."""
    hosts = [f"{scheme}://{capture.header('host')}" for scheme in ("https", "http") if capture.header("host")]
    ours = (keys.public_url, *(route.public_url for route in keys.routes), *keys.known.urls)
    origins = (_forwarded(capture), *hosts, *ours)
    set_ = [origin.rstrip("/") for origin in origins if origin]
    urls = [called(capture, keys)[0], *(f"{origin}{capture.target}" for origin in set_[:MOST_ORIGINS])]
    return tuple(dict.fromkeys((*urls, *(variant for url in urls for variant in variants(url)))))


def _advice(url: str, capture: Capture, keys: Keys) -> str:
    """What makes it the URL that signatures are checked with."""
    origin = url.removesuffix(capture.target)
    if origin == url:
        return "its path differs from the one that was called"
    if route := _public(capture.path, keys.routes):
        return f"set {origin} as the public_url of the route {route.path}"
    if not keys.public_url and not keys.forwarded and origin == _forwarded(capture):
        return "start with --trust-forwarded"
    return f"set --public-url {origin}"


def variants(url: str) -> Iterator[str]:
    """The URLs that people mean when they say this one: the other scheme, without the port, with or without a `/`."""
    parts = urlsplit(url)
    hosts = dict.fromkeys((parts.netloc, parts.netloc.partition(":")[0], f"{parts.netloc.partition(':')[0]}:443"))
    rest = url.split(parts.netloc, 1)[1] if parts.netloc else url
    path, mark, query = rest.partition("?")
    paths = dict.fromkeys((path, path.rstrip("/"), f"{path.rstrip('/')}/"))
    for scheme in ("https", "http"):
        for host in hosts:
            for variant in paths:
                yield f"{scheme}://{host}{variant}{mark}{query}"
