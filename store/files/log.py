"""The log's file, made ready to be written: what is damaged or old is kept beside it."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

from .formats import LOG_ID, LOG_STEPS, no_stranger, prepare, prepare_folder, whole
from .paths import set_aside
from .upgrade import keep_older


def prepare_log(path: Path, tell: Callable[[str], None] = lambda _: None) -> None:
    """Make the log ready to write. What is not to be expected is told: a damaged one is kept under another name and a
    new one begun, and of an older one a copy is kept."""
    prepare_folder(path)
    no_stranger(path)
    try:
        keep_older(path, LOG_ID, LOG_STEPS, tell)
        prepare(path, application=LOG_ID, steps=LOG_STEPS)
    except sqlite3.DatabaseError:
        aside = set_aside(path)
        tell(f"the store was damaged: what is left of it is in {aside}, and a new one was begun")
        prepare(path, application=LOG_ID, steps=LOG_STEPS)


def check_log(path: Path) -> None:
    """Raise a `StoreError` that says what is wrong with a log, if anything is, and change nothing."""
    whole(path, application=LOG_ID, version=max(LOG_STEPS))
