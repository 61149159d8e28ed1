"""An app is told of a registration, message by message."""

from tui.testing import Callboard

from .orders import Orders  # your app: an HTTP server on a free port


def test_an_order_that_was_not_delivered_is_told(callboard: Callboard) -> None:
    with Orders() as app:
        callboard.send("telnyx/message_finalized_delivery_failed", to=app.url)  # one callback, to your app
        assert list(app.told.values()) == ["delivery_failed"]
        app.shutdown()


async def test_a_whole_registration(callboard: Callboard) -> None:
    with Orders() as app:
        await callboard.play("telnyx", to=app.url, seed=1, messages=10)  # the same seed, the same story
        assert sorted(app.numbers.values()) == ["failed", "success", "success"]
        app.shutdown()


async def test_what_your_provider_would_call_is_seen(callboard: Callboard) -> None:
    callboard.send("telnyx/campaign_verified")  # to callboard itself, which listens at callboard.url
    [event] = await callboard.wait_for("kind:campaign phase:ok", timeout=30)
    assert event.event.status == "VERIFIED"
