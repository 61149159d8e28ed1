"""The course of an entity as bars over time: a row for each state that it came to, thin until we were told."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby, pairwise

from ..drawing.scale import Scale, scale
from ..marks import GLYPHS
from ..text import Spans, squeeze, width
from .course import Visit, gap

APART = 2
"""Cells between two states at least: a corner, and the glyph."""
NAMED = 0.36
"""The share of the cells that the names of the states may take."""
LONGEST_NAME = 22
BREAK = "╱╱"
FINE = timedelta(seconds=10)
"""Courses that are shorter have a decimal of a second on their axis."""

Cell = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """What is to be drawn, and how much room there is."""

    visits: Sequence[Visit]
    """In the order in which they occurred."""
    now: datetime
    waits: str = ""
    """What is said of a final status that has not come."""
    picked: int | None = None
    """The seq of the entry that the user is on."""
    cells: int
    rows: int


@dataclass(slots=True)
class Canvas:
    """Cells that were drawn."""

    drawn: dict[tuple[int, int], Cell] = field(default_factory=dict)

    def put(self, row: int, column: int, text: str, style: str, *, over: bool = True) -> None:
        for place, letter in enumerate(text, column):
            if over or (row, place) not in self.drawn:
                self.drawn[row, place] = (letter, style)

    def line(self, row: int, cells: int) -> Spans:
        every = [self.drawn.get((row, column), (" ", "")) for column in range(cells)]
        return tuple(
            ("".join(letter for letter, _ in run), style) for style, run in groupby(every, key=lambda cell: cell[1])
        )


def bars(drawing: Drawing) -> tuple[Spans, ...]:
    """An axis, and a row for each state; nothing where there is nothing to draw."""
    names = list(dict.fromkeys(visit.name for visit in _fitting(drawing)))
    if not names or drawing.rows < len(names):
        return ()
    room = min(LONGEST_NAME, max(map(width, names)), round(drawing.cells * NAMED))
    visits = [visit for visit in _fitting(drawing) if visit.name in names]
    cells = drawing.cells - room - 2
    canvas = _drawn(drawing, visits, names, cells)
    rows = len(names) + bool(drawing.waits)
    labels = (_label(drawing, visits, name, room) for name in (*names, ""))
    before = " …" if len(visits) < len(drawing.visits) else ""
    axis: Spans = ((before.ljust(room + 2), "dim"), *canvas.line(-1, cells))
    return (axis, *((*label, *canvas.line(row, cells)) for row, label in zip(range(rows), labels, strict=False)))


def _fitting(drawing: Drawing) -> list[Visit]:
    """The newest, as many as there is room for."""
    most = max(1, (round(drawing.cells * (1 - NAMED)) - APART) // (APART + 1))
    rows = drawing.rows - 1 - bool(drawing.waits)
    kept = list(drawing.visits[-most:])
    while len({visit.name for visit in kept}) > max(1, rows):
        kept.pop(0)
    return kept


def _label(drawing: Drawing, visits: Sequence[Visit], name: str, room: int) -> Spans:
    """What a row is called: `▸` before the state that the user is on, strong the one that holds."""
    if not name:
        return (((" final".ljust(room + 2))[: room + 2], "dim"),)
    own = [visit for visit in visits if visit.name == name]
    picked = any(drawing.picked in {visit.entry.seq, *(one.seq for one in visit.again)} for visit in own)
    style = "strong" if any(visit.holds for visit in own) else ""
    called = squeeze(name, room, share=0.7)
    return (("▸" if picked else " ", "strong"), (called + " " * (room + 1 - width(called)), style))


def _drawn(drawing: Drawing, visits: Sequence[Visit], names: Sequence[str], cells: int) -> Canvas:
    """Everything but the names."""
    canvas = Canvas()
    end = drawing.now if drawing.waits else max(visit.known for visit in visits)
    again = [one.received_at for visit in visits for one in visit.again]
    moments = [*(visit.began for visit in visits), *(visit.known for visit in visits), *again, end]
    axis = scale(moments, cells - 1)
    columns = list(_columns(visits, axis, cells))
    ends = [*columns[1:], max(columns[-1] + APART, axis.at(max(moments)) + 1)]
    for index, visit in enumerate(visits):
        _bar(canvas, visit, names.index(visit.name), (columns[index], ends[index], axis.at(visit.known)))
    for (visit, after), column in zip(pairwise(visits), columns[1:], strict=False):
        _step(canvas, names.index(visit.name), names.index(after.name), column)
    for visit in visits:
        _marks(canvas, visit, names.index(visit.name), axis)
    _waits(canvas, drawing.waits, len(names), ends[-1], cells)
    _axis(canvas, visits, columns, axis, (drawing.now, cells))
    return canvas


def _columns(visits: Sequence[Visit], axis: Scale, cells: int) -> Iterator[int]:
    """The column of each state: where it belongs in time, and apart from those before it."""
    last = cells - 1 - APART * (len(visits) + 1)
    column = -APART
    for number, visit in enumerate(visits, 1):
        column = max(column + APART, min(axis.at(visit.began), last + APART * number))
        yield column


def _bar(canvas: Canvas, visit: Visit, row: int, columns: tuple[int, int, int]) -> None:
    """From the glyph to the next state: thin as long as we did not know."""
    begin, end, known = columns
    style = visit.phase.value
    for column in range(begin, end):
        canvas.put(row, column, "─" if column < known else "━", style)
    canvas.put(row, begin + bool(begin), GLYPHS[visit.phase], style)
    if visit.holds:
        canvas.put(row, end, "▶", style)


def _step(canvas: Canvas, row: int, after: int, column: int) -> None:
    """From one row to another, in the column where the next state begins."""
    if row == after:
        return
    down = after > row
    canvas.put(row, column, "┓" if down else "┛", "dim")
    canvas.put(after, column, "┗" if down else "┏", "dim")
    for between in range(min(row, after) + 1, max(row, after)):
        canvas.put(between, column, "┃", "dim")


def _marks(canvas: Canvas, visit: Visit, row: int, axis: Scale) -> None:
    """Where something late was received, where something was delivered again, and where time is cut short."""
    if visit.late:
        canvas.put(row, axis.at(visit.known), "↶", "attention", over=False)
    for column in (axis.at(one.received_at) for one in visit.again):
        canvas.put(row, column, "×", "dim", over=canvas.drawn.get((row, column), ("",))[0] in "─━")
    for number in axis.cuts:
        middle = round((axis.cells[number] + axis.cells[number + 1]) / 2)
        if all(canvas.drawn.get((row, column), ("",))[0] in {"─", "━"} for column in (middle, middle + 1)):
            canvas.put(row, middle, BREAK, "dim")


def _waits(canvas: Canvas, text: str, row: int, end: int, cells: int) -> None:
    """A final status that has not come."""
    if text:
        after = end + 2 + width(text) <= cells
        canvas.put(row, end, "╎", "dim")
        canvas.put(row, end + 2 if after else max(0, end - 1 - width(text)), text, "dim")


def _axis(
    canvas: Canvas, visits: Sequence[Visit], columns: Sequence[int], axis: Scale, room: tuple[datetime, int]
) -> None:
    """Wall clock where states begin, and how long what is cut short is."""
    now, cells = room
    fine = axis.moments[-1] - axis.moments[0] < FINE
    free, before = 0, None
    for visit, column in zip(visits, columns, strict=True):
        text = _clock(visit.began, before, now, fine=fine)
        if free <= column <= cells - width(text):
            canvas.put(-1, column, text, "head")
            free, before = column + width(text) + 1, visit.began
    for number in axis.cuts:
        text = gap(axis.moments[number + 1] - axis.moments[number])
        middle = round((axis.cells[number] + axis.cells[number + 1] - width(text)) / 2)
        if all((-1, column) not in canvas.drawn for column in range(middle - 1, middle + width(text) + 1)):
            canvas.put(-1, middle, text, "dim")


def _clock(when: datetime, before: datetime | None, now: datetime, *, fine: bool) -> str:
    """The time of day where `now` is, as much of it as differs from the time before."""
    local = when.astimezone(now.tzinfo)
    earlier = before.astimezone(now.tzinfo) if before else None
    decimal = f".{local.microsecond // 100_000}" if fine else ""
    if earlier and earlier.replace(second=0, microsecond=0) == local.replace(second=0, microsecond=0):
        return f":{local:%S}{decimal}"
    reference = earlier or now
    if local.date() == reference.date():
        return f"{local:%H:%M:%S}{decimal}"
    if local.year != reference.year:
        return f"{local:%d %b %Y}"
    return f"{local:%d %b}" if earlier else f"{local:%d %b %H:%M}"
