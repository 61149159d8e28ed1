"""Whether a text may hold a secret at all: most do not, and need not be looked at closely."""

import json
from collections.abc import Callable, Iterable, Iterator

from store import DEPTH

from .needles import holding

HINTS = (
    *("token", "secret", "pass", "pwd", "key", "auth", "cookie", "signature", "credential", "jwt", "bearer"),
    *("session", "basic", "eyj", "\\u00", '"sig"', "hmac", "csrf", "xsrf", "sig=", "_sig", "otp"),
)
MORE = ("%6", "%7", "%40")
"""Without any of these letters a text is taken to hold nothing: looking at it closely takes ten times as long."""
_hinted, _coded = holding(HINTS), holding(MORE)


def suspicious(text: str) -> bool:
    lowered = text.lower()
    return _suspicious(lowered if text.isascii() else lowered.encode("utf-8", "surrogatepass").decode("latin-1"))


def suspicious_bytes(body: bytes) -> bool:
    return bool(body) and _suspicious(body.lower().decode("latin-1"))


def _suspicious(lowered: str) -> bool:
    """Of bytes, each of them a letter: no text is there of which it could not be told."""
    held = _hinted(lowered) or ("@" in lowered and "://" in lowered)
    return held or (not lowered.startswith("{") and _coded(lowered))


def harmless(body: bytes, secret: Callable[[tuple[str, ...]], bool]) -> bool:
    """Whether it is JSON in which no name is a secret's and no text is suspicious: known without taking it apart in
    Python. Where it is not sure, it is not."""
    if body[:1] not in {b"{", b"["} or body.count(b"{") + body.count(b"[") > DEPTH:
        return False
    members: list[tuple[str, object]] = []
    try:
        whole = json.loads(body.decode(), object_pairs_hook=members.extend, parse_constant=_refuse)
    except ValueError:
        return False
    if secret(tuple(name for name, _ in members)):
        return False
    texts = list(_texts((whole, *(value for _, value in members))))
    named = tuple(text for name, text in members if name == "name" and isinstance(text, str))
    return not (secret(named) or any(map(_json, texts)) or suspicious("\n".join(("", *texts))))


def _texts(values: Iterable[object]) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            yield from _texts(value)


def _json(text: str) -> bool:
    """It may be JSON within JSON."""
    return text.lstrip("\ufeff \t\r\n")[:1] in {"{", "["}


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")
