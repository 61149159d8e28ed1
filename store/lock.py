"""The lock of a store: one receiver at a time, and where to find it."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from .database import StoreError


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
    with suppress(OSError, ValueError):
        says = json.loads(lock_path(log).read_text(encoding="utf-8"))
        if isinstance(says, dict) and _lives(int(says.get("pid", 0))):
            return says
    return {}


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except PermissionError:
        return True
    except OSError:
        return False
    return pid > 0


def _take(handle: int, log: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        says = holder(log)
        where = f" at {says['url']}" if "url" in says else ""
        raise Locked(
            f"another receiver (process {says.get('pid', 'unknown')}{where}) writes {log}: "
            "look at it with `callboard watch`, stop it, or give another place with --store"
        ) from None
