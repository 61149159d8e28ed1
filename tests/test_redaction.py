"""What nobody else is to have is in no export."""

import json
from time import process_time
from urllib.parse import parse_qsl, quote

import pytest

from store import Capture, Request
from tests.make import numbered
from tests.secrets import FORM, JSON, PLACES, SET, TOKEN, posted
from tui.export.formats import FORMATS
from tui.export.redaction import REDACTED, Redaction

REDACTION = Redaction((SET,), TOKEN)
EVENT = '{"v":1,"kind":"event","seq":1,"capture":1,"provider":null,"summary":"POST %s, 9 B","key":"a=="}'


def redacted(request: Request) -> Capture:
    return REDACTION.request(numbered(request, 1))


@pytest.mark.parametrize(("secret", "request_"), PLACES, ids=range(len(PLACES)))
def test_x3_redaction_finds_a_secret_in_every_place(secret: str, request_: Request) -> None:
    capture = numbered(request_, 1)
    shaded = redacted(request_)
    event = REDACTION.event(EVENT % capture.target.replace('"', ""), capture, shaded)
    for name in ("ndjson", "json", "har", "curl", "http"):
        writer = FORMATS[name].writer()
        whole = writer.begin() + writer.take(shaded, [event]) + writer.end()
        assert secret.encode() not in whole, (name, whole)
        assert b"hush" not in whole
    assert secret in repr(capture), "it was there"


@pytest.mark.parametrize("request_", [request for _, request in PLACES], ids=range(len(PLACES)))
def test_what_is_left_can_be_read_as_before(request_: Request) -> None:
    shaded = redacted(request_)
    assert shaded.target.startswith("/")
    assert [name for name, _ in shaded.headers] == [name for name, _ in request_.headers]
    try:
        said = json.loads(request_.body)
    except ValueError:
        return
    assert json.loads(shaded.body).keys() == said.keys()


SLASHED = "kn/own+s\u00e9cret=="
FOUND = [
    posted("/", b'{"headers": [{"name": "X-Api-Key", "value": "S3kr1t"}]}', JSON),
    posted("/", b"<a><Password><![CDATA[S3kr1t]]></Password></a>"),
    posted("/;token=S3kr1t", b""),
    posted("/#token=S3kr1t", b""),
    posted("/", b"", ("X-Forwarded-Uri", "/x?sig=S3kr1t")),
    posted("/", b"", ("Ocp-Apim-Subscription-Key", "S3kr1t")),
    posted("/", b"", ("X-Hmac", "S3kr1t")),
    posted("/", b'{"a": [{"otp": "S3kr1t"}]}', JSON),
    posted("/", b"otp_code=S3kr1t&a=1", FORM),
    posted("/", b'{"x_sig": "S3kr1t"}', JSON),
    posted("/", b"", ("X-Key", "S3kr1t")),
    posted("/", b'{"secret"   :            "S3kr1t", broken', JSON),
    posted("/", b'{"password" : "correct horse S3kr1t", broken', JSON),
    posted("/", b'{"password": "a\\"S3kr1t", broken', JSON),
    posted("/", b'{"sent": "{\\"otp\\" : \\"my S3kr1t\\"}", broken', JSON),
    posted("/", b"{'x_sig' : 'S3kr1t'}"),
    posted("/", b'["a": "otp": "S3kr1t"'),
    posted("/", b"", ("Authorization", "S3kr1t")),
    posted("/", b'{"authorisation": "S3kr1t"}', JSON),
    posted("/", b'{"note": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.S3kr1t"}', JSON),
    posted("/", b"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.S3kr1t"),
    posted("/", b'{"token": "S3kr1t", "half": "\\ud800", "byte": "\\udc80"}', JSON),
]


def test_a_name_with_its_password_is_found_in_any_text_and_a_word_is_left() -> None:
    shaded = redacted(posted("/", b'{"note": "was sent as Basic bWU6UzNrcjF0, said Basic knowledge"}', JSON))
    assert json.loads(shaded.body) == {"note": f"was sent as Basic {REDACTED}, said Basic knowledge"}


@pytest.mark.parametrize("request_", FOUND, ids=range(len(FOUND)))
def test_a_secret_is_found_by_what_it_is_called_in_odd_places(request_: Request) -> None:
    assert "S3kr1t" in repr(request_)
    shaded = redacted(request_)
    assert "S3kr1t" not in repr(shaded)
    assert REDACTED in repr(shaded)


@pytest.mark.parametrize(
    "said",
    [
        json.dumps(SLASHED)[1:-1],
        json.dumps(SLASHED)[1:-1].replace("/", "\\/"),
        SLASHED.replace("/", "\\/"),
        quote(SLASHED, safe="").lower(),
    ],
)
def test_a_secret_of_the_settings_is_found_however_it_is_written(said: str) -> None:
    shaded = Redaction((SLASHED,)).request(numbered(posted("/", f'{{"x": "{said}"}}'.encode(), JSON), 1))
    assert shaded.body == f'{{"x": "{REDACTED}"}}'.encode()


def test_all_else_is_as_it_came() -> None:
    body = b'{ "id": 9007199254740993, "n": 1.50, "keyword": "x", "to": "+15551230000", "id": 2 }'
    shaded = redacted(posted("/", body, JSON, ("X-A", "\xff")))
    assert (shaded.body, shaded.headers[1]) == (body, (b"X-A", b"\xff"))
    form = redacted(posted("/", b"a=%2B1&token=x&b=+&c", FORM))
    assert form.body == f"a=%2B1&token={REDACTED}&b=+&c".encode()
    assert dict(parse_qsl(form.body.decode()))["token"] == REDACTED


def test_numbers_and_repeated_names_stay_where_something_beside_them_is_left_out() -> None:
    shaded = redacted(posted("/", b'{"id": 9007199254740993, "n": 1.50, "token": 17, "id": 2, "password": null}'))
    assert shaded.body == b'{"id":9007199254740993,"n":1.50,"token":"REDACTED","id":2,"password":null}'


def test_a_path_without_our_token_is_as_if_it_had_been_called_here() -> None:
    assert redacted(posted(f"/{TOKEN}/telnyx?a=1", b"")).target == "/telnyx?a=1"
    assert redacted(posted(f"/{TOKEN}", b"")).target == "/"
    assert redacted(posted(f"/{TOKEN[:-1]}/telnyx", b"")).target == f"/{TOKEN[:-1]}/telnyx"


def test_ids_that_providers_give_are_no_secrets() -> None:
    for target in ("/telnyx/7f1f4c0a-9999-4a5b-9c1b-000000000007", "/plivo/messages/sent", "/v1/callbacks"):
        assert redacted(posted(target, b"")).target == target


def test_half_a_letter_stays_as_json_writes_it_and_bytes_that_are_no_text_as_they_came() -> None:
    body = b'{"token":"x","half":"\\ud800","byte":"\\udc80"%s}'
    for more in (b"", b',"\xff":"\xfe"'):
        expected = (body % more).replace(b'"x"', b'"REDACTED"')
        if more:  # nobody can tell which of them was a byte
            expected = expected.replace(b"\\udc80", b"\x80")
        assert redacted(posted("/", body % more, JSON)).body == expected


PIECES = (
    b"a",
    b"token",
    b'"token":"',
    b'"a":',
    b"\\",
    b"<token",
    b'name="token',
    b"Basic ",
    b"://",
    b"eyJ",
    b"authorization:",
    b"a=",
    b"{",
)


@pytest.mark.parametrize("piece", PIECES)
def test_a_long_text_is_looked_through_in_a_moment(piece: bytes) -> None:
    """One that is ten times as long takes ten times as long, and not a hundred times."""
    short, long = (b"x token " + piece * (size // len(piece)) for size in (10_000, 100_000))
    assert _seconds(long) < 40 * max(_seconds(short), 0.001)


def _seconds(body: bytes) -> float:
    began = process_time()
    redacted(posted("/", body))
    return process_time() - began
