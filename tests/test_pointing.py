"""`callboard register`: dry at first, kept, looked at afterwards, and put back."""

import asyncio
import json
import subprocess
from pathlib import Path

import pytest

from tests.an_api import KEY, Api, api, whole
from tests.running import callboard, json_lines

PROFILE = "/v2/messaging_profiles/4001"
OLD, NEW = "https://old.example/hook", "https://new.example/telnyx"
WHICH = ("--profile", "4001", "--url", NEW)


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    return tmp_path / "own.toml"


async def register(there: Api, settings: Path, *said: str, code: int = 0) -> "subprocess.CompletedProcess[str]":
    """With the key in a file, and this server as the API of every provider."""
    (settings.parent / "key").write_text(f"{KEY}\n", encoding="ascii")
    logins = [
        f'[accounts.{name}]\nurl = "{there.url}"\nkey = "file:{settings.parent}/key"\n' for name in ("telnyx", "mta")
    ]
    settings.write_text("".join(logins), encoding="utf-8")
    at = ("--config", str(settings), "--store", str(settings.parent / "callboard.db"))
    done = await asyncio.to_thread(callboard, "register", *said, *at, home=settings.parent, code=code)
    assert KEY not in done.stdout + done.stderr
    return done


async def test_it_shows_first_then_does_and_puts_back(settings: Path) -> None:
    async with api({PROFILE: {"webhook_url": OLD, "webhook_failover_url": None}}) as there:
        shown = await register(there, settings, "telnyx", *WHICH)
        assert f"{OLD} → {NEW}" in shown.stdout
        assert f"PATCH {there.url}{PROFILE}" in shown.stdout
        assert "nothing was changed: --yes does it" in shown.stderr
        assert there.changes == []

        done = await register(there, settings, "telnyx", *WHICH, "--yes")
        assert f"✓ messaging profile 4001: {NEW} is called now" in done.stderr
        assert there.held[PROFILE]["webhook_url"] == NEW

        await register(there, settings, "telnyx", "--profile", "4001", "--url", "https://two.example/t", "--apply")
        back = await register(there, settings, "telnyx", "--profile", "4001", "--restore", "--yes")
        assert f"{OLD} is called now" in back.stderr
        assert there.held[PROFILE]["webhook_url"] == OLD
        again = await register(there, settings, "telnyx", "--profile", "4001", "--restore", code=1)
        assert "nothing is kept" in again.stderr
    assert len(there.changes) == 3


async def test_a_program_is_told_the_same_a_line_a_hook(settings: Path) -> None:
    async with api({PROFILE: {"webhook_url": OLD}}) as there:
        [shown] = json_lines(await register(there, settings, "telnyx", *WHICH, "--json"))
        assert (shown["kind"], shown["state"], shown["was"], shown["url"]) == ("hook", "shown", OLD, NEW)
        assert shown["call"] == {"method": "PATCH", "url": f"{there.url}{PROFILE}", "body": {"webhook_url": NEW}}
        [done] = json_lines(await register(there, settings, "telnyx", *WHICH, "--json", "--yes"))
        assert (done["state"], done["said"]) == ("done", [f"✓ messaging profile 4001: {NEW} is called now"])
        there.fails = [whole(500, {})]
        [failed] = json_lines(await register(there, settings, "telnyx", *WHICH, "--json", code=1))
        assert (failed["state"], failed["was"]) == ("failed", None)
    recipes = json_lines(callboard("register", "plivo", "--url", NEW, "--json", home=settings.parent))
    assert {one["kind"] for one in recipes} == {"recipe"}


async def test_where_it_cannot_be_read_nothing_is_changed_or_kept(settings: Path) -> None:
    async with api({PROFILE: {"webhook_url": OLD}}) as there:
        there.fails = [whole(500, {})]
        done = await register(there, settings, "telnyx", *WHICH, "--yes", code=1)
    assert "(500): try again later; nothing was changed" in done.stderr
    assert there.changes == []
    assert not (settings.parent / "callboard.hooks.json").exists()


async def test_what_is_not_known_is_looked_at_and_not_tried_again(settings: Path) -> None:
    async with api({PROFILE: {"webhook_url": OLD}}) as there:
        there.fails, there.after = [whole(502, {})], True
        done = await register(there, settings, "telnyx", *WHICH, "--yes")
    assert f"{NEW} is called now" in done.stderr
    assert len(there.changes) == 1
    kept = json.loads((settings.parent / "callboard.hooks.json").read_text("utf-8"))
    [one] = kept["hooks"].values()
    assert one["was"]["webhook_url"] == OLD


async def test_of_mta_what_was_made_is_taken_away_again(settings: Path) -> None:
    async with api(rows=[{"id": 7, "event": "delivery-status", "url": OLD}]) as there:
        said = ("mta", "--event", "delivery-status", "--event", "number-opt-in", "--public-url", "https://new.example")
        done = await register(there, settings, *said, "--yes", code=1)
        assert "needs a secret" in done.stderr
        assert [row["url"] for row in there.rows] == ["https://new.example/mta"]
        await register(there, settings, *said[:3], "--restore", "--yes")
    assert there.rows == [{"id": 7, "event": "delivery-status", "url": OLD}]


async def test_what_is_missing_is_said_before_anything_is_asked(settings: Path) -> None:
    async with api() as there:
        for said, says in (
            (("telnyx", "--profile", "4001"), "say --url or --public-url"),
            (("telnyx", "--profile", "4001", "--url", "http://127.0.0.1:8010/x"), "no provider can call"),
            (("telnyx", "--url", NEW), "say which: --profile ID"),
            (("plivo", "--url", NEW, "--yes"), "only you can send that"),
        ):
            assert says in (await register(there, settings, *said, code=2)).stderr
    assert there.asked == []


def test_a_key_goes_over_tls_or_nowhere_else(tmp_path: Path) -> None:
    settings = tmp_path / "own.toml"
    settings.write_text('[accounts.telnyx]\nkey = "k"\nurl = "http://192.0.2.1"\n', encoding="ascii")
    said = ("register", "telnyx", *WHICH, "--config", str(settings))
    assert "begins with https://" in callboard(*said, home=tmp_path, code=6).stderr
