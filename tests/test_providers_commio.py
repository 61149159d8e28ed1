"""Commio: SMPP's words for what became of a message, and inbound messages that carry no id."""

import pytest

from receiver.provider import Certainty
from receiver.providers.commio import PROVIDER
from store import Event, Phase
from tests.callbacks import form, sampled

INBOUND = {"message": "Yes", "from": "3125550101", "to": "3125550102", "type": "sms"}


def read(**said: str) -> Event:
    [event] = PROVIDER.interpret(form(said))
    return event


@pytest.mark.parametrize(
    ("word", "phase"),
    [
        ("DELIVRD", Phase.OK),
        ("EXPIRED", Phase.FAILED),
        ("DELETED", Phase.FAILED),
        ("UNDELIV", Phase.FAILED),
        ("REJECTD", Phase.FAILED),
        ("UNKNOWN", Phase.UNKNOWN),
        ("ENROUTE", Phase.UNKNOWN),
    ],
)
def test_a_word_of_smpp_has_its_phase(word: str, phase: Phase) -> None:
    assert (read(guid="1", status=word).phase, read(guid="1", status=word).status) == (phase, word)


def test_the_word_for_people_stands_in_for_the_systems() -> None:
    assert read(guid="1", send_status="delivered").phase == Phase.OK
    assert read(guid="1", send_status="delivered", status="DELIVRD").status == "DELIVRD"


def test_an_error_of_zeros_is_none() -> None:
    assert read(guid="1", status="DELIVRD", error="000").code is None
    assert read(guid="1", status="UNDELIV", error="010").code == "010"


def test_national_numbers_are_those_of_the_world() -> None:
    event = read(**INBOUND)
    assert (event.sender, event.recipient, event.text) == ("+13125550101", "+13125550102", "Yes")
    assert (event.kind, event.id) == (None, None)


def test_a_picture_is_no_text() -> None:
    assert read(**{**INBOUND, "type": "mms", "message": "https://example.com/a.jpg"}).text is None


def test_two_different_texts_are_two_messages() -> None:
    assert read(**INBOUND).key != read(**{**INBOUND, "message": "No"}).key


def test_a_body_without_a_mark_is_at_most_perhaps_its_own() -> None:
    assert PROVIDER.claims(form(INBOUND)) == Certainty.MAYBE
    assert PROVIDER.claims(form({**INBOUND, "id": "1"})) == Certainty.NO
    assert PROVIDER.claims(form({"guid": "1", "status": "DELIVRD"})) == Certainty.MAYBE
    assert PROVIDER.claims(sampled("commio/message_delivered")) == Certainty.LIKELY
    assert PROVIDER.interpret(form({"hello": "world"})) == ()
