"""How the board was left: kept in a file beside the store, so that it comes back."""

import json
import os
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from store import Json

from .layout import Layout

T = TypeVar("T")
M = TypeVar("M", bound=BaseModel)
VERSION = 1
LARGEST = 2**20
"""Bytes of a file that may be ours."""
LOOKS = ("board", "following", "theme", "wrap")
"""What a board that begins anew does not take over; named views and the mask it does."""


class Kept(BaseModel):
    model_config = ConfigDict(frozen=True)


class PaneState(Kept):
    """What a user made of one list."""

    filter: str = ""
    columns: tuple[str, ...] = ()
    """Their titles in order; empty for the usual ones."""
    sort: str = ""
    """Empty for newest first."""
    falling: bool = True


class View(Kept):
    """What a user made of the dashboard, under a name or for the next time."""

    panes: dict[str, PaneState] = {}
    layout: Layout = Layout.ALL


class Left(Kept):
    """Where the user was."""

    view: View = View()
    on: int = 4
    tab: int = 0
    zoomed: bool = False
    history: tuple[str, ...] = ()
    """Filters, the newest last."""


def session_path(store: Path) -> Path:
    """`callboard.db` was left as `callboard.board.json` says."""
    return store.with_suffix(".board.json")


class Session:
    """Named values; of two boards over one store the last to leave has the last word."""

    def __init__(self, path: Path | None = None, without: Collection[str] = ()) -> None:
        """Without a path nothing is kept; `without` names what is not taken over from the last time."""
        self._path = path
        self._kept: dict[str, Json] = {}
        self._saved = ""
        self.trouble = ""
        """What was wrong with the file, in a sentence."""
        if path:
            self._read(path)
        for name in without:
            self._kept.pop(name, None)

    def get(self, name: str, default: T) -> T:
        """The value of a name, if it is one like the default."""
        value = self._kept.get(name)
        return value if isinstance(value, type(default)) else default

    def put(self, name: str, value: Json) -> None:
        self._kept[name] = value

    def left(self) -> Left:
        """Where the user was."""
        return _model(Left, self._kept.get("board")) or Left()

    def views(self) -> dict[str, View]:
        """What has a name, in its order."""
        kept = self.get("views", dict[str, Json]())
        return {name: view for name in sorted(kept) if (view := _model(View, kept[name]))}

    def save(self) -> None:
        """Write what is new, so that a reader finds all of it or what was there before. Raises `OSError`."""
        text = json.dumps({"version": VERSION, **self._kept}, indent=1, sort_keys=True)
        if self._path is None or text == self._saved:
            return
        self._saved = text
        aside = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        try:
            with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
                file.write(text)
            aside.replace(self._path)
        finally:
            aside.unlink(missing_ok=True)

    def _read(self, path: Path) -> None:
        try:
            with path.open("rb") as file:
                self._kept = _said(file.read(LARGEST + 1))
        except FileNotFoundError:
            return
        except (OSError, ValueError, RecursionError) as error:
            aside = path.with_suffix(".broken.json")
            with suppress(OSError):
                path.replace(aside)
            self.trouble = f"how the board was left cannot be read ({error}): it begins anew, the file is {aside.name}"


def _model(kind: type[M], value: Json) -> M | None:
    try:
        return kind.model_validate(value)
    except ValidationError:
        return None


def _said(octets: bytes) -> dict[str, Json]:
    """The names and values in a file. Raises `ValueError`."""
    if len(octets) > LARGEST:
        raise ValueError("it is too large")
    said: Json = json.loads(octets)
    if not isinstance(said, dict) or said.pop("version", None) != VERSION:
        raise ValueError("it is of another version")
    return said
