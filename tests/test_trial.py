"""Filters tried on a request that no store has."""

from store import Trial, parse
from tests.make import NOON, capture, event, reading


def test_it_is_found_by_what_it_means_and_by_its_bytes() -> None:
    trial, sent = Trial(), capture(b'{"data": {"to": "x"}}')
    for where, found in (
        ("status:sent", True),
        ("status:delivered", False),
        (".data.to:x", True),
        ("-.data.to:x", False),
        ("", True),
    ):
        assert trial.found(sent, reading(1, event("sent")), parse(where), NOON) is found, where


def test_any_event_of_a_request_will_do() -> None:
    both = reading(1, event("sent", id="m1"), event("read", id="m2"))
    assert Trial().found(capture(), both, parse("id:m2"), NOON)


def test_one_trial_knows_nothing_of_another() -> None:
    trial = Trial()
    for _ in range(2):
        assert trial.found(capture(), reading(1, event()), parse("attempt:1 -is:odd"), NOON)
