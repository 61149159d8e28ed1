"""The rules for the head of a request."""

import pytest

from receiver.entrance.head import Refusal, check_head, origin_form
from store import Header

HOST = (b"host", b"x")
CHUNKED = (b"transfer-encoding", b"Chunked")


def refused(version: str, *headers: Header) -> int:
    """The status of the refusal, 0 where there is none."""
    try:
        check_head(version, list(headers), dict(headers))
    except Refusal as refusal:
        return refusal.status
    return 0


@pytest.mark.parametrize(
    ("target", "kept"),
    [
        (b"/telnyx?a=b", b"/telnyx?a=b"),
        (b"/%7e//x/?&=%zz", b"/%7e//x/?&=%zz"),
        (b"/a?b=http://c", b"/a?b=http://c"),
        (b"http://x/telnyx?a=b", b"/telnyx?a=b"),
        (b"HTTPS://user@x:1/telnyx?a=/b", b"/telnyx?a=/b"),
        (b"http://x?a=b/c", b"/?a=b/c"),
        (b"http://x", b"/"),
    ],
)
def test_a_target_is_path_and_query_byte_for_byte(target: bytes, kept: bytes) -> None:
    assert origin_form("POST", target) == kept


def test_a_star_is_a_target_of_options_only() -> None:
    assert origin_form("OPTIONS", b"*") == b"*"
    with pytest.raises(Refusal):
        origin_form("GET", b"*")


@pytest.mark.parametrize(("method", "target"), [("CONNECT", b"/a"), ("GET", b"ftp://x/a"), ("GET", b"rtsp://x/a")])
def test_what_is_no_path_is_refused(method: str, target: bytes) -> None:
    with pytest.raises(Refusal):
        origin_form(method, target)


def test_http_1_1_names_one_host_and_1_0_at_most_one() -> None:
    assert (refused("1.1", HOST), refused("1.1"), refused("1.1", HOST, HOST)) == (0, 400, 400)
    assert (refused("1.0", HOST), refused("1.0"), refused("1.0", HOST, HOST)) == (0, 0, 400)


def test_only_http_1_is_spoken() -> None:
    assert [refused(version, HOST) for version in ("0.9", "2.0")] == [505, 505]


def test_chunked_stands_alone_and_not_in_http_1_0() -> None:
    assert refused("1.1", HOST, CHUNKED) == 0
    assert refused("1.0", HOST, CHUNKED) == 400
    assert refused("1.1", HOST, CHUNKED, (b"content-length", b"0")) == 400
    assert refused("1.1", HOST, (b"transfer-encoding", b"gzip, chunked")) == 400
    assert refused("1.1", HOST, (b"transfer-encoding", b"gzip"), CHUNKED) == 400
