"""What has to be typed before requests are sent."""

import pytest

from store import Capture
from tests.make import capture
from tui.sending.caution import NOTHING, WORD, YES, asked_first, orders

AFAR = "https://api.example"


@pytest.mark.parametrize(
    ("path", "to", "does"),
    [
        ("/zipwhip/campaign/add", AFAR, True),
        ("/provision/ADD/", AFAR, True),
        ("/x/provision/delete", AFAR, True),
        ("/campaign//update", AFAR, True),
        ("/campaign/%61dd", AFAR, True),
        ("/v3/lines", AFAR, True),
        ("/zipwhip", f"{AFAR}/campaign/add", True),
        ("/campaign/address", AFAR, False),
        ("/telnyx", AFAR, False),
        ("/campaign", f"{AFAR}/add", False),
    ],
)
def test_what_orders_something_is_known_by_where_it_goes(path: str, to: str, *, does: bool) -> None:
    assert orders(path, to) == does


async def load(seq: int) -> Capture | None:
    return None if seq == 2 else capture(target="/campaign/add" if seq == 3 else "/telnyx", seq=seq)


async def test_many_need_a_yes_and_an_order_its_word() -> None:
    assert await asked_first(load, (1, 2), AFAR, here=False) == NOTHING
    assert (await asked_first(load, (1,) * 20, AFAR, here=False)) == NOTHING
    assert (await asked_first(load, (1,) * 21, AFAR, here=False)).word == YES
    asked = await asked_first(load, (1, 2, 3), AFAR, here=False)
    assert (asked.word, "/campaign/add" in asked.why, AFAR in asked.why) == (WORD, True, True)
    assert await asked_first(load, (3,), "http://127.0.0.1:3000", here=True) == NOTHING
