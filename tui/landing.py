"""A file that is there whole or not at all: written beside its place, and put there by its last step."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO


class Taken(OSError):
    """There is something already, and nobody said to write over it."""


@contextmanager
def landing(path: Path, *, over: bool = False) -> Iterator[IO[str]]:
    """Text for its owner only. What is at the path stays as it is until all is written, and whatever it is a link to
    stays for good. Raises `Taken`."""
    if not over:
        refuse_taken(path)
    number, beside = tempfile.mkstemp(prefix=".callboard-", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(number, "w", encoding="utf-8", newline="") as file:
            yield file
            file.flush()
            os.fsync(number)
        if not over:
            refuse_taken(path)
        Path(beside).replace(path)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(beside).unlink()
        raise


def refuse_taken(path: Path) -> None:
    if os.path.lexists(path):
        raise Taken(f"{path} is there already")
