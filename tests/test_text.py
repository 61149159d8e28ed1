"""Nothing that passes the border can drive a terminal."""

import sys
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.text import printable, safe, shorten, squeeze, width

ANYTHING = st.text(st.characters(codec=None, exclude_categories=()), max_size=300)


@settings(max_examples=1000, deadline=None)
@given(ANYTHING)
def test_no_character_that_is_not_to_be_seen_comes_through(text: str) -> None:
    shown = safe(text)
    assert not [c for c in shown if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"}]
    shown.encode()
    assert safe(shown) == shown


@given(ANYTHING, st.integers(1, 40))
def test_it_is_never_longer_than_asked_and_twice_is_once(text: str, limit: int) -> None:
    shown = safe(text, limit)
    assert len(shown) <= limit
    assert safe(shown, limit) == shown


def test_every_character_that_unicode_calls_control_format_or_separator_is_marked() -> None:
    hidden = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    through = [c for c in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(c) in hidden and safe(c) == c]
    assert through == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b]52;c;QQ==\x07", "␛]52;c;QQ==␇"),
        ("a\u202eb", "a⟨U+202E⟩b"),
        ("\x9b31m\x7f", "⟨U+009B⟩31m␡"),
        ("\ud800", "⟨U+D800⟩"),
        ("tab\tand\nline", "tab␉and␊line"),
        ("\U000e0041\ufe0f\u3164", "⟨U+E0041⟩⟨U+FE0F⟩⟨U+3164⟩"),
        ("naïve 電話 [bold]", "naïve 電話 [bold]"),
    ],
)
def test_what_is_hidden_is_shown_as_a_mark(text: str, shown: str) -> None:
    assert safe(text) == shown


@given(st.binary(max_size=300))
def test_any_bytes_can_be_drawn(raw: bytes) -> None:
    assert safe(printable(raw)) == printable(raw)


def test_a_megabyte_of_escapes_takes_less_than_a_blink() -> None:
    began = time.process_time()
    safe("\x1b" * 2**20, 2**21)
    assert time.process_time() - began < 1.5


def test_an_id_keeps_its_ends_and_a_name_its_start() -> None:
    assert squeeze("751c6a5c-907b-43a9-8ada-ba1dc8335b07", 12) == "751c6a…35b07"
    assert shorten("Acme Corporation", 8) == "Acme Co…"
    assert (squeeze("abc", 1), shorten("abc", 1), shorten("abc", 3)) == ("…", "…", "abc")


@given(ANYTHING, st.integers(1, 30))
def test_what_was_cut_fits(text: str, cells: int) -> None:
    assert width(shorten(safe(text), cells)) <= cells


def test_wide_letters_take_two_cells_and_accents_none() -> None:
    assert (width("電話"), width("e\u0301"), width("abc")) == (4, 1, 3)
