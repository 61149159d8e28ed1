"""`callboard send --lifecycle`: to callboard, signed, and to an app under development."""

import json
from pathlib import Path

import pytest

from receiver.found import found
from receiver.stories.sample import kinds, samples
from tests.an_app import app
from tests.running import callboard, running

TELLERS = [one.name for one in found()[0] if one.lifecycle]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "callboard.db"


def test_a_registration_that_the_test_key_signs_is_believed_once_the_settings_know_it(store: Path) -> None:
    config = store.with_name("mine.toml")
    at = ("--store", str(store), "--config", str(config))
    config.write_text(callboard("send", "--test-key", "--store", str(store), home=store.parent).stdout)
    with running(store, "--config", str(config)) as receiver:
        plan = ("--messages", "4", "--seed", "3", "--speed", "max", "--sign")
        done = callboard("send", "--lifecycle", "telnyx", *plan, *at, home=store.parent)
        sent = done.stdout.splitlines()
        events = receiver.events(len(sent))
    assert {one["verdict"] for one in events} == {"verified"}
    assert {str(one["type"]).partition(".")[0] for one in events} == {"brand", "campaign", "phone_number", "message"}
    assert f"{len(sent)} sent: {len(sent)} × 200; messages: 2 delivered, 1 failed, 1 received" in done.stderr
    assert "--seed 3 plays this story again" in done.stderr
    assert [one["attempt"] for one in events].count(2) == sum("attempt 2" in line for line in sent) > 0


def test_samples_of_providers_that_sign_the_time_are_signed_too(store: Path) -> None:
    config = store.with_name("mine.toml")
    at = ("--store", str(store), "--config", str(config))
    config.write_text(callboard("send", "--test-key", "--store", str(store), home=store.parent).stdout)
    patterns = ("telnyx/message_*", "bird/*", "vonage/*json", "sinch/sms_*", "sinch/numbers*", "twilio/message*")
    with running(store, "--config", str(config)) as receiver:
        sent = callboard("send", "--sign", *patterns, *at, home=store.parent).stdout.splitlines()
        verdicts = {str(one["verdict"]) for one in receiver.events(len(sent))}
    assert len(sent) > 30
    assert verdicts == {"verified"}


async def test_an_app_is_sent_the_same_story_for_the_same_seed_and_its_answers_are_counted(tmp_path: Path) -> None:
    import asyncio

    bodies = []
    for _ in range(2):
        async with app() as there:
            words = ("send", "--lifecycle", "mta", "--to", f"{there.url}/hooks", "--seed", "5", "--messages", "5")
            await asyncio.to_thread(callboard, *words, "--speed", "max", home=tmp_path)
            bodies.append([request.partition(b"\r\n\r\n")[2] for request in there.requests])
            assert all(request.startswith(b"POST /hooks HTTP") for request in there.requests)
    ids = [[json.loads(body).get("messageId") for body in story] for story in bodies]
    assert ids[0] == ids[1]
    assert len(bodies[0]) > 20


async def test_bad_answers_are_told_and_fail(tmp_path: Path) -> None:
    import asyncio

    async with app(b"HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n") as there:
        words = ("send", "--lifecycle", "zipwhip", "--to", there.url, "--messages", "0", "--speed", "200/s")
        done = await asyncio.to_thread(callboard, *words, home=tmp_path, code=1)
        targets = {request.split(b" ")[1] for request in there.requests}
    assert "9 sent: 9 × 500" in done.stderr
    assert targets == {b"/campaign/add", b"/campaign/numberPool", b"/provision/add"}
    assert "No callback of Zipwhip's is published" in done.stderr


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--lifecycle", "telnix"), "did you mean telnyx?"),
        (("--lifecycle", "--to", "http://127.0.0.1:1"), "say of whom: there is one of"),
        (("--lifecycle", "mta", "--to", "http://169.254.169.254/x"), "nothing is ever sent to"),
        (("--lifecycle", "mta", "--to", "http://a:b@127.0.0.1/x"), "holds a user or a password"),
        (("--lifecycle", "mta", "--speed", "fast"), "--speed is 1x"),
        (("--lifecycle", "zipwhip", "--sign", "--to", "http://127.0.0.1:1"), "Zipwhip signs nothing"),
        (("telnyx", "--to", "http://169.254.169.254/x"), "nothing is ever sent to"),
    ],
)
def test_what_cannot_be_played_is_a_sentence(words: tuple[str, ...], says: str, tmp_path: Path) -> None:
    assert says in callboard("send", *words, home=tmp_path, code=2).stderr


def test_where_nobody_listens_is_said_at_once(tmp_path: Path) -> None:
    done = callboard("send", "--lifecycle", "mta", "--to", "http://127.0.0.1:1", home=tmp_path, code=1)
    assert "nothing takes callbacks at http://127.0.0.1:1" in done.stderr


def test_the_list_says_of_what_each_is_made(tmp_path: Path) -> None:
    said = callboard("send", "--list", "--lifecycle", home=tmp_path).stdout
    assert [line.split()[0] for line in said.splitlines() if not line.startswith(" ")] == TELLERS
    assert "8 guess" in said
    assert "unlisted" not in said


def test_of_every_sample_it_is_written_how_it_came_to_be() -> None:
    assert {sample.name for sample in samples()} - kinds().keys() == set()
    assert kinds().keys() - {sample.name for sample in samples()} == set()


async def test_what_is_refused_comes_again_and_is_then_taken(tmp_path: Path) -> None:
    import asyncio

    refused = 2

    def answer(writer: asyncio.StreamWriter) -> None:
        nonlocal refused
        writer.write(
            b"HTTP/1.1 204 No Content\r\n\r\n" if refused == 0 else b"HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n"
        )
        refused = max(0, refused - 1)

    async with app(answer) as there:
        words = ("send", "--lifecycle", "telnyx", "--to", there.url, "--messages", "0", "--speed", "max", "--retries")
        done = await asyncio.to_thread(callboard, *words, home=tmp_path, code=1)
        bodies = [json.loads(request.partition(b"\r\n\r\n")[2]) for request in there.requests]
    attempts = [body["meta"]["attempt"] for body in bodies]
    assert sum(attempt > 1 for attempt in attempts) == 2
    assert len({body["data"]["id"] for body in bodies}) == len(bodies) - 2
    assert "2 × 503" in done.stderr
