"""`callboard` and `callboard watch`: the board, with a receiver of its own or without."""

import asyncio
import gc
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, TextIO, TypeVar

import click

from .answers import retorts
from .config import held_settings
from .frame import FAILED, NAME, USAGE, Failure, common, keymap, reader, run, settings, told
from .given import given, given_to_look_at
from .receive import receive

if TYPE_CHECKING:
    from ..config.settings import Settings
    from ..config.taste import Taste
    from ..given import Given
    from ..guide.card import Place
    from ..process.child import Child

PASSED_ON = ("config", "profile", "public_url", "forward_to", "cacert")


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
    if not browser and not on_a_terminal():
        raise Failure(
            "the board needs a terminal: `callboard ls` lists what there is, `callboard serve` receives", USAGE
        )
    return run(_alone(chosen, browser))


def board(chosen: "Settings", *, quiet: bool) -> int:
    """The board with its own receiver, or without a terminal that alone; the exit code."""
    if on_a_terminal():
        return run(_with_receiver(chosen))
    if not quiet:
        click.echo(f"{NAME}no terminal, so this is `callboard serve --output compact`", err=True)
    return receive(chosen, "compact", quiet=quiet)


def on_a_terminal() -> bool:
    """Raises `Failure` where there is one that the board cannot be drawn on."""
    from ..process.spoken import open_streams

    open_streams()
    if not sys.stdout.isatty() or not sys.stdin.isatty():
        return False
    _draw_on(sys.stderr if sys.stderr.isatty() else sys.stdout)
    if "utf" not in (sys.stderr.encoding or "").lower():
        raise Failure(f"the board draws in UTF-8, and the locale says {sys.stderr.encoding}: set LC_ALL=C.UTF-8", USAGE)
    return True


def _draw_on(stream: TextIO) -> None:
    """Textual does, through a buffer of its own: without one (PYTHONUNBUFFERED) a signal would cut a frame short."""
    drawn = os.fdopen(stream.fileno(), "w", encoding=stream.encoding, errors="backslashreplace", closefd=False)
    sys.__stderr__ = drawn  # type: ignore[misc]


async def _with_receiver(chosen: "Settings") -> int:
    """The receiver first: its port is open before anything is drawn."""
    from ..process.child import Child, NotStarted
    from ..unswept import unswept

    if chosen.respond:
        retorts(chosen)  # what is wrong is told here, with a caret under it
    child = Child(_arguments(chosen), chosen.port, chosen.store.with_name("receiver.log"))
    try:
        await child.start()
        with unswept():  # takes its time, while the receiver starts
            from .. import app  # noqa: F401

            taste, own = _taste(chosen), given(chosen, child, acts=True)
        gc.freeze()  # what is loaded stays
        await child.listening()
    except NotStarted as error:
        raise Failure(error, error.code or FAILED) from error
    except Failure:
        await child.stop()
        raise
    watching = asyncio.create_task(child.watch())
    try:
        return await _drawn(chosen, _place(chosen, child), own, taste)
    finally:
        watching.cancel()
        await child.stop()


def _place(chosen: "Settings", child: "Child") -> "Place":
    from ..guide.card import Place
    from ..session import session_path

    return Place(
        address=child.address,
        store=str(chosen.store),
        public_url=chosen.public_url,
        session=session_path(chosen.store),
        anew=_anew(chosen),
    )


async def _alone(chosen: "Settings", browser: str | None) -> int:
    """With `browser`, a board that `web` has started: to `look`, or to `act` too."""
    from ..guide.card import Place
    from ..process.elsewhere import Elsewhere
    from ..session import session_path

    session = None if browser else session_path(chosen.store)
    place = Place(address="", store=str(chosen.store), session=session, anew=_anew(chosen))
    acts = browser == "act"
    own = given(chosen, Elsewhere(chosen.store), acts=acts, browser=browser is not None)
    return await _drawn(chosen, place, own, _taste(chosen), acts=acts)


async def _drawn(
    chosen: "Settings", place: "Place", own: "Given", taste: "Taste", *, acts: bool = False, title: str = ""
) -> int:
    """The board, until it is left; `acts` lets one in a browser do more than look."""
    from ..app import Board

    async with reader(chosen) as door:
        screen = Board(door, place=place, given=own, taste=taste)
        screen.acts, screen.title = acts, title or screen.title
        await screen.run_async()
        screen.left()
        return screen.return_code or 0


async def shown_to_look_at(chosen: "Settings", name: str, trouble: str) -> int:
    """The board over a file that was opened; `trouble` is why not all of it could be read."""
    from ..guide.card import Place
    from ..text import safe

    place = Place(address="", store=str(chosen.store), anew=_anew(chosen))
    own = given_to_look_at(chosen, name, trouble)
    return await _drawn(chosen, place, own, _taste(chosen), title=safe(f"callboard {name}", 200))


def _anew(chosen: "Settings") -> tuple[str, ...]:
    """What the board does not take over from the last time, as the command line says."""
    from ..session import LOOKS

    if told(click.get_current_context().params).get("fresh"):
        return LOOKS
    return ("theme",) if chosen.sources["theme"] == "flag" else ()


def _taste(chosen: "Settings") -> "Taste":
    """What the user has set of the board itself. A theme that is wrong is told on it, a key is an error."""
    from ..config.settings import HERE, folder_of_themes
    from ..config.taste import Taste
    from ..config.themes import read

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
    from ..config.tables import FLAG

    said = click.get_current_context().find_root().obj or {}
    passed = [(name, said[name]) for name in PASSED_ON if name in said]
    files = [part for name, value in passed for part in (f"--{name.replace('_', '-')}", str(value))]
    tunnelled = ["--trust-forwarded"] if chosen.trust_forwarded else []
    answers = [part for text in said.get("respond", ()) for part in (FLAG, text)]
    from_app = ["--answer-from-app"] if chosen.answer_from_app else []
    open_ = [] if chosen.path_token else ["--no-path-token"]
    here = ["--store", str(chosen.store), "--host", chosen.host, "--log-level", chosen.log_level]
    return [*here, "--tunnel", chosen.tunnel, *files, *tunnelled, *answers, *from_app, *open_]
