"""Bytes that are text in letters of two or four bytes each, with what is to stand for that text."""

from collections.abc import Callable

MARK = "\ufeff"
_WIDE = (("utf-16-le", 2), ("utf-16-be", 2), ("utf-32-le", 4), ("utf-32-be", 4))


def wide_said(body: bytes, change: Callable[[str], str]) -> bytes:
    """Read in every such way: in all but its own there is nothing that anybody would change. A body that is said to be
    of one kind may be of another, and one without a Latin letter needs no look."""
    for name, size in _WIDE if b"\0" in body else ():
        end = len(body) // size * size
        try:
            text = body[:end].decode(name, "surrogatepass")
        except UnicodeDecodeError:
            continue
        mark, plain = text[: text.startswith(MARK)], text.removeprefix(MARK)
        if (said := change(plain)) != plain:
            body = f"{mark}{said}".encode(name, "surrogatepass") + body[end:]
    return body
