"""What may be copied of an entry, and of the row that the user is on."""

from tests.make import capture, entry, ok
from tui.clipboard.things import things

ENTRY = entry(ok(id="m1", key="k\x1b1", summary="it went"))


def test_each_letter_stands_for_one_thing() -> None:
    offered = things(ENTRY, capture(b'{"a": 1}', "/t"), "https://x.test/", (".a", "1"))
    assert [letter for letter, _, _ in offered] == ["y", "c", "v", "p", "u", "i", "k", "s"]
    texts = {letter: text for letter, _, text in offered}
    assert texts["c"].startswith("curl -X POST https://x.test/t")
    assert (texts["y"], texts["v"], texts["p"], texts["k"]) == ('{"a": 1}', "1", ".a", "k␛1")
    assert texts["u"] == "https://x.test/telnyx"


def test_what_is_not_there_is_not_offered() -> None:
    offered = things(ENTRY, capture(b""), "")
    assert [letter for letter, _, _ in offered] == ["c", "i", "k", "s"]


def test_bytes_that_are_no_text_are_written_so_that_they_can_be_read() -> None:
    assert things(ENTRY, capture(b"a\xff"), "")[0][2] == "a\\xff"
