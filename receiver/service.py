"""The receiver as a whole: the lock, the store's two writing doors, the interpreter, the control socket, the server."""

import asyncio
import socket
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Protocol

from store import Intake, Keeping, Ledger, Reader, StoreError, check_log, locked, note, prepare_folder, prepare_log

from . import control, outlook
from .app import receiver_app
from .bringing import brought
from .exposing import Exposing
from .forward import Forward
from .forwarder import Forwarder, standing
from .found import found
from .from_app import FromApp
from .hosts import App, addressed
from .interpreter import catch_up
from .known import known
from .left import keep, left
from .process import Helper, InterpreterProcess, Tables
from .provider import Provider
from .refusing import Refusing
from .remarks import kept
from .reply import Answers, AtOnce
from .respond import Fitting, Respond
from .retort import Retort
from .sent import kept as sent_kept
from .server import bind, run, url_of
from .target import check
from .trust import Keys
from .upkeep import KEEPING, Keeper
from .which import NONE, Wish

GATHER = 0.03
"""Seconds: a third of the time between two looks of the board."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a receiver is told at its start."""

    store: Path
    host: str
    port: int
    providers: Tables
    """`[providers.<name>]` tables, for the adapters to read."""
    keys: Keys
    wish: Wish = field(default_factory=Wish)
    """What is wanted of tunnels."""
    retorts: tuple[Retort, ...] = ()
    """What is answered instead of 200."""
    forwards: tuple[Forward, ...] = ()
    """What is sent on, and where; the first is `--forward-to`'s, where that is given."""
    answer_from_app: bool = False
    """The first one's answers are given to providers."""
    keeping: Keeping = KEEPING
    """How long and how much is kept."""
    again: bool = False
    """It goes on where one of the same options was ended: what was asked for so many times is not begun anew."""


class Front(Protocol):
    """Whoever started the receiver."""

    def listening(self, url: str) -> None: ...
    def reached(self, url: str) -> None:
        """A call from outside to this URL of a tunnel's came here."""
        ...

    def tell(self, sentence: str) -> None: ...


async def serve(options: Options, stop: asyncio.Event, front: Front) -> None:
    """Receive until `stop`. The front hears the URL once the port is open, and a sentence when something is amiss.
    Raises `StoreError`, `OSError` and `NoTunnel` with sentences for the user."""
    log = options.store
    prepare_folder(log)
    async with AsyncExitStack() as stack:
        listener = _begun(stack, options, front)
        intake = await stack.enter_async_context(Intake.open(log))
        interpreter = await stack.enter_async_context(
            InterpreterProcess.running(log, options.providers, options.keys, front.tell)
        )
        asked = FromApp(options.forwards[0].url, intake.keep_sent) if options.answer_from_app else None
        forwarders = await _forwarders(stack, options, intake, listener.getsockname()[1], front, asked)
        respond = _responding(options, front, asked or AtOnce())
        refusing = Refusing(front.tell)
        app = receiver_app(intake, respond, refusing)
        renamed = partial(_renamed, log, interpreter, respond.fitting)
        exposing = Exposing(log, app, options.wish, renamed, front.tell, front.reached)
        keeper = Keeper(log, intake, options.keeping, front.tell)
        does: dict[str, control.Handler] = {
            **_taken_in(intake, options),
            "tunnel": partial(outlook.told, exposing),
            "reread": partial(_order, interpreter, "reread"),
            "respond": partial(refusing.told, respond.told),
            "forward": partial(standing, forwarders),
            "prune": keeper.asked,
        }
        await stack.enter_async_context(control.listening(log, does))
        for work in (_pass_on(intake, [interpreter, *forwarders]), keeper.work(interpreter)):
            stack.push_async_callback(_cancelled, asyncio.create_task(work))
        await stack.enter_async_context(exposing.opened(stop))
        front.listening(url_of(listener))
        await run(_for_us(app, options, front), listener, stop)


def _taken_in(intake: Intake, options: Options) -> dict[str, control.Handler]:
    """What is asked of us to keep."""
    return {
        "mark": partial(kept, intake),
        "sent": partial(sent_kept, intake),
        "import": partial(brought, intake, bool(options.forwards)),
    }


def _begun(stack: AsyncExitStack, options: Options, front: Front) -> socket.socket:
    """With the store as our own, whole, and the port open."""
    log = options.store
    stack.enter_context(locked(log))
    control.alone(log)
    listener = stack.enter_context(bind(options.host, options.port))
    for one in options.forwards:
        check(one.target, [listener.getsockname()[1]])
    prepare_log(log, front.tell)
    note(log, url=url_of(listener))
    return listener


def _for_us(app: App, options: Options, front: Front) -> App:
    """Where it is known how the world calls us, others who are called so are not taken in."""
    keys = options.keys
    urls = tuple(filter(None, (keys.public_url, *(route.public_url for route in keys.routes))))
    return addressed(app, urls, front.tell, by_us=options.wish.name != NONE)


def _responding(options: Options, front: Front, else_: Answers) -> Respond:
    """Answers as the user says, which nobody should be surprised by."""
    fitting = Fitting(found(options.providers)[0], options.keys)
    respond = Respond(fitting, else_, keep=partial(keep, options.store))
    if options.again:
        respond.stand(left(options.store, options.retorts))
    else:
        respond.say(options.retorts)
    for one in respond.standing:
        if one.left != 0:
            front.tell(f"answers {one.ahead}")
    return respond


def _renamed(log: Path, interpreter: InterpreterProcess, fitting: Fitting) -> None:
    """The world calls us otherwise: by another URL, or behind a token."""
    interpreter.order("renamed")
    fitting.keys = replace(fitting.keys, known=known(log))


async def _forwarders(
    stack: AsyncExitStack, options: Options, intake: Intake, port: int, front: Front, asked: FromApp | None
) -> Sequence[Forwarder]:
    """Whoever sends on what is captured, if it is to be sent on; it ends with the stack."""
    if not options.forwards:
        return ()
    running = Forwarder.running(options.store, intake, options.forwards, [port], front.tell, asked)
    return (await stack.enter_async_context(running),)


async def _pass_on(intake: Intake, helpers: Sequence[Helper]) -> None:
    """Every commit is news for those who read the log; a few come together, as one commit there for each would take
    the time of the answers."""
    while True:
        await intake.news()
        for one in helpers:
            one.order("news")
        await asyncio.sleep(GATHER)


async def _order(interpreter: InterpreterProcess, what: str, _said: control.Said) -> control.Said:
    interpreter.order(what)
    return {"ok": True}


async def _cancelled(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def behind(log: Path) -> bool:
    """There are captures that the view does not hold."""
    try:
        async with Reader.open(log) as reader:
            cursors = await reader.cursors()
    except (StoreError, sqlite3.Error):
        return True
    return cursors.read < cursors.capture


async def read_all(
    log: Path, providers: tuple[Provider, ...], keys: Keys, *, again: bool, tell: Callable[[int], None]
) -> int:
    """Without a receiver: read what is unread, or everything `again`; how many captures that was. `tell` is told how
    many so far. Raises `Locked` where a receiver runs."""
    total = 0
    check_log(log)
    async with Ledger.open(log, anew=again) as ledger:
        while entered := await catch_up(ledger, providers, keys):
            total += entered
            tell(total)
    return total
