"""Answers as the user says: for whom, how many times, and what is left of them."""

import asyncio
from collections.abc import Sequence

import pytest

from receiver.answers.reply import OK, AtOnce, Reply
from receiver.answers.retort import retort_of
from receiver.found import found
from receiver.meaning.trust import Keys, Route
from receiver.outside.known import Known
from receiver.respond import MOST, Fitting, Respond
from tests.make import NOON, request
from tests.test_replying import LAST
from tests.wire import post, receiving, statuses

FAILED = b'{"data": {"event_type": "10dlc.brand.update", "payload": {"brandId": "b-1", "status": "failed"}}}'


def respond(*texts: str, keys: Keys = Keys()) -> Respond:  # noqa: B008  frozen
    made = Respond(Fitting(found()[0], keys, lambda: NOON), AtOnce())
    made.say(retort_of(text, "--respond") for text in texts)
    return made


def answers(made: Respond, *targets: str, body: bytes = b"{}") -> Sequence[int]:
    replies = [made.planned(request(body, target)) for target in targets]
    return [reply.answer if reply else -1 for reply in replies]


def test_without_a_rule_it_is_200_at_once() -> None:
    assert respond().planned(request()) is OK


def test_the_first_rule_that_is_for_a_request_and_has_something_left_holds() -> None:
    made = respond("500 x2 path:/a", "503 x1", "204")
    assert answers(made, "/b", "/a", "/ab", "/a/x", "/a") == [503, 500, 204, 500, 204]


def test_a_rule_that_is_used_up_leaves_200_as_it_was() -> None:
    made = respond("500 x1")
    made.planned(request())
    assert made.planned(request()) is OK
    assert [(one.left, one.given) for one in made.standing] == [(0, 1)]


def test_begun_before_it_is_told_with_what_is_left() -> None:
    made = respond("500 x3 path:/a", "503")
    answers(made, "/a", "/a", "/b")
    assert [one.ahead for one in made.standing] == ["500 x3 path:/a, 1 of them left", "503"]
    assert [one.ahead for one in respond("500 x3").standing] == ["500 x3"]


def test_who_calls_is_told_by_the_path_or_else_by_the_request() -> None:
    made = respond("500 provider:telnyx", keys=Keys(routes=(Route("/staging", provider="telnyx"),)))
    assert answers(made, "/telnyx", "/plivo", "/staging", "/x") == [500, 200, 500, 200]
    signed = made.planned(request(FAILED, "/x", telnyx_signature_ed25519="x", telnyx_timestamp="1"))
    assert signed == Reply(500)


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("kind:brand", 500),
        ("kind:message", 200),
        ("phase:failed -provider:plivo", 500),
        (".data.payload.brandId:b-1", 500),
        ("/b-[0-9]/", 500),
        ("since:1h", 500),
        ("attempt>1", 200),
        ("is:marked", 200),
    ],
)
def test_a_filter_means_what_it_means_of_an_event(where: str, expected: int) -> None:
    assert answers(respond(f"500 {where}"), "/telnyx", body=FAILED) == [expected]


def test_behind_the_token_of_a_tunnel_a_path_is_what_it_is_without() -> None:
    keys = Keys(known=Known("t0k3n", ()))
    made = respond("500 path:/a", "503 provider:telnyx", keys=keys)
    assert answers(made, "/t0k3n/a/b", "/t0k3n/telnyx", "/t0k3n/ab", "/a", "/other/a") == [500, 503, 200, 500, 200]


def test_a_trial_leaves_nothing_behind() -> None:
    assert answers(respond("500 kind:brand"), *["/telnyx"] * 3, body=FAILED) == [500] * 3


async def test_exactly_the_next_three_of_thirty_at_once_fail() -> None:
    async with receiving(answers=respond("500 x3")) as receiver:
        heard = await asyncio.gather(*(receiver.say(post(headers=LAST)) for _ in range(30)))
    assert sorted(status for answer in heard for status in statuses(answer)) == [200] * 27 + [500] * 3
    assert sorted(capture.answer for capture in receiver.kept.captures) == [200] * 27 + [500] * 3


async def test_over_the_control_socket_rules_come_and_go() -> None:
    made = respond("500 x3")
    added = await made.told({"add": "time out x1"})
    assert added == {
        "ok": True,
        "rules": [
            {"number": 2, "text": "time out x1", "left": 1, "given": 0, "source": "board"},
            {"number": 1, "text": "500 x3", "left": 3, "given": 0, "source": "--respond"},
        ],
    }
    made.planned(request())
    assert made.planned(request()) == Reply(500)
    assert [one.left for one in made.standing] == [0, 2]
    await made.told({"take": 1})
    assert [one.number for one in made.standing] == [2]
    assert await made.told({"clear": True}) == {"ok": True, "rules": []}


async def test_what_is_wrong_over_the_control_socket_is_said_and_changes_nothing() -> None:
    made = respond()
    assert "an answer is like" in str((await made.told({"add": 3}))["error"])
    for _ in range(MOST):
        await made.told({"add": "500"})
    assert "stand already" in str((await made.told({"add": "500"}))["error"])
    assert len(made.standing) == MOST
