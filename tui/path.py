"""The path that somebody means by a text."""

from pathlib import Path


def path_of(text: str) -> Path:
    """With a home for its `~`; one of nobody stays as it is, and is not there, as in a shell."""
    try:
        return Path(text).expanduser()
    except RuntimeError:
        return Path(text)
