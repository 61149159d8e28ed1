"""Every sample of every provider: what it means, whose it is, and what happens when a field has the wrong type."""

import json
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from importlib import import_module

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from receiver.provider import Certainty, Provider
from receiver.stories.sample import FOLDER, Sample, parse_http, pick, samples
from store import Json
from tests.callbacks import captured

PROVIDERS = sorted({sample.provider for sample in samples()})
WRONG: tuple[Json, ...] = (
    None,
    True,
    7,
    -1.5,
    10**400,
    [],
    [None],
    [[7]],
    {},
    {"id": {"id": 7}},
    "x" * 10_000,
    "\ud800\0",
)
# They carry no mark of their provider: it takes a path that names it, or a signature.
MARKLESS = ("plivo/GUESS_", "wavix/brand_", "wavix/campaign_")


@cache
def provider(name: str) -> Provider:
    found = import_module(f"receiver.providers.{name}").PROVIDER
    assert isinstance(found, Provider)
    return found


def certainty(name: str, sample: Sample) -> Certainty:
    try:
        return provider(name).claims(captured(sample))
    except (ValueError, RecursionError):
        return Certainty.NO


each_sample = pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.name)


@each_sample
def test_a_sample_means_what_stands_beside_it(sample: Sample, accept: bool) -> None:
    events = provider(sample.provider).interpret(captured(sample))
    told = [event.model_dump(mode="json", exclude_defaults=True) for event in events]
    file = FOLDER / f"{sample.name}.json"
    if accept:
        file.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    assert told == json.loads(file.read_text(encoding="utf-8"))


@each_sample
def test_a_sample_says_something_in_one_line_and_by_its_providers_name(sample: Sample) -> None:
    events = provider(sample.provider).interpret(captured(sample))
    assert events
    for event in events:
        assert event.provider == sample.provider
        assert event.key
        assert 0 < len(event.summary) <= 200
        assert "None" not in event.summary
        assert "\n" not in event.summary


@each_sample
def test_its_own_provider_claims_a_sample_more_surely_than_any_other(sample: Sample) -> None:
    sure = {name: certainty(name, sample) for name in PROVIDERS}
    own = sure.pop(sample.provider)
    if sample.name.startswith(MARKLESS):
        assert own == Certainty.NO
    else:
        assert own > max(sure.values())


@each_sample
def test_a_provider_that_a_path_names_reads_its_sample_alike_under_any_prefix(sample: Sample) -> None:
    path, _, query = sample.target.partition("?")
    target = f"/{sample.provider}{path.rstrip('/')}" + (f"?{query}" if query else "")
    interpret = provider(sample.provider).interpret
    assert interpret(captured(sample, target=target)) == interpret(captured(sample))


@each_sample
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(drawn=st.data())
def test_a_field_of_the_wrong_type_is_read_around(sample: Sample, drawn: st.DataObject) -> None:
    body = broken(sample, drawn)
    for name in PROVIDERS:
        try:
            assert isinstance(provider(name).interpret(captured(sample, body)), tuple)
        except ValueError:
            assert not sample.body.startswith((b"{", b"["))


def test_every_field_of_every_json_sample_may_have_any_type() -> None:
    for sample in samples():
        for place in places(sample):
            for wrong in WRONG:
                body = json.dumps(replaced(json.loads(sample.body), place, wrong)).encode()
                assert isinstance(provider(sample.provider).interpret(captured(sample, body)), tuple)


@pytest.mark.parametrize("name", PROVIDERS)
@settings(max_examples=200, deadline=None)
@given(body=st.binary(max_size=200), target=st.text("/?=&%az09", max_size=20))
def test_any_bytes_are_read_or_refused(name: str, body: bytes, target: str) -> None:
    junk = Sample(f"{name}/junk", "POST", f"/{target}", (), body)
    for ask in (provider(name).interpret, provider(name).claims):
        with suppress(ValueError):
            ask(captured(junk))


def test_a_request_in_a_file_is_its_line_its_headers_and_its_body() -> None:
    raw = b"POST /campaign/add?x=1 HTTP/1.1\nHost: example.com\nX-Two:  2 \n\n{\n}\n\n"
    assert parse_http("a/b", raw) == Sample(
        "a/b", "POST", "/campaign/add?x=1", ((b"Host", b"example.com"), (b"X-Two", b"2")), b"{\n}\n"
    )
    assert parse_http("a/b", raw.replace(b"\n", b"\r\n", 4)).body == b"{\n}\n"
    assert parse_http("a/b", b"GET / HTTP/1.1\n\n") == Sample("a/b", "GET", "/", (), b"")


def test_a_pattern_picks_a_sample_a_providers_samples_or_those_that_fit() -> None:
    assert [sample.name for sample in pick(["telnyx/phone_assignment_success"])] == ["telnyx/phone_assignment_success"]
    assert pick(["telnyx"]) == pick(["telnyx/*", "telnyx/phone*"])
    assert {sample.provider for sample in pick(["*/message_*"])} >= {"zipwhip", "telnyx", "signalwire", "plivo", "mta"}


def test_a_pattern_that_fits_nothing_is_told_what_is_near() -> None:
    with pytest.raises(
        ValueError, match=r"no sample is called telnyx/phone_asignment_success; near: .*assignment_success"
    ):
        pick(["telnyx/phone_asignment_success"])
    with pytest.raises(ValueError, match="near: telnyx"):
        pick(["telnix"])


def broken(sample: Sample, drawn: st.DataObject) -> bytes:
    """The body with one field replaced, or for a form with one value replaced."""
    if not sample.body.startswith((b"{", b"[")):
        pairs = sample.body.split(b"&")
        pairs[drawn.draw(st.integers(0, len(pairs) - 1))] = drawn.draw(st.binary(max_size=20))
        return b"&".join(pairs)
    place = drawn.draw(st.sampled_from(list(places(sample))))
    wrong: Json = drawn.draw(st.sampled_from(WRONG) | st.text(max_size=20) | st.integers())
    return json.dumps(replaced(json.loads(sample.body), place, wrong)).encode()


Place = tuple[str | int, ...]


def places(sample: Sample) -> Iterator[Place]:
    if sample.body.startswith((b"{", b"[")):
        yield from _places(json.loads(sample.body), ())


def _places(value: Json, place: Place) -> Iterator[Place]:
    if place:
        yield place
    children: list[tuple[str | int, Json]] = []
    if isinstance(value, dict):
        children = list(value.items())
    elif isinstance(value, list):
        children = list(enumerate(value))
    for key, child in children:
        yield from _places(child, (*place, key))


def replaced(value: Json, place: Place, wrong: Json) -> Json:
    if not place:
        return wrong
    key, *rest = place
    if isinstance(value, dict):
        return {name: replaced(child, tuple(rest), wrong) if name == key else child for name, child in value.items()}
    if isinstance(value, list):
        return [replaced(child, tuple(rest), wrong) if n == key else child for n, child in enumerate(value)]
    return value
