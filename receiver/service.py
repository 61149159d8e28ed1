"""The receiver as a whole: the lock, the store's two writing doors, the interpreter, the control socket, the server."""

import asyncio
import socket
import sqlite3
from collections.abc import Callable, Coroutine, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Protocol

from store import Intake, Keeping, Ledger, Reader, StoreError, check_log, locked, note, prepare_folder, prepare_log

from . import control
from .answers.from_app import FromApp
from .answers.left import keep, left
from .answers.refusing import Refusing
from .answers.reply import Answers, AtOnce
from .answers.retort import Retort
from .app import receiver_app
from .entrance.hosts import App, addressed
from .forward import Forward
from .found import found
from .interpreter import catch_up
from .keeping.bringing import brought
from .keeping.remarks import kept
from .keeping.sent import kept as sent_kept
from .keeping.upkeep import KEEPING, Keeper
from .meaning.trust import Keys
from .onward.forwarder import Forwarder, standing
from .onward.target import check
from .outside import outlook
from .outside.exposing import Exposing
from .outside.known import known
from .outside.which import NONE, Wish
from .process import Helper, InterpreterProcess, Tables
from .provider import Provider
from .respond import Fitting, Respond
from .server import bind, run, url_of

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
        interpreter = await _interpreter(stack, options, front)
        asked = FromApp(options.forwards[0].url, intake.keep_sent) if options.answer_from_app else None
        forwarders = await _forwarders(stack, options, intake, listener.getsockname()[1], front, asked)
        respond = _responding(options, front, asked or AtOnce())
        refusing = Refusing(front.tell)
        app = receiver_app(intake, respond, refusing)
        renamed = partial(_renamed, log, interpreter, respond.fitting)
        exposing = Exposing(log, app, options.wish, renamed, front.tell, front.reached)
        keeper = Keeper(log, intake, options.keeping, front.tell)
        does: dict[str, control.Handler] = {
            **_on_captures(intake, keeper, interpreter, forwards=bool(options.forwards)),
            "tunnel": partial(outlook.told, exposing),
            "respond": partial(refusing.told, respond.told),
            "forward": partial(standing, forwarders),
        }
        await stack.enter_async_context(control.listening(log, does))
        _beside(stack, _pass_on(intake, [interpreter, *forwarders]), keeper.work(interpreter))
        await stack.enter_async_context(exposing.opened(stop))
        front.listening(url_of(listener))
        await run(_for_us(app, options, front), listener, stop)


def _on_captures(
    intake: Intake, keeper: Keeper, interpreter: InterpreterProcess, *, forwards: bool
) -> dict[str, control.Handler]:
    """What may be asked of us about what is captured."""
    return {
        "mark": partial(kept, intake),
        "sent": partial(sent_kept, intake),
        "import": partial(brought, intake, forwards),
        "prune": keeper.asked,
        "reread": partial(_order, interpreter, "reread"),
    }


def _begun(stack: AsyncExitStack, options: Options, front: Front) -> socket.socket:
    """With the store as our own, whole, and the port open."""
    log = options.store
    stack.enter_context(locked(log))
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


async def _interpreter(stack: AsyncExitStack, options: Options, front: Front) -> InterpreterProcess:
    """Whoever reads what is captured; it ends with the stack."""
    running = InterpreterProcess.running(options.store, options.providers, options.keys, front.tell)
    return await stack.enter_async_context(running)


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


def _beside(stack: AsyncExitStack, *works: Coroutine[None, None, None]) -> None:
    """They work until the stack is left."""
    for work in works:
        stack.push_async_callback(_cancelled, asyncio.create_task(work))


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
