"""The lock of a store: one receiver at a time, and where to find it."""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ..database import StoreError

TRIES, MOMENT = 5, 0.01
"""How often, and after how many seconds again, a lock is tried that may be held for a moment only."""


class Locked(StoreError):
    """Another receiver writes this store."""


def lock_path(log: Path) -> Path:
    return log.with_name(f"{log.name}.lock")


@contextmanager
def locked(log: Path, **says: object) -> Iterator[None]:
    """Hold the store until the block ends, or the process does, however it ends. `says` is for `holder`."""
    handle = os.open(lock_path(log), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _take(handle, log)
        note(log, **says)
        try:
            yield
        finally:
            os.ftruncate(handle, 0)  # whoever held it may live on
    finally:
        os.close(handle)


def note(log: Path, **says: object) -> None:
    """Tell, while holding the lock, where this receiver listens."""
    lock_path(log).write_text(json.dumps({"pid": os.getpid(), **says}), encoding="utf-8")


def holder(log: Path) -> dict[str, object]:
    """What the process that holds the store says about itself; nothing if there is none."""
    with suppress(OSError, ValueError), lock_path(log).open("rb") as file:
        says = json.loads(file.read())
        if isinstance(says, dict) and _held(file.fileno()):
            return says
    return {}


def _held(handle: int) -> bool:
    """Asked of the lock itself: a process number may be another's by now."""
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    fcntl.flock(handle, fcntl.LOCK_UN)
    return False


def _take(handle: int, log: Path) -> None:
    """Somebody who only asks who holds it may hold it for a moment."""
    for _ in range(TRIES):
        try:
            return fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            time.sleep(MOMENT)
    says = holder(log)
    where = f" at {says['url']}" if "url" in says else ""
    raise Locked(
        f"another receiver (process {says.get('pid', 'unknown')}{where}) writes {log}: "
        "look at it with `callboard watch`, stop it, or give another place with --store"
    )
