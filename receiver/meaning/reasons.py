"""Why a signature holds or not: what was signed, and under which URL or with whose secret it would have held."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from store import Capture

from ..provider import Provider
from ..signatures import MOST_GIVEN, Signature, flaw_of, holds, refusal
from .trust import Keys, called, forwarded, public, secrets_for


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
    origins = (forwarded(capture), *hosts, *ours)
    set_ = [origin.rstrip("/") for origin in origins if origin]
    urls = [called(capture, keys)[0], *(f"{origin}{capture.target}" for origin in set_[:MOST_ORIGINS])]
    return tuple(dict.fromkeys((*urls, *(variant for url in urls for variant in variants(url)))))


def _advice(url: str, capture: Capture, keys: Keys) -> str:
    """What makes it the URL that signatures are checked with."""
    origin = url.removesuffix(capture.target)
    if origin == url:
        return "its path differs from the one that was called"
    if route := public(capture.path, keys.routes):
        return f"set {origin} as the public_url of the route {route.path}"
    if not keys.public_url and not keys.forwarded and origin == forwarded(capture):
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
