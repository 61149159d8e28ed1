"""What providers called before they were pointed here: kept beside the store, so that it can be put back."""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from store import Json

VERSION = 1
LARGEST = 2**20


class Unreadable(OSError):
    """The file is none of ours, or damaged: nothing is written over it."""


@dataclass(frozen=True, slots=True)
class Before:
    """One hook."""

    was: Mapping[str, Json]
    """Its fields before it was first set; none where it was made."""
    url: str
    """What it was set to last."""


def before_path(store: Path) -> Path:
    return store.with_suffix(".hooks.json")


def read(path: Path) -> dict[str, Before]:
    """What is kept, by hook. Raises `Unreadable`."""
    try:
        with path.open("rb") as file:
            return _said(file.read(LARGEST))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        raise Unreadable(
            f"{path}, which says what was called before, cannot be read ({error}): move it away to begin anew"
        ) from error


def _said(octets: bytes) -> dict[str, Before]:
    try:
        said = json.loads(octets)
        if said["version"] == VERSION:
            return {str(name): Before(dict(one["was"]), str(one["url"])) for name, one in said["hooks"].items()}
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("it is none of ours") from error
    raise ValueError("it is of another version")


def write(path: Path, kept: Mapping[str, Before]) -> None:
    """All of it or nothing, for the user's eyes only."""
    said = {"version": VERSION, "hooks": {name: {"was": one.was, "url": one.url} for name, one in kept.items()}}
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(json.dumps(said, indent=1, sort_keys=True))
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    finally:
        with suppress(FileNotFoundError):
            aside.unlink()


def first(kept: Before | None, now: Mapping[str, Json], field: str) -> Mapping[str, Json]:
    """What is to be put back one day: what was there before us, unless somebody has set another since."""
    return kept.was if kept and now.get(field) == kept.url else now
