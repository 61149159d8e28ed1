"""`callboard stats`: a page for people, one object for programs."""

import json
from pathlib import Path

from store import Phase, Reader, Statistics
from tests.board import NOW, Books, Fill, books, message
from tests.running import callboard, running
from tests.traffic import traffic
from tui.statistics.reporting import page
from tui.statistics.tally import statistics_json


async def counted(folder: Path, fill: Fill) -> Statistics:
    async with books(folder) as (written, reader):
        await fill(written)
        return await asked(reader)


async def asked(reader: Reader) -> Statistics:
    return await reader.statistics()


def text(figures: Statistics) -> str:
    return "\n".join("".join(part for part, _ in line).rstrip() for line in page(figures, NOW))


async def test_the_page_says_all_that_the_screen_shows(tmp_path: Path) -> None:
    said = text(await counted(tmp_path, traffic))
    for words in (
        "81 of 83 events count",
        "◐ pending 40   ● ok 35   ✖ failed 5",
        "accepted           40  100.0%",
        "undelivered         5   12.5%",
        "30007 ×5",
        "no final            2    5.0%",
        "oldest 13m",
        "telnyx: Blocked by the carrier as spam",
        "p50 400ms p95 400ms p99 400ms",
        "est. clock skew: telnyx ≤400ms behind",
        "3 events have no provider's time",
        "10 messages   50.0% delivered  ✖ 30007",
        "◇ not recognised                1",
    ):
        assert words in said, said


async def test_a_page_of_nothing_is_empty_and_its_object_is_not(tmp_path: Path) -> None:
    async def nothing(_written: Books) -> None: ...

    figures = await counted(tmp_path, nothing)
    assert text(figures) == ""
    assert statistics_json(figures)["events"] == 0


async def test_nothing_that_was_posted_drives_the_terminal(tmp_path: Path) -> None:
    nasty = "\x1b]52;c;QQ==\x07\u202e"

    async def hostile(written: Books) -> None:
        failed = {"phase": Phase.FAILED, "code": nasty, "meaning": nasty, "campaign": nasty, "provider": nasty}
        await written.receive(message(1, status=nasty, **failed))

    assert not {"\x1b", "\x07", "\u202e"} & set(text(await counted(tmp_path, hostile)))


async def test_the_object_has_seconds_percent_and_every_step(tmp_path: Path) -> None:
    told_of = json.loads(json.dumps(statistics_json(await counted(tmp_path, traffic))))
    assert {name: told_of[name] for name in ("v", "kind", "events", "counted", "by")} == {
        "v": 1,
        "kind": "stats",
        "events": 83,
        "counted": 81,
        "by": "campaign",
    }
    assert [one["step"] for one in told_of["deliveries"]][:3] == ["accepted", "sent", "delivered"]
    assert told_of["deliveries"][3] == {
        "step": "undelivered",
        "messages": 5,
        "share": 12.5,
        "codes": {"30007": 5},
        "oldest": None,
    }
    assert told_of["lags"]["p50"] == 0.4
    assert told_of["lags"]["bars"][3] == {"below": 0.5, "events": 78}
    assert sum(one["ok"] for one in told_of["buckets"]) == 35
    assert told_of["health"]["verdicts"] == {"verified": 59, "partial": 0, "unchecked": 23, "rejected": 1}
    assert told_of["groups"][1]["name"] == "Promos"


def test_the_command_counts_what_a_filter_finds(tmp_path: Path) -> None:
    at = ("--store", str(tmp_path / "store" / "callboard.db"))
    with running(tmp_path / "store" / "callboard.db") as receiver:
        callboard("send", "telnyx/message_*", *at, home=tmp_path)
        many = len(list(receiver.events(3)))
    [line] = callboard("stats", "--json", "--by", "provider", *at, home=tmp_path).stdout.splitlines()
    told_of = json.loads(line)
    assert told_of["events"] >= many
    assert [one["id"] for one in told_of["groups"]] == ["telnyx"]
    people = callboard("stats", "phase:failed", *at, home=tmp_path)
    assert "events count" in people.stdout
    assert people.stderr == ""


def test_a_wrong_filter_is_pointed_at_and_nothing_is_said_to_be_nothing(tmp_path: Path) -> None:
    at = ("--store", str(tmp_path / "callboard.db"))
    with running(tmp_path / "callboard.db"):
        pass
    wrong = callboard("stats", "phase:failled", *at, home=tmp_path, code=2)
    assert wrong.stdout == ""
    assert wrong.stderr.splitlines()[1].startswith(" " * len("callboard: ") + "^ there is no phase failled")
    nothing = callboard("stats", "-type:x", *at, home=tmp_path)
    assert (nothing.stdout, nothing.stderr) == ("", "nothing matches\n")
    assert json.loads(callboard("stats", "--json", *at, home=tmp_path).stdout)["events"] == 0
    assert "campaign" in callboard("stats", "--by", "moon", *at, home=tmp_path, code=2).stderr
