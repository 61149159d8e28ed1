"""Where an export lands: a file or a folder that is there whole or not at all, for its owner alone; or a pipe."""

import os
import secrets
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Protocol

PART = ".part"
"""What ends the name of what is not whole; one that is left behind tells of a crash, and may be taken away."""
MOST_OF_NAME = 100
"""Bytes: with what stands around it, a name may have 255."""
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)


class Place(Protocol):
    """Takes what is written, one piece after the other."""

    def write(self, piece: bytes) -> None: ...
    def file(self, name: str, whole: bytes) -> None:
        """In a folder: one of its files."""
        ...


class Stream:
    """A file that is open."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def write(self, piece: bytes) -> None:
        self._file.write(piece)

    def file(self, name: str, whole: bytes) -> None:
        raise NotImplementedError(f"{name} of {len(whole)} bytes has no folder")


class Folder:
    """A folder of files."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def write(self, piece: bytes) -> None:
        """There is nothing around the files."""

    def file(self, name: str, whole: bytes) -> None:
        with _new(self._path / name) as file:
            file.write(whole)


@contextmanager
def landing(path: Path, *, folder: bool, force: bool) -> Iterator[Place]:
    """Written beside it, synced and renamed when the block ends well; otherwise nothing was there. Raises `OSError`:
    `FileExistsError` where something is there already, and is not to be written over by `force`."""
    refuse(path, force=force and not folder)
    if _flows(path):
        with _through(path) as file:
            yield Stream(file)
        return
    part = path.with_name(f".{_beginning(path.name)}.{secrets.token_hex(4)}{PART}")
    try:
        if folder:
            part.mkdir(mode=0o700)
            yield Folder(part)
        else:
            with _new(part) as file:
                yield Stream(file)
        _moved(part, path, force=force and not folder)
    finally:
        with suppress(FileNotFoundError):
            shutil.rmtree(part) if folder else part.unlink()
    _sync(path.parent)


def refuse(path: Path, *, force: bool) -> None:
    """Raises `OSError` where nothing can land; a link is never followed, wherever it leads."""
    if path.is_dir() and not path.is_symlink():
        raise IsADirectoryError(f"{path} is a folder")
    if not force and os.path.lexists(path):
        raise FileExistsError(f"{path} is there already: --force writes over it")
    if not path.parent.is_dir():
        raise FileNotFoundError(f"there is no folder {path.parent}")
    if path.exists() and not path.is_file() and not _flows(path):
        raise FileExistsError(f"{path} is no file, and leads to none: it is left alone")


def _flows(path: Path) -> bool:
    """A pipe, or a device that is no disk: it is written to as it is, for a file in its place would be no such thing.
    Not what a link leads to."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISCHR(mode)


@contextmanager
def _through(path: Path) -> Iterator[IO[bytes]]:
    with os.fdopen(os.open(path, os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0)), "wb") as file:
        if file.isatty():
            raise FileExistsError(f"{path} is a terminal: without -o it is written there, if that can do no harm")
        yield file


def _beginning(name: str) -> str:
    return name.encode("utf-8", "surrogateescape")[:MOST_OF_NAME].decode("utf-8", "ignore")


@contextmanager
def _new(path: Path) -> Iterator[IO[bytes]]:
    """On the disk when the block ends."""
    with os.fdopen(os.open(path, _NEW, 0o600), "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def _moved(part: Path, path: Path, *, force: bool) -> None:
    """Over nothing that came there meanwhile, unless it may be."""
    if force or part.is_dir():
        part.rename(path)
        return
    try:
        path.hardlink_to(part)
    except FileExistsError:
        raise FileExistsError(f"{path} is there already: --force writes over it") from None
    except OSError:  # a disk without links
        refuse(path, force=False)
        part.rename(path)


def _sync(folder: Path) -> None:
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
