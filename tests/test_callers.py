"""Who called where."""

from dataclasses import replace
from pathlib import Path

from store import Calls, Header, Intake, Ledger, Reader, Reading
from tests.board import NOW, UNCHECKED, books, message
from tests.make import later, numbered, request


def headers(host: str, *more: Header) -> tuple[Header, ...]:
    return ((b"Host", host.encode()), *more)


async def test_a_path_is_called_by_what_is_below_it_and_by_nothing_beside_it(tmp_path: Path) -> None:
    async with books(tmp_path) as (written, reader):
        for ago, target in enumerate(("/st", "/st?a=1", "/st/telnyx", "/stage", "/s_t", "/"), 1):
            await written.only_capture(ago, target=target)
        found = await reader.calls("/st/")
        assert found.count == 3
        assert found.last is not None
        assert (NOW - found.last).total_seconds() == 1
        assert (await reader.calls("/s_t")).count == 1
        assert (await reader.calls("/s_t", "/st", "/st")).count == 4
        assert await reader.calls("/none") == Calls(0, None)


async def test_the_host_of_a_provider_is_that_of_its_newest_call_from_elsewhere(tmp_path: Path) -> None:
    async with books(tmp_path) as (written, reader):
        await written.receive(message(1), headers=headers("old.example"), ago=50)
        await written.receive(message(2), headers=headers("Fox.example:443"), ago=40)
        for host in ("127.0.0.1:8010", "localhost", "[::1]:8010"):
            await written.receive(message(3), headers=headers(host), ago=30)
        tunnelled = headers("127.0.0.1:8010", (b"X-Forwarded-Host", b"owl.example"))
        await written.receive(message(4, provider="plivo"), headers=tunnelled, ago=20)
        await written.receive(message(5, provider="mta"), headers=headers("localhost:1"), ago=10)
        assert [(one.provider, one.host) for one in await reader.callers()] == [
            ("plivo", "owl.example"),
            ("telnyx", "fox.example:443"),
        ]
        assert [one.provider for one in await reader.callers(after=5)] == ["plivo"]


async def test_what_a_stranger_says_was_forwarded_is_not_believed(tmp_path: Path) -> None:

    sent = replace(request(Host="a.example", X_Forwarded_Host="evil.example"), peer="10.0.0.9")
    log = tmp_path / "callboard.db"
    async with Intake.open(log) as intake, Ledger.open(log) as ledger, Reader.open(log) as reader:
        capture = numbered(sent, await intake.capture(sent))
        reading = Reading(capture=capture.seq, received_at=later(0), verdict=UNCHECKED, events=(message(1),))
        await ledger.enter([reading])
        assert [one.host for one in await reader.callers()] == ["a.example"]
