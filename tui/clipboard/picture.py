"""The screen as a picture and as text, in files that only their owner reads and that ask nobody for anything."""

import os
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import chain, count
from pathlib import Path

_FONT = re.compile(r"\s*@font-face \{[^}]*\}")
"""Where the font would be fetched from the network; without it the viewer's own monospace stands in."""


def offline(svg: str) -> str:
    """The picture without what a viewer would fetch."""
    return _FONT.sub("", svg)


def saved(svg: str, text: str, now: datetime, folders: Sequence[Path]) -> Path:
    """Write both into the first folder that takes them, and never over a file that is there; the picture's path.

    Raises `OSError` where no folder takes them."""
    for folder in folders[:-1]:
        if os.access(folder, os.W_OK):
            return _written(folder, svg, text, now)
    return _written(folders[-1], svg, text, now)


def _written(folder: Path, svg: str, text: str, now: datetime) -> Path:
    for stem in _names(now):
        picture, words = folder / f"{stem}.svg", folder / f"{stem}.txt"
        if not (picture.exists() or words.exists()):
            _write(picture, svg)
            _write(words, text)
            return picture
    raise FileExistsError(folder)


def _names(now: datetime) -> Iterator[str]:
    name = f"callboard-{now:%Y-%m-%dT%H%M%S}"
    return chain([name], (f"{name}-{number}" for number in count(2)))


def _write(path: Path, text: str) -> None:
    """O_EXCL follows no link that somebody laid there."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
