"""The words of callboard as types."""

from dataclasses import replace

from tests.make import request


def test_of_a_header_that_comes_twice_the_first_counts_in_any_case() -> None:
    asked = replace(request(), headers=((b"X-Odd", b"one"), (b"x-odd", b"two"), (b"X-None", b""), (b"x-\xe9", b"\xe9")))
    assert (asked.header("x-odd"), asked.header("X-ODD"), asked.header("x-none")) == ("one", "one", "")
    assert asked.header("host") is None
