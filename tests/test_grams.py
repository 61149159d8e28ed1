"""What has a text has its grams: the index can miss nothing."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from store import parse
from store.search import expression, slow
from store.search.grams import MOST_GRAMS, grams


@settings(max_examples=300, deadline=None)
@given(text=st.text(st.characters(codec="utf-8"), max_size=40), begin=st.integers(0, 39), length=st.integers(1, 20))
def test_a_text_has_every_gram_of_any_part_of_it(text: str, begin: int, length: int) -> None:
    part = text[begin : begin + length].translate({ord(letter): None for letter in '"\\'})
    if part not in text or not part.strip(",") or part.startswith((".", "/")):
        return
    asked = expression(parse(f'"{part.upper() if part.isascii() else part}"'))
    held = grams(text.encode())
    for one in asked.split(" AND ") if asked else ():
        gram = one.split('"')[1]
        assert gram in held or (one.endswith("*") and any(each.startswith(gram) for each in held)), (part, one)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.binary(max_size=40) | st.text(max_size=40).map(str.encode), max_size=4))
def test_grams_are_four_letters_of_a_word_and_what_is_left_at_its_end(texts: list[bytes]) -> None:
    text = b"\n".join(texts).lower().decode("utf-8", "replace")
    assert grams(*texts) == set(re.findall(r"(?=([0-9a-z\x80-\U0010ffff]{1,4}))", text))


def test_what_the_index_is_asked() -> None:
    assert expression(parse("Carrier")) == '"carr" AND "arri" AND "rrie" AND "rier"'
    assert expression(parse("abc")) == '"abc" *'
    assert expression(parse('"to be picked"')) == '"pick" AND "icke" AND "cked"'
    assert expression(parse("日")) == '"日" *'
    assert (expression(parse("long")) or "").count("AND") == 0
    assert (expression(parse("x".join(map(str, range(1000, 1100))))) or "").count('"') == 2 * MOST_GRAMS


def test_where_it_can_tell_nothing_it_is_not_asked() -> None:
    for text in ("ok", "-carrier", "ok or carrier", "/carr.*/", ".data.id:carrier", "provider:telnyx", "", "--"):
        assert expression(parse(text)) is None, text
    assert expression(parse("provider:telnyx -sent carr")) == '"carr"'
    assert expression(parse("(carr or sent) ok")) == '("carr") OR ("sent")'


def test_only_filters_that_look_into_texts_are_slow() -> None:
    assert [slow(parse(text)) for text in ("carrier", "-ok", "/a+/", ".a:1", "phase:ok x")] == [True] * 5
    assert [slow(parse(text)) for text in ("", "phase:ok", "id:+1* or is:marked", "note:x")] == [False] * 4
