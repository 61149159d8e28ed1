"""The clipboard: which way there is to it from here, and a request as a command."""

import os
import shlex
import shutil
import subprocess
from base64 import b64encode
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from store import Capture

MOST_BY_TERMINAL = 74_000
"""Bytes that terminals take through OSC 52: many stop at 100,000 letters of base64."""
SECONDS = 2
NATIVE = (
    ("WAYLAND_DISPLAY", ("wl-copy",)),
    ("DISPLAY", ("xclip", "-selection", "clipboard")),
    ("DISPLAY", ("xsel", "--clipboard", "--input")),
    ("HOME", ("pbcopy",)),
)
"""What a desktop offers, and the variable without which it is not there."""
TMUX = ("tmux", "load-buffer", "-w", "-")
SENT_ANYWAY = {b"host", b"content-length", b"connection", b"transfer-encoding", b"accept-encoding", b"expect"}
"""Headers that curl makes itself."""
GLOBS = {*"[]{}"}
"""Letters by which one URL stands for several."""
MOST_ARGUMENT = 30_000
"""Bytes of a body on a command line: Linux takes 131,072 letters, of which a byte may need four."""


def copied(text: str, environ: Mapping[str, str], terminal: Callable[[str], None], aside: Path) -> str:
    """Put a text where it can be pasted, and keep it aside; in which way that was done."""
    body = text.encode("utf-8", "backslashreplace")
    kept = _kept(body, aside)
    for command in _commands(environ):
        with suppress(OSError, subprocess.SubprocessError):
            quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            subprocess.run(command, input=body, check=True, timeout=SECONDS, **quiet)  # type: ignore[call-overload]  # noqa: S603
            return f"by {command[0]}"
    if len(body) <= MOST_BY_TERMINAL:
        terminal(body.decode())
        return "by the terminal (OSC 52), if it allows that"
    return f"too large for the terminal: it is in {aside}" if kept else "nowhere: it is too large for the terminal"


def _kept(body: bytes, aside: Path) -> bool:
    """Write what is copied into a file for its owner's eyes only; whether that could be done."""
    try:
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0), 0o600)
        with os.fdopen(descriptor, "wb") as file:
            os.chmod(aside, 0o600)  # noqa: PTH101  it may have been there, and wider
            file.write(body)
    except OSError:
        return False
    return True


def ways(environ: Mapping[str, str]) -> str:
    """In which ways a text goes to the clipboard from here, the first that works."""
    return ", ".join((*(command[0] for command in _commands(environ)), "the terminal (OSC 52)"))


def _commands(environ: Mapping[str, str]) -> list[tuple[str, ...]]:
    """From afar only tmux and the terminal itself reach the user's own clipboard."""
    far = "SSH_CONNECTION" in environ
    native = [] if far else [command for needs, command in NATIVE if environ.get(needs)]
    return [command for command in (*native, *([TMUX] if environ.get("TMUX") else [])) if shutil.which(command[0])]


def curl(capture: Capture, url: str) -> str:
    """The request as a command for a shell (bash, zsh): no byte of it can drive the terminal it is pasted into."""
    return _command(capture, _quoted((url + capture.target).encode("latin-1")))


def curl_to(capture: Capture, variable: str) -> str:
    """The same for a script, in which a variable says where to."""
    return _command(capture, f'"${variable}"{_quoted(capture.target.encode("latin-1"))}')


def _command(capture: Capture, place: str) -> str:
    """Nothing of it is an option, a file to read (`@`), or a pattern of URLs to curl."""
    headers = [_header(*header) for header in capture.headers if header[0].lower() not in SENT_ANYWAY]
    said = "".join(f" \\\n  -H {_quoted(header)}" for header in headers if not header.startswith(b"@"))
    plain = ("--globoff " if GLOBS & {*capture.target} else "") + ("--path-as-is " if "/." in capture.target else "")
    call = f"curl {plain}-X {_quoted(capture.method.encode())} {place}{said}"
    if b"\0" in capture.body or len(capture.body) > MOST_ARGUMENT:  # no argument of a process can hold it
        return f"base64 -d <<< {b64encode(capture.body).decode()} | {call} \\\n  --data-binary @-"
    return f"{call} \\\n  --data-raw {_quoted(capture.body)}" if capture.body else call


def _header(name: bytes, value: bytes) -> bytes:
    """curl leaves one out that has no value, unless it is written so."""
    return b"%b: %b" % (name, value) if value else b"%b;" % name


def _quoted(said: bytes) -> str:
    if said.isascii() and said.decode().isprintable():
        return shlex.quote(said.decode())
    escaped = "".join(chr(one) if 32 <= one < 127 and one not in b"'\\" else f"\\x{one:02x}" for one in said)  # noqa: PLR2004
    return f"$'{escaped}'"
