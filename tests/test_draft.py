"""A request as text: edited where the user wants, and byte for byte the same everywhere else."""

from dataclasses import replace

import pytest

from store import Capture
from tests.make import capture
from tui.sending.draft import Draft, Unread

ODD = replace(
    capture(body=b'{"a":  1.0,\r\n "b": "\xc3\xa9"}\n\n'),
    target="/telnyx?b=%20&c=\xe9",
    headers=((b"Host", b"h.test"), (b"X-Twice", b" a"), (b"x-twice", b"\xff;b:c"), (b"Empty", b"")),
)
BINARY = replace(ODD, body=bytes(range(256)))


@pytest.mark.parametrize("came", [ODD, BINARY, replace(ODD, body=b""), replace(ODD, body=b"\0text")])
def test_what_nobody_edits_goes_out_as_it_came(came: Capture) -> None:
    draft = Draft(came)
    assert draft.read(draft.text()) == came


@pytest.mark.parametrize("came", [ODD, BINARY])
def test_what_is_edited_in_one_place_is_the_same_in_every_other(came: Capture) -> None:
    text = Draft(came).text().replace(b"Host: h.test", b"Host: other.test\nX-New: 1")
    headers = ((b"Host", b"other.test"), (b"X-New", b"1"), *came.headers[1:])
    assert Draft(came).read(text) == replace(came, headers=headers)


def test_an_editor_may_leave_the_last_line_without_an_end() -> None:
    draft = Draft(replace(ODD, body=b"x"))
    changed = draft.read(draft.text().replace(b"POST", b"PUT").removesuffix(b"\n"))
    assert changed
    assert (changed.method, changed.body) == ("PUT", b"x")


def test_the_body_of_a_request_that_is_no_text_is_base64() -> None:
    draft = Draft(BINARY)
    head, _, _ = draft.text().partition(b"\n\n")
    changed = draft.read(head + b"\n\naGVs\nbG8=\n")
    assert changed
    assert changed.body == b"hello"
    with pytest.raises(Unread, match="no base64"):
        draft.read(head + b"\n\nhello\n")


def test_a_file_that_was_emptied_takes_it_back() -> None:
    for text in (b"", b"\n \n", b"# nothing\n"):
        assert Draft(ODD).read(text) is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"# hint\n\nPOST\n\nbody", "line 3 is a method and a path"),
        (b"POST http://a.test/\n", "line 1 is a method and a path"),
        (b"PO\x1bST /\n", "␛"),
        (b"POST /a b\n", "line 1 is a method"),
        (b"POST /\nHost h.test\n\n", "line 2 is a header.*“Host h.test”"),
        (b"POST /\nA: b\nName : x\n", "line 3 is a header"),
        (b"POST /\nA: b\rC: d\n", "line 2 is a header"),
    ],
)
def test_what_is_no_request_says_where_and_what_should_stand_there(text: bytes, says: str) -> None:
    with pytest.raises(Unread, match=says):
        Draft(ODD).read(text)


def test_what_an_editor_writes_with_other_line_ends_is_read() -> None:
    changed = Draft(ODD).read(b"GET /x HTTP/1.1\r\nA: b\r\n\r\nbody\r\n")
    assert changed
    assert (changed.method, changed.target, changed.headers) == ("GET", "/x", ((b"A", b"b"),))
