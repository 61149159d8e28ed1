"""Plivo's callbacks: 10DLC brands, campaigns, number links and unlinks, and messages, as form, query or JSON."""

from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches
from functools import partial

from receiver.lifecycles.plivo import LIFECYCLE
from receiver.payloads.digest import digest
from receiver.payloads.payload import fields
from receiver.provider import Certainty, Provider
from receiver.signatures import SIGNATURE, headers
from store import Capture, Event, Schedule, query_pairs

from .message import CODES, message
from .registration import KEYS, Keys, parts_of, registration
from .said import Said, bare, first, said_in
from .signature import signatures


def interpret(capture: Capture, keys: Keys = KEYS) -> tuple[Event, ...]:
    said = said_in(capture)
    event = message(said) if first(said, "messageuuid") else _registration(said, capture, keys)
    if event is None:
        return ()
    content = digest(sorted((field.names[-1], field.value) for field in said))
    return (event.model_copy(update={"provider": "plivo", "content": content}),)


def _registration(said: Said, capture: Capture, keys: Keys) -> Event | None:
    parts = parts_of(said, capture.path, keys)
    if not (parts.kind or parts.brand or parts.campaign or parts.number):
        return None
    return registration(parts, said, f"{capture.received_at:%Y-%m-%d}")


def configured(provider: Provider, table: Mapping[str, object]) -> Provider:
    """With the names that the user found in real callbacks before ours: `keys = {status = ["regStatus"]}`."""
    _known("providers.plivo", table, ("keys",))
    named = table.get("keys", {})
    if not isinstance(named, Mapping):
        raise ValueError(f"providers.plivo.keys is a table: part = [names], for the parts {', '.join(KEYS)}")  # noqa: TRY004
    _known("providers.plivo.keys", named, tuple(KEYS))
    keys = {part: (*_names(part, named.get(part, [])), *ours) for part, ours in KEYS.items()}
    return replace(provider, interpret=partial(interpret, keys=keys))


def _known(where: str, table: Mapping[str, object], names: tuple[str, ...]) -> None:
    for name in table:
        if name not in names:
            near = get_close_matches(name, names, n=1)
            hint = f"did you mean {near[0]}?" if near else f"it knows {', '.join(names)}"
            raise ValueError(f"{where} has no {name}: {hint}")


def _names(part: str, names: object) -> tuple[str, ...]:
    listed = [names] if isinstance(names, str) else names
    if not isinstance(listed, list) or not all(isinstance(name, str) for name in listed):
        raise ValueError(f"providers.plivo.keys.{part} is a list of field names")
    return tuple(bare(name) for name in listed)


def claims(capture: Capture) -> Certainty:
    """The guessed 10DLC bodies carry no mark of Plivo's: only their signature tells."""
    if any(name.lower().startswith(b"x-plivo-signature") for name, _ in capture.headers):
        return Certainty.CERTAIN
    names = {name.lower() for name in (*fields(capture), *dict(query_pairs(capture)))}  # message_uuid is Vonage's
    return Certainty.LIKELY if "messageuuid" in names else Certainty.NO


PROVIDER = Provider(
    name="plivo",
    title="Plivo",
    claims=claims,
    interpret=interpret,
    reads=("10DLC brands, campaigns, number links and unlinks", "message status", "inbound messages and opt-outs"),
    signatures=signatures,
    signing=headers((b"X-Plivo-Signature-V3-Nonce", b"{nonce}"), (b"X-Plivo-Signature-V3", SIGNATURE)),
    signs="HMAC-SHA256 over the URL and a nonce (X-Plivo-Signature-V2; the body is not covered), or with the form (V3)",
    # plivo.com/docs/messaging/concepts/callbacks/10dlc-callbacks: three, each so long after the one before
    schedules=(Schedule(pauses=(60, 120, 240), then="it gives up"),),
    codes=CODES,
    lifecycle=LIFECYCLE,
    unknown=(
        "The fields of 10DLC callbacks are published only as pictures: put the real ones in [providers.plivo.keys].",
        "10DLC callbacks may have neither id nor time: one repeated within a day looks like a redelivery.",
        "The zone of the times in message callbacks is not said; they are taken as UTC.",
    ),
    configured=configured,
)
