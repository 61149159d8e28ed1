"""Pictures of numbers, made of letters: stacked columns, bars, sparklines. Every part has a glyph of its own, so that a
screen without colour can be read."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from ..text import Span, Spans
from .axis import Grid, most, scale

LOWER = " ▁▂▃▄▅▆▇█"
LEFT = " ▏▎▍▌▋▊▉█"
EIGHTHS = 8
SPARKS = LOWER[1:]


@dataclass(frozen=True, slots=True)
class Layer:
    """One part of every column."""

    word: str
    style: str
    glyph: str
    alarm: bool = False
    """It is seen however little there is of it: a whole cell at least, on top of the others."""


def stacked(stacks: Sequence[Sequence[int]], layers: Sequence[Layer], place: Grid, rows: int) -> tuple[Spans, ...]:
    """Columns beside their axis, `rows` high; the last layer is on top."""
    top = most(stacks)
    shown = stacks[place.first : place.first + place.many]
    columns = [column(stack, layers, top, rows) for stack in shown]
    gap = place.pitch > 2  # noqa: PLR2004  narrower, columns stand side by side
    return tuple(
        (scale(row, rows, top, place.axis), *(_cell(one, rows - row - 1, place.pitch, gap=gap) for one in columns))
        for row in range(rows)
    )


def column(stack: Sequence[int], layers: Sequence[Layer], top: int, rows: int) -> list[Span]:
    """The cells of one column, from the lowest up, to an eighth of a cell where nothing alarms."""
    if not top or not sum(stack):
        return []
    eighths = max(1, round(sum(stack) * rows * EIGHTHS / top))
    loud = [layer.alarm and n > 0 for layer, n in zip(layers, stack, strict=True)]
    if not any(loud):
        return _to_an_eighth(stack, layers, eighths)
    cells = _shares(stack, loud, max(1, round(eighths / EIGHTHS)), rows)
    return [(layer.glyph, layer.style) for layer, n in zip(layers, cells, strict=True) for _ in range(n)][-rows:]


def _to_an_eighth(stack: Sequence[int], layers: Sequence[Layer], eighths: int) -> list[Span]:
    """Whole cells have the glyph of what fills most of them, the uppermost its part."""
    whole, rest = divmod(eighths, EIGHTHS)
    ends = [end * eighths / sum(stack) for end in accumulate(stack)]
    cells = [_layer(layers, ends, cell * EIGHTHS + EIGHTHS / 2) for cell in range(whole)]
    drawn = [(layer.glyph, layer.style) for layer in cells]
    if rest:
        drawn.append((LOWER[rest], _layer(layers, ends, eighths - rest / 2).style))
    return drawn


def _layer(layers: Sequence[Layer], ends: Sequence[float], height: float) -> Layer:
    return next(layer for layer, end in zip(layers, ends, strict=True) if height < end)


def _shares(stack: Sequence[int], loud: Sequence[bool], cells: int, rows: int) -> list[int]:
    """Whole cells for each: what alarms gets one at least, and the others what is left."""
    every = sum(stack)
    taken = [max(1, round(n * cells / every)) if alarms else 0 for n, alarms in zip(stack, loud, strict=True)]
    rest = max(0, min(cells, rows) - sum(taken))
    quiet = [0 if alarms else n for n, alarms in zip(stack, loud, strict=True)]
    if sum(quiet) and not rest and sum(taken) < rows:
        rest = 1
    ends = [round(end * rest / max(1, sum(quiet))) for end in accumulate(quiet)]
    return [own + end - before for own, end, before in zip(taken, ends, (0, *ends), strict=False)]


def _cell(cells: Sequence[Span], height: int, pitch: int, *, gap: bool) -> Span:
    if height >= len(cells):
        return (" " * pitch, "")
    glyph, style = cells[height]
    return (glyph * (pitch - gap) + " " * gap, style)


def bar(value: float, top: float, cells: int) -> str:
    """A bar to an eighth of a cell; the smallest number still has one."""
    if value <= 0 or top <= 0 or cells <= 0:
        return ""
    eighths = min(cells * EIGHTHS, max(1, round(value * cells * EIGHTHS / top)))
    whole, rest = divmod(eighths, EIGHTHS)
    return LEFT[-1] * whole + (LEFT[rest] if rest else "")


def sparkline(values: Sequence[int], cells: int) -> str:
    """Numbers over time in one row: the lowest mark is nought, and only nought."""
    if cells <= 0 or not values:
        return ""
    joined = resampled(values, cells)
    top = max(joined)
    return "".join(SPARKS[-(-n * (len(SPARKS) - 1) // top)] if top else SPARKS[0] for n in joined)


def resampled(values: Sequence[int], cells: int) -> list[int]:
    """Sums of as many neighbours as it takes for all to find room; the first may be of fewer."""
    joined = -(-len(values) // cells)
    first = -(-len(values) % joined)
    return [sum(values[max(0, start) : start + joined]) for start in range(first, len(values), joined)]


def legend(layers: Sequence[Layer], totals: Sequence[int]) -> Spans:
    """Each glyph with its word, the uppermost first; those of which there is none are left out."""
    there = [(layer, n) for layer, n in zip(layers, totals, strict=True) if n]
    return tuple(
        part
        for layer, n in reversed(there)
        for part in ((f"{layer.glyph} ", layer.style), (f"{layer.word} {n:,}   ", "dim"))
    )
