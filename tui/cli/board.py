"""`callboard` and `callboard watch`: the board, with a receiver of its own or without."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterator, Mapping
from functools import partial
from itertools import cycle
from typing import TYPE_CHECKING, TypeVar

import click

from .answers import responder, retorts
from .config import held_settings
from .frame import (
    FAILED,
    NAME,
    USAGE,
    Failure,
    common,
    keymap,
    providers,
    reader,
    run,
    settings,
    told,
)
from .lifecycle import Way, played
from .look import explained
from .receive import receive
from .signer import Signer
from .way import way

if TYPE_CHECKING:
    from store import Capture

    from ..child import Child
    from ..destinations import AskTargets, Target
    from ..marking import Keep
    from ..playing import Player
    from ..reach import AskTunnel
    from ..settings import Settings
    from ..status import ReceiverView
    from ..taste import Taste
    from ..text import Spans

PASSED_ON = ("config", "profile", "public_url", "forward_to", "cacert")
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


F = TypeVar("F", bound=Callable[..., object])


def looks(command: F) -> F:
    """The options of what draws a board."""
    fresh = click.option("--fresh", is_flag=True, help="Begin with all panes, no filter: not as the board was left.")
    return click.option("--theme", metavar="NAME", help="the colours; T on the board names them  [CALLBOARD_THEME]")(
        fresh(command)
    )


@click.command()
@common
@looks
@click.option("--browser", type=click.Choice(["look", "act"]), hidden=True, help="Drawn for `web`, over pipes.")
def watch(browser: str | None, **flags: object) -> int:
    """The board alone, over a store that some receiver writes."""
    chosen = settings(flags)
    if not browser and not _on_a_terminal():
        raise Failure(
            "the board needs a terminal: `callboard ls` lists what there is, `callboard serve` receives", USAGE
        )
    return run(_alone(chosen, browser))


def board(chosen: "Settings", *, quiet: bool) -> int:
    """The board with its own receiver, or without a terminal that alone; the exit code."""
    if _on_a_terminal():
        return run(_with_receiver(chosen))
    if not quiet:
        click.echo(f"{NAME}no terminal, so this is `callboard serve --output compact`", err=True)
    return receive(chosen, "compact", quiet=quiet)


def _on_a_terminal() -> bool:
    """Raises `Failure` where there is one that the board cannot be drawn on."""
    if not sys.stdout.isatty() or not sys.stdin.isatty():
        return False
    if not sys.stderr.isatty():
        sys.__stderr__ = sys.__stdout__  # type: ignore[misc]  # where Textual draws
    if "utf" not in (sys.stderr.encoding or "").lower():
        raise Failure(f"the board draws in UTF-8, and the locale says {sys.stderr.encoding}: set LC_ALL=C.UTF-8", USAGE)
    return True


async def _with_receiver(chosen: "Settings") -> int:
    """The receiver first: its port is open before anything is drawn."""
    from ..child import Child, NotStarted

    if chosen.respond:
        retorts(chosen)  # what is wrong is told here, with a caret under it
    child = Child(_arguments(chosen), chosen.port, chosen.store.with_name("receiver.log"))
    try:
        await child.start()
        from .. import app  # noqa: F401  takes its time, while the receiver starts

        taste = _taste(chosen)
        await child.listening()
    except NotStarted as error:
        raise Failure(error, error.code or FAILED) from error
    except Failure:
        await child.stop()
        raise
    watching = asyncio.create_task(child.watch())
    try:
        return await _shown(chosen, child, taste)
    finally:
        watching.cancel()
        await child.stop()


async def _shown(chosen: "Settings", child: "Child", taste: "Taste") -> int:
    from ..app import Board
    from ..card import Place
    from ..given import Given
    from ..session import session_path

    async with reader(chosen) as door:
        screen = Board(
            door,
            place=Place(
                address=child.address,
                store=str(chosen.store),
                public_url=chosen.public_url,
                session=session_path(chosen.store),
                anew=_anew(chosen),
            ),
            given=Given(
                receiver=child,
                send_sample=_sender(child, chosen),
                player=_player(child, chosen),
                explain=_explainer(chosen),
                keep=_keeper(chosen),
                ways=partial(way, chosen),
                replay_to=chosen.forward_to,
                tunnel=_asker(chosen),
                providers=_names(chosen),
                rules=chosen.rules,
                respond=responder(chosen),
                routes=chosen.routes,
                targets=_targets(chosen),
                private=chosen.private,
            ),
            taste=taste,
        )
        await screen.run_async()
        screen.left()
        return screen.return_code or 0


async def _alone(chosen: "Settings", browser: str | None) -> int:
    """With `browser`, a board that `web` has started: to `look`, or to `act` too."""
    from ..app import Board
    from ..card import Place
    from ..elsewhere import Elsewhere
    from ..given import Given
    from ..session import session_path

    receiver = Elsewhere(chosen.store)
    async with reader(chosen) as door:
        screen = Board(
            door,
            place=Place(
                address="",
                store=str(chosen.store),
                session=None if browser else session_path(chosen.store),
                anew=_anew(chosen),
            ),
            given=Given(
                receiver=receiver,
                send_sample=_sender(receiver, chosen) if browser == "act" else None,
                player=_player(receiver, chosen) if browser == "act" else None,
                explain=_explainer(chosen),
                keep=_keeper(chosen),
                ways=partial(way, chosen) if browser == "act" else None,
                replay_to=chosen.forward_to,
                tunnel=None if browser else _asker(chosen),
                providers=_names(chosen),
                rules=() if browser else chosen.rules,
                respond=responder(chosen, acts=browser != "look"),
                routes=chosen.routes,
                targets=_targets(chosen),
                private=chosen.private,
            ),
            taste=_taste(chosen),
        )
        screen.acts = browser == "act"
        await screen.run_async()
        screen.left()
        return screen.return_code or 0


def _anew(chosen: "Settings") -> tuple[str, ...]:
    """What the board does not take over from the last time, as the command line says."""
    from ..session import LOOKS

    if told(click.get_current_context().params).get("fresh"):
        return LOOKS
    return ("theme",) if chosen.sources["theme"] == "flag" else ()


def _taste(chosen: "Settings") -> "Taste":
    """What the user has set of the board itself. A theme that is wrong is told on it, a key is an error."""
    from ..settings import HERE, folder_of_themes
    from ..taste import Taste
    from ..themes import read

    themes, troubles = read(folder_of_themes())
    held = held_settings(chosen)
    return Taste(
        keymap=keymap(chosen),
        theme=chosen.theme,
        themes=themes,
        troubles=(*troubles, *(one.warning for one in held if one.warning)),
        settings=held,
        files=(f"./{HERE}", str(chosen.own)),
    )


def _arguments(chosen: "Settings") -> list[str]:
    """What the receiver's process is told, so that it holds the same settings."""
    from ..tables import FLAG

    said = click.get_current_context().find_root().obj or {}
    passed = [(name, said[name]) for name in PASSED_ON if name in said]
    files = [part for name, value in passed for part in (f"--{name.replace('_', '-')}", str(value))]
    tunnelled = ["--trust-forwarded"] if chosen.trust_forwarded else []
    answers = [part for text in said.get("respond", ()) for part in (FLAG, text)]
    from_app = ["--answer-from-app"] if chosen.answer_from_app else []
    open_ = [] if chosen.path_token else ["--no-path-token"]
    here = ["--store", str(chosen.store), "--host", chosen.host, "--log-level", chosen.log_level]
    return [*here, "--tunnel", chosen.tunnel, *files, *tunnelled, *answers, *from_app, *open_]


def _sender(receiver: "ReceiverView", chosen: "Settings") -> Callable[[], Awaitable[str]]:
    """What `a` does: the next of a round of samples, posted as its provider would, and of now."""
    from datetime import UTC, datetime

    from receiver.fresh import fresh
    from receiver.sample import pick

    from ..post import Poster, url_for

    known = {one.name: one for one in providers(chosen)}
    around = cycle([sample for name in ROUND for sample in pick([name])])

    async def send() -> str:
        one = next(around)
        sample = fresh(one, known[one.provider], datetime.now(UTC))
        async with Poster.open() as poster:
            answer = await poster.post(sample, url_for(sample, receiver.address, named=True))
        return f"sent {sample.name}: {answer}"

    return send


def _player(receiver: "ReceiverView", chosen: "Settings") -> "Player":
    """Plays signed, where the receiver knows a secret to check it with."""
    from ..playing import Player

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
    from receiver.remarks import keep

    return partial(keep, chosen.store)


def _targets(chosen: "Settings") -> "AskTargets":
    """How the apps stand that captures are sent on to, as the receiver says."""
    from receiver.control import NotRunning, ask

    from ..destinations import target_of

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
