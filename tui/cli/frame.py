"""What every command shares: its options, its settings, its errors, its way to the store."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar

import click

from .shared import option

if TYPE_CHECKING:
    from store import Reader

    from ..config.settings import Settings

T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., object])

FAILED, USAGE, TUNNEL, REJECTED, CONFIG = 1, 2, 4, 5, 6
NAME = "callboard: "

OPTIONS = (
    ("--store", "PATH", "the store's file  [CALLBOARD_STORE]"),
    ("--host", "ADDRESS", "where to listen: 127.0.0.1  [CALLBOARD_HOST]"),
    ("--port", "PORT", "where to listen: 8010; 0 is any free port  [CALLBOARD_PORT]"),
    ("--config", "PATH", "the user's settings file  [CALLBOARD_CONFIG]"),
    ("--profile", "NAME", "a [profiles.NAME] of a settings file  [CALLBOARD_PROFILE]"),
    ("--public-url", "URL", "the URL under which the world calls us  [CALLBOARD_PUBLIC_URL]"),
    ("--forward-to", "URL", "send everything on to the local app there  [CALLBOARD_FORWARD_TO]"),
    ("--cacert", "PATH", "what the app's certificate is signed with  [CALLBOARD_CACERT]"),
    (
        "--tunnel",
        "NAME",
        "auto, none, cloudflared, ngrok, ssh:me@my.example, …: `callboard doctor` names them  [CALLBOARD_TUNNEL]",
    ),
    ("--color", "WHEN", "auto, always or never  [CALLBOARD_COLOR]"),
    ("--log-level", "LEVEL", "debug, info, warning or error  [CALLBOARD_LOG_LEVEL]"),
)


class Failure(click.ClickException):
    """A sentence for the user, and the exit code that goes with it."""

    def __init__(self, error: object, code: int = FAILED) -> None:
        super().__init__(str(error))
        self.code = code

    def show(self, file: IO[Any] | None = None) -> None:  # noqa: ARG002
        from ..text import safe

        lines = map(safe, self.message.splitlines())
        click.echo(NAME + f"\n{' ' * len(NAME)}".join(lines), err=True)  # a caret stays under its token


def common(command: F) -> F:
    """The options of every command; what is said behind the command's name holds over what is said before it. One that
    is declared below has its name to itself."""
    own = {name for one in getattr(command, "__click_params__", ()) for name in one.opts}
    command = option("-q", "--quiet", is_flag=True, help="Say nothing but results and errors.")(command)
    text = "let in through the tunnel who does not know the token in the path  [CALLBOARD_PATH_TOKEN=no]"
    command = option("--no-path-token", "path_token", flag_value="no", default=None, help=text)(command)
    text = "tell providers what the app answers, if it does so in time  [CALLBOARD_ANSWER_FROM_APP]"
    command = option("--answer-from-app", is_flag=True, help=text)(command)
    text = "believe the X-Forwarded headers of a tunnel on this machine  [CALLBOARD_TRUST_FORWARDED]"
    command = option("--trust-forwarded", is_flag=True, help=text)(command)
    text = 'answer so instead of 200: 500, "500 x3 provider:plivo", "time out", close; several  [CALLBOARD_RESPOND]'
    command = option("--respond", metavar="ANSWER", multiple=True, help=text)(command)
    for name, metavar, text in reversed(OPTIONS):
        if name not in own:
            command = option(name, metavar=metavar, help=text)(command)
    return command


def settings(flags: dict[str, object]) -> "Settings":
    """What holds for this call."""
    from ..config.settings import load
    from ..config.values import ConfigError

    try:
        return load(told(flags), os.environ, Path.cwd())
    except ConfigError as error:
        raise Failure(error, USAGE if error.flagged else CONFIG) from error


def told(flags: dict[str, object]) -> dict[str, object]:
    """The options that were given, behind the command's name or before it."""
    before: dict[str, object] = click.get_current_context().find_root().obj or {}
    return {**before, **{name: value for name, value in flags.items() if value}}


def run(work: Coroutine[object, object, T]) -> T:
    """Run to the end; what the store says is wrong is a sentence."""
    try:
        return asyncio.run(work)
    except Exception as error:
        if failure := _failure(error):
            raise failure from error
        raise


def _failure(error: Exception) -> Failure | None:
    """None where it is no fault of what was asked for."""
    import sqlite3

    from store import LOOK, StoreError

    if isinstance(error, StoreError):
        return Failure(error, USAGE)
    if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
        return Failure(error)
    if isinstance(error, sqlite3.OperationalError):
        missing = str(error).startswith("no such")
        advice = "`callboard reread` makes what is missing anew" if missing else LOOK
        return Failure(f"the store cannot be read ({error}): {advice}")
    if isinstance(error, sqlite3.Error):
        return Failure(f"a file of the store is damaged ({error}): `callboard doctor` says which, and what mends it")
    return None


@asynccontextmanager
async def reader(chosen: "Settings") -> "AsyncIterator[Reader]":
    from store import PATIENCE, Kind, Reader

    patience = {**PATIENCE, **{Kind(name): limit for name, limit in chosen.overdue.items()}}
    async with Reader.open(chosen.store, patience=patience) as opened:
        yield opened


def keymap(chosen: "Settings") -> "Mapping[str, str]":
    """The user's keys as Textual spells them. Only the board knows which actions there are."""
    if not chosen.keymap:
        return {}
    from .. import app  # noqa: F401  all that has keys
    from ..config.values import ConfigError
    from ..guide.keymap import checked

    try:
        return checked(chosen.keymap)
    except ConfigError as error:
        raise Failure(error, CONFIG) from error


def progress(captures: int) -> None:
    """How far a long reading is, on a terminal only."""
    if captures % 1000 == 0 and sys.stderr.isatty():
        click.echo(f"\rreading captures: {captures:,} ", nl=False, err=True)
