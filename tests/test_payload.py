"""A request as rows that fold: nothing invented, nothing hidden, each value with its path."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import Capture, parse, sql_of
from store.filters.functions import body_has
from tests.make import NOON, capture
from tui.folds.needle import needle
from tui.folds.outline import Folds, Place, Source, at_path, found
from tui.folds.sources import Parts
from tui.hints import Beside
from tui.request.payload import AS_IT_CAME, IN_HEX, LAID_OUT, payload
from tui.text import safe
from tui.words import plain

FORM = "application/x-www-form-urlencoded; charset=utf-8"
HOSTILE = {
    "deep": b"[" * 100_000 + b"]" * 100_000,
    "brackets": b"[" * 2**20,
    "half a letter": rb'{"a": "\ud800", "\udfff": 1}',
    "no number": b'{"a": NaN}',
    "repeated": b'{"a": 1, "a": 2}',
    "one text": b'{"a": "' + b"x" * 2**20 + b'"}',
    "wide text": ('{"a": "' + "\u597d" * 2**18 + '"}').encode(),
    "numbers": b"[" + b"1," * 100_000 + b"1]",
    "lines": b"a\n" * 100_000,
    "bytes": bytes(range(256)) * 400,
    "drives": "\x1b]0;x\x07\x9b\u202e\u200b".encode(),
    "nothing": b"",
}


def of(body: bytes, kind: str = "application/json", way: int = LAID_OUT, target: str = "/") -> Folds:
    """All that there is of a request, unfolded as on the board."""
    came: Capture = capture(body, target, Content_Type=kind)
    folds = Folds(Parts(tuple(payload(came, Beside(came.received_at, lambda: came.received_at), way))))
    for index in range(folds.total):
        folds.unfold((index,))
    folds.unfold_all(2000, 100)
    return folds


def rows(folds: Folds) -> Iterator[tuple[Source, int, Place]]:
    for number in range(folds.total):
        place = folds.place(number)
        yield (*folds.at(place), place)


def shown(folds: Folds) -> list[str]:
    """The rows of the body, further in by their depth."""
    last = len(folds.source) - 1
    texts = []
    for source, index, place in rows(folds):
        folded = source.inner(index) is not None and not folds.is_open(place)
        if place[0] == last and place[1:]:
            texts.append("  " * (len(place) - 2) + plain(source.row(index, folded=folded)))
    return texts


def test_json_is_a_tree_with_every_digit_the_order_and_repeated_names() -> None:
    folds = of(b'{"b": 9007199254740993, "a b": [1.50, {}, []], "b": 1E400, "t": true}')
    assert shown(folds) == [
        "b: 9007199254740993",
        '"a b"',
        "  [0] 1.50",
        "  [1] {}",
        "  [2] []",
        "b: (again) 1E400",
        "t: true",
    ]
    folds.fold_all(1)
    assert shown(folds)[1] == '"a b": [… 3]'


@pytest.mark.parametrize(("body", "text"), [(b"[]", "[]"), (b"{}", "{}"), (b"12.0", "12.0"), (b'"x"', '"x"')])
def test_what_has_nothing_in_it_is_one_row(body: bytes, text: str) -> None:
    assert shown(of(body)) == [text]


def test_each_value_has_the_path_with_which_a_filter_finds_it() -> None:
    body = b'{"data": {"to": [{"a.b": "x1", "c d": "x2"}], "": "x3", "Q[0]": "x4", "t*": "x5"}, "e": [["x6"]]}'
    paths = {source.value(index): source.path(index) for source, index, _ in rows(of(body))}
    assert (paths["x1"], paths["x6"]) == (".data.to[0].a?b", ".e[0][0]")
    for number in range(1, 7):
        path = paths[f"x{number}"]
        [term] = parse(f"{path}:x{number}").parts
        assert term.term
        assert body_has(body, "/", str(term.term.field), ":", f"x{number}"), path


def test_in_a_list_the_path_begins_as_jq_begins_it() -> None:
    [row] = [source.path(index) for source, index, _ in rows(of(b'[{"a": 1}]')) if source.value(index) == "1"]
    assert row == ".[0].a"
    assert body_has(b'[{"a": 1}]', "/", row, ":", "1")
    assert sql_of(parse(f"{row}:1"), "entries", NOON)


def test_a_value_is_what_was_captured() -> None:
    folds = of(rb'{"a": "\u00e9\n\"", "b": {"c": 1.50}}')
    values = [source.value(index) for source, index, place in rows(folds) if len(place) == 2][-2:]
    assert values == ['é\n"', '{\n  "c": 1.50\n}']


def test_forms_and_queries_are_tables_that_say_what_is_equal() -> None:
    folds = of(b"MessageSid=SM12345&SmsSid=SM12345&n=1&m=1&Body=Hi+there", FORM, target="/x?a=1&bb=")
    assert shown(folds)[-2:] == ["m           1", "Body        Hi there"]
    hints = {source.path(index): source.hint(index, folded=False) for source, index, _ in rows(folds)}
    assert (hints[".SmsSid"], hints[".MessageSid"], hints[".m"], hints[".bb"]) == ("= MessageSid", "", "", "")


def test_json_in_a_text_unfolds_in_place() -> None:
    for body, kind in (
        (b'{"p": "{\\"a\\": {\\"b\\": 1}}"}', "application/json"),
        (b"p=%7B%22a%22:%7B%22b%22:1%7D%7D", FORM),
    ):
        folds = of(body, kind)
        assert len(shown(folds)) == 1
        assert shown(folds)[0].endswith("JSON in a text")
        place = (len(folds.source) - 1, 0)
        folds.unfold(place)
        assert shown(folds)[1:] == ["  a: {… 1}"]
        assert at_path(folds.source, ".p|fromjson|.a.b") == (*place, 0, 0)


def test_what_is_folded_gives_a_glimpse_of_its_first_values() -> None:
    folds = of(b'[{"id": {"n": 1}, "to": ["x", true], "more": 5}, 1]')
    folds.fold_all(1)
    source, index = folds.at((len(folds.source) - 1, 0))
    assert source.hint(index, folded=True) == "n: 1 · x · true"
    assert source.hint(index, folded=False) == ""


def test_what_is_no_json_says_why_over_the_text() -> None:
    folds = of(b'{"a": NaN}\nmore')
    assert plain(folds.source.row(2, folded=False)) == "body · 15 B · application/json · not JSON: NaN is not JSON"
    assert shown(folds) == ['{"a": NaN}', "more"]


def test_headers_keep_order_case_and_repeats() -> None:
    came = capture(b"", Content_Type="x")
    object.__setattr__(came, "headers", ((b"X-A", b"1"), (b"x-a", b"\xff\x1b"), (b"X-A", b"1")))
    head = next(iter(payload(came, Beside(came.received_at, lambda: came.received_at), LAID_OUT)))[1]
    assert head
    assert [plain(head.row(index, folded=False)) for index in range(len(head))] == ["X-A: 1", "x-a: \\xff␛", "X-A: 1"]


def test_the_body_as_it_came_shows_every_byte_with_its_line_ends() -> None:
    assert shown(of(b'{"a":\t1}\r\n\x1b[2J', way=AS_IT_CAME)) == ['{"a":␉1}␍␊', "␛[2J"]
    assert shown(of(b"a\xff", way=AS_IT_CAME)) == ["a\\xff"]


def test_in_hex_what_is_searched_may_stand_across_two_rows() -> None:
    folds = of(b"0123456789 status\xff\x00", way=IN_HEX)
    assert shown(folds)[1] == "000010  73ff 00                                  s··"
    body = len(folds.source) - 1
    assert list(found(folds.source, needle("status"))) == [(body, 0)]
    assert list(found(folds.source, needle("ff00"))) == [(body, 1)]


def test_a_long_line_is_in_pieces_and_found_across_them() -> None:
    text = b"x" * 237 + b"needle" + b"y" * 300
    folds = of(text, "text/plain")
    assert "".join(line.strip() for line in shown(folds)) == text.decode()
    assert list(found(folds.source, needle("needle"))) == [(len(folds.source) - 1, 0)]


def test_head_query_and_every_depth_of_the_body_are_searched() -> None:
    folds = of(b'{"a": [{"Needle": 1}, "needle"], "b": "{\\"c\\": \\"needle\\"}"}', target="/needle?x=needle")
    assert [place[0] for place in found(folds.source, needle("needle"))] == [0, 2, 4, 4, 4]
    assert list(found(folds.source, needle("Needle"))) == [(4, 0, 0, 0)]


@pytest.mark.parametrize("way", [LAID_OUT, AS_IT_CAME, IN_HEX])
@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_was_sent_can_be_shown_and_searched(name: str, way: int) -> None:
    folds = of(HOSTILE[name], way=way)
    for number in [*range(min(60, folds.total)), folds.total - 1]:
        source, index = folds.at(folds.place(number))
        text = plain(source.row(index, folded=False)) + source.hint(index, folded=True)
        assert safe(text, 10**7) == text
        assert len(text) < 5000
    assert len(list(found(folds.source, needle("content-type")))) == 1


@given(st.binary(max_size=300), st.sampled_from(["application/json", FORM, "text/plain"]), st.integers(0, 2))
def test_any_body_can_be_shown_in_every_way(body: bytes, kind: str, way: int) -> None:
    folds = of(body, kind, way)
    for source, index, _ in rows(folds):
        text = plain(source.row(index, folded=True))
        assert safe(text) == text
