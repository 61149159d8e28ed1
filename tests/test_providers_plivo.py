"""Plivo: fields that nobody has published in text, read tolerantly; and messages."""

import pytest

from receiver.provider import Certainty
from receiver.providers.plivo import PROVIDER, configured
from receiver.providers.plivo.registration import KEYS
from receiver.stories.sample import Sample
from store import Capture, Event, Kind, Phase
from tests.callbacks import captured, form, posted, sampled


def read(capture: Capture) -> Event:
    [event] = PROVIDER.interpret(capture)
    return event


@pytest.mark.parametrize(
    ("endpoint", "status", "phase", "sets"),
    [
        ("brand", "created", Phase.PENDING, True),
        ("brand", "rejected", Phase.FAILED, True),
        ("brand", "registered", Phase.OK, True),
        ("campaign", "created", Phase.PENDING, True),
        ("campaign", "rejected", Phase.FAILED, True),
        ("campaign", "registered", Phase.OK, True),
        ("number_linking", "created", Phase.PENDING, True),
        ("number_linking", "failed", Phase.FAILED, True),
        ("number_linking", "success", Phase.OK, True),
        ("number_unlinking", "created", Phase.PENDING, False),
        ("number_unlinking", "failed", Phase.FAILED, False),
        ("number_unlinking", "success", Phase.ENDED, True),
    ],
)
def test_every_status_of_every_endpoint_by_form_query_and_json(
    endpoint: str, status: str, phase: Phase, sets: bool
) -> None:
    pairs = {
        "type": endpoint,
        "status": status,
        "brand_id": "BEXMPL1",
        "campaign_id": "CEXMPL1",
        "number": "13125550101",
    }
    query = "&".join(f"{name}={value}" for name, value in pairs.items())
    event = read(form(pairs))
    assert event == read(posted(dict(pairs))) == read(captured(Sample("", "GET", f"/plivo?{query}", (), b"")))
    assert (event.type, event.status, event.phase, event.sets) == (endpoint, status, phase, sets)
    assert event.id == {"brand": "BEXMPL1", "campaign": "CEXMPL1"}.get(endpoint, "+13125550101")


@pytest.mark.parametrize(
    "pairs",
    [
        {"Type": "Campaign", "Status": "Registered", "CampaignId": "CEXMPL1"},
        {"endpoint": "campaign", "registration-status": "COMPLETED", "campaign": "CEXMPL1"},
        {"kind_of": "CAMPAIGN", "whatever": "registered", "my_campaign": "CEXMPL1"},
        {"x": "registered", "y": "CEXMPL1"},
    ],
)
def test_names_are_compared_loosely_and_ids_known_by_their_shape(pairs: dict[str, str]) -> None:
    event = read(form(pairs))
    assert (event.kind, event.id, event.phase) == (Kind.CAMPAIGN, "CEXMPL1", Phase.OK)


def test_the_path_may_name_the_endpoint() -> None:
    event = read(form({"status": "success", "number": "13125550101"}, "/plivo/number-unlinking"))
    assert (event.type, event.phase) == ("number_unlinking", Phase.ENDED)


def test_a_part_that_was_not_found_is_named_and_nothing_is_guessed() -> None:
    event = read(form({"type": "brand", "brand_id": "BEXMPL1"}))
    assert event.summary == "plivo 10DLC callback, status not found in: type, brandid"
    assert (event.phase, event.sets) == (Phase.UNKNOWN, False)
    event = read(form({"status": "failed", "number": "13125550101", "campaign_id": "CEXMPL1"}))
    assert event.summary == "plivo 10DLC callback, endpoint not found in: status, number, campaignid"
    assert (event.kind, event.phase) == (None, Phase.UNKNOWN)
    assert "status and id not found" in read(form({"type": "brand", "x": "y"})).summary


def test_created_is_no_campaign_id() -> None:
    assert PROVIDER.interpret(form({"a": "CREATED", "b": "BRANDED"})) == ()


def test_a_url_may_have_a_query_of_its_own_beside_the_form() -> None:
    assert (
        read(form({"type": "brand", "status": "registered", "brand_id": "BEXMPL1"}, "/?status=mine")).status
        == "registered"
    )


def test_a_user_names_the_fields_of_a_real_callback() -> None:
    strange = form({"what": "brand", "regStatus": "registered", "Our-Id": "x-1"})
    assert "not found" in PROVIDER.interpret(strange)[0].summary
    mine = configured(PROVIDER, {"keys": {"status": ["regStatus"], "endpoint": "what", "brand": ["our_id"]}})
    [event] = mine.interpret(strange)
    assert (event.id, event.status, event.phase) == ("x-1", "registered", Phase.OK)
    assert mine.interpret(form({"type": "brand", "status": "created", "brand_id": "BEXMPL1"}))[0].phase == Phase.PENDING


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ({"keys": {"stats": ["x"]}}, r"providers\.plivo\.keys has no stats: did you mean status\?"),
        ({"kees": {}}, r"providers\.plivo has no kees: did you mean keys\?"),
        ({"keys": {"zzz": ["x"]}}, "it knows endpoint, status, brand, campaign, number, reason"),
        ({"keys": {"status": [7]}}, r"providers\.plivo\.keys\.status is a list of field names"),
        ({"keys": {"status": 7}}, r"providers\.plivo\.keys\.status is a list of field names"),
        ({"keys": ["status"]}, r"providers\.plivo\.keys is a table"),
    ],
)
def test_a_wrong_table_is_told_what_is_wrong(table: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        configured(PROVIDER, table)


def test_an_empty_table_changes_nothing() -> None:
    capture = sampled("plivo/GUESS_10dlc_brand_created")
    assert configured(PROVIDER, {}).interpret(capture) == PROVIDER.interpret(capture)
    assert set(KEYS) == {"endpoint", "status", "brand", "campaign", "number", "reason"}


def test_a_messages_callbacks_are_in_the_order_that_plivo_counts() -> None:
    counted = [read(sampled(f"plivo/message_status_{word}")) for word in ("queued", "sent", "undelivered", "read")]
    assert [event.sequence for event in counted] == [1, 2, 3, 4]
    times = [event.occurred_at for event in counted if event.occurred_at]
    assert times == sorted(times)
    assert len(times) == 4


def test_an_error_code_may_be_there_and_empty() -> None:
    assert read(sampled("plivo/message_status_delivered")).code is None
    failed = read(sampled("plivo/message_status_failed"))
    assert (failed.code, failed.reason) == ("30", None)
    assert failed.summary.endswith("failed: spam detected")


@pytest.mark.parametrize("intent", ["optout", "optin", "help"])
def test_what_a_reply_is_meant_as_is_in_its_summary(intent: str) -> None:
    event = read(form({"MessageUUID": "u", "From": "13125550101", "Text": "STOP", "MessageIntent": intent}))
    assert event.summary == f"message from +13125550101 received ({intent})"
    assert (event.phase, event.text) == (Phase.OK, "STOP")


def test_a_message_with_a_word_that_nobody_documents_or_with_none_is_unknown() -> None:
    word, none = (
        read(form({"MessageUUID": "u", "Status": "lost"})),
        read(form({"MessageUUID": "u", "To": "13125550101"})),
    )
    assert (word.status, word.phase) == ("lost", Phase.UNKNOWN)
    assert (none.status, none.phase) == (None, Phase.UNKNOWN)


def test_guessed_names_are_no_mark_and_a_signature_is() -> None:
    guess = {"type": "brand", "status": "created", "brand_id": "BEXMPL1"}
    assert PROVIDER.claims(form(guess)) == Certainty.NO
    for header in (
        b"X-Plivo-Signature-V2",
        b"x-plivo-signature-ma-v2",
        b"X-Plivo-Signature-V3",
        b"X-Plivo-Signature-Ma-V3",
    ):
        assert PROVIDER.claims(form(guess, "/", (header, b"x"))) == Certainty.CERTAIN
    assert PROVIDER.claims(form({"messageuuid": "u"})) == Certainty.LIKELY
    assert PROVIDER.claims(posted({"message_uuid": "vonage"})) == Certainty.NO
