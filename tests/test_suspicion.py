"""What is taken to hold nothing holds nothing: the quick look never finds less than the close one."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

import receiver.providers
from receiver.stories.sample import parse_http
from tests.make import numbered
from tests.secrets import FORM, JSON, PLACES, posted
from tui.export.redaction import REDACTED, Redaction, say, secret
from tui.export.shading import body_said
from tui.export.suspicion import HINTS, MORE, harmless, suspicious, suspicious_bytes

SAMPLES = Path(receiver.providers.__file__).with_name("samples")
ROUNDS = 3000


def plain(lowered: bytes) -> bool:
    """One word after the other."""
    hints = HINTS if lowered.startswith(b"{") else HINTS + MORE
    return any(hint.encode() in lowered for hint in hints) or (b"@" in lowered and b"://" in lowered)


def any_secret(names: tuple[str, ...]) -> bool:
    return any(map(secret, names))


def bodies() -> Iterator[bytes]:
    """Of every sample and every place of a secret, and what comes of them when words are put in anywhere."""
    came = [parse_http("any", path.read_bytes()).body for path in sorted(SAMPLES.rglob("*.http"))]
    came += [request.body for _, request in PLACES]
    yield from came
    lot = Random(6)  # noqa: S311  the same rubbish each time
    words = (*HINTS, *MORE, '{"a":{"token":"x"},"a":1}', '"{\\"otp\\":1}"', '"name":"X-Api-Key",', "NaN")
    marks = ('"', "{", "[[", "}", "]", ":", ",", "=", "\\", "K", "\ufeff", "://me:pw@h", "[" * 120 + "]" * 120)
    for _ in range(ROUNDS):
        body = lot.choice(came)
        for word in lot.choices((*words, *words, *marks), k=lot.randint(1, 3)):
            at = lot.randrange(len(body) + 1)
            body = body[:at] + word.encode() + body[at:]
        yield body


def test_the_quick_look_finds_no_less_than_the_close_one() -> None:
    told, harmless_ones = 0, 0
    for body in bodies():
        assert suspicious_bytes(body) == plain(body.lower()), body
        text = body.decode("utf-8", "surrogateescape")
        assert suspicious(text) == plain(text.lower().encode("utf-8", "surrogatepass")), body
        if harmless(body, any_secret):
            assert body_said(numbered(posted("/", body, JSON), 1), say) == body
            harmless_ones += 1
        told += 1
    assert harmless_ones > told / 10


@pytest.mark.parametrize(
    "body",
    [
        b'{"a": {"token": "S3kr1t"}, "a": 1}',
        b'{"name": "X-Api-Key", "value": "S3kr1t"}',
        b'[{"name": "X-Api-Key", "value": ["S3kr1t"]}]',
        b'{"a": "{\\"otp\\": \\"S3kr1t\\"}"}',
        b'{"a": [["token=S3kr1t"]]}',
        b'["token=S3kr1t"]',
        b'{"a": "x", "b": "%74oken token%3DS3kr1t"}',
        b'{"api\\u005fkey": "S3kr1t"}',
    ],
)
def test_json_with_a_secret_in_it_is_not_harmless(body: bytes) -> None:
    assert not harmless(body, any_secret)
    shaded = Redaction().request(numbered(posted("/", body, JSON), 1))
    assert b"S3kr1t" not in shaded.body
    assert REDACTED.encode() in shaded.body


@pytest.mark.parametrize(
    "body", [b"", b"key", b"{", b'{"key": NaN}', b'"key"', b'\xff{"key": 1}', b"[" * 101 + b"]" * 101]
)
def test_what_is_no_json_is_looked_at_closely(body: bytes) -> None:
    assert not harmless(body, any_secret)


def test_a_request_without_a_secret_is_the_same_one() -> None:
    for request in (posted("/", b'{"keyword": "x"}', JSON), posted("/a?b=c", b"a=b", FORM)):
        capture = numbered(request, 1)
        assert Redaction().request(capture) is capture
        assert Redaction(("not-in-it",), "T0kenOfOurs").request(capture) is capture
