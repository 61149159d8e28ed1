"""Makes the things that tests talk about, each with only what the test says of it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

from store import Capture, Entry, Event, Kind, Phase, Reading, Request, Trust, Verdict

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def later(seconds: float) -> datetime:
    """So many seconds after noon."""
    return NOON + timedelta(seconds=seconds)


def request(
    body: bytes = b"{}", target: str = "/", *, method: str = "POST", answer: int = 200, **headers: str
) -> Request:
    return Request(
        received_at=NOON,
        method=method,
        target=target,
        http_version="1.1",
        headers=tuple((name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()),
        body=body,
        peer="127.0.0.1",
        answer=answer,
    )


def capture(body: bytes = b"{}", target: str = "/", *, seq: int = 1, **how: str) -> Capture:
    return numbered(request(body, target, **how), seq)  # type: ignore[arg-type]


def numbered(made: Request, seq: int) -> Capture:
    """The request as it stands in the log."""
    return Capture(seq=seq, **{name: getattr(made, name) for name in Request.__slots__})


def event(status: str = "sent", phase: Phase = Phase.PENDING, **more: object) -> Event:
    says: dict[str, object] = {
        "provider": "telnyx",
        "type": "message",
        "summary": status,
        "key": f"{status}-{more.get('id', 'm1')}",
        "content": status,
        "kind": Kind.MESSAGE,
        "id": "m1",
        "status": status,
        "phase": phase,
    }
    return Event.model_validate({**says, **more})


pending: Callable[..., Event] = partial(event, "sent", Phase.PENDING)
ok: Callable[..., Event] = partial(event, "delivered", Phase.OK)
failed: Callable[..., Event] = partial(event, "undelivered", Phase.FAILED)


def entry(
    of: Event, seq: int = 1, *, attempt: int = 1, trust: Trust = Trust.UNCHECKED, after: float | None = None
) -> Entry:
    """An entry that was received `after` seconds, by default as many as its seq."""
    return Entry(
        seq=seq,
        capture=seq,
        received_at=later(seq if after is None else after),
        attempt=attempt,
        verdict=Verdict(trust=trust),
        event=of,
    )


def reading(seq: int, *events: Event, trust: Trust = Trust.UNCHECKED) -> Reading:
    return Reading(capture=seq, received_at=later(seq), verdict=Verdict(trust=trust), events=events)
