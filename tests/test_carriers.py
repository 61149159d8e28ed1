"""Carriers by the numbers of The Campaign Registry."""

import pytest

from receiver.payloads.carriers import CARRIERS, carrier


def test_a_carrier_is_named_with_its_number() -> None:
    assert carrier("10017") == "AT&T (10017)"
    assert carrier("10035") == "T-Mobile (10035)"


@pytest.mark.parametrize("id_", ["10037", "", "AT&T"])
def test_what_nobody_has_named_stays_as_it_is(id_: str) -> None:
    assert carrier(id_) == id_


def test_every_number_has_a_name() -> None:
    assert all(id_.isdecimal() and name for id_, name in CARRIERS.items())
