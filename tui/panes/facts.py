"""What is known of the picked entry's entity: every entry folded."""

from collections.abc import Iterator

from store import Entity, Entry, Trust
from tui.drawing.sheet import Sheet
from tui.marks import age, clock, state
from tui.pane import SECOND, Pane, entity_of
from tui.privacy import style_at
from tui.text import Spans, safe

FIELDS = ("name", "recipient", "sender", "campaign", "brand", "reason", "code", "meaning", "text")
LABELS = {"recipient": "to", "sender": "from"}


class Facts(Sheet, Pane):
    """One line a field that is known."""

    TITLE = "Entity"
    HELP = "What is known of it, from all of its events."

    def on_mount(self) -> None:
        super().on_mount()
        self.set_interval(SECOND, self.ask)  # ages grow

    def show(self, _entry: Entry) -> None:
        self.ask()

    async def load(self) -> None:
        if self.picked is None:
            return
        entity = await entity_of(self.reader, self.picked)
        self.write(tuple(self._known(entity) if entity else _unknown(self.picked)))

    def _known(self, entity: Entity) -> Iterator[Spans]:
        now = self.clock()
        yield _fact("state", *state(entity))
        if entity.overdue:
            yield _fact("overdue", (f"no answer for {age((now - entity.last_at).total_seconds())}", "attention"))
        yield _fact("id", (safe(entity.id), "strong"))
        for alias in entity.aliases:
            yield _fact("also", (safe(alias), ""))
        for field in FIELDS:
            if value := getattr(entity, field):
                yield _fact(LABELS.get(field, field), (safe(value), style_at(field, "")))
        yield _fact("provider", (safe(entity.provider), ""))
        again = f", {entity.redeliveries} redelivered" if entity.redeliveries else ""
        yield _fact("events", (f"{entity.events}{again}", ""))
        first, last = (clock(when, now, 12) for when in (entity.first_at, entity.last_at))
        yield _fact("first", (first, ""))
        yield _fact("last", (last, ""), (f"  {age((now - entity.last_at).total_seconds())} ago", "dim"))


def _unknown(entry: Entry) -> Iterator[Spans]:
    yield ((safe(entry.event.summary), ""),)
    if entry.verdict.trust is Trust.REJECTED:
        yield (
            ("its signature was rejected: it changes nothing of any brand, campaign, number or message", "attention"),
        )
        return
    yield ((safe(entry.event.reason or "it names no brand, campaign, number or message"), "attention"),)


def _fact(label: str, *value: tuple[str, str]) -> Spans:
    return ((f"{label:<10}", "dim"), *value)
