"""How Telnyx signs."""

from base64 import b64decode

from receiver.signatures import Signature, as_bytes, ed25519, ed25519_made, unix_seconds
from store import Capture

KEY_SIZE = 32


def signatures(capture: Capture) -> tuple[Signature, ...]:
    """Ed25519 over `{timestamp}|{body}`; the secret is the account's public key, base64 of 32 bytes.

    https://developers.telnyx.com/docs/development/api-fundamentals/webhooks; telnyx 4.189.0 webhook_verification.py
    rejects times more than 300 s away, either way.
    """
    given, stamp = capture.header("telnyx-signature-ed25519"), capture.header("telnyx-timestamp")
    sent_at = unix_seconds(stamp)
    signature = Signature(
        scheme="Ed25519 over timestamp and body",
        header="telnyx-signature-ed25519",
        given=(given or "",),
        signed=lambda _: (as_bytes(f"{stamp}|") + capture.body,),
        check=ed25519,
        make=ed25519_made,
        sent_at=sent_at,
        flaw=None if sent_at is not None else "telnyx-timestamp is missing, or is no number",
    )
    return (signature,) if given is not None else ()


def secret_flaw(secret: str) -> str | None:
    try:
        size = len(b64decode(secret, validate=True))
    except ValueError:
        size = 0
    return None if size == KEY_SIZE else "it is to be the public key of the account: base64 of 32 bytes"
