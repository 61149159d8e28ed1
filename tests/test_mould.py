"""A sample as a mould: what stands in it gives way, and nothing else changes."""

import random
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from receiver.stories.lifecycle import Of, Slot, Stand, Told, When, entry, value, whole
from receiver.stories.mould import Mould, Scopes, named, written
from receiver.stories.sample import Sample

NUMBER, EVENT = Slot(Of.NUMBER, lambda _: "n"), Slot(Of.EVENT, lambda _: "e")
BEGAN = datetime(2026, 11, 22, 10, tzinfo=UTC)


def mould(body: bytes, stands: dict[str, Stand], **says: str) -> Mould:
    return Mould(Sample("acme/one", "POST", "/", (), body), says, stands)


def names(stand: Stand) -> str:
    return "<number>" if stand is NUMBER else "<event>"


def test_fields_give_way_by_name_and_json_is_sent_without_blanks() -> None:
    body = b'{\n  "id": 12345678901234567890,\n  "from": "+1312",\n  "other": {"id": "x", "note": "\xc3\xa9"}\n}'
    cast = mould(body, {value("from"): NUMBER, whole("id"): EVENT})
    made = '{"id":<event>,"from":"<number>","other":{"id":"x","note":"é"}}'
    assert cast.body(names).decode() == made


def test_a_form_gives_way_by_the_whole_name() -> None:
    cast = mould(b"ParentId=1&Id=2&To=&From=3", {entry("Id"): EVENT, entry("From"): NUMBER})
    assert cast.body(names) == b"ParentId=1&Id=<event>&To=&From=<number>"


def test_of_two_patterns_that_fit_the_first_holds() -> None:
    assert mould(b"a=555", {"555": NUMBER, r"\d+": EVENT}).body(names) == b"a=<number>"


def test_other_words_are_said_and_have_to_be_there() -> None:
    assert Mould(Sample("a/b", "POST", "/", (), b"Status=read"), {"read": "sent"}, {"=": EVENT}).body(names) == (
        b"Status<event>sent"
    )
    with pytest.raises(ValueError, match="acme/one does not say Status"):
        mould(b"a=1", {"1": EVENT}, Status="Other")


def test_a_value_holds_in_its_scope_and_no_two_numbers_are_the_same() -> None:
    made = iter(["a", "a", "b", "c"])
    slot = Slot(Of.NUMBER, lambda _: next(made))
    taken: set[tuple[Slot, str]] = set()
    chance = random.Random(1)  # noqa: S311
    scopes: list[Scopes] = [{Of.NUMBER: {}}, {Of.NUMBER: {}}]
    assert [named(slot, scope, chance, taken) for scope in (scopes[0], scopes[1], scopes[0])] == ["a", "b", "a"]


def test_an_event_has_a_value_of_its_own_each_time() -> None:
    numbers = count()
    slot = Slot(Of.EVENT, lambda _: str(next(numbers)))
    chance = random.Random(1)  # noqa: S311
    assert [named(slot, {Of.EVENT: {}}, chance, set()) for _ in range(2)] == ["0", "1"]


@pytest.mark.parametrize(
    ("when", "seconds"),
    [
        (When(str), 9),
        (When(str, 0), 0),
        (When(str, 1), 4),
        (When(str, 7), 9),
        (When(str, 0, timedelta(seconds=3)), 3),
    ],
)
def test_a_time_is_that_of_its_step_or_of_the_event_itself(when: When, seconds: int) -> None:
    told = written(when, (0.0, 4.0, 9.0), lambda passed: BEGAN + timedelta(seconds=passed))
    assert told == str(BEGAN + timedelta(seconds=seconds))


def test_what_is_known_only_when_it_is_sent_is_asked_for() -> None:
    cast = mould(b"n=1&u=2", {"1": Told.ATTEMPT, "2": Told.URL})
    assert cast.body(str) == f"n={Told.ATTEMPT}&u={Told.URL}".encode()
