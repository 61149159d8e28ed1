"""`callboard web`: the board in a browser on this machine."""

import asyncio
import errno
import sys
from typing import TYPE_CHECKING

import click

from .frame import OPTIONS, USAGE, Failure, common, reader, run, settings

if TYPE_CHECKING:
    import socket

    from ..config.settings import Settings

PORT = 8011
MISSING = "the browser's side is not installed: {} -m pip install 'textual-serve>=1.1.3'"
MAY = {"look": "for looking only (--allow-actions lets it do more)", "act": "samples and marks are allowed"}
PASSED = {name.removeprefix("--").replace("-", "_"): name for name, _, _ in OPTIONS}


@click.command()
@common
@click.option(
    "--web-port",
    type=click.IntRange(0, 65535),
    default=PORT,
    show_default=True,
    help="Where browsers find it; 0 is any free port.",
)
@click.option("--allow-actions", is_flag=True, help="Let them post samples and set marks, too.")
def web(web_port: int, allow_actions: bool, **flags: object) -> int:
    """The board in a browser on this machine, to look at.

    Prints the address to open. Whoever has it sees all that was captured; P on the board masks numbers and texts.
    """
    chosen = settings(flags)
    _installed()
    _not_the_receivers(web_port, chosen)
    command = _board(chosen, flags, "act" if allow_actions else "look")
    with _bound(web_port) as listener:
        return run(_served(chosen, command, listener, quiet=bool(flags["quiet"])))


async def _served(chosen: "Settings", command: list[str], listener: "socket.socket", *, quiet: bool) -> int:
    """Until a signal; the exit code."""
    from ..process.leaving import leave_on_signals
    from ..web.gate import Gate
    from ..web.site import Site

    async with reader(chosen):
        pass  # there is a store: else that is said here, and not in each tab
    told: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    leave_on_signals(lambda code: None if told.done() else told.set_result(code))
    gate = Gate(listener.getsockname()[1])
    async with Site(gate, command).served(listener):
        click.echo(gate.url)
        if not quiet:
            click.echo(f"for browsers on this machine, {MAY[command[-1]]}; ctrl+c ends it", err=True)
        return await told


def _board(chosen: "Settings", flags: dict[str, object], may: str) -> list[str]:
    """The command of a board with the settings that hold here; no secret is in it."""
    said = {**(click.get_current_context().find_root().obj or {}), **{name: one for name, one in flags.items() if one}}
    said["store"] = chosen.store
    passed = [part for name, option in PASSED.items() if name in said for part in (option, str(said[name]))]
    tunnelled = ["--trust-forwarded"] if chosen.trust_forwarded else []
    return [sys.executable, "-m", "tui", "watch", *passed, *tunnelled, "--browser", may]


def _installed() -> None:
    try:
        import textual_serve  # noqa: F401
    except ImportError as error:
        raise Failure(MISSING.format(sys.executable)) from error


def _not_the_receivers(port: int, chosen: "Settings") -> None:
    """A tunnel makes the receiver's port public."""
    from store import holder

    if port and port in (chosen.port, int(str(holder(chosen.store).get("url", "")).rpartition(":")[2] or 0)):
        raise Failure(
            f"port {port} is the receiver's, and tunnels make that public: give another with --web-port", USAGE
        )


def _bound(port: int) -> "socket.socket":
    import socket

    try:
        return socket.create_server(("127.0.0.1", port))
    except OSError as error:
        why = "is already in use" if error.errno == errno.EADDRINUSE else f"cannot be had ({error})"
        raise Failure(f"port {port} on 127.0.0.1 {why}: give another with --web-port (0 is any)", USAGE) from error
