"""How Twilio signs."""

from dataclasses import replace

from receiver.signatures import Digest, Signature, form_signature
from store import Capture

HEADER = "X-Twilio-Signature"
SETTINGS = "X-Twilio-Webhooks-Signature-Settings"
ALGORITHMS: dict[str, Digest] = {"HMAC_SHA1": "sha1", "HMAC_SHA256": "sha256"}


def signatures(capture: Capture) -> tuple[Signature, ...]:
    """SHA-1 with the account's token, or what SETTINGS names with a shared key.

    twilio.com/docs/usage/webhooks/webhooks-security and /webhook-shared-keys; PyPI twilio 9.13.0 request_validator.py
    """
    if capture.header(HEADER) is None:
        return ()
    parts = (part.partition("=") for part in (capture.header(SETTINGS) or "").split(","))
    named = next((value.strip() for name, _, value in parts if name.strip() == "algorithm"), "") or "HMAC_SHA1"
    found = ALGORITHMS.get(named.upper())
    signature = form_signature(capture, HEADER, found or "sha1", distinct=True)
    return (signature if found else replace(signature, flaw=f"{SETTINGS} names {named[:40]}, which is not known"),)
