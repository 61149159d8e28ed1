"""How far something long is, on a terminal: a line on stderr that is gone afterwards."""

import sys
from dataclasses import dataclass, field
from time import monotonic
from typing import Self

import click

CLEAR = "\r\x1b[K"
CELLS = 24
PAUSE = 0.1
"""Seconds between two words."""


@dataclass(slots=True)
class Meter:
    """Shows nothing where nobody looks."""

    doing: str
    quiet: bool = False
    _began: float = field(default_factory=monotonic)
    _said: float = field(default_factory=monotonic)
    _shown: bool = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            click.echo(CLEAR, nl=False, err=True)

    def show(self, share: float, count: int) -> None:
        """How much is done, of 1; nothing where nobody knows of how much."""
        if self.quiet or not sys.stderr.isatty() or monotonic() - self._said < PAUSE:
            return
        self._said, self._shown = monotonic(), True
        gone = self._said - self._began
        ahead = f" {bar(share)} {share:4.0%} " if share else ""
        left = _to_go(gone / share * (1 - share)) if share else ""
        click.echo(f"{CLEAR}{self.doing}{ahead} {count:,}{left}", nl=False, err=True)


def bar(share: float) -> str:
    full = round(max(0.0, min(1.0, share)) * CELLS)
    return "█" * full + "░" * (CELLS - full)


def _to_go(seconds: float) -> str:
    from ..marks import age

    return f", {age(seconds)} to go" if seconds >= 1 else ""
