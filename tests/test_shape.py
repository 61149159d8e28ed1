"""What a provider never sent before is noticed; what its documents show is not."""

from datetime import timedelta

import pytest

from receiver.found import found
from receiver.meaning.reading import read
from receiver.stories.sample import Sample, samples
from store import Json, Oddity, Trust
from tests.callbacks import RECEIVED, captured, changed, form, posted, sampled
from tests.make import capture

PROVIDERS = found()[0]


@pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.name)
def test_a_published_example_has_nothing_new(sample: Sample) -> None:
    assert read(captured(sample, target=f"/{sample.provider}{sample.target}"), PROVIDERS).unlisted == ()


def test_a_field_a_type_and_a_word_that_no_example_has() -> None:
    told = read(changed("telnyx/message_sent", "data", "payload", tint="blue", parts="1", text=None), PROVIDERS)
    assert told.unlisted == ("data.payload.parts: text", "data.payload.tint: text")
    status = read(changed("signalwire/message_status_sent", status="beamed"), PROVIDERS)
    assert "status = beamed" in status.unlisted


def test_a_form_has_a_shape_too() -> None:
    told = read(form({"MessageUUID": "m", "Status": "sent", "Tint": "blue"}, "/plivo"), PROVIDERS)
    assert told.unlisted == ("Tint: text",)


def test_nothing_is_new_in_what_nobody_reads() -> None:
    assert read(posted({"hello": "world"}), PROVIDERS).unlisted == ()
    assert read(capture(b'{"data": ', "/telnyx"), PROVIDERS).unlisted == ()


def test_a_name_without_end_is_cut_and_a_shape_without_end_too() -> None:
    body: Json = {
        "data": {"event_type": "message.sent", "id": "1", **{f"{n}\ud800\0" + "x" * 500: n for n in range(2000)}}
    }
    told = read(posted(body, "/telnyx"), PROVIDERS)
    assert len(told.unlisted) <= 402
    assert all(len(part) <= 120 and "\0" not in part and part.isprintable() for part in told.unlisted)


@pytest.mark.parametrize(("seconds", "told"), [(59, False), (61, True), (-9999, False)])
def test_a_time_long_after_its_receipt_tells_of_a_wrong_clock(seconds: int, told: bool) -> None:
    happened = RECEIVED + timedelta(seconds=seconds)
    flags = read(changed("telnyx/message_sent", "data", occurred_at=happened.isoformat()), PROVIDERS).flags
    assert [flag.oddity for flag in flags] == ([Oddity.SKEWED] if told else [])


def test_what_has_no_secret_has_no_nonce() -> None:
    told = read(sampled("plivo/message_status_sent"), PROVIDERS)
    assert (told.verdict.trust, told.nonce) == (Trust.UNCHECKED, None)
