"""`callboard` and `callboard watch`: the board, with a receiver of its own or without."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterator
from itertools import cycle
from typing import TYPE_CHECKING

import click

from .frame import FAILED, USAGE, Failure, common, reader, run, settings
from .look import explained

if TYPE_CHECKING:
    from store import Capture

    from ..child import Child
    from ..settings import Settings
    from ..text import Spans

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


@click.command()
@common
def watch(**flags: object) -> int:
    """The board alone, over a store that some receiver writes."""
    chosen = settings(flags)
    _on_a_terminal()
    return run(_alone(chosen))


def board(chosen: "Settings") -> int:
    """The board with its own receiver; the exit code."""
    _on_a_terminal()
    return run(_with_receiver(chosen))


def _on_a_terminal() -> None:
    if not sys.stdout.isatty() or not sys.stdin.isatty():
        raise Failure("the board needs a terminal: here, `callboard serve` prints a line a callback", USAGE)


async def _with_receiver(chosen: "Settings") -> int:
    """The receiver first: its port is open before anything is drawn."""
    from ..child import Child, NotStarted

    child = Child(_arguments(chosen), chosen.port, chosen.store.with_name("receiver.log"))
    try:
        await child.start()
        from ..app import Board  # while the receiver starts
        from ..card import Place
        from ..session import session_path

        await child.listening()
    except NotStarted as error:
        raise Failure(error, error.code or FAILED) from error
    watching = asyncio.create_task(child.watch())
    try:
        async with reader(chosen) as door:
            screen = Board(
                door,
                place=Place(
                    address=child.address,
                    store=str(chosen.store),
                    public_url=chosen.public_url,
                    session=session_path(chosen.store),
                ),
                receiver=child,
                send_sample=_sender(child),
                explain=_explainer(chosen),
            )
            await screen.run_async()
            screen.left()
            return screen.return_code or 0
    finally:
        watching.cancel()
        await child.stop()


async def _alone(chosen: "Settings") -> int:
    from ..app import Board
    from ..card import Place
    from ..elsewhere import Elsewhere
    from ..session import session_path

    async with reader(chosen) as door:
        screen = Board(
            door,
            place=Place(address="", store=str(chosen.store), session=session_path(chosen.store)),
            receiver=Elsewhere(chosen.store),
            explain=_explainer(chosen),
        )
        await screen.run_async()
        screen.left()
        return screen.return_code or 0


def _arguments(chosen: "Settings") -> list[str]:
    """What the receiver's process is told, so that it holds the same settings."""
    said = click.get_current_context().find_root().obj or {}
    passed = [(name, said[name]) for name in ("config", "profile", "public_url") if name in said]
    files = [part for name, value in passed for part in (f"--{name.replace('_', '-')}", str(value))]
    tunnelled = ["--trust-forwarded"] if chosen.trust_forwarded else []
    return ["--store", str(chosen.store), "--host", chosen.host, "--log-level", chosen.log_level, *files, *tunnelled]


def _sender(child: "Child") -> Callable[[], Awaitable[str]]:
    """What `a` does: the next of a round of samples, posted as its provider would."""
    from receiver.sample import pick

    from ..post import post

    around = cycle([sample for name in ROUND for sample in pick([name])])

    async def send() -> str:
        sample = next(around)
        answers = [answer async for _, answer in post([sample], child.address, named=True, count=1, rate=None)]
        return f"sent {sample.name}: {answers[0]}"

    return send


def _explainer(chosen: "Settings") -> "Callable[[Capture], Iterator[Spans]]":
    """What `v` shows."""

    def explain(capture: "Capture") -> "Iterator[Spans]":
        try:
            return explained(capture, chosen)
        except Failure as error:
            raise ValueError(error.message) from error

    return explain
