"""Waiting that ends."""

import asyncio

import pytest

from receiver.patience import Patience


async def never() -> None:
    await asyncio.get_running_loop().create_future()


async def soon() -> str:
    return "here"


async def test_what_comes_in_time_is_returned() -> None:
    assert await Patience(5).wait(soon()) == "here"


async def test_what_takes_too_long_is_cancelled_and_the_waiter_lives_on() -> None:
    patience = Patience(0.01)
    with pytest.raises(TimeoutError):
        await patience.wait(never())
    assert await patience.wait(soon()) == "here"


async def test_each_waiter_has_its_own_time() -> None:
    patience = Patience(0.02)
    first = asyncio.create_task(patience.wait(never()))
    await asyncio.wait([first], timeout=0.01)
    second = asyncio.create_task(patience.wait(never()))
    done, _ = await asyncio.wait([first, second], return_when=asyncio.FIRST_COMPLETED)
    assert done == {first}
    results = await asyncio.gather(first, second, return_exceptions=True)
    assert [type(result) for result in results] == [TimeoutError, TimeoutError]


async def test_somebody_elses_cancel_stays_a_cancel() -> None:
    waiting = asyncio.create_task(Patience(5).wait(never()))
    await asyncio.wait([waiting], timeout=0.01)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
