"""What every pane is: told how far the store is, it asks for what it shows, and says what was picked."""

from collections.abc import Mapping

from textual.content import Content
from textual.message import Message
from textual.reactive import var

from store import Counts, Entity, Entry, Mark, Outcome, Reader

from .marks import signs
from .rows.asking import Asking
from .text import Spans

SECOND = 1.0
NOT_SENT = Outcome(0, failed=False)


class Picked(Message):
    """The user is on this entry, and wants to see it; `opens` is to open it, else it is open already."""

    def __init__(self, entry: Entry, *, opens: bool = True) -> None:
        super().__init__()
        self.entry, self.opens = entry, opens


class Pane(Asking):
    """Override `arrive`, `show` or both."""

    DEFAULT_CLASSES = "pane"
    TITLE = ""
    KEY = ""
    """What leads to it, where a key does."""
    cursor: var[int | None] = var(None)
    """The newest entry's seq."""
    picked: var[Entry | None] = var(None)
    following: var[bool] = var(True)  # noqa: FBT003  the default of a reactive
    """False while the user holds the whole view still."""
    generation: var[int | None] = var(None)
    """Another number when the view was begun anew."""
    counts: var[Counts | None] = var(None)
    marks: var[Mapping[int, Mark]] = var(dict)
    """What people said of captures."""
    outcomes: var[Mapping[int, Outcome]] = var(dict)
    """How it went with the captures that were sent on last."""

    _badge = ""

    def on_mount(self) -> None:
        self.border_title = Content(self.heading)
        self.set_interval(SECOND, self.changed)  # ages grow
        self.ask()

    def watch_cursor(self, seen: int | None, cursor: int | None) -> None:
        if cursor is not None:
            self.arrive(seen or 0)

    def watch_picked(self, _was: Entry | None, picked: Entry | None) -> None:
        if picked is not None:
            self.show(picked)

    def watch_generation(self, _was: int | None, generation: int | None) -> None:
        if generation is not None:
            self.ask()

    def watch_counts(self, was: Counts | None, counts: Counts | None) -> None:
        if was and counts and counts.entries < was.entries:  # some went with their captures
            self.ask()

    def signs_of(self, entry: Entry) -> Spans:
        """What is said of the capture beside what it says itself."""
        return signs(self.mark_of(entry), missed=self.outcomes.get(entry.capture, NOT_SENT).failed)

    def watch_outcomes(self) -> None:
        self.changed()

    def mark_of(self, entry: Entry) -> Mark | None:
        return self.marks.get(entry.capture)

    def watch_marks(self) -> None:
        self.changed()

    def arrive(self, _seen: int) -> None:
        """There are entries after `seen`."""
        if self.region:
            self.ask()

    def show(self, entry: Entry) -> None:
        """The user is on this entry."""

    def badge(self) -> str:
        """What stands in the lower edge."""
        return ""

    def changed(self) -> None:
        super().changed()
        badge = self.trouble or self.badge()
        if badge != self._badge:
            self._badge = badge
            self.border_subtitle = Content(badge)

    @property
    def heading(self) -> str:
        """What stands in the upper edge."""
        return f"{self.KEY} {self.TITLE}".lstrip()

    def short(self) -> str:
        """What stands on its tab."""
        return self.heading


async def entity_of(reader: Reader, entry: Entry) -> Entity | None:
    """The entity that an entry is about."""
    event = entry.event
    if not (event.provider and event.kind and event.id):
        return None
    return await reader.entity(event.provider, event.kind, event.id)
