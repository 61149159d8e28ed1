"""What nobody else is to have: secrets, signatures, tokens and cookies, wherever they stand in a request."""

import json
import re
from base64 import b64decode
from binascii import Error
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from urllib.parse import quote, quote_plus

from store import Capture, Header, unseen

from .shading import body_said, pairs_said, text_said
from .suspicion import harmless, suspicious, suspicious_bytes
from .wide import wide_said

REDACTED = "REDACTED"
"""A word that can stand in a URL, a header, JSON and a form."""
SHORTEST = 6
"""Letters of a secret of the settings that is looked for everywhere: a shorter one is in half of all texts."""
NAMES = (
    "token|secret|passw|passphrase|pwd|apikey|accesskey|privatekey|signingkey|authkey|authori[sz]|cookie|signature"
    "|credential|jwt|bearer|sessionid|hmac|csrf|xsrf|subscriptionkey"
)
_NAME = re.compile(rf"{NAMES}|auth$|authentication$|^x?sig$|^session$|^otp(code)?$|^xkey$")
_CODED = re.compile("%[0-9A-F]{2}")
_SIGNS = re.compile(r"[\W_]+")
_FIND = (
    (re.compile(r"(://)[^\s/@:'\"<>]{0,256}:[^\s/@'\"<>]{1,256}(?=@)"), rf"\1{REDACTED}"),
    (re.compile(r"\beyJ[\w-]{5,4096}\.[\w-]{5,4096}(?:\.[\w-]{0,4096})?"), REDACTED),
    (re.compile(r"(?i)\b(bearer|digest)(\s{1,4})(?=[^\s'\"]{0,200}[\d=_.-])[^\s'\",;<>]{8,4096}"), rf"\1\2{REDACTED}"),
    (re.compile(r"(-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----)[^-]{1,20000}"), rf"\1{REDACTED}"),
    (
        re.compile(r"(?i)((?:authori[sz]ation|cookie)[\"']?\s{0,8}:\s{0,8}[\"']?)[^\r\n\"']{1,8192}"),
        rf"\1{REDACTED}",
    ),
    (
        re.compile(
            r"(?i)((?:token|secret|passw(?:or)?d|passphrase|pwd|api[_-]?key|access[_-]?key|private[_-]?key|signature"
            r"|credentials?|jwt|session[_-]?id|(?<![a-z])sig(?==))[\w.\[\]-]{0,64}(?:\\?[\"'])?\s{0,8}(?:=|:|%3D)\s{0,8}(?:\\?[\"'])?)"
            r"(?!REDACTED)[^\s\"'&<>,;\\]{1,8192}"
        ),
        rf"\1{REDACTED}",
    ),
    (
        re.compile(
            r"(?is)(<[\w:.-]{0,64}(?:token|secret|passw|apikey|signature|credential)[^<>]{0,200}>\s{0,8}<!\[CDATA\[)"
            r"(?:(?!\]\]>).){1,8192}"
        ),
        rf"\1{REDACTED}",
    ),
    (
        re.compile(r"(?i)(<[\w:.-]{0,64}(?:token|secret|passw|apikey|signature|credential)[^<>]{0,200}>)[^<]{1,8192}"),
        rf"\1{REDACTED}",
    ),
    (
        re.compile(
            r"(?i)(name=\"[^\"\r\n]{0,64}(?:token|secret|passw|api_?key|signature|credential)[^\"\r\n]{0,64}\"[^\r\n]{0,200}"
            r"\r?\n(?:[^\r\n]{1,200}\r?\n){0,8}\r?\n)[^\r\n]{1,8192}"
        ),
        rf"\1{REDACTED}",
    ),
)
_MEMBER = re.compile(r"(\\?[\"'])([^\"'\\\r\n]{1,100})\1\s{0,64}[:=]\s{0,64}(?=\\?[\"'])")
_QUOTED = re.compile(r"(?s)(\\?[\"'])((?:(?!\1)(?:\\.|[^\\])){1,8192})")
_BASIC = re.compile(r"(?i)\b(basic)(\s{1,4})([A-Za-z0-9+/_-]{4,4096}={0,2})")
_RANDOM = re.compile(r"(?=[^/]*[a-z])(?=[^/]*[A-Z])(?=[^/]*\d)[\w-]{16,}|[A-Za-z0-9_-]{40,}")
"""A part of a path that was drawn by lot."""


@lru_cache(maxsize=4096)
def secret(name: str) -> bool:
    """Whether what stands under this name of a field or a header is nobody else's."""
    return _NAME.search(_SIGNS.sub("", name).lower()) is not None


@lru_cache(maxsize=512)  # of one kind of event they are the same each time
def _any_secret(names: tuple[str, ...]) -> bool:
    return any(map(secret, names))


def say(name: str, text: str) -> str:
    """What stands for a text."""
    if name and secret(name):
        return REDACTED
    return within(text) if suspicious(text) else text


def within(text: str) -> str:
    """The text, without what in it looks like a secret."""
    text = _BASIC.sub(_basic, text)
    for pattern, stands in _FIND:
        text = pattern.sub(stands, text)
    return _members(text) if '"' in text or "'" in text else text


def _members(text: str) -> str:
    """What stands in quotes behind a name in quotes, as in JSON that cannot be read."""
    pieces, at = [], 0
    for found in _MEMBER.finditer(text):
        if found.start() >= at and secret(found[2]) and (value := _QUOTED.match(text, found.end())):
            pieces += [text[at : value.start(2)], REDACTED]
            at = value.end(2)
    return "".join((*pieces, text[at:]))


def _basic(match: re.Match[str]) -> str:
    """`Basic` before a name with a password; before anything else it is a word."""
    try:
        known = b":" in b64decode(match[3] + "=" * (-len(match[3]) % 4), altchars=b"-_" if "-" in match[3] else None)
    except (Error, ValueError):
        known = False
    return f"{match[1]}{match[2]}{REDACTED}" if known else match[0]


@lru_cache(maxsize=8192)
def _header(header: Header) -> Header:
    name, value = header
    said = value.decode("latin-1")
    told = said if value.isdigit() and not secret(name.decode("latin-1")) else say(name.decode("latin-1"), said)
    return header if told == said else (name, told.encode("latin-1", "replace"))


@dataclass(frozen=True, slots=True)
class Redaction:
    """Leaves out what looks like a secret, and what is known to be one."""

    known: tuple[str, ...] = field(default=(), repr=False)
    """Secrets of the settings: found wherever they stand."""
    token: str = field(default="", repr=False)
    """The path token of our tunnels: without it a path is as it would be here."""

    def request(self, capture: Capture) -> Capture:
        target, headers, body = _target(capture.target, self.token), _headers(capture.headers), _body(capture)
        if (target, headers, body) == (capture.target, capture.headers, capture.body):
            shaded = capture
        else:
            shaded = _with(capture, target, headers, body)
        return self._without_known(shaded) if self.known or self.token else shaded

    def text(self, text: str) -> str:
        """Words of any field."""
        return self._known_in(_of_event("", text))

    def event(self, line: str, capture: Capture, shaded: Capture) -> str:
        """The line of an event: a summary may tell where it was posted."""
        if shaded is not capture and shaded.target != capture.target:
            line = line.replace(_inner(capture.target), _inner(shaded.target))
            line = line.replace(_inner(capture.path), _inner(shaded.path)) if capture.path != "/" else line
        if "=" in line or "eyJ" in line or "@" in line:
            line = unseen(text_said(line, _of_event))
        return self._known_in(line) if self.known or self.token else line

    def _without_known(self, capture: Capture) -> Capture:
        body = capture.body.decode("utf-8", "surrogateescape")
        said = (capture.target, *(value.decode("latin-1") for _, value in capture.headers), body)
        if "\0" not in body and self._known_in(whole := "\n".join(said)) == whole:  # as of nearly all
            return capture
        return replace(
            capture,
            target=self._known_in(capture.target),
            headers=tuple(
                (name, self._known_in(value.decode("latin-1")).encode("latin-1")) for name, value in capture.headers
            ),
            body=wide_said(self._known_in(body).encode("utf-8", "surrogateescape"), self._known_in),
        )

    def _known_in(self, text: str) -> str:
        for one in spellings((*self.known, self.token)):
            if one in text:
                text = text.replace(one, REDACTED)
        return text


@lru_cache(maxsize=256)
def _headers(headers: tuple[Header, ...]) -> tuple[Header, ...]:
    return tuple(map(_header, headers))


def _with(capture: Capture, target: str, headers: tuple[Header, ...], body: bytes) -> Capture:
    """As `replace` makes it, in a third of the time, of every request that is signed."""
    return Capture(
        seq=capture.seq,
        received_at=capture.received_at,
        method=capture.method,
        target=target,
        http_version=capture.http_version,
        headers=headers,
        body=body,
        peer=capture.peer,
        answer=capture.answer,
    )


def _body(capture: Capture) -> bytes:
    body = capture.body
    if suspicious_bytes(body) and not harmless(body, _any_secret):
        body = body_said(capture, say)
    return wide_said(body, partial(text_said, say=say))


@lru_cache(maxsize=8192)
def _target(target: str, token: str) -> str:
    path, mark, query = target.partition("?")
    own = f"/{token}"
    if token and f"{path}/".startswith(f"{own}/"):
        path = path[len(own) :] or "/"
    parts = (within(path) if suspicious(path) else path).split("/")
    said = (
        REDACTED if _RANDOM.fullmatch(part) or (part and secret(before)) else part
        for before, part in zip(["", *parts], parts, strict=False)
    )
    return f"{'/'.join(said)}{mark}{pairs_said(query, say)}"


@lru_cache(maxsize=8)
def spellings(known: Iterable[str]) -> tuple[str, ...]:
    """Each secret as it stands in a text, in JSON, in a URL and in a form; the longest first."""
    long = [one for one in known if len(one) >= SHORTEST]
    ways = {way for one in long for way in _ways(one)}
    return tuple(sorted(ways, key=len, reverse=True))


def _ways(one: str) -> Iterator[str]:
    yield one
    for inner in (_inner(one), json.dumps(one)[1:-1]):
        yield inner
        yield inner.replace("/", "\\/")
    for coded in (quote(one, safe=""), quote(one), quote_plus(one)):
        yield coded
        yield _CODED.sub(lambda found: found[0].lower(), coded)


def _inner(text: str) -> str:
    """As it stands within a text of JSON."""
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _of_event(_name: str, text: str) -> str:
    """The names of an event's fields are ours: `key` is the provider's id for it."""
    return within(text) if suspicious(text) else text
