"""A sample of now has its times moved, each written as it was, and nothing else."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from receiver.found import found
from receiver.stories.fresh import fresh
from receiver.stories.sample import Sample, pick
from tui.cli.given import ROUND

NOW = datetime(2026, 11, 22, 14, 2, 32, 500_000, UTC)
PROVIDERS = {one.name: one for one in found({})[0]}


@pytest.mark.parametrize("name", ROUND)
def test_what_a_newcomer_posts_has_just_happened(name: str) -> None:
    [sample] = pick([name])
    provider = PROVIDERS[sample.provider]
    for event in provider.interpret(fresh(sample, provider, NOW).captured(NOW)):
        assert event.occurred_at is None or timedelta(0) <= NOW - event.occurred_at < timedelta(minutes=1)


def test_times_stay_as_far_apart_and_as_they_are_written() -> None:
    body = (
        b'{"data": {"event_type": "message.sent", "id": "e", "occurred_at": "2024-08-07T17:22:37.328+00:00", "payload":'
        b' {"id": "m", "was": "2024-08-07 17:22:07", "never": "2024-99-07T17:22:07Z", "to": "+13125550123"}}}'
    )
    moved = body.replace(b"2024-08-07T17:22:37.328", b"2026-11-22T14:02:32.100")
    moved = moved.replace(b"2024-08-07 17:22:07", b"2026-11-22 14:02:01")
    [sample] = pick(["telnyx/message_sent"])
    assert fresh(replace(sample, body=body), PROVIDERS["telnyx"], NOW).body == moved


def test_what_tells_of_no_time_stays_as_it_is() -> None:
    sample = Sample("telnyx/x", "POST", "/", (), b'{"data": {"was": "2024-08-07T17:22:37Z"}}')
    assert fresh(sample, PROVIDERS["telnyx"], NOW) is sample
