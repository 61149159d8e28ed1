"""How an app is tested with a whole registration: its brand, its campaign, its numbers, and messages."""

import pytest

from tui.testing import Callboard

from .orders import Orders


@pytest.fixture
def callboard_signs() -> bool:
    return True


async def test_after_a_registration_the_app_knows_what_callboard_knows(callboard: Callboard) -> None:
    with Orders(callboard.secret("telnyx")) as app:
        await callboard.play("telnyx", to=app.url, seed=1, messages=20, failures=25)
        await callboard.play("telnyx", seed=1, messages=20, failures=25)
        await callboard.wait_for("kind:message phase:ok,failed,attention", count=len(app.told), timeout=60)
        seen = {one.event.id: one.event.status for one in callboard.events("type:message.finalized")}
        assert app.told == seen
        assert list(app.campaigns.values()) == ["NUMBER_POOL_PROVISIONED"]
        assert sorted(app.numbers.values()) == ["failed", "success", "success"]
        assert {one.verdict.trust for one in callboard.events()} == {"verified"}
        app.shutdown()


def test_an_app_that_knows_another_key_refuses(callboard: Callboard) -> None:
    with Orders("A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=") as app:
        with pytest.raises(AssertionError, match="403"):
            callboard.send("telnyx/campaign_verified", to=app.url)
        assert app.campaigns == {}
        app.shutdown()
