"""A request as lines to read: nothing invented, nothing hidden, nothing without end."""

import json
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import Capture
from tui.request.pretty import MOST_LINES, head_lines, pretty
from tui.text import safe
from tui.words import plain

REST = "--raw writes them all"
SEEN = st.text(st.characters(categories=("L", "N", "P", "S"))).filter(lambda text: safe(text) == text)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | SEEN,
    lambda inner: st.lists(inner) | st.dictionaries(SEEN, inner),
)


def capture(body: bytes = b"", kind: bytes = b"application/json", target: str = "/telnyx") -> Capture:
    return Capture(
        seq=1,
        received_at=datetime(2026, 11, 22, tzinfo=UTC),
        method="POST",
        target=target,
        http_version="1.1",
        headers=((b"Content-Type", kind), (b"X-Sig", b"a"), (b"x-sig", b"\xff\x1b[2J")),
        body=body,
        peer="127.0.0.1",
    )


def body_of(body: bytes, kind: bytes = b"application/json") -> list[str]:
    return [plain(line) for line in pretty(capture(body, kind), REST)][1:]


def test_headers_keep_their_order_case_and_duplicates() -> None:
    lines = [plain(line) for line in head_lines(capture(target="/a?b=\x1b"))]
    assert lines == ["POST /a?b=␛ HTTP/1.1", "Content-Type: application/json", "X-Sig: a", "x-sig: \\xff␛[2J"]


def test_json_that_curl_calls_a_form_is_read_as_json() -> None:
    assert body_of(b'{"a": "+1"}', b"application/x-www-form-urlencoded") == ["{", '  "a": "+1"', "}"]


def test_json_keeps_digits_order_and_repeated_keys() -> None:
    assert body_of(b'{"b": 9007199254740993, "a": [1.50, {}, []], "a": 1E400, "b": true}') == [
        "{",
        '  "b": 9007199254740993,',
        '  "a": [',
        "    1.50,",
        "    {},",
        "    []",
        "  ],",
        '  "a": (again) 1E400,',
        '  "b": (again) true',
        "}",
    ]


@given(JSON)
def test_json_laid_out_is_still_that_json(value: object) -> None:
    assert json.loads("\n".join(body_of(json.dumps(value).encode()))) == value


def test_what_is_not_json_says_why_and_shows_the_text() -> None:
    assert body_of(b'{"a": NaN}')[1] == '{"a": NaN}'
    assert body_of(b'{"a": ')[0].startswith("not JSON: ")
    assert body_of(b"just\r\ntext\tand\x0b") == ["just", "text    and␋"]
    assert body_of(b"[" * 100_000)[0] == "not JSON: nested deeper than 100 levels"
    assert body_of(b"[" * 101 + b"]" * 101)[0] == "not JSON: nested deeper than 100 levels"
    assert body_of(b"[" * 100 + b"]" * 100)[0] == "["
    assert body_of(b"") == ["nothing was sent in it"]


def test_a_form_and_a_query_are_tables() -> None:
    form = b"application/x-www-form-urlencoded; charset=utf-8"
    assert body_of(b"To=%2B1&Body=Hi+there&Body=", form) == ["To    +1", "Body  Hi there", "Body"]
    lines = [plain(line) for line in pretty(capture(b"", target="/x?a=1&bb="), REST)]
    assert lines[:3] == ["query", "a   1", "bb"]


def test_bytes_that_are_no_text_are_hex() -> None:
    assert body_of(b"\xff\x00AB") == ["000000  ff00 4142                                ··AB"]


@pytest.mark.parametrize("body", [b"[" + b"1," * 400_000 + b"1]", b"a\n" * 500_000, b"\xff" * 2**20])
def test_a_long_body_ends_in_how_to_see_the_rest(body: bytes) -> None:
    lines = body_of(body)
    assert len(lines) <= MOST_LINES + 1
    assert lines[-1] == f"… there is more of these {len(body):,} bytes: {REST}"


@given(st.binary(max_size=400), st.sampled_from([b"application/json", b"application/x-www-form-urlencoded", b"\xff"]))
def test_any_body_can_be_shown(body: bytes, kind: bytes) -> None:
    for line in pretty(capture(body, kind), REST):
        shown = plain(line)
        assert safe(shown) == shown


HOSTILE = "a\x1b]52;c;QQ==\x07\x9b31m\u202eb"
FORM = b"application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("body", "kind", "target"),
    [
        (json.dumps({HOSTILE: [HOSTILE, {"a": HOSTILE}]}, ensure_ascii=False).encode(), b"", "/"),
        (urlencode({HOSTILE: HOSTILE}).encode(), FORM, "/"),
        (b"", b"", f"/?{urlencode({HOSTILE: HOSTILE})}"),
        (HOSTILE.encode(), HOSTILE.encode(), f"/{HOSTILE.encode().decode('latin-1')}"),
    ],
)
def test_t7_whatever_was_sent_drives_no_terminal(body: bytes, kind: bytes, target: str) -> None:
    made = capture(body, kind, target)
    lines = [*head_lines(made), *pretty(made, REST)]
    said = "".join(text for line in lines for text, _ in line)
    assert safe(said, len(said)) == said
