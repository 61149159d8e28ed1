"""What failed and why, and what waits for longer than such things usually do."""

from collections.abc import Iterator

from store import Entity, Kind, Phase
from tui.marks import PLURALS

from .ink import Ink, unsourced
from .markup import Html, Inside, joined, tag
from .matter import Matter
from .state import state
from .table import Column, Row, table

BAD = {Phase.FAILED, Phase.ATTENTION}
MEANS = {
    Kind.BRAND: "No campaign can be registered under a brand before it is verified.",
    Kind.CAMPAIGN: "Carriers block or charge more for messages of a campaign that is not approved.",
    Kind.NUMBER: "A number sends for a campaign only once it is assigned to it.",
    Kind.ORDER: "The numbers of an order are assigned once it has gone through.",
}


def failed(matter: Matter, ink: Ink) -> Html:
    """One table for each kind of which something is wrong."""
    tables = [table_ for kind in matter.stands if (table_ := _failed(matter, kind, ink))]
    return joined(tables) if tables else tag("p", "No brand, campaign or number has failed.", class_="fine")


def _failed(matter: Matter, kind: Kind, ink: Ink) -> Html | None:
    bad = [one for one in matter.stands[kind].listed if one.phase in BAD]
    if not bad:
        return None
    columns = (
        Column(kind.value),
        Column("state", "how"),
        Column("why", "wide"),
        Column("provider", "via"),
        Column("since", "when"),
    )
    rows = (
        Row(
            (
                _name(one, ink),
                state(one, ink, coded=False),
                why(one, ink) or "no reason was given",
                ink.words(one.provider),
                _since(one, ink),
            )
        )
        for one in bad
    )
    caption = joined(f"{PLURALS[kind]}: {len(bad):,}. ", tag("small", MEANS[kind]))
    return table(caption, columns, rows)


def why(one: Entity, ink: Ink) -> Html:
    """Its code, the reason as the provider gave it, and what the code means where that is published."""
    reason, meaning = one.reason or "", one.meaning or ""
    new = meaning if unsourced(meaning).casefold() not in reason.casefold() else ""
    said = [ink.words(words).rstrip(".") for words in (reason, new) if words]
    code = tag("code", ink.words(one.code, 60)) if one.code else None
    return joined(code, " " if code and said else None, ". ".join(said))


def waiting(matter: Matter, ink: Ink) -> Html:
    """Those that wait the longest first."""
    late = [one for stand in matter.stands.values() for one in stand.listed if one.overdue]
    if not late:
        return tag("p", "Nothing waits for longer than usual.", class_="fine")
    columns = (
        *(Column("what"), Column("waits for", "id"), Column("last word", "how")),
        *(Column("provider", "via"), Column("since", "when")),
    )
    rows = (Row(tuple(_late(one, ink))) for one in sorted(late, key=lambda one: one.last_at))
    return table("Pending for longer than its kind usually is", columns, rows, "quiet stack")


def _late(one: Entity, ink: Ink) -> Iterator[Inside]:
    yield joined(tag("small", one.kind.value, class_="kind"), " ", _name(one, ink))
    yield tag("b", ink.ago(one.last_at))
    yield ink.words(one.status) or None
    yield ink.words(one.provider)
    yield ink.when(one.last_at)


def _name(one: Entity, ink: Ink) -> Html:
    return joined(tag("b", ink.called(one)), " ", tag("small", ink.words(one.id)) if one.name else None)


def _since(one: Entity, ink: Ink) -> Html:
    return joined(ink.when(one.last_at), " ", tag("small", f"{ink.ago(one.last_at)} ago"))
