"""How the panes share the screen, and which of them are to be seen."""

from enum import StrEnum

ROOMY = (100, 24)
"""Columns and rows from which all panes are shown at once."""
XWIDE = 150
"""Columns from which a request stands beside a list, else under it."""


class Layout(StrEnum):
    """What the layout key goes through."""

    ALL = "all"
    """Four kinds of entities, the events under them."""
    BESIDE = "beside"
    """The entities on the left, the events on the right."""
    EVENTS = "events"
    """The events; an entity pane above them while it has the keys."""
    PREVIEW = "preview"
    """The pane with the keys, and the request behind its row."""


def is_roomy(cells: int, rows: int) -> bool:
    return cells >= ROOMY[0] and rows >= ROOMY[1]


def layouts(*, roomy: bool) -> tuple[Layout, ...]:
    """Those that make a difference."""
    return tuple(Layout) if roomy else (Layout.ALL, Layout.EVENTS, Layout.PREVIEW)


def after(layout: Layout, *, roomy: bool) -> Layout:
    """The next one."""
    there = layouts(roomy=roomy)
    return there[(there.index(layout) + 1) % len(there)] if layout in there else there[0]


def shown(layout: Layout, *, roomy: bool, on: int, tab: int, events: int) -> set[int]:
    """The numbers of the panes that are to be seen: `on` has the keys, `tab` is the kind of entity that is shown where
    there is room for one."""
    if layout is Layout.PREVIEW:
        return {min(on, events)}
    if layout is Layout.EVENTS:
        return {on, events}
    return set(range(events + 1)) if roomy else {tab, events}
