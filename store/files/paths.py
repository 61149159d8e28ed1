"""Where the files of a store are, which they are at the moment, and how one is taken out of the way."""

import time
from pathlib import Path


def uri(path: Path, mode: str) -> str:
    """The file as SQLite's own address, opened `ro` or `rw`."""
    return f"{path.absolute().as_uri()}?mode={mode}"


def view_path(log: Path) -> Path:
    """`callboard.db` has its view in `callboard.view.db`."""
    return log.with_suffix(f".view{log.suffix}")


def identities(log: Path) -> tuple[int, ...]:
    """Which files log and view are at the moment; nothing where one of them is not there."""
    try:
        return tuple(path.stat().st_ino for path in (log, view_path(log)))
    except FileNotFoundError:
        return ()


def set_aside(path: Path) -> Path:
    """Keep a damaged file under another name, with its WAL, so that a new one can take its place."""
    aside = path.with_name(f"{path.name}.damaged-{time.strftime('%Y%m%d-%H%M%S')}-{time.time_ns() % 10**9:09}")
    for end in ("", "-wal", "-shm"):
        part = path.with_name(f"{path.name}{end}")
        if part.exists():
            part.rename(aside.with_name(f"{aside.name}{end}"))
    return aside


def remove(path: Path) -> None:
    """Drop a derived file."""
    for end in ("", "-wal", "-shm"):
        path.with_name(f"{path.name}{end}").unlink(missing_ok=True)
