"""Signatures: every vector gives its stated answer, and nothing hostile is believed or raises."""

import json
from base64 import b64encode
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from receiver.found import found
from receiver.meaning.reading import read
from receiver.meaning.reasons import variants, why
from receiver.meaning.trust import Keys, Route, called, judge, secrets_for
from receiver.signatures import keyed, unix_seconds, with_and_without_port
from receiver.stories.signed import signed
from store import Capture, Intake, Reader, Trust, prepare_view
from tests.make import capture
from tests.wire import receiving, statuses
from tui.request.explaining import lines

Vector = dict[str, str | int | bool | dict[str, str]]
PROVIDERS = {one.name: one for one in found()[0]}
SIGNERS = [name for name, one in PROVIDERS.items() if one.signs]
FILE = Path(__file__).with_name("vectors.json")
VECTORS: list[Vector] = [one for one in json.loads(FILE.read_text("utf-8"))["vectors"] if one["provider"] in PROVIDERS]
BELIEVED = {Trust.VERIFIED, Trust.PARTIAL}
PUBLIC_KEY = "A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg="
FORM = (b"Content-Type", b"application/x-www-form-urlencoded")


def request_of(vector: Vector) -> Capture:
    url = urlsplit(str(vector["url"]))
    headers = tuple((name.encode(), value.encode()) for name, value in dict(vector["headers"]).items())  # type: ignore[arg-type]
    named = any(name.lower() == b"content-type" for name, _ in headers)
    return replace(
        capture(str(vector["body"]).encode(), (url.path or "/") + (f"?{url.query}" if url.query else "")),
        method=str(vector["method"]),
        received_at=datetime.fromtimestamp(int(str(vector.get("now", 1_800_000_000))), UTC),
        headers=headers if named or not vector.get("params") else (*headers, FORM),
    )


def keys_of(vector: Vector) -> Keys:
    """The vector's secret, and the URL that it was signed under."""
    url = urlsplit(str(vector["url"]))
    secret = str(vector.get("secret") or vector.get("public_key"))
    return Keys({str(vector["provider"]): (secret,)}, f"{url.scheme}://{url.netloc}")


def trust(vector: Vector, request: Capture, keys: Keys) -> Trust:
    provider = PROVIDERS[str(vector["provider"])]
    always = replace(provider, claims=lambda _: max(provider.claims(request), 1))  # type: ignore[arg-type,return-value]
    return read(request, [always], keys).verdict.trust


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: str(vector["id"]))
def test_a_vector_gives_its_stated_answer(vector: Vector) -> None:
    assert (trust(vector, request_of(vector), keys_of(vector)) in BELIEVED) is vector["valid"]


@pytest.mark.parametrize("vector", [one for one in VECTORS if one["valid"]], ids=lambda vector: str(vector["id"]))
def test_a_wrong_secret_and_none_are_not_believed(vector: Vector) -> None:
    keys = keys_of(vector)
    other = replace(keys, secrets=dict.fromkeys(keys.secrets, ("another", "secret")))
    assert trust(vector, request_of(vector), other) is Trust.REJECTED
    assert trust(vector, request_of(vector), replace(keys, secrets={})) is Trust.UNCHECKED
    both = replace(keys, secrets={name: ("another", *given) for name, given in keys.secrets.items()})
    assert trust(vector, request_of(vector), both) in BELIEVED


@pytest.mark.parametrize("vector", [one for one in VECTORS if one["valid"]], ids=lambda vector: str(vector["id"]))
def test_a_changed_byte_of_the_body_is_refused_wherever_the_scheme_covers_it(vector: Vector) -> None:
    request = request_of(vector)
    if not request.body:
        return
    changed = replace(request, body=request.body[:-1] + bytes([request.body[-1] ^ 1]))
    expected = Trust.PARTIAL if "v2" in str(vector["id"]) else Trust.REJECTED
    assert trust(vector, changed, keys_of(vector)) is expected


@pytest.mark.parametrize("vector", [one for one in VECTORS if one["valid"]], ids=lambda vector: str(vector["id"]))
def test_a_changed_url_nonce_or_time_is_refused_wherever_the_scheme_covers_it(vector: Vector) -> None:
    request, keys = request_of(vector), keys_of(vector)
    carried = PROVIDERS[str(vector["provider"])].signatures(request)
    changed = [
        _another(request, name) for name, _ in request.headers if name.lower().endswith((b"nonce", b"timestamp"))
    ]
    if any(one.needs_url for one in carried):
        changed.append(replace(request, target=f"/other{request.target}"))
        changed.append(replace(request, target=_with_query(request.target)))
    for other in changed:
        covered = other.target == request.target or other.path != request.path or not _bare(vector)
        assert (trust(vector, other, keys) is Trust.REJECTED) is covered, other


def _bare(vector: Vector) -> bool:
    """Plivo's V2 signs the URL without its query."""
    return "plivo-v2" in str(vector["id"])


def _another(request: Capture, name: bytes) -> Capture:
    """With the last letter of one header changed."""
    headers = [
        (one, value[:-1] + (b"7" if value[-1:] != b"7" else b"8")) for one, value in request.headers if one == name
    ]
    return replace(request, headers=(*(header for header in request.headers if header[0] != name), *headers))


def _with_query(target: str) -> str:
    return f"{target}&x=1" if "?" in target else f"{target}?x=1"


def test_v2_alone_says_that_it_does_not_cover_the_body() -> None:
    vector = next(one for one in VECTORS if one["id"] == "plivo-v2-official-ok")
    verdict = read(request_of(vector), [PROVIDERS["plivo"]], keys_of(vector)).verdict
    assert verdict.trust is Trust.PARTIAL
    assert verdict.reason
    assert "does not cover the body" in verdict.reason


def test_a_false_signature_over_the_body_is_not_saved_by_a_true_one_over_the_url() -> None:
    vector = next(one for one in VECTORS if one["id"] == "plivo-v2-ok-ma-v2-header")
    request = request_of(vector)
    forged = ((b"X-Plivo-Signature-V3", b"bm8="), (b"X-Plivo-Signature-V3-Nonce", b"1"))
    assert trust(vector, replace(request, headers=(*request.headers, *forged)), keys_of(vector)) is Trust.REJECTED


def test_without_a_signature_a_request_is_rejected_once_a_secret_is_set() -> None:
    for name in SIGNERS:
        verdict = read(capture(target=f"/{name}"), list(PROVIDERS.values()), Keys({name: (PUBLIC_KEY,)})).verdict
        assert verdict.trust is Trust.REJECTED, name


@pytest.mark.parametrize("text", ["", " 1", "1 ", "1_0", "1.5", "-1", "+1", "1e3", "١٢", "nan", "9" * 13, None])
def test_a_signed_time_is_ascii_digits(text: str | None) -> None:
    assert unix_seconds(text) is None


def test_the_url_is_tried_with_and_without_its_port() -> None:
    assert with_and_without_port("https://a.test:1234/x?y=:1") == (
        "https://a.test:1234/x?y=:1",
        "https://a.test/x?y=:1",
    )
    assert with_and_without_port("http://a.test/x") == ("http://a.test/x", "http://a.test:80/x")


def test_the_url_that_was_called_is_byte_for_byte() -> None:
    request = capture(target="/a%2Fb//c?x=%20&y", host="127.0.0.1:8010")
    assert called(request, Keys())[0] == "http://127.0.0.1:8010/a%2Fb//c?x=%20&y"
    assert called(request, Keys(public_url="https://fox.test/"))[0] == "https://fox.test/a%2Fb//c?x=%20&y"


def test_why_names_the_url_that_would_have_matched_and_believes_nothing_by_it() -> None:
    vector = next(one for one in VECTORS if one["id"] == "plivo-v2-ok-port-kept")
    keys = replace(keys_of(vector), public_url="http://hooks.example.com:8443")
    request = request_of(vector)
    [reason] = why(request, PROVIDERS["plivo"], keys)
    assert reason.would_match == "https://hooks.example.com:8443/plivo"
    assert reason.refusal
    assert len(reason.given[0]) == len(reason.expected[0]) == 6
    assert trust(vector, request, keys) is Trust.REJECTED


def test_a_route_has_its_own_url_and_the_longest_path_wins() -> None:
    keys = Keys(
        public_url="https://all.test", routes=(Route("/st", "https://st.test"), Route("/st/eu/", "https://eu.test/"))
    )
    where = {path: called(capture(target=path), keys) for path in ("/st", "/st/x?y", "/staging", "/st/eu/a", "/st/eu")}
    assert {path: url for path, (url, _) in where.items()} == {
        "/st": "https://st.test/st",
        "/st/x?y": "https://st.test/st/x?y",
        "/staging": "https://all.test/staging",
        "/st/eu/a": "https://eu.test/st/eu/a",
        "/st/eu": "https://eu.test/st/eu",
    }
    assert where["/st"][1] == "the route /st"


def test_a_route_without_a_url_has_that_of_the_route_around_it() -> None:
    keys = Keys(routes=(Route("/st", "https://st.test"), Route("/st/tx", provider="telnyx")))
    assert called(capture(target="/st/tx/a"), keys) == ("https://st.test/st/tx/a", "the route /st")


def test_the_secret_of_a_route_is_its_providers_there_and_nowhere_else() -> None:
    mine = Route("/st", provider="telnyx", secrets=("mine",))
    keys = Keys({"telnyx": ("all",), "plivo": ("theirs",)}, routes=(mine,))
    asked = [("/st/a", "telnyx"), ("/staging", "telnyx"), ("/st", "plivo"), ("/st", "mta")]
    assert [secrets_for(path, name, keys) for path, name in asked] == [("mine",), ("all",), ("theirs",), ()]


FORWARDED = {"X_Forwarded_Proto": "https", "X_Forwarded_Host": "fox.test", "Host": "127.0.0.1:8010"}


@pytest.mark.parametrize(
    ("peer", "headers", "tunnel", "url"),
    [
        ("127.0.0.1", FORWARDED, True, "https://fox.test/a"),
        ("::1", FORWARDED, True, "https://fox.test/a"),
        ("127.0.0.1", FORWARDED | {"X_Forwarded_Host": ""}, True, "https://127.0.0.1:8010/a"),
        ("127.0.0.1", FORWARDED, False, "http://127.0.0.1:8010/a"),
        ("10.0.0.7", FORWARDED, True, "http://127.0.0.1:8010/a"),
        ("127.0.0.1", FORWARDED | {"X_Forwarded_Host": "evil.test, fox.test"}, True, "http://127.0.0.1:8010/a"),
        ("127.0.0.1", FORWARDED | {"x_forwarded_HOST": "evil.test"}, True, "http://127.0.0.1:8010/a"),
        ("127.0.0.1", FORWARDED | {"x_forwarded_PROTO": "https"}, True, "http://127.0.0.1:8010/a"),
        ("127.0.0.1", FORWARDED | {"X_Forwarded_Proto": "https,http"}, True, "http://127.0.0.1:8010/a"),
        ("127.0.0.1", FORWARDED | {"X_Forwarded_Proto": "ftp"}, True, "http://127.0.0.1:8010/a"),
        ("127.0.0.1", FORWARDED | {"X_Forwarded_Host": "fox.test/evil?"}, True, "http://127.0.0.1:8010/a"),
    ],
)
def test_forwarded_headers_are_believed_of_a_tunnel_on_this_machine_only(
    peer: str, headers: dict[str, str], tunnel: bool, url: str
) -> None:
    request = replace(capture(target="/a", **headers), peer=peer)  # type: ignore[arg-type]
    assert called(request, Keys(forwarded=tunnel))[0] == url


BY_ROUTES = (Route("/st", "https://st.test"), Route("/eu", "https://eu.test/in"))


PUBLIC = Keys(public_url="https://old.test")
ROUTED = replace(PUBLIC, routes=BY_ROUTES)


@pytest.mark.parametrize(
    ("signed_for", "target", "keys", "advice"),
    [
        ("https://tun.test/mta/x?y", "/mta/x?y", Keys(), "set --public-url https://tun.test"),
        ("https://fox.test/a", "/a", Keys(), "start with --trust-forwarded"),
        ("https://fox.test/a", "/a", PUBLIC, "set --public-url https://fox.test"),
        ("https://eu.test/in/a", "/a", ROUTED, "set --public-url https://eu.test/in"),
        ("https://old.test/st/a", "/st/a", ROUTED, "set https://old.test as the public_url of the route /st"),
        ("https://old.test/a/", "/a", PUBLIC, "its path differs from the one that was called"),
        ("http://tun.test/a", "/a", PUBLIC, "set --public-url http://tun.test"),
    ],
)
def test_why_knows_every_url_that_the_user_may_have_meant(
    signed_for: str, target: str, keys: Keys, advice: str
) -> None:
    unsigned = capture(b"", target, **(FORWARDED | {"Host": "tun.test"}))  # type: ignore[arg-type]
    request = replace(unsigned, headers=signed(unsigned, PROVIDERS["twilio"], "secret", signed_for, 0, ""))
    [reason] = why(request, PROVIDERS["twilio"], replace(keys, secrets={"twilio": ("secret",)}))
    assert (reason.would_match, reason.advice) == (signed_for, advice)


def test_a_signature_that_only_came_late_would_match_no_other_url() -> None:
    url, stamp = "https://a.test/bird", (b"MessageBird-Request-Timestamp", b"1800000000")
    text = f"1800000000\n{url}\n".encode() + sha256(b"{}").digest()
    header = (b"MessageBird-Signature", keyed("sha256", "base64")("secret", text).encode())
    late = replace(
        capture(target="/bird"), headers=(stamp, header), received_at=datetime.fromtimestamp(18e8 + 999, UTC)
    )
    [reason] = why(late, PROVIDERS["bird"], Keys({"bird": ("secret",)}, "https://a.test"))
    assert reason.refusal
    assert "outside the window" in reason.refusal
    assert (reason.would_match, reason.advice) == (None, None)


def test_what_cannot_be_signed_says_why() -> None:
    with pytest.raises(ValueError, match="Zipwhip signs nothing"):
        signed(capture(), PROVIDERS["zipwhip"], "secret", "https://a.test/", 0, "")


@pytest.mark.parametrize("name", [name for name, one in PROVIDERS.items() if one.signs])
def test_what_is_signed_anew_holds_and_the_signature_that_it_had_is_gone(name: str) -> None:
    provider, secret = PROVIDERS[name], b64encode(bytes(32)).decode()
    request = capture(b'{"batch_id": 1}', f"/{name}", Host="a.test")
    at = int(request.received_at.timestamp())
    url, keys = f"http://a.test/{name}", Keys({name: (provider.public(secret),)})
    once = replace(request, headers=signed(request, provider, b64encode(bytes(range(32))).decode(), url, at, "n"))
    twice = replace(once, headers=signed(once, provider, secret, url, at, "n"))
    assert judge(once, provider, keys).verdict.trust is Trust.REJECTED
    if name not in {"plivo", "twilio"}:  # they cover no JSON
        assert judge(twice, provider, keys).verdict.trust is Trust.VERIFIED
    assert [one for one, _ in twice.headers] == [one for one, _ in once.headers]


def test_why_is_told_in_columns() -> None:
    unsigned = capture(b"", "/a", Host="tun.test")
    headers = signed(unsigned, PROVIDERS["twilio"], "secret", "https://tun.test/a", 0, "")
    keys = Keys({"twilio": ("secret",)}, "https://old.test")
    reasons = why(replace(unsigned, headers=headers), PROVIDERS["twilio"], keys)
    told = ["".join(text for text, _ in line) for line in lines(PROVIDERS["twilio"], reasons, known=True)]
    assert "  would match  https://tun.test/a   set --public-url https://tun.test" in told
    assert "  header       X-Twilio-Signature" in told


def test_why_names_the_provider_whose_secret_it_was_signed_with() -> None:
    vector = next(one for one in VECTORS if one["id"] == "plivo-v2-ok-port-kept")
    secrets = {"plivo": ("wrong",), "mta": ("other",), "signalwire": keys_of(vector).secrets["plivo"]}
    request, keys = request_of(vector), replace(keys_of(vector), secrets=secrets)
    [reason] = why(request, PROVIDERS["plivo"], keys)
    assert (reason.would_match_with, reason.would_match) == ("signalwire", None)
    assert trust(vector, request, keys) is Trust.REJECTED


def test_a_signed_time_more_than_a_minute_off_is_told() -> None:
    vector = next(one for one in VECTORS if one["provider"] == "telnyx" and one["valid"])
    request, signed_at = request_of(vector), int(dict(vector["headers"])["telnyx-timestamp"])  # type: ignore[arg-type]
    for seconds, told in ((30, False), (75, True), (-75, True)):
        received = replace(request, received_at=datetime.fromtimestamp(signed_at + seconds, UTC))
        reading = read(received, [PROVIDERS["telnyx"]], keys_of(vector))
        assert reading.verdict.trust is Trust.VERIFIED
        assert any("signed 75 s" in flag.text for flag in reading.flags) is told


def test_the_nonce_of_a_good_signature_is_remembered_and_that_of_a_forged_one_is_not() -> None:
    vector = next(one for one in VECTORS if one["id"] == "plivo-v2-official-ok")
    request, keys = request_of(vector), keys_of(vector)
    assert read(request, [PROVIDERS["plivo"]], keys).nonce == "12345"
    wrong = replace(keys, secrets={"plivo": ("another",)})
    assert read(request, [PROVIDERS["plivo"]], wrong).nonce is None


async def test_each_vector_through_a_real_socket_and_a_real_store(tmp_path: Path) -> None:
    """As it comes off the wire; judged at its own time, since no clock can be turned back to it."""
    log = tmp_path / "callboard.db"
    async with Intake.open(log) as intake, receiving(intake) as receiver:
        for vector in VECTORS:
            assert statuses(await receiver.say(_raw(request_of(vector)))) == [200], vector["id"]
    prepare_view(log)
    async with Reader.open(log) as reader:
        captures = await reader.captures(limit=len(VECTORS))
    for vector, received in zip(VECTORS, reversed(captures), strict=True):
        sent = request_of(vector)
        assert (received.body, received.target) == (sent.body, sent.target), vector["id"]
        at_its_time = replace(received, received_at=sent.received_at)
        assert (trust(vector, at_its_time, keys_of(vector)) in BELIEVED) is vector["valid"], vector["id"]


def _raw(request: Capture) -> bytes:
    named = {name.lower() for name, _ in request.headers}
    headers = [*request.headers, *([] if b"host" in named else [(b"Host", b"127.0.0.1:8010")])]
    headers = [(name, value) for name, value in headers if name.lower() != b"content-length"]
    lines = [b"%b: %b" % header for header in headers]
    head = [f"{request.method} {request.target} HTTP/1.1".encode("latin-1"), *lines]
    length = [b"Content-Length: %d" % len(request.body), b"Connection: close"]
    return b"\r\n".join([*head, *length, b"", request.body])


def test_variants_are_few_and_different() -> None:
    urls = list(variants("https://a.test:8443/x/?q=1"))
    assert len(urls) == len({*urls}) < 20
    assert "http://a.test/x?q=1" in urls


NAMES = st.sampled_from(
    [
        "telnyx-signature-ed25519",
        "telnyx-timestamp",
        "X-SignalWire-Signature",
        "X-SignalWire-Sha256-Signature",
        "X-Twilio-Signature",
        "X-Plivo-Signature-V2",
        "X-Plivo-Signature-Ma-V3",
        "X-Plivo-Signature-V3-Nonce",
        "X-Plivo-Signature-V2-Nonce",
        "X-Signature",
        "Authorization",
        "MessageBird-Signature",
        "MessageBird-Request-Timestamp",
        "X-Registry-Signature",
        "X-Sinch-Signature",
        "x-sinch-webhook-signature",
        "x-sinch-webhook-signature-nonce",
        "x-sinch-webhook-signature-timestamp",
        "Host",
        "Content-Type",
    ]
)
VALUES = st.one_of(
    st.text(st.characters(max_codepoint=255, exclude_characters="\r\n\0"), max_size=90),
    st.sampled_from(
        [
            "Bearer eyJhbGciOiJub25lIn0.eyJpYXQiOjE3MjMwNTEzNTd9.",
            "Bearer bnVsbA.W10.x",
            "a" * 40,
            "0" * 64,
            "bm8=",
            "1723051357",
            "[::1",
            "application/x-www-form-urlencoded",
            PUBLIC_KEY,
        ]
    ),
)


@settings(max_examples=3000, deadline=None)
@given(
    headers=st.lists(st.tuples(NAMES, VALUES), max_size=6),
    body=st.binary(max_size=60),
    query=st.text(st.characters(max_codepoint=255), max_size=30),
)
def test_nothing_hostile_is_believed_or_raises(headers: list[tuple[str, str]], body: bytes, query: str) -> None:
    pairs = tuple((name.encode(), value.encode("latin-1")) for name, value in headers)
    for name in SIGNERS:
        request = replace(capture(body, f"/{name}?{query}"), headers=pairs)
        for public_url in (None, "https://hooks.example.com"):
            keys = Keys({name: (PUBLIC_KEY, "secret")}, public_url)
            assert read(request, [PROVIDERS[name]], keys).verdict.trust is Trust.REJECTED
