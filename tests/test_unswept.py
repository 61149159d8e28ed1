"""Making much at a time: whoever ends last has garbage looked for again."""

import gc

import pytest

from tui.unswept import unswept


def test_garbage_is_looked_for_again_afterwards_also_where_two_overlap() -> None:
    one, other = unswept(), unswept()
    one.__enter__()
    other.__enter__()
    assert not gc.isenabled()
    one.__exit__(None, None, None)
    other.__exit__(None, None, None)
    assert gc.isenabled()


def test_garbage_is_looked_for_again_after_what_went_wrong() -> None:
    with pytest.raises(ValueError, match="no JSON"), unswept():
        raise ValueError("no JSON")
    assert gc.isenabled()
