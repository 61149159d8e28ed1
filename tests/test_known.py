"""By what we were called: kept over restarts, for the user's eyes only."""

from pathlib import Path

import pytest

from receiver.found import found
from receiver.meaning.reading import whose
from receiver.meaning.trust import Keys, Route, called, secrets_for
from receiver.outside.known import MOST, Known, known, known_path, remember, with_token
from tests.make import capture

TUNNELS = Known("t0k3n", ("https://old.test", "https://fox.test"))


@pytest.mark.parametrize(
    ("host", "keys", "url"),
    [
        ("fox.test", Keys(known=TUNNELS), "https://fox.test/t0k3n/mta?a=%20b"),
        ("old.test", Keys(known=TUNNELS), "https://old.test/t0k3n/mta?a=%20b"),
        ("127.0.0.1", Keys(known=TUNNELS), "https://fox.test/t0k3n/mta?a=%20b"),
        ("127.0.0.1:8010", Keys(known=Known(urls=TUNNELS.urls)), "http://127.0.0.1:8010/t0k3n/mta?a=%20b"),
        ("fox.test", Keys(public_url="https://set.test", known=TUNNELS), "https://set.test/t0k3n/mta?a=%20b"),
    ],
)
def test_what_came_through_a_tunnel_was_signed_for_its_url(host: str, keys: Keys, url: str) -> None:
    assert called(capture(b"{}", "/t0k3n/mta?a=%20b", host=host), keys)[0] == url


@pytest.mark.parametrize("path", ["/t0k3n/telnyx", "/t0k3n/staging/telnyx", "/staging/telnyx", "/telnyx/t0k3n"])
def test_a_provider_is_known_behind_the_token(path: str) -> None:
    keys = Keys(routes=(Route("/staging", "https://s.test"),), known=TUNNELS)
    provider, _ = whose(capture(b"hm", path), found()[0], keys.below)
    assert provider
    assert provider.name == "telnyx"


def test_another_token_is_none() -> None:
    assert whose(capture(b"hm", "/other/telnyx"), found()[0], Keys(known=TUNNELS).below)[0] is None


def test_a_token_is_made_once_and_is_hard_to_guess(tmp_path: Path) -> None:
    log = tmp_path / "callboard.db"
    made = with_token(log).token
    assert len(made) >= 16
    assert (with_token(log).token, known(log).token) == (made, made)
    assert with_token(tmp_path / "other.db").token != made


def test_the_file_is_for_its_owner_only(tmp_path: Path) -> None:
    log = tmp_path / "callboard.db"
    with_token(log)
    remember(log, "https://a.test")
    assert known_path(log).stat().st_mode & 0o777 == 0o600


def test_the_newest_url_is_the_last_and_each_is_there_once(tmp_path: Path) -> None:
    log = tmp_path / "callboard.db"
    for url in ("https://a.test", "https://b.test", "https://a.test"):
        remember(log, url)
    assert known(log).urls == ("https://b.test", "https://a.test")
    for number in range(MOST + 5):
        remember(log, f"https://{number}.test")
    assert len(known(log).urls) == MOST


def test_a_host_leads_to_the_url_of_the_tunnel_that_had_it() -> None:
    there = Known(urls=("https://fox.test", "http://my.test:4040"))
    assert there.origin("/", "FOX.test") == "https://fox.test"
    assert there.origin("/", "", "my.test:4040") == "http://my.test:4040"
    assert there.origin("/", "my.test", "") == ""


def test_what_cannot_be_read_is_begun_anew(tmp_path: Path) -> None:
    log = tmp_path / "callboard.db"
    for said in ("", "{", "[1]", '{"token": 1}', '{"token": "a", "urls": 5}'):
        known_path(log).write_text(said, encoding="utf-8")
        assert known(log) == Known()
    assert with_token(log).token


def test_a_route_has_its_provider_and_its_secret_behind_the_token_too() -> None:
    routes = (Route("/in", provider="plivo", secrets=("mine",)),)
    keys = Keys({"plivo": ("all",)}, routes=routes, known=TUNNELS)
    provider, _ = whose(capture(b"hm", "/t0k3n/in/x"), found()[0], keys.below)
    assert provider
    assert provider.name == "plivo"
    assert secrets_for("/t0k3n/in/x", "plivo", keys) == ("mine",)
    assert secrets_for("/t0k3n/other", "plivo", keys) == ("all",)


def test_a_path_is_meant_also_behind_the_token() -> None:
    assert TUNNELS.also("/staging") == ("/staging", "/t0k3n/staging")
    assert Known().also("/staging") == ("/staging",)
