"""Signatures: what a request carries, whether it holds, and why not; pure, in constant time, and never raising."""

import hashlib
import hmac
import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from urllib.parse import urlsplit

from store import Capture, Header, Trust, Verdict, form_pairs, is_form, query_pairs

Check = Callable[[str, bytes, str], bool]
"""Whether a secret makes this signature of these bytes."""
Expect = Callable[[str, bytes], str]
Signing = Callable[[Capture, int, str], tuple[Header, ...]]
"""The headers that a request is signed with, at a time (Unix seconds) and with a nonce; the signature's place is
`SIGNATURE`."""
SIGNATURE = b"{signature}"
Digest = Literal["sha1", "sha256"]

MOST_GIVEN = 8
"""Signatures that one header may give."""
WINDOW = 300
"""Seconds around the time of receipt in which a signed time is believed."""
DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One signature that a request carries, and what it would have to be."""

    scheme: str
    """In words: `HMAC-SHA256 over the body`."""
    header: str
    given: tuple[str, ...]
    """What stands in the header: one signature, or several of which one must hold."""
    signed: Callable[[str], tuple[bytes, ...]]
    """The bytes that were signed, given the URL that was called: several where the scheme leaves a choice."""
    check: Check
    expect: Expect | None = None
    """What the signature should be; None where only the provider's private key can tell."""
    make: Expect | None = None
    """What the sender makes of a secret that nobody else has, where `expect` is None."""
    covers_body: bool = True
    needs_url: bool = False
    sent_at: int | None = None
    """The signed time in Unix seconds, where the scheme has one."""
    nonce: str | None = None
    """What a sender uses once, where the scheme has such a thing."""
    flaw: str | None = None
    """Why it cannot hold, whatever the secret."""


def keyed(digest: Digest, encoding: Literal["hex", "base64"]) -> Expect:
    """An HMAC with the secret as text."""

    def expect(secret: str, signed: bytes) -> str:
        mac = hmac.new(secret.encode("utf-8", "surrogateescape"), signed, getattr(hashlib, digest)).digest()
        return mac.hex() if encoding == "hex" else b64encode(mac).decode()

    return expect


def matches(expect: Expect) -> Check:
    def check(secret: str, signed: bytes, given: str) -> bool:
        return hmac.compare_digest(expect(secret, signed).encode(), given.encode("utf-8", "replace"))

    return check


def ed25519(public_key: str, signed: bytes, given: str) -> bool:
    """Whether the base64 signature is that of the base64 public key's owner."""
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415  heavy, and only for Telnyx
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415

    try:
        key = Ed25519PublicKey.from_public_bytes(b64decode(public_key, validate=True))
        key.verify(b64decode(given, validate=True), signed)
    except (InvalidSignature, ValueError):
        return False
    return True


def ed25519_made(private_key: str, signed: bytes) -> str:
    """The base64 signature by a base64 private key of 32 bytes."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415

    key = Ed25519PrivateKey.from_private_bytes(b64decode(private_key, validate=True))
    return b64encode(key.sign(signed)).decode()


def ed25519_public(private_key: str) -> str:
    """The public half, in base64."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415

    key = Ed25519PrivateKey.from_private_bytes(b64decode(private_key, validate=True))
    return b64encode(key.public_key().public_bytes_raw()).decode()


def headers(*named: Header) -> Signing:
    """These, with `{time}` and `{nonce}` in their values filled in."""

    def signing(_: Capture, at: int, nonce: str) -> tuple[Header, ...]:
        filled = {b"{time}": str(at).encode(), b"{nonce}": nonce.encode()}
        return tuple((name, filled.get(value, value)) for name, value in named)

    return signing


def unix_seconds(text: str | None) -> int | None:
    """A time as providers sign it: ASCII digits and nothing else."""
    return int(text) if text and re.fullmatch(r"[0-9]{1,12}", text) else None


def with_and_without_port(url: str) -> tuple[str, ...]:
    """The URL as it is, and with its port taken away or the scheme's own put in: SDKs of Twilio's kind try both."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    bare = re.sub(r":[0-9]+$", "", parts.netloc)
    other = bare if bare != parts.netloc else f"{parts.netloc}:{DEFAULT_PORTS.get(parts.scheme, 443)}"
    return (url, url.replace(f"//{parts.netloc}", f"//{other}", 1)) if host else (url,)


def form_signature(capture: Capture, header: str, digest: Digest = "sha1", *, distinct: bool) -> Signature:
    """Twilio's scheme, and that of who took it over: base64 HMAC over the URL and the form's sorted keys and values.

    A JSON body is covered by a `bodySHA256` in the query instead. Twilio takes a repeated pair once, SignalWire keeps
    every one in its order. [twilio-python request_validator.py; signalwire-sdk webhook_validator.py]
    """
    claimed = dict(query_pairs(capture)).get("bodySHA256")
    pairs = form_pairs(capture) if read_as_form(capture) and claimed is None else ()
    ordered = sorted(set(pairs)) if distinct else sorted(pairs, key=lambda pair: pair[0])
    text = "".join(f"{name}{value}" for name, value in ordered)
    expect = keyed(digest, "base64")
    return Signature(
        scheme=f"HMAC-{digest.upper()} over URL and {'digest of the body' if claimed else 'form'}",
        header=header,
        given=(capture.header(header) or "",),
        signed=lambda url: tuple(as_bytes(f"{one}{text}") for one in with_and_without_port(url)),
        check=matches(expect),
        expect=expect,
        needs_url=True,
        flaw=_uncovered(capture, claimed),
    )


def read_as_form(capture: Capture) -> bool:
    """The body is called a form, and read as one: JSON that calls itself a form is read as JSON."""
    return is_form(capture) and capture.body.lstrip()[:1] not in {b"{", b"["}


def as_bytes(text: str) -> bytes:
    """Text as it is signed."""
    return text.encode("utf-8", "surrogateescape")


def _uncovered(capture: Capture, claimed: str | None) -> str | None:
    """Why such a signature would say nothing about this body."""
    if claimed is not None:
        true = hashlib.sha256(capture.body).hexdigest()
        same = hmac.compare_digest(true.encode(), claimed.lower().encode("utf-8", "replace"))
        return None if same else "bodySHA256 in the URL is not that of the body"
    if capture.body and not read_as_form(capture):
        return "it signs a form, and the body is none"
    return None


def verdict(
    found: Sequence[Signature], secrets: Sequence[str], url: str, received_at: datetime
) -> tuple[Verdict, tuple[Signature, ...]]:
    """What the signatures of a request are worth, and those that hold. Where one covers the body, those that do not
    are not asked."""
    if not found:
        return Verdict(trust=Trust.REJECTED, reason="it carries no signature, and a secret is set"), ()
    strong = [one for one in found if one.covers_body]
    asked = strong or found
    reasons = [refusal(one, secrets, url, received_at) for one in asked]
    good = tuple(one for one, reason in zip(asked, reasons, strict=True) if reason is None)
    if not good:
        return Verdict(trust=Trust.REJECTED, reason=reasons[0]), ()
    if good[0].covers_body:
        return Verdict(trust=Trust.VERIFIED, reason=good[0].scheme), good
    return Verdict(trust=Trust.PARTIAL, reason=f"{good[0].scheme}: right, but it does not cover the body"), good


def refusal(one: Signature, secrets: Iterable[str], url: str, received_at: datetime) -> str | None:
    """Why a signature does not hold; None if it does."""
    if flaw := flaw_of(one):
        return flaw
    if not holds(one, secrets, url):
        return f"{one.header} does not match" + (f" for {url}" if one.needs_url else "")
    if one.sent_at is not None and abs(age := int(received_at.timestamp()) - one.sent_at) > WINDOW:
        return (
            f"signed {abs(age)} s {'before' if age > 0 else 'after'} it was received: outside the window of {WINDOW} s"
        )
    return None


def flaw_of(one: Signature) -> str | None:
    """Why a signature cannot hold, whatever secret and URL."""
    many = f"{one.header} gives more than {MOST_GIVEN} signatures" if len(one.given) > MOST_GIVEN else None
    return one.flaw or many


def holds(one: Signature, secrets: Iterable[str], url: str) -> bool:
    """Whether any secret makes any signature that the header gives; all are tried, so that time tells nothing."""
    texts = dict.fromkeys(signed for spelled in _spellings(url) for signed in one.signed(spelled))
    results = [_makes(one, secret, signed) for secret in secrets for signed in texts]
    return any(results)


def _makes(one: Signature, secret: str, signed: bytes) -> bool:
    if one.expect is None:
        results = [one.check(secret, signed, given) for given in one.given]
    else:
        expected = one.expect(secret, signed).encode()
        results = [hmac.compare_digest(expected, given.encode("utf-8", "replace")) for given in one.given]
    return any(results)


def _spellings(url: str) -> tuple[str, ...]:
    """A URL that was set without a path is signed without one, and called with `/`."""
    bare = re.fullmatch(r"(https?://[^/?]+)/(\?.*)?", url)
    return (url, bare[1] + (bare[2] or "")) if bare else (url,)
