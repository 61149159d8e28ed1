"""Bird: one envelope for brands, campaigns and vettings, signed with the URL and the body's digest."""

import hashlib
import hmac
from base64 import b64encode
from dataclasses import replace

import pytest

from receiver.meaning.reading import read
from receiver.meaning.trust import Keys
from receiver.provider import Certainty
from receiver.providers.bird import PROVIDER
from store import Header, Kind, Phase, Trust
from tests.callbacks import RECEIVED, changed, posted, sampled

NOW = str(int(RECEIVED.timestamp()))
URL = "https://fox.test/bird"


def headers(stamp: str, body: bytes) -> tuple[Header, ...]:
    """As the PHP of docs.bird.com makes them: sprintf("%s\n%s\n%s", time, URL, raw digest)."""
    signed = f"{stamp}\n{URL}\n".encode() + hashlib.sha256(body).digest()
    mac = b64encode(hmac.digest(b"key", signed, "sha256"))
    return (b"MessageBird-Signature", mac), (b"MessageBird-Request-Timestamp", stamp.encode())


def test_a_brand_has_its_name_and_its_time() -> None:
    [event] = PROVIDER.interpret(sampled("bird/brand_rejected"))
    assert (event.kind, event.name, event.phase) == (Kind.BRAND, "Example SMS Brand", Phase.FAILED)
    assert event.occurred_at


def test_a_vetting_is_told_and_changes_nothing() -> None:
    [event] = PROVIDER.interpret(changed("bird/brand_pending", event="10dlc.vetting"))
    assert (event.type, event.kind, event.id, event.status) == ("10dlc.vetting", None, None, "PENDING")


def test_a_state_that_nobody_documents_is_shown() -> None:
    [event] = PROVIDER.interpret(changed("bird/brand_pending", "payload", status="VERIFIED"))
    assert (event.status, event.phase) == ("VERIFIED", Phase.UNKNOWN)


def test_an_event_of_another_service_is_not_read() -> None:
    other = changed("bird/brand_pending", event="tfn.verification")
    assert (PROVIDER.claims(other), PROVIDER.interpret(other)) == (Certainty.NO, ())
    assert PROVIDER.claims(posted({"event": ["10dlc.brand"], "service": 1, "payload": {}})) == Certainty.NO


@pytest.mark.parametrize(
    ("stamp", "body", "trust"),
    [
        (NOW, None, Trust.VERIFIED),
        (NOW, b"{}", Trust.REJECTED),
        (str(int(NOW) - 301), None, Trust.REJECTED),
        ("soon", None, Trust.REJECTED),
    ],
)
def test_the_signature_covers_time_url_and_body(stamp: str, body: bytes | None, trust: Trust) -> None:
    sent = sampled("bird/brand_pending", "/bird")
    signed = replace(sent, headers=headers(stamp, sent.body if body is None else body))
    assert read(signed, [PROVIDER], Keys({"bird": ("key",)}, "https://fox.test")).verdict.trust is trust
    assert read(signed, [PROVIDER], Keys({"bird": ("key",)}, "https://hen.test")).verdict.trust is Trust.REJECTED
