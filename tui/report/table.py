"""Tables: each with a caption, and with heads that say what they are the heads of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .markup import Html, Inside, tag


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    class_: str | None = None
    """How wide it is: `n` for numbers, `bar` for a picture of them, `how` for states, `when` for times."""


@dataclass(frozen=True, slots=True)
class Row:
    """The first cell is what the row is about."""

    cells: Sequence[Inside]
    class_: str | None = None


def table(caption: Inside, columns: Sequence[Column], rows: Iterable[Row], class_: str = "stack") -> Html:
    """Rows of the class `stack` become blocks where it is narrow: that is why their roles are said, too."""
    heads = [tag("th", one.title, scope="col", role="columnheader", class_=one.class_) for one in columns]
    return tag(
        "table",
        tag("caption", caption),
        tag("thead", tag("tr", heads, role="row"), role="rowgroup"),
        tag("tbody", [_row(row, columns) for row in rows], role="rowgroup"),
        role="table",
        class_=class_,
    )


def _row(row: Row, columns: Sequence[Column]) -> Html:
    first, *rest = row.cells
    head = tag("th", first, scope="row", role="rowheader", class_=columns[0].class_)
    cells = (_cell(inside, column) for inside, column in zip(rest, columns[1:], strict=True))
    return tag("tr", head, cells, role="row", class_=row.class_)


def _cell(inside: Inside, column: Column) -> Html:
    """What is empty stays out of the way where rows are blocks."""
    nothing = None if column.class_ == "bar" else "–"
    classes = " ".join(filter(None, (column.class_, None if inside else "empty"))) or None
    return tag("td", inside or nothing, role="cell", data_label=column.title, class_=classes)
