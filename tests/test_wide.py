"""Letters of two and four bytes: what is in them is said otherwise, and all else stays as it came."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.make import numbered
from tests.secrets import JSON, posted
from tui.export.redaction import Redaction
from tui.export.secrecy import REDACTED
from tui.export.wide import wide_said

WIDE = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be")


@pytest.mark.parametrize("encoding", WIDE)
@pytest.mark.parametrize(
    "said", ['{"a": 1, "token": "S3kr1t"}', "to=+1&token=S3kr1t", '{"token" : "S3kr1t x', "\u00e9 known-S3kr1t"]
)
def test_a_secret_in_wide_letters_is_left_out(said: str, encoding: str) -> None:
    for headers in ((JSON,), (("Content-Type", f"application/json; charset={encoding}"),)):
        shaded = Redaction(("known-S3kr1t",)).request(numbered(posted("/", said.encode(encoding), *headers), 1))
        assert "S3kr1t" not in (told := shaded.body.decode(encoding))
        assert REDACTED in told
        assert shaded.body[:2] == said.encode(encoding)[:2]


@given(body=st.binary(), cut=st.binary(max_size=3))
def test_bytes_that_nobody_changes_stay_as_they_are(body: bytes, cut: bytes) -> None:
    for one in (body, body.hex().encode("utf-16") + cut):
        assert wide_said(one, lambda text: text) == one


def test_what_follows_a_text_that_was_cut_stays() -> None:
    body = 'token=S3kr1t"'.encode("utf-16-be") + b"\xd8"
    assert wide_said(body, lambda text: text.replace("S3kr1t", "x")) == 'token=x"'.encode("utf-16-be") + b"\xd8"
