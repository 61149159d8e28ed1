"""How a provider's API is asked."""

import pytest

from tui.config.login import Login, login_of
from tui.config.values import ConfigError


@pytest.mark.parametrize(
    "url", ["https://api.telnyx.com", "https://eu.example/v1/", "http://127.0.0.1:8080", "http://localhost", ""]
)
def test_a_key_goes_over_tls_or_no_further_than_this_machine(url: str) -> None:
    assert login_of("accounts.telnyx", {"key": "k", "url": url}) == Login("k", url)


@pytest.mark.parametrize(
    "url", ["http://api.telnyx.com", "http://127.0.0.1.evil.example", "ftp://x", "https://a?b", 'https://a"$(id)']
)
def test_elsewhere_it_does_not_go(url: str) -> None:
    with pytest.raises(ConfigError, match="begins with https://"):
        login_of("accounts.telnyx", {"key": "k", "url": url})


@pytest.mark.parametrize("table", [{"keys": "hush"}, {"key": ["hush"]}, "hush"])
def test_what_is_wrong_is_said_without_the_key(table: object) -> None:
    with pytest.raises(ConfigError) as error:
        login_of("accounts.telnyx", table)
    assert "hush" not in str(error.value)
