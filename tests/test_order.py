"""Two hundred shuffles of each provider's samples, each sent up to three times: the same entities, attempts exact."""

import random
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from receiver.found import found
from receiver.meaning.reading import read
from receiver.stories.sample import pick
from store import Entity, Event, Intake, Ledger, Reader, Reading
from tests.callbacks import captured
from tests.make import NOON

PROVIDERS = found()[0]
SHUFFLES = 200
MOST = 2**30
Key = tuple[str, str, str]


@pytest.mark.parametrize("name", [provider.name for provider in PROVIDERS])
async def test_any_order_and_any_repetition_end_in_the_same_entities(name: str, tmp_path: Path) -> None:
    log = tmp_path / "callboard.db"
    meant = [read(captured(sample, target=f"/{name}{sample.target}"), PROVIDERS) for sample in pick([name])]
    undecided = {_subject(event) for one in meant for event in one.events if not _ordered(event)}
    async with Intake.open(log), Ledger.open(log) as ledger, Reader.open(log) as reader:
        ends = []
        for seed in range(SHUFFLES):
            sent = _shuffled(meant, random.Random(seed))  # noqa: S311  any order will do
            await ledger.clear()
            await ledger.enter(sent)
            found = await reader.entities(limit=MOST)
            ends.append([_end(one) for one in found if not _ids(one) & undecided])
            assert await _attempts(reader) == _expected(sent), seed
            assert sorted(_counted(one) for one in found) == sorted(_counts(sent, found)), seed
    for seed, end in enumerate(ends):
        assert sorted(end, key=str) == sorted(ends[0], key=str), seed


def _shuffled(meant: list[Reading], chance: random.Random) -> list[Reading]:
    sent = [one for one in meant for _ in range(chance.randint(1, 3))]
    chance.shuffle(sent)
    now, numbered = NOON, []
    for seq, one in enumerate(sent, 1):
        now += timedelta(seconds=chance.expovariate(0.1))
        numbered.append(one.model_copy(update={"capture": seq, "received_at": now}))
    return numbered


def _end(entity: Entity) -> dict[str, object]:
    """What must not depend on when something came."""
    when = {"first_at", "last_at", "last_seq", "redeliveries", "stamps", "overdue"}
    return entity.model_dump(exclude=when)


async def _attempts(reader: Reader) -> Counter[tuple[str, str, int]]:
    """Each attempt of each event, once."""
    entries = await reader.entries(limit=MOST)
    return Counter((entry.event.key, entry.event.content, entry.attempt) for entry in entries)


def _expected(sent: list[Reading]) -> Counter[tuple[str, str, int]]:
    times = Counter((event.key, event.content) for one in sent for event in one.events)
    return Counter((key, content, n) for (key, content), most in times.items() for n in range(1, most + 1))


def _counted(entity: Entity) -> int:
    return entity.events + entity.redeliveries


def _counts(sent: list[Reading], found: tuple[Entity, ...]) -> list[int]:
    """How many deliveries there were about each entity."""
    about = Counter(_subject(event) for one in sent for event in one.events)
    return [sum(n for subject, n in about.items() if subject in _ids(one)) for one in found]


def _ordered(event: Event) -> bool:
    return event.sequence is not None or event.occurred_at is not None


def _subject(event: Event) -> Key | None:
    return (event.provider or "", event.kind, event.id) if event.kind and event.id else None


def _ids(entity: Entity) -> set[Key | None]:
    return {(entity.provider, entity.kind, any_id) for any_id in (entity.id, *entity.aliases)}
