"""What keeps callboard from working here: each check a fact, whether it is well, and what mends it."""

import locale
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from store import index_state

from .measure import about, size

if TYPE_CHECKING:
    from store import Extent, Keeping

LEAST = (60, 16)
"""Columns and rows that the board needs."""
SAFE_SQLITE = (3, 51, 3)
"""Before it two writing connections could damage a WAL file; each file of a store has one."""
FEW = 256 * 2**20
"""Bytes free on the disk below which it is said."""
FREE = 2**20
"""Bytes free in the files below which it is not said."""
WEEK = timedelta(days=7)
BEHIND = 1000
"""Requests that are not in the text index yet before it is said."""
ASKED = 5.0
"""Seconds that another program may take to say its version."""


class Way(Protocol):
    """What makes a local port public: `receiver.outside.tunnel.Tunnel`."""

    @property
    def name(self) -> str: ...
    @property
    def program(self) -> str: ...
    @property
    def version(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    name: str
    fact: str
    fix: str = ""
    ok: bool | None = field(default=True, kw_only=True)
    """None where there is nothing to be well or not: a fact to know."""


def programs() -> Iterator[Check]:
    """What callboard runs on."""
    found = ".".join(map(str, sys.version_info[:3]))
    yield Check("python", found, "install Python 3.11 or newer", ok=sys.version_info >= (3, 11))
    yield Check("callboard", f"{version('callboard')}, textual {version('textual')}")
    one = " (each file of a store has one writer, as it needs)" if sqlite3.sqlite_version_info < SAFE_SQLITE else ""
    yield Check("sqlite", sqlite3.sqlite_version + one)


def terminal(environ: Mapping[str, str], size: tuple[int, int], *, is_one: bool) -> Iterator[Check]:
    """What the board is drawn on."""
    if not is_one:
        yield Check("terminal", "none here: `callboard serve` prints a line a callback", ok=None)
        return
    fits = size[0] >= LEAST[0] and size[1] >= LEAST[1]
    colours = environ.get("COLORTERM") or ("none, by NO_COLOR" if "NO_COLOR" in environ else "256 or fewer")
    said = f"{environ.get('TERM', 'unknown')}, {size[0]}x{size[1]}, colours: {colours}"
    yield Check("terminal", said, f"make it {LEAST[0]}x{LEAST[1]} or larger", ok=fits)
    encoding = locale.getpreferredencoding(do_setlocale=False)
    fine = encoding.upper() in {"UTF-8", "UTF8"}
    yield Check("locale", encoding, "set LANG to a UTF-8 locale, such as C.UTF-8", ok=fine)
    if environ.get("TMUX"):
        yield from _tmux()


def _tmux() -> Iterator[Check]:
    clipboard = told(("tmux", "show-options", "-gv", "set-clipboard"))
    fix = "`tmux set -g set-clipboard on`, for copies that reach the clipboard"
    yield Check("tmux clipboard", f"set-clipboard {clipboard or 'not known'}", fix, ok=clipboard in {"on", "external"})
    through = told(("tmux", "show-options", "-gv", "allow-passthrough"))
    note = "" if through in {"on", "all"} else "; desktop notifications need `tmux set -g allow-passthrough on`"
    yield Check("tmux passthrough", f"allow-passthrough {through or 'off'}{note}", ok=None)


def tunnels(ways: Iterable[tuple[Way, str]]) -> Iterator[Check]:
    """What could make the port public, each with what it lacks."""
    for way, missing in ways:
        said = missing or told((way.program, *way.version)) or "found"
        yield Check(f"tunnel {way.name}", said, ok=None if missing else True)


def disk(store: Path) -> Iterator[Check]:
    """Where callbacks are kept."""
    folder = next(one for one in (store.parent, *store.parents) if one.exists())
    fix = "give another place with --store, or make it writable"
    yield Check("folder", str(store.parent), fix, ok=os.access(folder, os.W_OK))
    free = shutil.disk_usage(folder).free
    yield Check(
        "disk", f"{free / 2**30:.1f} GiB free", "make room: what cannot be stored is answered 503", ok=free > FEW
    )
    if not store.exists():
        yield Check("store", f"{store}: not there yet")


def spoilt(store: Path, files: Iterable[Path]) -> Iterator[Check]:
    """What is damaged on the disk: of captures there is no other copy, all else is made of them."""
    for path in files:
        fix = "`callboard reread` makes it anew"
        if path == store:
            fix = "`callboard export --raw -o rest.ndjson` takes what can be read; move the store away, and import that"
        yield Check("damage", f"{path} has damaged pages", fix, ok=False)


def holding(store: Path, extent: "Extent", keeping: "Keeping") -> Iterator[Check]:
    """How much the store holds, how fast it grows, and how long that goes well."""
    free = f", {size(extent.octets - extent.used)} of it free" if extent.octets - extent.used > FREE else ""
    yield Check("store", f"{store}, {size(extent.octets)}{free}")
    oldest = f"; the oldest of {extent.oldest:%Y-%m-%d}" if extent.oldest else ""
    pruned = f"; {extent.pruned[1]:,} taken away on {extent.pruned[0]:%Y-%m-%d}" if extent.pruned else ""
    yield Check("captures", f"{extent.captures:,}{oldest}{pruned}")
    yield Check("retention", limits(keeping))
    left = extent.full_in(keeping)
    grows = "too early to tell" if extent.a_day is None else f"{size(extent.a_day)} a day"
    full = "" if left is None else f"; at that it is full in {about(left)}, and the oldest goes"
    if left is not None and keeping.octets is None:
        full = f"; at that the disk is full in {about(left)}"
    fix = "set `days` or `size` under [retention], or make room"
    yield Check("growth", grows + full, fix, ok=left is None or keeping.octets is not None or left > WEEK)


def texts(store: Path) -> Iterator[Check]:
    """What makes free text quick to find."""
    if not store.exists():
        return
    state = index_state(store)
    if state is None:
        yield Check("text index", "none yet: a receiver builds it when it has read everything", ok=None)
        return
    behind = f"{state.behind:,} requests behind" if state.behind > BEHIND else "up to date"
    yield Check("text index", f"{behind}, {size(state.octets)}")


def limits(keeping: "Keeping") -> str:
    """How long and how much is kept."""
    age = f"{keeping.age.days} days" if keeping.age else ""
    most = size(keeping.octets) if keeping.octets else ""
    return " or ".join(filter(None, (age, most))) or "off: everything is kept"


def told(command: tuple[str, ...]) -> str:
    """The first line that a program says, empty where it says nothing or is not there."""
    try:
        done = subprocess.run(  # noqa: S603  programs of the user's, with words of ours
            command, capture_output=True, text=True, timeout=ASKED, stdin=subprocess.DEVNULL, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return next(iter((done.stdout or done.stderr).strip().splitlines()), "")
