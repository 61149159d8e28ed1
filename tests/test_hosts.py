"""As whom we may be called at our own port."""

import httpx
import pytest

from receiver.app import receiver_app
from receiver.entrance.hosts import addressed, answers_to
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
    assert addressed(app, (), print, by_us=False) is app
    assert addressed(app, (), print, by_us=True) is not app


async def test_a_name_that_is_refused_is_told_once_so_that_somebody_sees_why_nothing_comes() -> None:
    told: list[str] = []
    app = addressed(receiver_app(Kept()), ("https://hooks.example.test",), told.append, by_us=False)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app)) as client:  # type: ignore[arg-type]
        for host in ("old.test", "old.test", "other.test", "hooks.example.test"):
            await client.post(f"https://{host}/telnyx")
    assert [sentence.split()[3] for sentence in told] == ["old.test", "other.test"]
