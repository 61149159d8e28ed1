"""What no receiver has read yet, before a command tells what there is."""

from contextlib import suppress
from typing import TYPE_CHECKING

import click

from .adapters import keys, providers
from .frame import NAME, Failure, progress, reader, run

if TYPE_CHECKING:
    from ..config.settings import Settings

LOOKS, MOMENT = 20, 0.1
"""How often, and after how many seconds again, it is looked whether a receiver has read everything."""


def read_what_is_unread(chosen: "Settings") -> None:
    """Where no receiver runs, the view may be missing, old or behind: it is brought up to date first."""
    from store import Locked

    if not chosen.store.exists():
        return
    from receiver.unread import behind, read_all

    if run(behind(chosen.store)):
        try:
            run(read_all(chosen.store, providers(chosen), keys(chosen), again=False, tell=progress))
        except Failure as error:
            if not isinstance(error.__cause__, Locked):
                raise
            _say_what_is_missing(chosen)


def _say_what_is_missing(chosen: "Settings") -> None:
    """A receiver reads it: what came last in a moment, everything again in its time."""
    import asyncio
    import sqlite3

    from store import StoreError

    async def missing() -> tuple[int, int]:
        async with reader(chosen) as door:
            for _ in range(LOOKS):
                cursors = await door.cursors()
                if cursors.read >= cursors.capture:
                    return 0, 0
                await asyncio.sleep(MOMENT)
            return cursors.read, cursors.capture

    with suppress(StoreError, sqlite3.Error):  # what keeps it from being read is told by the command itself
        read, there = asyncio.run(missing())
        if there:
            said = f"the receiver has read up to request {read:,} of {there:,}: what follows is without the rest"
            click.echo(f"{NAME}{said} (`callboard watch` shows how far it is)", err=True)
