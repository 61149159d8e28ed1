"""One line as several that fit, of which none tears a number in two."""

from collections.abc import Iterator

from .privacy import whole_until
from .text import Span, Spans, beginning, width


def wrapped(line: Spans, cells: int) -> Iterator[Spans]:
    """One line as several that fit, the later ones hanging under the first."""
    cells = max(1, cells)
    if sum(width(text) for text, _ in line) <= cells:
        yield line
        return
    text = line[0][0] if line else ""
    hang: Spans = ((" " * min(len(text) - len(text.lstrip(" ")) + 2, cells // 2), ""),)
    held: list[Span] = []
    room = cells
    for piece, style in line:
        rest = piece
        while width(rest) > room:
            fitting = _broken(rest, room, begun=any(text.strip() for text, _ in held))
            held.append((fitting, style))
            rest = rest[len(fitting) :]
            yield tuple(held)
            held, room = list(hang), cells - len(hang[0][0])
        held.append((rest, style))
        room -= width(rest)
    yield tuple(held)


def hung(line: Spans, cells: int) -> Iterator[tuple[Spans, int]]:
    """The same, each with how far it hangs."""
    for number, part in enumerate(wrapped(line, cells)):
        yield part, len(part[0][0]) if number else 0


def _broken(text: str, cells: int, *, begun: bool) -> str:
    """As much of the text as fits, up to a space if there is one in its second half; nothing of a number that fits
    whole into the next line, where this one has begun with something else. Without room it is one letter: no line ends
    otherwise."""
    fitting = beginning(text, cells)
    space = fitting.rfind(" ")
    most = space + 1 if space > len(fitting) // 2 else len(fitting)
    whole = text[: whole_until(text, most)]
    return whole if whole.strip() or begun else fitting or text[:1]
