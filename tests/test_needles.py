"""Many words, looked for at once."""

from hypothesis import given
from hypothesis import strategies as st

from tui.export.needles import holding

UTF_8 = st.text(st.characters(exclude_categories=["Cs"]))


@given(before=UTF_8, words=st.lists(UTF_8.filter(bool), min_size=1, max_size=3), after=UTF_8)
def test_a_word_is_found_whatever_is_in_it_and_around_it(before: str, words: list[str], after: str) -> None:
    holds = holding(words)
    assert holds(f"{before}{words[-1]}{after}")
    assert holds(before) == any(word in before for word in words)
