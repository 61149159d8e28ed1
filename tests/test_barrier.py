"""The way to an app: shut while nobody is there, knocked at in a known rhythm, and told about once."""

import asyncio
import time
from datetime import timedelta
from itertools import pairwise

import pytest

from receiver.onward.barrier import LONGEST, PAUSES, Barrier, retry_after
from store import Answer, Header
from tests.make import NOON

OK = Answer(204, timedelta())
GONE = Answer(None, timedelta(), "ConnectError: refused", reached=False)


def busy(status: int = 429, *headers: Header) -> Answer:
    return Answer(status, timedelta(), headers=headers)


@pytest.mark.parametrize(
    ("answer", "seconds"),
    [
        (OK, None),
        (busy(500, (b"Retry-After", b"7")), None),
        (busy(503), None),
        (busy(503, (b"Retry-After", b"7")), 7),
        (busy(429), 0),
        (busy(429, (b"retry-after", b" 30 ")), 30),
        (busy(429, (b"Retry-After", b"Sun, 22 Nov 2026 12:01:00 GMT")), 60),
        (busy(429, (b"Retry-After", b"Sun, 22 Nov 2026 11:00:00 GMT")), 0),
        (busy(429, (b"Retry-After", b"99999999999999999999")), LONGEST),
        (busy(429, (b"Retry-After", b"-5")), 0),
        (busy(429, (b"Retry-After", b"Sun, 22 Nov 2026 12:01:00 +99999999999999")), 0),
        (busy(429, (b"Retry-After", b"Sun, 99999999999999999999 Nov 2026 12:01:00 GMT")), 0),
        (busy(429, (b"Retry-After", b"\xff\x1b[31m")), 0),
        (busy(429, (b"Retry-After", "²".encode("latin-1"))), 0),
    ],
)
def test_an_app_says_how_long_it_wants_to_be_left_alone(answer: Answer, seconds: float | None) -> None:
    assert retry_after(answer, NOON) == seconds


async def test_f8_it_is_knocked_at_one_by_one_in_a_rhythm_and_told_once() -> None:
    told, knocks = list[str](), list[float]()
    barrier = Barrier("app", "http://127.0.0.1:3000", told.append, pauses=(0.1, 0.2, 0.4))
    inside = 0

    async def knock() -> None:
        nonlocal inside
        again = True
        while again:
            async with barrier.through():
                inside += 1
                assert inside == 1 or not barrier.shut
                knocks.append(time.monotonic())
                await asyncio.sleep(0)
                again = barrier.heard(GONE if len(knocks) < 5 else OK)
                inside -= 1

    await knock()
    gaps = [after - before for before, after in pairwise(knocks)]
    assert [gap >= pause for gap, pause in zip(gaps, (0.1, 0.2, 0.4, 0.4), strict=True)] == [True] * 4
    assert [sentence.partition(" (")[0] for sentence in told] == ["app", "app"]
    assert not barrier.shut


async def test_those_that_were_on_their_way_when_it_was_shut_make_no_pause_longer() -> None:
    barrier = Barrier("app", "http://127.0.0.1:3000", list[str]().append, pauses=(5.0, 50.0))
    for _ in range(4):
        barrier.heard(GONE)
    assert barrier._knocks == 1


def test_the_pauses_grow_and_stay_short_enough_for_somebody_who_starts_his_app() -> None:
    assert list(PAUSES) == sorted(PAUSES)
    assert PAUSES[-1] <= 30
