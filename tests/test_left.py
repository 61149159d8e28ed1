"""What is left of the rules about answers, when a receiver is started again."""

from functools import partial
from pathlib import Path

import pytest

from receiver.answers.left import keep, left, left_path
from receiver.answers.retort import retort_of
from tests.make import request
from tests.test_respond import answers, respond

SAID = [retort_of(text, "--respond") for text in ("500 x3", "503 x1")]


async def test_what_was_given_and_added_and_taken_away_stands_as_it_did(tmp_path: Path) -> None:
    log = tmp_path / "callboard.db"
    first = respond()
    first.keep = partial(keep, log)
    first.say(SAID)
    assert answers(first, "/", "/") == [500, 500]
    await first.told({"take": 2})
    await first.told({"add": '404 x2 X-Why="a b" path:/a'})
    assert answers(first, "/a") == [404]
    second = respond()
    second.stand(left(log, SAID))
    assert [one.said() for one in second.standing] == [one.said() for one in first.standing]
    assert answers(second, "/b", "/a", "/a") == [500, 404, 200]
    second.say(SAID[:1])
    assert sorted(one.number for one in second.standing) == [1, 3, 4]


@pytest.mark.parametrize(
    "harm", [b"", b"{", b"[{}]", b'[{"number": 9, "line": "", "given": 0}]', b'[{"number": 1, "line": "x"}]']
)
def test_it_begins_anew_where_nothing_is_there_that_can_be_read(tmp_path: Path, harm: bytes) -> None:
    log = tmp_path / "callboard.db"
    if harm:
        left_path(log).write_bytes(harm)
    assert [(one.number, one.given) for one in left(log, SAID)] == [(1, 0), (2, 0)]


def test_a_full_disk_or_none_keeps_nobody_from_an_answer(tmp_path: Path) -> None:
    made = respond()
    made.keep = partial(keep, tmp_path / "nowhere" / "callboard.db")
    made.say(SAID)
    reply = made.planned(request())
    assert reply
    assert reply.answer == 500


def test_without_rules_there_is_no_file_and_it_is_nobody_elses_to_read(tmp_path: Path) -> None:
    log = tmp_path / "callboard.db"
    made = respond()
    made.keep = partial(keep, log)
    made.say(SAID)
    assert left_path(log).stat().st_mode & 0o777 == 0o600
    made.stand(())
    assert not left_path(log).exists()
