"""A request as one text for another program: whole, and safe for a terminal where it is passed on to one."""

from tests.make import capture
from tui.request.fulltext import body_text, request_text
from tui.text import safe

FORM = "application/x-www-form-urlencoded"


def test_head_and_body_are_there_as_they_came_and_json_is_laid_out() -> None:
    text = request_text(capture(b'{"a":1.50}', "/t?q=1", Content_Type="application/json"))
    assert text == 'POST /t?q=1 HTTP/1.1\nContent-Type: application/json\n\n{\n  "a": 1.50\n}\n\n'


def test_nothing_in_it_drives_a_terminal_and_nothing_is_left_out() -> None:
    text = request_text(capture(b"\x1b]52;c;x\x07\n" + b"x" * 100_000, "/\x9b2J", X="\x1b[2J"))
    assert [line for line in text.split("\n") if safe(line, 2**20) != line] == []
    assert "x" * 100_000 in text


def test_each_kind_of_body_is_a_file_of_its_kind() -> None:
    assert body_text(capture(b'{"a":"\\u00e9"}')) == ("json", '{\n  "a": "é"\n}\n')
    assert body_text(capture(b"a=1&b=%20", Content_Type=FORM)) == ("txt", "a=1\nb= \n")
    assert body_text(capture(b"<a>\r\n</a>")) == ("txt", "<a>\r\n</a>")
    assert body_text(capture(b"\xff\x00A"))[1].startswith("000000  ff00 41")
