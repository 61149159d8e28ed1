"""One form for one number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from receiver.payloads.number import e164


@pytest.mark.parametrize(
    "text", ["+13125550101", "13125550101", "3125550101", "(312) 555-0101", " +1 312 555 0101 ", 13125550101]
)
def test_a_number_has_one_form(text: object) -> None:
    assert e164(text) == "+13125550101"


@pytest.mark.parametrize(("text", "form"), [("+442071838750", "+442071838750"), ("442071838750", "+442071838750")])
def test_a_foreign_number_keeps_its_country(text: str, form: str) -> None:
    assert e164(text) == form


@pytest.mark.parametrize("text", ["32665", "494949", "491234", "911", "TELNYX", "whatsapp:me", "x" * 500, "+", "+0"])
def test_a_short_code_or_a_name_stays_as_it_came(text: str) -> None:
    assert e164(text) == text


@pytest.mark.parametrize("text", [None, "", "  ", True, [], {}, 1.5])
def test_what_is_no_text_is_none(text: object) -> None:
    assert e164(text) is None


@given(st.text() | st.integers())
def test_anything_has_a_form_or_none(text: str | int) -> None:
    form = e164(text)
    assert form is None or form.strip()


@given(st.integers(2_000_000_000, 9_999_999_999))
def test_a_form_is_its_own_form(number: int) -> None:
    assert e164(e164(number)) == e164(number)
