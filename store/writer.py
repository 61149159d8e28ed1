"""The log's one writing connection: nothing goes into a file that was taken away, and the WAL stays short."""

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import aiosqlite

from .database import Unstorable, checkpoint, in_thread

T = TypeVar("T")

CHECKPOINT = 4 * 2**20
"""Bytes that were written after which the WAL is moved into the file."""


class Writer:
    """What is written here stands between two transactions of others: each piece of work is one trip to the thread."""

    def __init__(self, db: aiosqlite.Connection, path: Path) -> None:
        self._db, self._path, self._file = db, path, _inode(path)
        self._fresh = 0

    async def write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Raises `Unstorable`, which says why it could not be written."""
        try:
            return await self.aside(work)
        except (sqlite3.Error, OSError) as error:
            raise Unstorable(str(error)) from error

    async def aside(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """The same, with SQLite's own errors."""
        if _inode(self._path) != self._file:
            raise Unstorable(f"the store's file {self._path} was taken away: start again")
        return await in_thread(self._db, work)

    async def ask(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """What writes nothing, also of a file that was taken away."""
        return await in_thread(self._db, work)

    async def grown(self, octets: int) -> None:
        """The WAL has so many bytes more, or about as many."""
        self._fresh += octets
        if self._fresh > CHECKPOINT:
            await self.checkpoint(idle=False)

    async def checkpoint(self, *, idle: bool) -> None:
        """A failure here loses nothing: the WAL only stays longer."""
        with suppress(sqlite3.Error, OSError):
            await self.ask(lambda db: checkpoint(db, idle=idle))
        self._fresh = 0


def _inode(path: Path) -> int:
    """Which file it is; 0 where there is none, or nothing is left in it."""
    try:
        found = path.stat()
    except OSError:
        return 0
    return found.st_ino if found.st_size else 0
