"""How Sinch signs: in one way what is about messages, in another what is about numbers."""

from receiver.payloads.payload import fields
from receiver.signatures import SIGNATURE, Signature, as_bytes, headers, keyed, matches, unix_seconds
from store import Capture, Header


def signatures(capture: Capture) -> tuple[Signature, ...]:
    """Two schemes: base64 HMAC-SHA256 over body, nonce and timestamp for messages, hex HMAC-SHA1 over the body for
    numbers. PyPI sinch 2.3.0, domains/authentication/webhooks/v1/authentication_validation.py"""
    found = (_of_messages(capture), _of_numbers(capture))
    return tuple(one for one in found if capture.header(one.header) is not None)


def _of_messages(capture: Capture) -> Signature:
    header, expect = "x-sinch-webhook-signature", keyed("sha256", "base64")
    nonce, stamp = capture.header(f"{header}-nonce"), capture.header(f"{header}-timestamp")
    sent_at = unix_seconds(stamp)
    return Signature(
        scheme="HMAC-SHA256 over body, nonce and timestamp",
        header=header,
        given=(capture.header(header) or "",),
        signed=lambda _: (capture.body + as_bytes(f".{nonce}.{stamp}"),),
        check=matches(expect),
        expect=expect,
        sent_at=sent_at,
        nonce=nonce,
        flaw=_flaw(capture.header(f"{header}-algorithm"), nonce, sent_at),
    )


def _flaw(algorithm: str | None, nonce: str | None, sent_at: int | None) -> str | None:
    """The algorithm has a header too; HmacSHA256 is the only one that the SDKs know."""
    if algorithm is not None and algorithm.lower() != "hmacsha256":
        return "x-sinch-webhook-signature-algorithm is not HmacSHA256"
    if not nonce:
        return "x-sinch-webhook-signature-nonce is missing"
    if "." in nonce:  # a dot ends the body too, in what is signed
        return "x-sinch-webhook-signature-nonce has a dot in it"
    return None if sent_at is not None else "x-sinch-webhook-signature-timestamp is missing, or is no number"


def _of_numbers(capture: Capture) -> Signature:
    expect = keyed("sha1", "hex")
    return Signature(
        scheme="HMAC-SHA1 over the body",
        header="X-Sinch-Signature",
        given=(capture.header("x-sinch-signature") or "",),
        signed=lambda _: (capture.body,),
        check=matches(expect),
        expect=expect,
    )


NUMBERS = headers((b"X-Sinch-Signature", SIGNATURE))
MESSAGES = headers(
    (b"x-sinch-webhook-signature-nonce", b"{nonce}"),
    (b"x-sinch-webhook-signature-timestamp", b"{time}"),
    (b"x-sinch-webhook-signature-algorithm", b"HmacSHA256"),
    (b"x-sinch-webhook-signature", SIGNATURE),
)


def signing(capture: Capture, at: int, nonce: str) -> tuple[Header, ...]:
    """A callback about numbers is signed in another way than one about messages."""
    scheme = NUMBERS if "resourceId" in fields(capture) else MESSAGES
    return scheme(capture, at, nonce)
