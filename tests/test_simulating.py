"""A lifecycle of every provider: read by the real adapters it ends as it says, in any order, and is signed rightly."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest

from receiver.found import found
from receiver.meaning.reading import read
from receiver.meaning.trust import Keys
from receiver.provider import Provider
from receiver.stories.plot import Plan
from receiver.stories.signed import signed
from receiver.stories.simulating import Call, Story
from receiver.stories.trialkey import private, public
from store import Entity, Intake, Kind, Ledger, Phase, Reader, Reading, Trust

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
PROVIDERS = found()[0]
TELLERS = {one.name: one for one in PROVIDERS if one.lifecycle}
EVERY = pytest.mark.parametrize("name", TELLERS)
MOST = 2**30
KEY = bytes(range(32))
URL = "https://hooks.example.test"
ENDS = {
    "telnyx": {"brand ok": 1, "campaign ok": 1, "number ok": 2, "number failed": 1},
    "signalwire": {"brand ok": 1, "campaign ok": 1, "order ok": 1, "number ok": 3, "number failed": 1},
    "plivo": {"brand ok": 1, "campaign ok": 1, "number ok": 2, "number failed": 1},
    "zipwhip": {"campaign ok": 1, "number ok": 3, "number failed": 1},
    "mta": {"consent ok": 5},
    "twilio": {"brand ok": 1, "campaign ok": 1, "number ok": 2, "number failed": 1},
    "tcr": {"brand ok": 1, "campaign ok": 1},
}
"""What each registration comes to; messages aside."""
NO_MESSAGES = {"tcr"}
NEVER_SAID = {"zipwhip"}
"""Whether a message arrived."""


def story(name: str, plan: Plan = Plan(), **more: float) -> tuple[Story, list[Call]]:  # noqa: B008  frozen
    played = Story(TELLERS[name], plan, now=NOW, url=f"{URL}/{name}", **more)
    return played, list(played.calls())


def readings(name: str, calls: Sequence[Call]) -> list[Reading]:
    """As the receiver reads them at its provider's path, each when it is due."""
    posted = [replace(one.request, target=f"/{name}{one.request.target}", seq=n) for n, one in enumerate(calls, 1)]
    return [read(one, PROVIDERS) for one in posted]


async def entities(tmp_path: Path, meant: Sequence[Reading]) -> tuple[Entity, ...]:
    log = tmp_path / "callboard.db"
    async with Intake.open(log), Ledger.open(log) as ledger, Reader.open(log) as reader:
        await ledger.clear()
        await ledger.enter(list(meant))
        return await reader.entities(limit=MOST)


def counted(found: Sequence[Entity]) -> dict[str, int]:
    return dict(Counter(f"{one.kind} {one.phase}" for one in found if one.kind is not Kind.MESSAGE))


@EVERY
async def test_it_ends_as_it_says(name: str, tmp_path: Path) -> None:
    played, calls = story(name)
    ends = await entities(tmp_path, readings(name, calls))
    assert counted(ends) == ENDS[name]
    messages = Counter(one.phase for one in ends if one.kind is Kind.MESSAGE)
    arrived = played.told.get("delivered", 0)
    said = messages[Phase.PENDING] if name in NEVER_SAID else messages[Phase.OK] - played.told.get("received", 0)
    assert said == arrived
    assert messages[Phase.FAILED] + messages[Phase.ATTENTION] == played.told.get("failed", 0)
    assert messages.total() == (0 if name in NO_MESSAGES else 40)
    assert sum(one.redeliveries for one in ends) == played.told["again"] > 0


@EVERY
async def test_what_it_ends_in_does_not_depend_on_the_order_in_which_it_comes(name: str, tmp_path: Path) -> None:
    """But for what the provider gives no order to, of which the last that came holds."""
    _, calls = story(name, Plan(messages=12, failures=30))
    meant = readings(name, calls)
    undecided = {
        event.id for one in meant for event in one.events if event.occurred_at is None and event.sequence is None
    }
    ends = []
    for seed in range(4):
        chance = random.Random(seed)  # noqa: S311  any order will do
        sent = [one for one in meant for _ in range(chance.randint(1, 2))]
        chance.shuffle(sent)
        numbered = [
            one.model_copy(update={"capture": n, "received_at": NOW + timedelta(seconds=n)})
            for n, one in enumerate(sent, 1)
        ]
        found = await entities(tmp_path, numbered)
        ends.append(sorted((one.kind, one.id, one.phase, one.status) for one in found if one.id not in undecided))
    assert ends[1:] == ends[:1] * 3


@EVERY
def test_nothing_in_it_is_new_to_its_own_samples(name: str) -> None:
    _, calls = story(name, Plan(messages=60, failures=30))
    for one, call in zip(readings(name, calls), calls, strict=True):
        assert one.unlisted == (), call.name
        assert {event.provider for event in one.events} == {name}, call.name
        assert all(event.kind and event.id for event in one.events), call.name


@EVERY
def test_no_example_of_its_samples_is_left_where_another_belongs(name: str) -> None:
    """Each id of the samples that tells things apart is told anew: two stories share none."""
    one, other = (
        {event.id for meant in readings(name, story(name, Plan(seed=seed))[1]) for event in meant.events}
        for seed in (1, 2)
    )
    shared = {id_ for id_ in one & other if id_ and not id_.startswith("+")}
    assert shared == set()


@EVERY
def test_the_same_seed_is_the_same_story_and_another_is_another(name: str) -> None:
    bodies = [[call.request.body for call in story(name, Plan(seed=seed))[1]] for seed in (7, 7, 8)]
    assert bodies[0] == bodies[1] != bodies[2]


SIGNING = [name for name, one in TELLERS.items() if one.signing]


def judged(provider: Provider, call: Call, secret: str) -> Trust:
    target = f"/{provider.name}{call.request.target}"
    posted = replace(call.request, target=target, received_at=NOW)
    headers = signed(posted, provider, secret, URL + target, int(NOW.timestamp()), "nonce-1")
    keys = Keys({provider.name: (public(KEY, provider),)}, public_url=URL)
    return read(replace(posted, headers=headers), PROVIDERS, keys).verdict.trust


@pytest.mark.parametrize("name", SIGNING)
def test_every_signature_holds(name: str) -> None:
    provider = TELLERS[name]
    _, calls = story(name, Plan(messages=12, failures=30))
    assert {judged(provider, call, private(KEY, provider)) for call in calls} == {Trust.VERIFIED}
    assert judged(provider, calls[0], private(KEY[::-1], provider)) is Trust.REJECTED


def test_a_redelivery_is_marked_where_its_provider_marks_it_and_is_else_the_same_bytes() -> None:
    for name in TELLERS:
        _, calls = story(name, Plan(duplicates=100))
        again = [call for call in calls if call.attempt == 2]
        firsts = {call.request.body for call in calls if call.attempt == 1}
        assert len(again) > (0 if name in NO_MESSAGES else 40)
        unmarked = {call.request.body.replace(b'"attempt":2', b'"attempt":1') for call in again}
        assert unmarked <= firsts
        assert (name == "telnyx") == all(b'"attempt":2' in call.request.body for call in again)


def test_it_is_told_what_comes_late_and_before_its_time() -> None:
    played, calls = story("telnyx", Plan(messages=200, late=10, out_of_order=10, duplicates=0))
    odd = Counter(call.oddity for call in calls)
    assert (odd["late"], odd["early"]) == (played.told["late"], played.told["early"])
    assert min(odd["late"], odd["early"]) >= 10
    assert odd["again"] == 0
    assert [call.due for call in calls] == sorted(call.due for call in calls)


def test_it_happens_as_fast_as_it_is_played_and_never_in_the_future() -> None:
    for times, pace in ((1.0, 1.0), (60.0, 60.0), (600.0, 1.0), (None, 1.0)):
        played = Story(TELLERS["telnyx"], Plan(), now=NOW, times=times)
        calls = list(played.calls())
        first, last = calls[0], calls[-1]
        told = (last.request.received_at - first.request.received_at).total_seconds()
        assert told == pytest.approx((last.due - first.due) / pace, abs=0.001)
        over = NOW + timedelta(seconds=last.due / times if times else 0)
        assert last.request.received_at <= over + timedelta(seconds=1)


def test_a_story_without_end_begins_at_once() -> None:
    played = Story(TELLERS["telnyx"], Plan(messages=10**12), now=NOW)
    assert len(list(islice(played.calls(), 500))) == 500


def test_who_has_no_lifecycle_is_said() -> None:
    bird = next(one for one in PROVIDERS if one.name == "bird")
    with pytest.raises(ValueError, match="Bird has no lifecycle"):
        Story(bird, Plan(), now=NOW)
