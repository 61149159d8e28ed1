"""The formats of the files: what each is made with, how an older one is brought up, and what is no store at all."""

import os
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from ..database import LOOK, Foreign, StoreError, pragma
from .paths import remove, uri, view_path

SCHEMAS = Path(__file__).parent
LOG_ID, LOG_STEPS = 0x63624C47, {n: SCHEMAS / f"log-{n}.sql" for n in range(1, 6)}
"""The log is never dropped: each step leads from the version before it to its own."""
VIEW_ID, VIEW_STEPS = 0x63625657, {5: SCHEMAS / "view.sql", 6: SCHEMAS / "views.sql"}
"""An older view is dropped and read again: one step makes it."""

LONGEST_NAME = 180
"""Bytes: beside a store there are others whose names begin with its own, and a name may have 255."""
MAGIC = b"SQLite format 3\0"


def prepare_folder(path: Path) -> None:
    """Make the folder, for its owner only."""
    if len(os.fsencode(path.name)) > LONGEST_NAME:
        raise StoreError(
            f"the name of the store {path} is too long: give one of at most {LONGEST_NAME} bytes with --store"
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise StoreError(f"cannot make the store's folder {path.parent}: {error.strerror}") from error


def whole(path: Path, *, application: int, version: int) -> None:
    """Raise a `StoreError` that says what is wrong with a file, if anything is, and change nothing."""
    try:
        with closing(sqlite3.connect(uri(path, "ro"), uri=True)) as db:
            _check(db, path, application, version)
    except sqlite3.OperationalError as error:  # it is not the file that is damaged
        raise StoreError(f"cannot read the store {path} ({error}): {LOOK}") from error
    except sqlite3.Error as error:
        raise StoreError(
            f"the store {path} is damaged ({error}): `callboard serve` keeps it aside and begins another"
        ) from error


def prepare(path: Path, *, application: int, steps: Mapping[int, Path]) -> None:
    """Make the file if there is none, readable by its owner only; SQLite gives -wal and -shm the same mode.

    Raises `sqlite3.DatabaseError` for a damaged file, `StoreError` for one that is not ours to write.
    """
    try:
        path.touch(mode=0o600)
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            _check(db, path, application, max(steps))
            path.chmod(0o600)
            _bring_up(db, application, steps)
    except OSError as error:
        raise StoreError(f"cannot write the store {path}: {error.strerror}") from error
    except sqlite3.OperationalError as error:
        room = ": make room on its disk" if "full" in str(error) else ""
        raise StoreError(f"cannot open the store {path}: {error}{room}") from error


def prepare_derived(path: Path, *, application: int, steps: Mapping[int, Path]) -> None:
    """The same of a file that is begun anew where it is old or damaged."""
    try:
        prepare(path, application=application, steps=steps)
    except Foreign:
        raise
    except (sqlite3.DatabaseError, StoreError):
        remove(path)
        prepare(path, application=application, steps=steps)


def _check(db: sqlite3.Connection, path: Path, application: int, version: int) -> None:
    found, theirs = pragma(db, "application_id"), pragma(db, "user_version")
    if _left_open(path) and db.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise sqlite3.DatabaseError("quick_check found damage")
    if pragma(db, "page_count") and found != application:
        raise Foreign(f"{path} is a database of another program: give another place with --store")
    if theirs > version:
        raise StoreError(f"{path} was written by a newer callboard (format {theirs}, this one knows {version})")


def no_stranger(path: Path) -> None:
    """A file that is no database, without a sign that it was one of ours, belongs to somebody."""
    if path.exists() and not path.is_file():
        raise Foreign(f"{path} is no file: give another place with --store")
    if not path.exists() or path.stat().st_size == 0 or view_path(path).exists() or _left_open(path):
        return
    with path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise Foreign(f"{path} is no store of callboard: give another place with --store")


def _left_open(path: Path) -> bool:
    """A clean close removes the WAL: what is left of one tells of a crash."""
    wal = path.with_name(f"{path.name}-wal")
    return wal.exists() and wal.stat().st_size > 0


def _bring_up(db: sqlite3.Connection, application: int, steps: Mapping[int, Path]) -> None:
    """From the version that is found to the newest, all of it or nothing."""
    found, version = pragma(db, "user_version"), max(steps)
    if found == version:
        return
    db.execute("PRAGMA auto_vacuum=INCREMENTAL")  # of a new file: what is free in it can be given back
    db.execute("PRAGMA journal_mode=WAL")
    files = [file for step, file in sorted(steps.items()) if step > found]
    sql = " ".join(file.read_text(encoding="utf-8") for file in files)
    db.executescript(
        f"BEGIN IMMEDIATE; {sql} PRAGMA application_id={application}; PRAGMA user_version={version}; COMMIT;"
    )
