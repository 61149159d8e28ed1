"""As whom we may be called at our own port."""

import pytest

from receiver.app import receiver_app
from receiver.hosts import addressed, answers_to
from tests.wire import Kept

OURS = frozenset({"hooks.example.test"})


@pytest.mark.parametrize(
    ("host", "good"),
    [
        ("127.0.0.1:8010", True),
        ("LOCALHOST", True),
        ("localhost.:8010", True),
        ("[::1]:8010", True),
        ("10.0.0.5", True),
        ("callboard", True),
        ("host.docker.internal", True),
        ("Hooks.Example.Test", True),
        ("hooks.example.test.:443", True),
        ("evil.test:8010", False),
        ("127.0.0.1.evil.test", False),
        ("localhost.evil.test", False),
        ("hooks.example.test.evil.test", False),
        ("[::1", False),
    ],
)
def test_names_that_anybody_can_have_lead_here_are_not_ours(host: str, good: bool) -> None:
    assert answers_to(host, OURS) is good


def test_where_nobody_says_how_we_are_called_any_name_will_do() -> None:
    app = receiver_app(Kept())
    assert addressed(app, (), by_us=False) is app
    assert addressed(app, (), by_us=True) is not app
