"""What a board is given to do things with, by who has the keys to the other rooms."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from functools import partial
from itertools import cycle
from typing import TYPE_CHECKING

from .adapters import providers
from .answers import responder
from .export import redaction
from .frame import Failure
from .lifecycle import Way, played
from .look import explained
from .signer import Signer
from .way import way

if TYPE_CHECKING:
    from receiver.stories.sample import Sample
    from store import Capture

    from ..config.settings import Settings
    from ..given import Given
    from ..marking import Keep
    from ..sending.destinations import AskTargets, Target
    from ..sending.playing import Player
    from ..status import ReceiverView
    from ..text import Spans
    from ..tunnelling.reach import AskTunnel

ROUND = (
    "telnyx/brand_tcr_brand_update_brand_add",
    "telnyx/campaign_verified",
    "telnyx/phone_assignment_success",
    "telnyx/message_sent",
    "telnyx/message_finalized_delivered",
    "signalwire/number_assignment_failed",
    "plivo/message_status_failed",
    "zipwhip/provision_add_200",
    "mta/v3_delivery_status_07_delivery_unconfirmed",
)
"""A round through providers, entities and phases."""

AT = "60x"
"""How fast a registration is played: half a minute."""


def given(chosen: "Settings", receiver: "ReceiverView", *, acts: bool, browser: bool = False) -> "Given":
    """`acts`: it may post samples. One in a browser has no tunnel and no rules, and replays only where it may act."""
    from store import Keeping

    from ..given import Given

    return Given(
        receiver=receiver,
        send_sample=_sender(receiver, chosen) if acts else None,
        player=_player(receiver, chosen) if acts else None,
        explain=_explainer(chosen),
        keep=_keeper(chosen),
        ways=partial(way, chosen) if acts or not browser else None,
        replay_to=_app(chosen),
        tunnel=None if browser else _asker(chosen),
        providers=_names(chosen),
        rules=() if browser else chosen.rules,
        respond=responder(chosen, acts=acts or not browser),
        routes=chosen.routes,
        targets=_targets(chosen),
        keeping=Keeping(*chosen.retention),
        redacting=None if browser else partial(redaction, chosen),
        private=chosen.private,
    )


def given_to_look_at(chosen: "Settings", name: str, trouble: str) -> "Given":
    """Over a file that was opened."""
    from ..given import Given
    from ..process.opened import Opened

    return Given(
        receiver=Opened(name, trouble),
        explain=_explainer(chosen),
        keep=_keeper(chosen),
        noting=False,
        providers=_names(chosen),
        private=chosen.private,
        redacting=partial(redaction, chosen),
    )


def _sender(receiver: "ReceiverView", chosen: "Settings") -> Callable[[], Awaitable[str]]:
    """What `a` does: the next of a round of samples, posted as its provider would."""
    around = _around(chosen)

    async def send() -> str:
        from ..sending.post import Poster, url_for

        sample = next(around)
        async with Poster.open() as poster:
            answer = await poster.post(sample, url_for(sample, receiver.address, named=True))
        return f"sent {sample.name}: {answer}"

    return send


def _around(chosen: "Settings") -> "Iterator[Sample]":
    """Samples of now, for ever; nothing is read before the first is asked for."""
    from datetime import UTC, datetime

    from receiver.stories.fresh import fresh
    from receiver.stories.sample import pick

    known = {one.name: one for one in providers(chosen)}
    for one in cycle([sample for name in ROUND for sample in pick([name])]):
        yield fresh(one, known[one.provider], datetime.now(UTC))


def _player(receiver: "ReceiverView", chosen: "Settings") -> "Player":
    """Plays signed, where the receiver knows a secret to check it with."""
    from ..sending.playing import Player

    known = {one.name: one for one in providers(chosen) if one.lifecycle}

    async def play(name: str) -> str:
        secrets = Signer(chosen).keys.secrets
        there = Way(receiver.address, named=True, sign=name in secrets and known[name].signing is not None)
        try:
            return await played(known[name], there, AT, chosen)
        except Failure as error:
            raise ValueError(error.message) from error

    stories = [(name, one.title, one.lifecycle.tells) for name, one in known.items() if one.lifecycle]
    return Player(stories, play, AT)


def _explainer(chosen: "Settings") -> "Callable[[Capture], Iterator[Spans]]":
    """What `v` shows."""

    def explain(capture: "Capture") -> "Iterator[Spans]":
        try:
            return explained(capture, chosen)
        except Failure as error:
            raise ValueError(error.message) from error

    return explain


def _keeper(chosen: "Settings") -> "Keep":
    """What `m` and `;` do: the receiver writes it, or without one we do."""
    from receiver.keeping.remarks import keep

    return partial(keep, chosen.store)


def _app(chosen: "Settings") -> str:
    """What is sent on goes there: so may what is replayed."""
    return chosen.forward_to or next((one.to for one in chosen.forwards.values()), "")


def _targets(chosen: "Settings") -> "AskTargets":
    """How the apps stand that captures are sent on to, as the receiver says."""
    from receiver.control import NotRunning, ask

    from ..sending.destinations import target_of

    async def targets() -> "tuple[Target, ...]":
        try:
            said = (await ask(chosen.store, "forward")).get("targets")
        except (NotRunning, TimeoutError, OSError, ValueError):
            return ()
        return tuple(map(target_of, said)) if isinstance(said, list) else ()

    return targets


def _asker(chosen: "Settings") -> "AskTunnel":
    """What `t` shows, and does."""
    from receiver import control

    async def ask(**words: object) -> "Mapping[str, object]":
        try:
            return await control.ask(chosen.store, "tunnel", **words)
        except control.NotRunning:
            return {}

    return ask


def _names(chosen: "Settings") -> tuple[str, ...]:
    try:
        return tuple(one.name for one in providers(chosen))
    except Failure:
        return ()
