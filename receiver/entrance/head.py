"""The rules for the head of a request: which is refused, and what its target is."""

from store import Header

VERSIONS = ("1.1", "1.0")
SCHEMES = (b"http", b"https")
FRAMING = (b"content-length", b"transfer-encoding")


class Refusal(Exception):
    """Why a request is not read: a status. Raised through the parser, it stops it."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def check_head(version: str, headers: list[Header], named: dict[bytes, bytes]) -> None:
    """Raise the `Refusal` of a head that two readers could understand differently. Names are in lower case; `named` is
    the same without the duplicates."""
    if version not in VERSIONS:
        raise Refusal(505)
    if b"host" not in named and version == "1.1":
        raise Refusal(400)
    if len(named) < len(headers) and [name for name, _ in headers].count(b"host") > 1:
        raise Refusal(400)
    if b"transfer-encoding" in named and (version == "1.0" or not chunked_alone(headers)):
        raise Refusal(400)


def chunked_alone(headers: list[Header]) -> bool:
    """No other coding and no length beside it."""
    framing = [(name, value.lower()) for name, value in headers if name in FRAMING]
    return framing == [(b"transfer-encoding", b"chunked")]


def origin_form(method: str, target: bytes) -> bytes:
    """Path and query as sent; of a target with scheme and host (as for a proxy) only these two."""
    if method == "CONNECT":
        raise Refusal(400)
    if target.startswith(b"/") or (target == b"*" and method == "OPTIONS"):
        return target
    scheme, _, rest = target.partition(b"://")
    if scheme.lower() not in SCHEMES:
        raise Refusal(400)
    starts = [at for at in (rest.find(b"/"), rest.find(b"?")) if at >= 0]
    path = rest[min(starts, default=len(rest)) :]
    return path if path.startswith(b"/") else b"/" + path
