"""What this is, and what it runs on: for the help, and for whoever is asked for it."""

import os
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from rich.console import Console
from textual.geometry import Size

from ..clipboard.copying import ways
from ..text import safe

COLOURS = {"truecolor": "16 million", "256": "256", "standard": "16", "windows": "16"}


def about(
    console: Console, size: Size, store: Path, receiver: str, theme: str, environ: Mapping[str, str] = os.environ
) -> tuple[tuple[str, str], ...]:
    """Names and values, safe to draw."""
    colours = "none (NO_COLOR)" if "NO_COLOR" in environ else COLOURS.get(console.color_system or "", "none")
    facts = {
        "callboard": f"{version('callboard')}, Textual {version('textual')}",
        "terminal": f"{environ.get('TERM', 'unknown')}, {size.width}x{size.height}",
        "colours": f"{colours}; theme {theme}",
        "inside": inside(environ),
        "clipboard": ways(environ),
        "store": str(store),
        "receiver": receiver or "none",
    }
    return tuple((name, safe(value)) for name, value in facts.items())


def inside(environ: Mapping[str, str]) -> str:
    """What stands between us and the terminal."""
    tmux = f"tmux {environ.get('TERM_PROGRAM_VERSION', '')}".strip() if environ.get("TMUX") else ""
    far = "SSH" if "SSH_CONNECTION" in environ else ""
    screen = "screen" if environ.get("STY") else ""
    return ", ".join(filter(None, (far, tmux, screen))) or environ.get("TERM_PROGRAM") or "nothing known"
