"""The fields of entries, entities and captures, and where each stands."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Literal

from ..models import Kind, Oddity, Phase, Trust
from ..sending.sent import MISSED

Table = Literal["entries", "entities", "captures"]
Patience = Mapping[Kind, timedelta]
"""How long a kind of entity is usually pending at most."""


def _json(table: str, *names: str) -> dict[str, str]:
    return {name: f"json_extract({table}, '$.{name}')" for name in names}


def _joined(table: str, columns: str, *names: str) -> str:
    """The values of some fields as one text."""
    parts = [*columns.split(), *_json(table, *names).values()]
    return " || ' ' || ".join(f"coalesce({part}, '')" for part in parts)


SAID = ("reason", "code", "meaning", "name", "sender", "recipient", "text")

WORDS = {
    "entries": _joined("event", "type id status", "summary", *SAID),
    "entities": _joined("entity", "id status sender recipient", "type", "reason", "code", "meaning", "name", "text"),
    "captures": "target || ' ' || CAST(plain(body, pack) AS TEXT)",
}
"""Where free text is looked for."""
IN_REQUEST = (
    "EXISTS (SELECT 1 FROM captures c WHERE c.seq = entries.capture"
    " AND c.target || ' ' || CAST(plain(c.body, c.pack) AS TEXT) LIKE ? ESCAPE '\\')"
)
"""And of an event, in the request that told of it."""


CLOSED: dict[str, list[str]] = {
    "kind": [kind.value for kind in Kind],
    "phase": [phase.value for phase in Phase],
    "verdict": [trust.value for trust in Trust],
}
"""Fields of which every value is known."""

TEXT: dict[Table, dict[str, str]] = {
    "entries": {name: name for name in ("provider", "type", "kind", "id", "phase", "status", "key")}
    | {"brand": "brand", "campaign": "campaign", "verdict": "verdict"}
    | _json("event", *SAID, "summary")
    | {"from": "json_extract(event, '$.sender')", "to": "json_extract(event, '$.recipient')"},
    "entities": {name: name for name in ("provider", "kind", "id", "phase", "status")}
    | {"brand": "brand", "campaign": "campaign"}
    | _json("entity", "type", *SAID)
    | {"from": "sender", "to": "recipient", "sender": "sender", "recipient": "recipient"},
    "captures": {
        "method": "method",
        "peer": "peer",
        "path": "CASE instr(target, '?') WHEN 0 THEN target ELSE substr(target, 1, instr(target, '?') - 1) END",
    },
}
ALSO_HAS = {"reason": ("reason", "meaning")}
"""What `has:` also finds: a code whose meaning is known says why, too."""

NUMBERS: dict[Table, dict[str, str]] = {
    "entries": {"attempt": "attempt", "seq": "seq", "capture": "capture"},
    "entities": {"events": "coalesce(json_extract(entity, '$.events'), 0)", "seq": "last_seq"},
    "captures": {
        "seq": "seq",
        "answer": "answer",
        "size": "iif(pack IS NULL, length(body), length(plain(body, pack)))",
    },
}
DURATIONS: dict[Table, dict[str, str]] = {
    "entries": {"lag": "received_at - occurred_at"},
    "entities": {},
    "captures": {},
}
TIMES: dict[Table, str] = {
    "entries": "+received_at",  # in the order of seq, which pages go by: an index on the time would not help them
    "entities": "last_at",
    "captures": "received_at",
}
PATIENCE: Patience = {
    Kind.BRAND: timedelta(days=3),
    Kind.CAMPAIGN: timedelta(days=7),
    Kind.NUMBER: timedelta(hours=1),
    Kind.ORDER: timedelta(hours=1),
    Kind.MESSAGE: timedelta(minutes=15),
}
"""Ours: providers name no such times. A campaign is reviewed for days, most messages have an answer within minutes."""

OVERDUE = "phase = 'pending' AND last_at < CASE kind {cases} END"
OF_OVERDUE = (
    "(entries.verdict <> 'rejected' AND EXISTS (SELECT 1 FROM entities WHERE entities.provider = entries.provider"
    " AND entities.kind = entries.kind AND entities.id = coalesce((SELECT a.id FROM aliases a"
    " WHERE (a.provider, a.kind, a.alias) = (entries.provider, entries.kind, entries.id)), entries.id) AND {overdue}))"
)
BEING: dict[Table, dict[str, str]] = {
    "entries": {oddity.value: f"(flags IS NOT NULL AND flags LIKE '%[\"{oddity}\",%')" for oddity in Oddity}
    | {"odd": "flags IS NOT NULL", "duplicate": "attempt > 1", "unsigned": "verdict = 'unchecked'"}
    | {"missed": MISSED.format("entries.capture")},
    "entities": {},
    "captures": {"refused": "answer >= 400", "missed": MISSED.format("captures.seq")},
}
"""What something may be, besides `overdue`."""

MARKED: dict[Table, str] = {
    "entries": "capture IN (SELECT m.capture FROM marks m WHERE {})",
    "captures": "seq IN (SELECT m.capture FROM marks m WHERE {})",
    "entities": (
        "(provider, kind, id) IN (SELECT e.provider, e.kind, coalesce((SELECT a.id FROM aliases a"
        " WHERE (a.provider, a.kind, a.alias) = (e.provider, e.kind, e.id)), e.id)"
        " FROM marks m CROSS JOIN entries e ON e.capture = m.capture WHERE {})"
    ),
}
"""What people said of a capture; of an entity it is said if it is of any capture that is about it."""
SAID_TO_BE = {"marked": "m.marked", "noted": "m.note IS NOT NULL"}
"""What people may call something."""

SPECIAL = ("since", "until", "has", "is", "note")


def text_fields(table: Table) -> Mapping[str, str]:
    """The fields that hold text, and where it stands."""
    return TEXT[table]


def field_names(table: Table) -> tuple[str, ...]:
    """Every word that may stand before a colon."""
    return tuple(sorted({*TEXT[table], *NUMBERS[table], *DURATIONS[table], *SPECIAL}))


def closed_values(field: str, table: Table) -> tuple[str, ...]:
    """The values of a field of which every one is known; none for other fields."""
    return (*BEING[table], *SAID_TO_BE, "overdue") if field == "is" else tuple(CLOSED.get(field, ()))
