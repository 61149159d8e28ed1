"""Routes as settings say them."""

import pytest

from tui.config.route import Route, route_of
from tui.config.values import ConfigError


def test_all_that_a_route_may_say() -> None:
    table = {
        "path": "/staging",
        "public_url": "https://staging.example",
        "provider": "Telnyx",
        "secret": ["env:NEW", "env:OLD"],
        "forward": "http://127.0.0.1:3000",
        "answer": "500 x3",
    }
    assert route_of("routes.staging", table) == Route(
        "/staging", "https://staging.example", "telnyx", ("env:NEW", "env:OLD"), "http://127.0.0.1:3000", "500 x3"
    )


@pytest.mark.parametrize(
    ("table", "says"),
    [
        (3, "is a table"),
        ({"path": "staging", "answer": "500"}, "begins with /"),
        ({"path": "/staging"}, "says nothing of its path"),
        ({"path": "/staging", "secert": "x"}, "did you mean secret"),
        ({"path": "/staging", "secret": "x"}, "needs a provider"),
        ({"path": "/staging", "provider": "telnyx", "secret": [1]}, "a text, or a list"),
        ({"path": "/staging", "provider": 1}, "provider is a text"),
        ({"path": "/staging", "forward": "localhost:3000"}, "begins with http"),
    ],
)
def test_what_is_wrong_with_one_is_said(table: object, says: str) -> None:
    with pytest.raises(ConfigError, match=says):
        route_of("routes.staging", table)


def test_a_secret_is_not_in_what_is_printed_of_it() -> None:
    assert "hush" not in repr(Route("/a", provider="telnyx", secrets=("hush",)))
