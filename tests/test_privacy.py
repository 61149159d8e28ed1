"""Numbers, addresses and texts are masked; what is none of them can still be read."""

from string import ascii_letters

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.privacy import DOT, RAW, SAID, WHOM, concealed, hides, letters, masked, style_at, whole_until
from tui.text import safe, squeeze, width

DIGITS = st.text("0123456789", min_size=10, max_size=13)
COUNTRIES = st.sampled_from(["", "+", "+1", "+44", "+1 ", "1-", "tel:+", "%2B", "to=", "\\n"])
BETWEEN = st.sampled_from(["", " ", "-", ".", "\xa0", "–", ") ", " (", "/"])
SHAPES = ((3, 3), (2, 4), (4, 3), (3, 4))
AROUND = st.text(ascii_letters + " ,;:\"'{}[]<>=&|│", max_size=12)


@st.composite
def numbers(draw: st.DrawFn) -> tuple[str, str]:
    """A number as people and providers write it, and its digits."""
    digits, sign, country = draw(DIGITS), draw(BETWEEN), draw(COUNTRIES)
    one, other = draw(st.sampled_from(SHAPES))
    parts = (digits[:one], digits[one : one + other], digits[one + other :])
    return country + sign.join(parts), digits


@given(numbers(), AROUND, AROUND)
def test_of_a_number_no_five_digits_are_left(number: tuple[str, str], before: str, after: str) -> None:
    written, digits = number
    shown = masked(f"{before}{written}{after}")
    left = "".join(letter for letter in shown if letter.isdigit())
    assert all(digits[at : at + 5] not in left for at in range(len(digits) - 4)), shown


@given(numbers(), st.integers(5, 20), st.floats(0.3, 0.7))
def test_nor_of_one_that_was_squeezed_or_cut(number: tuple[str, str], cells: int, share: float) -> None:
    written, digits = number
    for cut in (squeeze(written, cells, share), written[:cells] + "…"):
        runs = "".join(letter if letter.isdigit() else " " for letter in masked(cut)).split()
        assert all(len(run) < 5 for run in runs), (cut, masked(cut))
        assert masked(cut) == cut or digits[:5] not in masked(cut)


@given(st.text())
def test_what_is_masked_is_as_wide_and_masking_it_again_changes_nothing(text: str) -> None:
    shown = masked(safe(text))
    assert width(shown) == width(safe(text))
    assert masked(shown) == shown
    assert len(letters(text)) == len(text)


@given(numbers(), st.integers(1, 60), AROUND)
def test_masking_a_masked_number_changes_nothing(number: tuple[str, str], at: int, before: str) -> None:
    text = f"{before}{number[0]} {number[0]}"
    assert masked(masked(text)) == masked(text)
    assert masked(text[:at] + "…" + text[at:]) == masked(masked(text[:at] + "…" + text[at:]))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("+15551230034", "+•••••••••34"),
        ("(555) 123-0034", "(•••) •••-••34"),
        ("+1555…0034", "+••••…••34"),
        ("+15551230034 5551230035 12", "+•••••••••34 ••••••••35 12"),
        ("to %2B15551230034", "to %2B•••••••••34"),
        ("５５５１２３００３４", "•" * 16 + "３４"),
        ("ann.lee+x@mail.example", "•••.•••+•@••••.•••••••"),
        ('"\\n15551230034"', '"\\n•••••••••34"'),
    ],
)
def test_so_it_looks(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "14:02:31.204",
        "2026-11-22T14:02:31.204Z",
        "Sun, 22 Nov 2026 14:02:31 +0000",
        "22 Nov 14:02",
        "3fa85f64-5717-4562-b3fc-2c963f66afa1",
        "3fa85f64-5717-45…966afa1",
        "http://127.0.0.1:8010",
        "127.0.0.1:80…",
        "127.0.0.…",
        "1,204,567 of 9,000,000",
        "capture 1234567",
        "undelivered 30007",
        "CQZ77K1",
        "0.0040",
    ],
)
def test_what_is_no_number_of_anybody_can_be_read(text: str) -> None:
    assert masked(text) == text


def test_a_time_before_a_number_hides_nothing_of_it() -> None:
    assert masked("14:02:31 +15551230034") == "14:02:31 +•••••••••34"
    assert masked("14:02:31 +1555…0034") == "14:02:31 +••••…••34"


def test_of_a_text_nothing_is_left_and_of_bytes_their_shape() -> None:
    assert concealed("see you at 8", SAID) == DOT * 12
    assert concealed('{"a": "b␛"}', RAW) == '{"•": "•␛"}'
    assert concealed("電a", SAID) == DOT * 3


@pytest.mark.parametrize("name", ["text", "Body", "cleanText", "message_body", "Messages", "Authorization", "sample1"])
def test_texts_and_secrets_stand_under_such_names(name: str) -> None:
    assert hides(name)


@pytest.mark.parametrize("name", ["id", "to", "status", "MessageStatus", "message_id", "content-type", "bodies_left"])
def test_and_not_under_these(name: str) -> None:
    assert not hides(name)


def test_a_line_is_cut_before_a_number_and_not_in_it() -> None:
    assert whole_until("call +1 555 123 0034 now", 12) == 5
    assert whole_until("call me now", 6) == 6


@pytest.mark.parametrize(
    "name", ["from", "To", "phone_number", "sourceAddress", "short-code", "from_number", "toPhone"]
)
def test_of_a_short_code_two_digits_are_left_where_somebody_sends_or_receives(name: str) -> None:
    style = style_at(name, "string")
    assert style == f"string {WHOM}"
    assert concealed('"12345"', WHOM) == '"•••45"'
    assert concealed(concealed("to 12345 of 30", WHOM), WHOM) == "to •••45 of 30"


@pytest.mark.parametrize("name", ["token_id", "status", "tokens", "total", "code", "campaignId", "toll"])
def test_and_elsewhere_such_a_number_counts_something(name: str) -> None:
    assert WHOM not in style_at(name, "")


def test_who_is_looked_for_is_masked_in_the_filter_too() -> None:
    assert masked("/ to:72539,+1555 code:30007") == "/ to:•••39,+••55 code:30007"


def test_more_digits_than_any_number_has_are_an_id() -> None:
    assert masked("id 1234567890123456") == "id 1234567890123456"
    assert masked("id 123456789012345") == "id •••••••••••••45"


def test_what_people_wrote_and_whom_they_wrote_to_have_a_style_of_their_own() -> None:
    assert [style_at(name, "string") for name in ("text", "api-key", "to", "status")] == [
        SAID,
        SAID,
        f"string {WHOM}",
        "string",
    ]
