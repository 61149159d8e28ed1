"""The small words and glyphs of the screen: states, signatures, ages and times."""

from datetime import datetime

from store import Entity, Entry, Event, Kind, Mark, Oddity, Phase, Trust, Verdict

from .text import Span, Spans, safe, squeeze

GLYPHS = {
    Phase.OK: "●",
    Phase.PENDING: "◐",
    Phase.ATTENTION: "▲",
    Phase.FAILED: "✖",
    Phase.ENDED: "⊘",
    Phase.UNKNOWN: "◇",
}
"""One cell wide and no emoji, so that a screen without colour can be read."""

SEALS = {Trust.VERIFIED: "✓", Trust.PARTIAL: "~", Trust.UNCHECKED: "–", Trust.REJECTED: "✗"}

MARKED, NOTED, MISSED = "◆", "✎", "↛"

PLURALS = {
    Kind.BRAND: "Brands",
    Kind.CAMPAIGN: "Campaigns",
    Kind.NUMBER: "Numbers",
    Kind.MESSAGE: "Messages",
    Kind.ORDER: "Orders",
    Kind.CONSENT: "Consents",
}

GENERIC = {"success", "successful", "succeeded", "failed", "failure", "accepted", "rejected", "error", "ok"}
"""Statuses that say how a thing went, and not which: they are shown with the tail of the type."""

UNITS = ((60, "s", 1), (3600, "m", 60), (86400, "h", 3600), (365 * 86400, "d", 86400))
YEAR = 365 * 86400
FINE = 10.0
"""Lags below so many seconds are worth a decimal."""
LONG_CLOCK = len("14:02:31.204")
KIB = 1024


def age(seconds: float) -> str:
    """How long ago, in one number: `9s`, `14m`, `3h`, `12d`, `2y`; never negative."""
    whole = max(0, int(seconds))
    for below, unit, size in UNITS:
        if whole < below:
            return f"{whole // size}{unit}"
    return f"{whole // YEAR}y"


def lag(seconds: float | None) -> str:
    """From occurring to being received: `412ms`, `1.2s`, `3m`; negative where the sender's clock is ahead of ours."""
    if seconds is None:
        return "–"
    if abs(seconds) < 1:
        return f"{max(0, seconds) * 1000:.0f}ms"
    size = f"{abs(seconds):.1f}s" if abs(seconds) < FINE else age(abs(seconds))
    return size if seconds > 0 else f"-{size}"


def entry_lag(entry: Entry) -> str:
    occurred = entry.event.occurred_at
    return lag(None if occurred is None else (entry.received_at - occurred).total_seconds())


def clock(when: datetime, now: datetime, cells: int) -> str:
    """The time of day where `now` is, with milliseconds if there is room; another day's with its date."""
    local = when.astimezone(now.tzinfo)
    if local.date() != now.date():
        return f"{local:%d %b %H:%M}" if cells >= LONG_CLOCK else f"{local:%d %b}"
    return f"{local:%H:%M:%S}.{local.microsecond // 1000:03d}" if cells >= LONG_CLOCK else f"{local:%H:%M:%S}"


def answered(status: int) -> str:
    """What a provider heard of us."""
    return f"answered {status}" if status else "no answer given"


def tail(kind_of_event: str) -> str:
    """The last part of an event's type: `ASSIGNMENT` of `phone_number.ASSIGNMENT`."""
    return kind_of_event.replace("/", ".").rstrip(".").rpartition(".")[2]


def state_words(thing: Event | Entity) -> str:
    """The provider's status, told apart where it is generic, and its error code: `undelivered 30007`."""
    last = tail(thing.type or "")
    status = thing.status or (last if isinstance(thing, Event) else thing.phase.value)
    which = last if _generic(thing) and last != thing.kind else ""
    kind = f"{thing.kind}_"
    said = "" if status in which else status.removeprefix(kind)
    code = thing.code if thing.code != said else None
    words = (which.removeprefix(kind), said, code or "")
    return safe(" ".join(word for word in words if word))


def state(thing: Event | Entity, cells: int = 40) -> Spans:
    """A glyph, so that colour is not needed, and the words."""
    return (phase(thing.phase), (" " + squeeze(state_words(thing), cells - 2, share=0.7), style(thing.phase)))


def entity_state(entity: Entity, now: datetime, cells: int) -> Spans:
    """Its state; of one that waits for too long, for how long."""
    if not entity.overdue:
        return state(entity, cells)
    waits = f" no answer for {age((now - entity.last_at).total_seconds())}"
    return (phase(entity.phase), (waits, Phase.ATTENTION.value))


def phase(of: Phase) -> Span:
    return (GLYPHS[of], of.value)


def style(of: Phase) -> str:
    """Words are coloured only where somebody should look."""
    return of.value if of in {Phase.FAILED, Phase.ATTENTION} else ""


def seal(verdict: Verdict) -> Span:
    return (SEALS[verdict.trust], verdict.trust.value)


def flagged(entry: Entry) -> str:
    """What is odd about an entry, as a mark: ↶ where it came late, else ⚑."""
    oddities = {flag.oddity for flag in entry.flags}
    late = " ↶" if Oddity.LATE in oddities else ""
    return late + (" ⚑" if oddities - {Oddity.LATE} else "")


def remarked(mark: Mark | None) -> str:
    """What people said of it, as a mark."""
    signs = (MARKED if mark and mark.marked else "") + (NOTED if mark and mark.note else "")
    return f" {signs}" if signs else ""


def signs(mark: Mark | None, *, missed: bool) -> Spans:
    """What people said of a capture, and that an app has failed at it."""
    return ((remarked(mark), "key"), (f" {MISSED}" if missed else "", "failed"))


def times(attempt: int) -> str:
    """A redelivery is shown as such: `×2`."""
    return f" ×{attempt}" if attempt > 1 else ""


def size(octets: int) -> str:
    """`412 B`, `1.2 KiB`."""
    return f"{octets} B" if octets < KIB else f"{octets / KIB:.1f} KiB"


def _generic(thing: Event | Entity) -> bool:
    status = (thing.status or "").lower()
    return thing.kind is not Kind.MESSAGE and (status in GENERIC or status.isdecimal())
