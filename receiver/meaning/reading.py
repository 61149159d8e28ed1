"""What one capture means: whose it is, what it says, what its signature is worth, and what is odd about it."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import blake2b, sha256

from store import Capture, Event, Flag, Gap, KnownAs, Oddity, Reading, Trust, Verdict

from ..provider import LONGEST, MOST_EVENTS, Certainty, Provider
from .page import by_browser
from .shape import unlisted
from .trust import Judged, Keys, Routes, judge, route_of

NO_KEYS = Keys()
TOO_LARGE = 413
FIRST, LAST = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)
"""Whatever lies between them can be told in every zone."""
MOST_COUNTED = 2**63
"""Beyond it a database has no whole numbers."""
SKEW = 60
"""Seconds by which two clocks may differ before it is told."""


def read(capture: Capture, providers: Sequence[Provider], keys: Keys = NO_KEYS) -> Reading:
    """What one capture meant."""
    provider, doubts = whose(capture, providers, keys.below)
    doubts = (*doubts, *filter(None, (by_browser(capture),)))
    events = _bounded(_refused(capture) or _events(capture, provider, doubts))
    completed = tuple(_completed(event, capture, provider) for event in events)
    judged = _verdict(capture, provider, keys)
    return Reading(
        capture=capture.seq,
        received_at=capture.received_at,
        verdict=judged.verdict,
        events=completed,
        flags=tuple(_skewed(capture, judged.sent_at, completed)),
        nonce=judged.nonce,
        content=sha256(capture.query.encode("latin-1") + b"\0" + capture.body).hexdigest() if judged.nonce else "",
        unlisted=_unlisted(capture, provider, completed),
    )


def lost(gap: Gap) -> Reading:
    """What stands for captures that the disk has lost: one entry that says so, in the place of the last."""
    what = f"captures {gap.first:,} to {gap.last:,}"
    why = "they are damaged on the disk"
    event = Event(type="unreadable", summary=what, reason=why, content=what, key=f"unreadable/{what}")
    return Reading(capture=gap.last, received_at=gap.at, verdict=Verdict(trust=Trust.UNCHECKED), events=(event,))


def _skewed(capture: Capture, sent_at: int | None, events: Sequence[Event]) -> Iterator[Flag]:
    """Clocks that differ: nothing is signed long before it is received, and nothing happens after that."""
    age = 0 if sent_at is None else int(capture.received_at.timestamp()) - sent_at
    if abs(age) > SKEW:
        said = f"signed {abs(age)} s {'before' if age > 0 else 'after'} it was received"
        yield Flag(oddity=Oddity.SKEWED, text=f"{said}: one of the clocks is wrong, or it was held back")
    ahead = max((event.occurred_at - capture.received_at for event in events if event.occurred_at), default=timedelta())
    if ahead > timedelta(seconds=SKEW):
        said = f"it happened {int(ahead.total_seconds())} s after it was received"
        yield Flag(oddity=Oddity.SKEWED, text=f"{said}, if its time is right: one of the clocks is wrong")


def _unlisted(capture: Capture, provider: Provider | None, events: Sequence[Event]) -> tuple[str, ...]:
    if provider is None or all(event.provider is None for event in events):
        return ()
    try:
        return unlisted(capture, provider, events)
    except Exception:  # noqa: BLE001  what cannot be taken apart was said to be unreadable
        return ()


def _bounded(events: tuple[Event, ...]) -> tuple[Event, ...]:
    """Not more than one request may make; the last says that there was more."""
    if len(events) <= MOST_EVENTS:
        return events
    more = f"the request says more than {MOST_EVENTS:,} things: the rest is only in its body"
    kept = events[:MOST_EVENTS]
    return (*kept[:-1], kept[-1].model_copy(update={"doubts": (*kept[-1].doubts, more)}))


def whose(
    capture: Capture, providers: Sequence[Provider], routes: Routes = ()
) -> tuple[Provider | None, tuple[str, ...]]:
    """Who calls, and what speaks against it: the first path segment says it, behind its route or without one, else
    the adapters' claims."""
    claims = {provider.name: _claim(provider, capture) for provider in providers}
    said = named(capture.path, providers, routes)
    if said:
        against = [name for name, sure in claims.items() if sure is Certainty.CERTAIN and name != said.name]
        return said, tuple(f"the path says {said.name}, the request looks like {name}'s" for name in against)
    surest = max(claims.values(), default=Certainty.NO)
    best = [provider for provider in providers if claims[provider.name] is surest and surest]
    if len(best) == 1:
        return best[0], ()
    names = " or ".join(provider.name for provider in best)
    return None, ((f"this could be {names}'s: post it to /{best[0].name} or the other's path",) if best else ())


def named(path: str, providers: Sequence[Provider], routes: Routes) -> Provider | None:
    """Whom the path names: its route, or its first segment, behind the route or without one."""
    route = route_of(path, routes)
    inner = path[len(route.path.rstrip("/")) :] if route else path
    segments = [route.provider if route else "", *(one.lstrip("/").partition("/")[0].lower() for one in (inner, path))]
    return next((provider for segment in segments for provider in providers if provider.name == segment), None)


def _claim(provider: Provider, capture: Capture) -> Certainty:
    try:
        return provider.claims(capture)
    except Exception:  # noqa: BLE001  an adapter may fail on what is not its own
        return Certainty.NO


def _events(capture: Capture, provider: Provider | None, doubts: tuple[str, ...]) -> tuple[Event, ...]:
    if provider is None:
        return (_odd("unrecognised", capture, doubts[0] if doubts else "no adapter knows this request"),)
    try:
        events = provider.interpret(capture)
    except Exception as error:  # noqa: BLE001  whatever an adapter stumbles over becomes an entry that says so
        return (_odd("unreadable", capture, f"{provider.title}: {_why(error)}", doubts),)
    if not events:
        return (_odd("unrecognised", capture, f"not a callback that is known of {provider.title}", doubts),)
    doubted = (event.model_copy(update={"doubts": (*event.doubts, *doubts)}) for event in events)
    return tuple(doubted if doubts else events)


def _refused(capture: Capture) -> tuple[Event, ...]:
    if capture.answer != TOO_LARGE or capture.body or not _declared(capture):
        return ()
    return (_odd("unreadable", capture, "refused with 413: the body is larger than is taken, and was not kept"),)


def _declared(capture: Capture) -> bool:
    """It said that it has a body. Who has us answer 413 to one that is not too large still has it read."""
    return (capture.header("content-length") or "0") != "0" or capture.header("transfer-encoding") is not None


def _odd(kind: str, capture: Capture, why: str, doubts: tuple[str, ...] = ()) -> Event:
    what = f"{capture.method} {capture.path}, {len(capture.body):,} B"
    said = f"{capture.method} {capture.target}\n".encode("latin-1") + capture.body
    content = blake2b(said, digest_size=16).hexdigest()
    return Event(type=kind, summary=what, reason=why, doubts=doubts, content=content)


def _why(error: Exception) -> str:
    """In one line: pydantic's own text has many, with a link."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip() and "errors.pydantic.dev" not in line]
    return f"{type(error).__name__}: {', '.join(lines[:5])}"[:300]


def _verdict(capture: Capture, provider: Provider | None, keys: Keys) -> Judged:
    try:
        return judge(capture, provider, keys)
    except Exception as error:  # noqa: BLE001  a signature that cannot be looked at is none
        return Judged(Verdict(trust=Trust.REJECTED, reason=f"the signature cannot be checked: {_why(error)}"))


def _completed(event: Event, capture: Capture, provider: Provider | None) -> Event:
    """With a key, a content and the meaning of its code, and with nothing that a database could not keep."""
    content = event.content or _content(capture)
    key = event.key or f"{event.type}/{event.id or ''}/{content[:16]}"
    meaning = provider.codes.meaning(event.code) if provider else None
    return event.model_copy(update=_storable(event) | {"content": content, "key": key[:LONGEST], "meaning": meaning})


def _content(capture: Capture) -> str:
    """A digest of what was said: by the body, and where there is none by the query, which few signatures cover."""
    query = b"" if capture.body.strip() else capture.query.encode("latin-1")
    return blake2b(query + b"\0" + capture.body, digest_size=16).hexdigest()


def _storable(event: Event) -> dict[str, object]:
    return {name: _text(value) for name, value in vars(event).items() if type(value) is str} | {
        "aliases": tuple(_text(alias) for alias in event.aliases),
        "doubts": tuple(_text(doubt) for doubt in event.doubts),
        "known_as": tuple(KnownAs(kind=other.kind, ids=tuple(map(_text, other.ids))) for other in event.known_as),
        "occurred_at": _time(event.occurred_at),
        "sequence": event.sequence if event.sequence is None or abs(event.sequence) < MOST_COUNTED else None,
    }


def _time(when: datetime | None) -> datetime | None:
    """Of no zone it is UTC; at either end of the calendar it is none."""
    if when is None:
        return None
    known = when if when.tzinfo else when.replace(tzinfo=UTC)
    return known if FIRST <= known <= LAST else None


def _text(value: str) -> str:
    """No lone surrogate, which UTF-8 has no form for, and no NUL, at which SQLite would cut."""
    said = value[:LONGEST]
    return (said if said.isascii() else said.encode("utf-8", "replace").decode()).replace("\0", "\ufffd")
