"""A log of an older format is copied before it is brought up, so that there is a way back."""

import os
import sqlite3
import time
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from pathlib import Path

from ..database import StoreError, pragma
from .paths import uri

PAGES = 5000
"""Copied at once."""
UNFINISHED = ".part"


def keep_older(path: Path, application: int, steps: Mapping[int, Path], tell: Callable[[str], None]) -> None:
    """Copy a log if it is to be brought up, and tell where the copy is. Raises `StoreError` where it cannot be copied,
    and `sqlite3.DatabaseError` for a damaged one."""
    version = _version(path, application)
    if not 0 < version < max(steps):
        return
    backup = path.with_name(f"{path.name}.backup-{version}-{time.strftime('%Y%m%d-%H%M%S')}")
    part = backup.with_name(backup.name + UNFINISHED)
    try:
        _forget_unfinished(path)
        _copy(path, part)
        part.replace(backup)
    except (sqlite3.OperationalError, OSError) as error:
        with suppress(OSError):
            _forget_unfinished(path)
        raise StoreError(
            f"{path} is of an older format ({version}) and has to be copied before it is brought up, which failed"
            f" ({error}): make room beside it"
        ) from error
    tell(f"the store is brought up from format {version} to {max(steps)}; as it was, it is in {backup}")


def _forget_unfinished(path: Path) -> None:
    """With what SQLite keeps beside it while it is written."""
    for left in path.parent.glob(f"{path.name}.backup-*{UNFINISHED}*"):
        left.unlink(missing_ok=True)


def _version(path: Path, application: int) -> int:
    """Its format; 0 where it is none of ours, or nothing."""
    if not path.exists() or not path.stat().st_size:
        return 0
    try:
        with closing(sqlite3.connect(uri(path, "ro"), uri=True)) as db:
            return pragma(db, "user_version") if pragma(db, "application_id") == application else 0
    except sqlite3.OperationalError as error:  # it is not the file that is damaged
        raise StoreError(f"cannot open the store {path}: {error}") from error


def _copy(path: Path, to: Path) -> None:
    """What is in the WAL too; on the disk before it counts."""
    os.close(os.open(to, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with closing(sqlite3.connect(uri(path, "ro"), uri=True)) as db, closing(sqlite3.connect(to)) as copy:
        db.backup(copy, pages=PAGES)
    handle = os.open(to, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
