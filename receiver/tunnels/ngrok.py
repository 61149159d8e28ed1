"""ngrok's agent, with the user's own account: its program, or its SDK where that is installed instead."""

import json
import re
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from receiver.outside.by_sdk import there
from receiver.outside.tunnel import Asked, News, Said, Tunnel

CODE = re.compile(r"ERR_NGROK_(\d+)")
INSTALL = "its program from https://ngrok.com/download, or its SDK by `pip install 'callboard[ngrok]'`; and an account"
SENTENCES = {
    "4018": "ngrok has no token: `ngrok config add-authtoken …`, from its dashboard, or NGROK_AUTHTOKEN",
    "105": "ngrok does not know this token: take it from its dashboard again",
    "107": "ngrok does not know this token: take it from its dashboard again",
    "108": "another ngrok session of this account runs, and the plan allows one: stop that one",
    "334": "another agent has this name: stop it, or ask for another",
    "8012": "callboard's port did not answer ngrok",
}
UNREACHED = re.compile(r"failed to connect session|failed to establish tcp connection")
"""The SDK's words."""
CONFIGS = (".config/ngrok/ngrok.yml", "Library/Application Support/ngrok/ngrok.yml", ".ngrok2/ngrok.yml")


def command(asked: Asked) -> tuple[str, ...]:
    if not shutil.which("ngrok"):
        return (
            sys.executable,
            "-m",
            "receiver.outside.by_sdk",
            str(asked.port),
            *((asked.name,) if asked.name else ()),
        )
    name = (f"--url={asked.name}",) if asked.name else ()
    return ("ngrok", "http", f"127.0.0.1:{asked.port}", "--log=stdout", "--log-format=json", *name)


def read(line: str, _asked: Asked) -> Said | None:
    """One JSON object a line; errors come as text, too."""
    if found := CODE.search(line):
        return Said(
            News.FAILED, SENTENCES.get(found[1], f"ngrok refuses ({found[0]}): see https://ngrok.com/docs/errors")
        )
    if UNREACHED.search(line):
        return Said(News.FAILED, "ngrok cannot be reached: is there a network?")
    try:
        said = json.loads(line)
    except ValueError:
        return None
    return _told(said) if isinstance(said, dict) else None


def _told(said: Mapping[str, object]) -> Said | None:
    msg, url = said.get("msg"), str(said.get("url", ""))
    if msg == "started tunnel" and url.startswith("http"):
        return Said(News.ANNOUNCED, url)
    if msg in ("session closing", "failed to reconnect session", "heartbeat timeout, terminating session"):
        return Said(News.LOST, "ngrok lost its session; it tries again")
    return Said(News.CONNECTED, str(said)) if msg == "client session established" else None


def missing(asked: Asked) -> str | None:
    home = Path(asked.environ.get("HOME", "~")).expanduser()
    if asked.environ.get("NGROK_AUTHTOKEN") or any((home / one).exists() for one in CONFIGS):
        return None
    return SENTENCES["4018"]


def without(asked: Asked) -> str:
    """The SDK reads no file: its token is in the environment."""
    if not there():
        return f"ngrok is not installed: {INSTALL}"
    return (
        "" if asked.environ.get("NGROK_AUTHTOKEN") else "ngrok's SDK has no token: NGROK_AUTHTOKEN, from its dashboard"
    )


TUNNEL = Tunnel(
    name="ngrok",
    title="ngrok",
    program="ngrok",
    version=("version",),
    command=command,
    read=read,
    missing=missing,
    without=without,
    install=INSTALL,
    lifetime="a name of the account's, if it has one; else another at every start",
    limits="by plan; the free one has one session, and shows browsers a warning",
    sees="ngrok",
    adds=("X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto"),
)
