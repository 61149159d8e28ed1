"""Times as providers write them."""

from datetime import UTC, datetime

import pytest

from receiver.payloads.moment import moment

THEN = datetime(2024, 8, 7, 17, 22, 37, 328000, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2024-08-07T17:22:37.328+00:00",
        "2024-08-07T17:22:37.328Z",
        "2024-08-07T19:22:37.328+02:00",
        " 2024-08-07T17:22:37.328Z ",
        "2024-08-07T17:22:37.328",
        "2024-08-07 17:22:37.328000",
        "2024-08-07T17:22:37.32800000",
    ],
)
def test_one_time_in_any_form_is_one_time(text: str) -> None:
    assert moment(text) == THEN


@pytest.mark.parametrize(
    "text", ["", " ", "soon", "2024-13-01T00:00:00Z", "0001-01-01T00:00:00+14:00", None, 1723051357, True, [], {}]
)
def test_what_is_no_time_is_none(text: object) -> None:
    assert moment(text) is None


def test_a_time_without_a_zone_is_taken_as_utc() -> None:
    assert moment("2021-04-16 18:39:29.089793") == datetime(2021, 4, 16, 18, 39, 29, 89793, tzinfo=UTC)
