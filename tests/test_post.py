"""Callbacks are posted when they are due, and what is wrong with an answer is told of."""

import asyncio

import pytest

from receiver.stories.sample import pick
from store import Answer
from tests.an_app import app
from tui.sending.post import NobodyThere, Poster, paced, url_for
from tui.sending.replaying import Pace

[SAMPLE] = pick(["zipwhip/campaign_add"])


async def when(at: Pace, *dues: float) -> list[float]:
    loop = asyncio.get_running_loop()
    began = loop.time()
    return [loop.time() - began async for _ in paced(((due, None) for due in dues), at)]


@pytest.mark.parametrize(
    ("at", "last"), [(Pace(), 0), (Pace(times=60), 0.1), (Pace(a_second=10), 0.2), (Pace(times=1e9), 0)]
)
async def test_each_is_due_by_its_pace_and_never_before(at: Pace, last: float) -> None:
    times = await when(at, 0, 3, 6)
    assert times == sorted(times)
    assert times[-1] >= last - 0.001


async def test_an_answer_is_its_status_and_a_connection_that_breaks_is_told_of() -> None:
    async with app() as there, Poster.open() as poster:
        answer = await poster.post(SAMPLE, there.url)
        assert (answer.status, str(answer), answer.good) == (204, "204", True)
        there.answer = lambda writer: writer.transport.abort()
        answer = await poster.post(SAMPLE, there.url)
        assert (answer.status, answer.good) == (None, False)
        assert str(answer) == answer.trouble != ""


async def test_where_nobody_is_it_raises_a_sentence() -> None:
    async with Poster.open() as poster:
        with pytest.raises(NobodyThere, match=r"nothing takes callbacks at http://127.0.0.1:1 .*--to"):
            await poster.post(SAMPLE, "http://127.0.0.1:1")


@pytest.mark.parametrize(
    ("to", "named", "url"),
    [
        ("http://a.test/", True, "http://a.test/zipwhip/campaign/add"),
        ("http://a.test/hooks", False, "http://a.test/hooks/campaign/add"),
    ],
)
def test_a_sample_goes_below_the_url_with_the_path_that_its_provider_adds(to: str, named: bool, url: str) -> None:
    assert url_for(SAMPLE, to, named=named) == url


def test_only_2xx_is_good() -> None:
    from datetime import timedelta

    assert [Answer(status, timedelta()).good for status in (200, 204, 302, 404, 500)] == [True, True, *[False] * 3]
