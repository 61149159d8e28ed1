"""One rule about answers: what is said, to whom, and how many times; from a line of text, or a table of settings."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from store import Filter, FilterError, Header, parse, sql_of

from .reply import Fault, Reply
from .replying import LONGEST

LONGEST_TEXT = 1000
MOST_HEADERS = 20
MOST_BODY = 64 * 1024
WHAT = re.compile(r"\s*(?:(?P<status>[2-5]\d\d)|(?P<fault>time[ -]?out|close))(?!\S)", re.IGNORECASE)
PART = re.compile(
    r"""\s+(?:x(?P<times>[0-9]{1,6})|after\s+(?P<delay>\S+)|path:(?P<path>\S+)
    |(?P<name>[A-Za-z][A-Za-z0-9-]*)=(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s"]*)))(?!\S)""",
    re.VERBOSE,
)
DELAY = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,3})?)(ms|s|m|)")
UNITS = {"ms": 0.001, "s": 1.0, "": 1.0, "m": 60.0}
HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
OURS = ("content-length", "transfer-encoding", "connection")
"""Headers that follow from the answer, or from the connection."""
FORM = '"500", "500 x3 provider:plivo", "503 x3 Retry-After=30", "200 after 10s", "time out" or "close"'
KEYS = ("answer", "times", "delay", "path", "when", "headers", "body")


@dataclass(frozen=True, slots=True)
class Retort:
    """What is said to whom."""

    reply: Reply
    times: int | None = None
    """None: to everybody who comes."""
    path: str = ""
    """Only to what is called below it."""
    when: str = ""
    """The filter, as it was written; it sees one request by itself."""
    where: Filter | None = None
    source: str = ""
    """Where the user said so."""

    @property
    def text(self) -> str:
        """As it could be written."""
        reply = self.reply
        parts = [
            str(reply.fault or reply.status),
            f"x{self.times}" if self.times else "",
            f"after {reply.delay:g}s" if reply.delay else "",
            f"path:{self.path}" if self.path else "",
            *(f"{name.decode()}={_quoted(value.decode('latin-1'))}" for name, value in reply.headers),
            f"body={len(reply.body):,} B" if reply.body else "",
            self.when,
        ]
        return " ".join(filter(None, parts))


def retort_of(text: str, source: str) -> Retort:
    """From a line: the answer, then `xN`, `after 10s`, `path:/below`, `Header=value` and `body="…"`, then a filter.
    Raises `ValueError` with a sentence."""
    found = WHAT.match(text)
    if not found or len(text) > LONGEST_TEXT:
        raise ValueError(f"an answer is like {FORM}, and not {text[:80]!r}")
    said: dict[str, object] = {"answer": found[0].strip()}
    headers: dict[str, str] = {}
    at = found.end()
    while part := PART.match(text, at):
        at = part.end()
        value = part["quoted"] if part["quoted"] is not None else part["bare"]
        if part["name"] and part["name"] != "body":
            headers[part["name"]] = value
        elif part["name"]:
            said["body"] = value
        else:
            said |= {name: part[name] for name in ("times", "delay", "path") if part[name] is not None}
    return retort_from({**said, "headers": headers, "when": text[at:].strip()}, source)


def retort_from(said: Mapping[str, object], source: str) -> Retort:
    """From a table of settings. Raises `ValueError` with a sentence."""
    if wrong := [key for key in said if key not in KEYS]:
        raise ValueError(f"unknown {wrong[0]}: there are {', '.join(KEYS)}")
    what = WHAT.fullmatch(str(said.get("answer", "")).strip())
    if not what:
        raise ValueError(f"answer is a status from 200 to 599, time out or close, and is {said.get('answer', '')!r}")
    reply = _reply(what, said)
    path, when = said.get("path", ""), said.get("when", "")
    if not isinstance(path, str) or (path and not path.startswith("/")):
        raise ValueError(f"path begins with /, and is {path!r}")
    if not isinstance(when, str) or len(when) > LONGEST_TEXT:
        raise ValueError(f"when is a filter, and is {when!r}")
    return Retort(reply, _times(said.get("times")), path, when, _filter(when), source)


def below(retort: Retort, path: str) -> Retort:
    """The same, only for what is called below a path."""
    return replace(retort, path=path)


def _reply(what: re.Match[str], said: Mapping[str, object]) -> Reply:
    delay, headers, body = _delay(said.get("delay", "0")), _headers(said.get("headers", {})), said.get("body", "")
    if not isinstance(body, str) or len(body) > MOST_BODY:
        raise ValueError(f"body is a text of at most {MOST_BODY:,} letters")
    if what["status"]:
        return Reply(int(what["status"]), headers, body.encode(), delay)
    fault = Fault.CLOSE if what["fault"].lower() == "close" else Fault.TIME_OUT
    if headers or body or (delay and fault is Fault.TIME_OUT):
        raise ValueError(f"{fault} is no answer: it has no headers and no body, and never comes")
    return Reply(delay=delay, fault=fault)


def _times(said: object) -> int | None:
    if said is None:
        return None
    if isinstance(said, bool) or not str(said).isdecimal() or not int(str(said)):
        raise ValueError(f"times is a number from 1 on, and is {said!r}")
    return int(str(said))


def _delay(said: object) -> float:
    found = DELAY.fullmatch(str(said))
    seconds = float(found[1]) * UNITS[found[2]] if found else -1
    if not 0 <= seconds <= LONGEST:
        raise ValueError(f"a delay is like 500ms, 10s or 2m, at most {LONGEST:g}s, and not {said!r}")
    return seconds


def _headers(said: object) -> tuple[Header, ...]:
    if not isinstance(said, Mapping) or len(said) > MOST_HEADERS:
        raise ValueError('headers is a table, such as {Retry-After = "30"}')
    for name, value in said.items():
        sound = HEADER.fullmatch(str(name)) and str(value).isprintable() and str(value).isascii()
        if not sound or str(name).lower() in OURS:
            raise ValueError(f"the header {name!r} cannot be said: it is ours, or has letters that no header has")
    return tuple((str(name).encode(), str(value).encode()) for name, value in said.items())


def _filter(when: str) -> Filter | None:
    """Read, and known to mean something of an event."""
    if not when:
        return None
    try:
        where = parse(when)
        sql_of(where, "entries", datetime.now(UTC))
    except FilterError as error:
        raise ValueError(str(error)) from error
    return where


def _quoted(value: str) -> str:
    return f'"{value}"' if " " in value or not value else value
