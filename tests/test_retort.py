"""Rules about answers as users write them."""

import pytest

from receiver.answers.reply import Fault, Reply
from receiver.answers.retort import retort_from, retort_of

RETRY = ((b"Retry-After", b"30"),)


@pytest.mark.parametrize(
    ("text", "reply", "times", "path", "when"),
    [
        ("500", Reply(500), None, "", ""),
        ("500 x3 provider:plivo", Reply(500), 3, "", "provider:plivo"),
        ("  503 Retry-After=30 x2", Reply(503, RETRY), 2, "", ""),
        ("200 after 10s path:/telnyx kind:message", Reply(200, delay=10), None, "/telnyx", "kind:message"),
        ('200 after 500ms body="thank you" -phase:ok', Reply(200, body=b"thank you", delay=0.5), None, "", "-phase:ok"),
        ("time out x1", Reply(fault=Fault.TIME_OUT), 1, "", ""),
        ("Time-Out", Reply(fault=Fault.TIME_OUT), None, "", ""),
        ("close after 1 /x.*y/", Reply(delay=1, fault=Fault.CLOSE), None, "", "/x.*y/"),
    ],
)
def test_a_line_says_what_to_whom_and_how_often(
    text: str, reply: Reply, times: int | None, path: str, when: str
) -> None:
    retort = retort_of(text, "--respond")
    assert (retort.reply, retort.times, retort.path, retort.when) == (reply, times, path, when)
    assert (retort.where is None) == (when == "")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "an answer is like"),
        ("600", "an answer is like"),
        ("5000", "an answer is like"),
        ("500 x0", "times is a number"),
        ("500 after soon", "a delay is like"),
        ("500 after 3m", "at most 120s"),
        ("500 providr:plivo", "did you mean provider"),
        ("500 Content-Length=3", "Content-Length"),
        ('500 X-A="é"', "X-A"),
        ("close body=x", "no answer"),
        ("time out after 3s", "never comes"),
        ("500 path:telnyx", "begins with /"),
        ("500 " + "a" * 1000, "an answer is like"),
    ],
)
def test_what_is_wrong_with_a_line_is_said(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        retort_of(text, "--respond")


@pytest.mark.parametrize(
    "text", ["500", "500 x3 provider:plivo", "503 x2 Retry-After=30", "time out x1", "200 after 2s path:/a kind:brand"]
)
def test_its_text_reads_as_the_same_rule(text: str) -> None:
    assert retort_of(text, "").text == text
    assert retort_of(retort_of(text, "").text, "") == retort_of(text, "")


def test_a_table_says_the_same() -> None:
    table = {"answer": "503", "times": 3, "when": "provider:plivo", "path": "/p", "delay": "2s", "body": "later"}
    retort = retort_from({**table, "headers": {"Retry-After": "30"}}, "respond.outage")
    assert retort.reply == Reply(503, RETRY, b"later", 2)
    assert (retort.times, retort.path, retort.when, retort.source) == (3, "/p", "provider:plivo", "respond.outage")


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ({}, "answer is a status"),
        ({"answer": 500, "tmes": 3}, "unknown tmes"),
        ({"answer": 500, "times": True}, "times is a number"),
        ({"answer": 500, "body": 3}, "body is a text"),
        ({"answer": 500, "headers": "x"}, "headers is a table"),
        ({"answer": 500, "when": 3}, "when is a filter"),
    ],
)
def test_what_is_wrong_with_a_table_is_said(table: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        retort_from(table, "respond.x")
