"""Every sample through a real receiver, in three orders: whose it is, what it means, and what it adds up to."""

import json
import random
import signal
import sqlite3
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pytest

from receiver.stories.sample import FOLDER, Sample, samples
from tests.running import LIFE, Running, callboard, json_lines, running
from tests.test_samples import MARKLESS
from tests.until import PATIENCE
from tui.sending.post import url_for

pytestmark = pytest.mark.xdist_group("flow")
"""They share what three receivers made of all samples."""
Line = dict[str, Any]
ORDERS = (None, 1, 2)
"""As the files are, and shuffled with a seed."""
SETTLED = ("aliases", "name", "campaign", "brand", "status", "phase", "reason", "code", "type", "from", "to", "text")
"""What must not depend on the order of arrival; nor how many events there were, and which of them came twice."""
NOT_READ = (
    (b'{"hello": "world"}', "/", "unrecognised"),
    (b'{"hello": "world"}', "/telnyx", "unrecognised"),
    (b'{"data": {"event_type": ', "/", "unrecognised"),
    (b'{"data": {"event_type": ', "/telnyx", "unreadable"),
    (b"", "/", "unrecognised"),
    (b"", "/nobody/at?all=here", "unrecognised"),
    (bytes(range(256)) * 4, "/", "unrecognised"),
    (b"\xff\xfe\x00\x1b]52;c;QQ==\x07\r\n", "/mta", "unreadable"),
    (b"[" * 100_000, "/plivo", "unreadable"),
    ("\ud800".encode("utf-8", "surrogatepass"), "/", "unrecognised"),
)


@dataclass(frozen=True)
class Flow:
    """What one receiver made of all samples in one order."""

    said: dict[tuple[str, bool], list[Line]]
    """For each sample by its name, and whether the path named its provider, the events it became."""
    entities: dict[tuple[str, str, str], Line]


@pytest.fixture(scope="module")
def flows(tmp_path_factory: pytest.TempPathFactory) -> list[Flow]:
    return [flowed(tmp_path_factory.mktemp("flow"), order) for order in ORDERS]


def flowed(folder: Path, seed: int | None) -> Flow:
    """Post all of them to the root, and again to their provider's path."""
    store = folder / "store" / "callboard.db"
    every = [(sample, named) for sample in samples() for named in (False, True) if named or marked(sample)]
    if seed is not None:
        random.Random(seed).shuffle(every)  # noqa: S311  an order, no secret
    with (
        running(store) as receiver,
        httpx.Client(trust_env=False, timeout=PATIENCE) as client,
        ThreadPoolExecutor(1) as aside,
    ):
        reading = aside.submit(by_capture, receiver, len(every))
        for sample, named in every:
            url = url_for(sample, receiver.url, named=named)
            answer = client.request(sample.method, url, headers=list(sample.headers), content=sample.body)
            assert answer.status_code == 200, sample.name
        receiver.post(b"that was all")
        said = reading.result(LIFE)
    at = ("--json", "--limit", "0", "--store", str(store))
    entities = json_lines(callboard("ls", "--entities", *at, home=folder))
    return Flow({(sample.name, named): said[n] for n, (sample, named) in enumerate(every, 1)}, by_id(entities))


def marked(sample: Sample) -> bool:
    """A mark of its provider is in it."""
    return not sample.name.startswith(MARKLESS)


def by_capture(receiver: Running, captures: int) -> dict[int, list[Line]]:
    """The receiver's lines, until the last capture's; several lines of one capture come together."""
    said: dict[int, list[Line]] = {}
    while (line := receiver.events(1)[0])["capture"] != captures + 1:
        said.setdefault(int(str(line["capture"])), []).append(line)
    return said


def by_id(entities: Iterable[Line]) -> dict[tuple[str, str, str], Line]:
    return {(one["provider"], one["entity"]["kind"], one["entity"]["id"]): one for one in entities}


@cache
def expected(name: str) -> list[Line]:
    """What stands beside the sample."""
    told: list[Line] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return told


def ordered(event: Line) -> bool:
    """Its provider says when it was, or the how-manieth."""
    return event["occurred_at"] is not None or event["sequence"] is not None


def test_every_sample_is_recognised_and_means_what_stands_beside_it(flows: list[Flow]) -> None:
    for flow in flows:
        for (name, _), events in flow.said.items():
            assert [brief(event) for event in events] == [
                (one.get("provider"), one.get("kind"), one.get("id"), one.get("status"), one.get("phase", "unknown"))
                for one in expected(name)
            ], name
            assert {event["provider"] for event in events} == {name.partition("/")[0]}, name
            assert not any(event["doubts"] for event in events), name


def brief(event: Line) -> tuple[object, ...]:
    entity = event["entity"] or {}
    return event["provider"], entity.get("kind"), entity.get("id"), event["status"], event["phase"]


def test_every_sample_is_about_something_but_those_that_name_nothing_that_we_keep(flows: list[Flow]) -> None:
    nothing = {name for (name, _), events in flows[0].said.items() if not all(event["entity"] for event in events)}
    csp = {f"tcr/csp_{what}" for what in ("active", "approve", "suspend")}
    inbound = {"commio/inbound_mms", "commio/inbound_sms"}
    assert nothing == {"telnyx/unknown_event", "plivo/GUESS_10dlc_endpoint_missing", *csp, *inbound}


def test_every_event_belongs_to_an_entity_that_is_listed(flows: list[Flow]) -> None:
    for flow in flows:
        known = {
            (one["provider"], one["entity"]["kind"], an_id) for one in flow.entities.values() for an_id in ids(one)
        }
        about = {key for events in flow.said.values() for event in events if (key := subject(event))}
        assert about == about & known


def ids(entity: Line) -> list[str]:
    return [entity["entity"]["id"], *entity["aliases"]]


def subject(event: Line) -> tuple[str, str, str] | None:
    entity = event["entity"]
    return (event["provider"], entity["kind"], entity["id"]) if entity else None


def test_the_order_of_arrival_changes_nothing_where_the_provider_gives_one(flows: list[Flow]) -> None:
    first, *others = flows
    events = [event for of_one in first.said.values() for event in of_one]
    undecided = {subject(event) for event in events if not ordered(event)}
    decided = [
        key
        for key, one in first.entities.items()
        if not any((key[0], key[1], an_id) in undecided for an_id in ids(one))
    ]
    assert len(decided) >= 20
    for other in others:
        assert other.entities.keys() == first.entities.keys()
        for key in decided:
            one, same = first.entities[key], other.entities[key]
            assert {name: one[name] for name in SETTLED} == {name: same[name] for name in SETTLED}, key
            assert one["events"] + one["redeliveries"] == same["events"] + same["redeliveries"], key


def test_ids_and_counts_are_the_same_in_any_order(flows: list[Flow]) -> None:
    def counted(flow: Flow) -> dict[tuple[str, str, str], tuple[object, ...]]:
        return {key: (one["aliases"], one["events"], one["redeliveries"]) for key, one in flow.entities.items()}

    assert counted(flows[0]) == counted(flows[1]) == counted(flows[2])


def test_what_nobody_can_read_is_answered_and_kept_byte_for_byte(tmp_path: Path) -> None:
    store = tmp_path / "store" / "callboard.db"
    with running(store) as receiver:
        for body, path, _ in NOT_READ:
            assert receiver.post(body, path) == 200
        events = receiver.events(len(NOT_READ))
    assert [event["type"] for event in events] == [kind for _, _, kind in NOT_READ]
    assert [event["entity"] for event in events] == [None] * len(NOT_READ)
    with closing(sqlite3.connect(store)) as db:
        kept = db.execute("SELECT body FROM captures ORDER BY seq").fetchall()
    assert [body for (body,) in kept] == [body for body, _, _ in NOT_READ]


def test_who_reads_the_lines_no_further_keeps_no_callback_waiting(tmp_path: Path) -> None:
    """A pager, a stopped terminal: the pipe fills up after some hundred lines."""
    with running(tmp_path / "store" / "callboard.db") as receiver:
        with httpx.Client(trust_env=False, timeout=PATIENCE) as client:
            assert {client.post(receiver.url, content=b"{}").status_code for _ in range(400)} == {200}
        receiver.process.send_signal(signal.SIGTERM)
        assert receiver.process.wait(PATIENCE) == 143
