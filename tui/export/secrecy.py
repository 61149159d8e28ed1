"""What looks like a secret in a text, by its name or by itself, and what stands in its place."""

import re
from base64 import b64decode
from binascii import Error
from functools import lru_cache

from .suspicion import suspicious

REDACTED = "REDACTED"
"""A word that can stand in a URL, a header, JSON and a form."""
NAMES = (
    "token|secret|passw|passphrase|pwd|apikey|accesskey|privatekey|signingkey|authkey|authori[sz]|cookie|signature"
    "|credential|jwt|bearer|sessionid|hmac|csrf|xsrf|subscriptionkey"
)
_NAME = re.compile(rf"{NAMES}|auth$|authentication$|^x?sig$|^session$|^otp(code)?$|^xkey$")
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


@lru_cache(maxsize=4096)
def secret(name: str) -> bool:
    """Whether what stands under this name of a field or a header is nobody else's."""
    return _NAME.search(_SIGNS.sub("", name).lower()) is not None


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
