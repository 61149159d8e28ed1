"""A hint says what is sure, and is silent where it could be wrong."""

import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.hints import ISO, MAIL, Beside, hint
from tui.request.jsontext import Digits
from tui.text import safe

CAME = datetime(2026, 11, 22, 14, 2, 32, tzinfo=UTC)
BESIDE = Beside(CAME, lambda: CAME + timedelta(minutes=5), {"30007": "Carrier violation (Twilio)", "1": "no"})

SAID = (
    ("occurred_at", "2026-11-22T14:02:31.000Z", "14:02:31 · 5m ago · 1.0s before it came"),
    ("anything", "2026-11-22T15:02:32+01:00", "14:02:32 · 5m ago · as it came"),
    ("sentAt", "2025-03-31T10:00:00.000+0000", "2025-03-31 10:00:00 · 1y ago · 1y before it came"),
    ("expires", "2026-11-22T16:02:32Z", "16:02:32 · in 1h · 2h after it came"),
    ("timestamp", Digits("1795356152"), "14:02:32 · 5m ago · as it came"),
    ("telnyx-timestamp", "1795356151", "14:02:31 · 5m ago · 1.0s before it came"),
    ("createddate", Digits("1795356152400"), "14:02:32 · 4m ago · 400ms after it came"),
    ("ts", "1795356152.5", "14:02:32 · 4m ago · 500ms after it came"),
    ("created_at", Digits("1795356152000000"), "14:02:32 · 5m ago · as it came"),
    ("DateSent", "Sun, 22 Nov 2026 14:02:30 +0000", "14:02:30 · 5m ago · 2.0s before it came"),
    ("RawDlrDoneDate", "2611221402", "2026-11-22 14:02, of no zone"),
    ("To", "+14155552671", "US number"),
    ("To", "+442071838750", "GB number"),
    ("To", "+15550100001", "not a valid US number"),
    ("To", "+9991234567", "no country has such a number"),
    ("ErrorCode", "30007", "Carrier violation (Twilio)"),
    ("code", Digits("30007"), "Carrier violation (Twilio)"),
    ("state", "aGVsbG8sIHdvcmxk", "base64: hello, world"),
)
SILENT = (
    ("id", Digits("1795356152")),
    ("phone", "1795356152000"),
    ("occurred_at", "2026-11-22T14:02:31"),
    ("occurred_at", "2026-13-45T14:02:31Z"),
    ("occurred_at", "0001-01-01T00:00:00+23:59"),
    ("date", "Sun, 99 Nov 2026 14:02:31 GMT"),
    ("date", "Sun, 22 Xyz 2026 14:02:31 GMT"),
    ("date", "Sun, 22 Nov 2026 14:02:31 -0000"),
    ("date", "Sun, 22 Nov 2026 14:02:31 +9999"),
    ("date", "Fri, 31 Dec 9999 23:59:59 -1200"),
    ("timestamp", Digits("9999999999")),
    ("timestamp", Digits("12")),
    ("timestamp", "٣٧٩٥٣٥٦١٥٢"),
    ("RawDlrDoneDate", "1901221402"),
    ("count", "30007"),
    ("code", "1e3"),
    ("To", "14155552671"),
    ("id", "delivered123"),
    ("id", "SM4f1c0b7e9a2b4f1c0b7e9a2b4f1c0b7e"),
    ("text", "2026-11-22T14:02:31Z and more"),
    ("ok", True),
    ("none", None),
    ("text", "a" * 500),
)


@pytest.mark.parametrize(("key", "value", "said"), SAID)
def test_a_value_is_explained(key: str, value: str, said: str) -> None:
    assert hint(key, value, BESIDE) == said


@pytest.mark.parametrize(("key", "value"), SILENT)
def test_what_is_not_sure_is_not_said(key: str, value: str) -> None:
    assert hint(key, value, BESIDE) == ""


def test_a_time_stands_where_the_user_is() -> None:
    there = Beside(CAME, lambda: CAME.astimezone(timezone(timedelta(hours=5.5))))
    assert hint("at", "2026-11-22T14:02:31Z", there).startswith("19:32:31 ·")


MOMENTS = (ISO, MAIL, re.compile(r"\A[0-9]{1,20}(\.[0-9]+)?\Z"), re.compile(r"\A\+[0-9]+\Z"))


@given(
    st.text(max_size=30) | st.just("date"),
    st.text() | st.one_of(*(st.from_regex(one, fullmatch=True) for one in MOMENTS)),
)
def test_no_value_breaks_it(key: str, value: str) -> None:
    said = hint(key, value, BESIDE)
    assert safe(said) == said
