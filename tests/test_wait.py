"""Waiting in scripts for what a provider will say."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.running import CALLBOARD, callboard, environment, json_lines, running
from tests.until import PATIENCE

SENT = "telnyx/message_sent"
DELIVERED = "telnyx/message_finalized_delivered"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "callboard.db"


@contextmanager
def waiting(store: Path, *arguments: str) -> Iterator["subprocess.Popen[str]"]:
    command = (*CALLBOARD, "wait", *arguments, "--json", "--store", str(store))
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment(store.parent)
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def ended(process: "subprocess.Popen[str]") -> tuple[int, list[str]]:
    said, _ = process.communicate(timeout=PATIENCE)
    return process.returncode, [str(json.loads(line)["status"]) for line in said.splitlines()]


def test_it_ends_with_what_comes_and_not_with_what_came(store: Path, tmp_path: Path) -> None:
    at = ("--store", str(store))
    with running(store):
        callboard("send", DELIVERED, *at, home=tmp_path)
        callboard("wait", "status:delivered", "--past", *at, home=tmp_path)
        callboard("wait", "status:delivered", "--timeout", "300ms", *at, home=tmp_path, code=7)


def test_it_waits_for_a_store_that_is_not_there_yet(store: Path, tmp_path: Path) -> None:
    with waiting(store, "kind:message", "--count", "2") as process:
        assert process.stderr
        assert "no store" in process.stderr.readline()
        with running(store):
            callboard("send", SENT, DELIVERED, "--store", str(store), home=tmp_path)
            assert ended(process) == (0, ["sent", "delivered"])


def test_a_view_that_is_begun_anew_meanwhile_gives_no_event_twice(store: Path, tmp_path: Path) -> None:
    at = ("--store", str(store))
    with running(store), waiting(store, "kind:message", "--count", "2", "--past") as process:
        callboard("send", SENT, *at, home=tmp_path)
        assert process.stdout
        first = json.loads(process.stdout.readline())["status"]
        callboard("reread", *at, home=tmp_path)
        callboard("send", DELIVERED, *at, home=tmp_path)
        assert (first, *ended(process)) == ("sent", 0, ["delivered"])


def test_what_is_there_is_found_however_soon_the_timeout_is(store: Path, tmp_path: Path) -> None:
    at = ("--store", str(store))
    with running(store) as receiver:
        callboard("send", SENT, *at, home=tmp_path)
        receiver.events(1)
    callboard("wait", "status:sent", "--past", "--timeout", "1ms", *at, home=tmp_path)
    callboard("wait", "status:sent", "--timeout", "1ms", *at, home=tmp_path, code=7)


def test_what_matched_before_the_timeout_is_told(store: Path, tmp_path: Path) -> None:
    with running(store) as receiver:
        callboard("send", SENT, "--store", str(store), home=tmp_path)
        receiver.events(1)
        done = callboard(
            "wait", "--past", "--count", "5", "--timeout", "3s", "--json", "--store", str(store), home=tmp_path, code=7
        )
    assert [one["status"] for one in json_lines(done)] == ["sent"]
    assert done.stderr == "after 3s 1 of 5 matched\n"


@pytest.mark.parametrize(("arguments", "said"), [(("phase:okay",), "did you mean ok?"), (("--timeout", "soon"), "30s")])
def test_what_is_wrong_is_said_at_once(arguments: tuple[str, ...], said: str, store: Path, tmp_path: Path) -> None:
    assert said in callboard("wait", *arguments, "--store", str(store), home=tmp_path, code=2).stderr
