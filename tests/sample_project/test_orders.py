"""How an app is tested with callboard: what its provider says goes to both."""

import asyncio
from collections.abc import Iterator

import pytest

from tui.testing import Callboard

from .orders import Orders


@pytest.fixture
def orders() -> Iterator[Orders]:
    with Orders() as there:
        yield there
        there.shutdown()


def test_a_delivered_message_is_noted(callboard: Callboard, orders: Orders) -> None:
    callboard.send("telnyx/message_finalized_delivered", to=orders.url)
    assert list(orders.told.values()) == ["delivered"]


def test_the_same_callback_is_seen_by_callboard(callboard: Callboard) -> None:
    callboard.send("telnyx/message_finalized_delivered")
    [event] = callboard.wait("kind:message phase:ok")
    assert event.event.status == "delivered"
    assert [one.event.type for one in callboard.events("provider:telnyx")] == ["message.finalized"]


def test_a_coroutine_can_wait_too(callboard: Callboard) -> None:
    callboard.send("telnyx/campaign_verified")
    [event] = asyncio.run(callboard.wait_for("kind:campaign phase:ok", timeout=30))
    assert event.event.provider == "telnyx"


def test_what_does_not_come_says_what_came_instead(callboard: Callboard) -> None:
    callboard.send("telnyx/message_sent")
    callboard.wait("kind:message")
    with pytest.raises(AssertionError, match="0 of 1 match 'phase:ok'; heard:\n  message to"):
        callboard.wait("phase:ok", timeout=0.3)


def test_a_sample_that_is_not_taken_fails_the_test(callboard: Callboard) -> None:
    with pytest.raises(AssertionError, match="no sample is called"):
        callboard.send("telnyx/no_such_thing")
