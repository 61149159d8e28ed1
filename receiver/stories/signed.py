"""A request signed as its provider would sign it."""

from dataclasses import replace

from store import Capture, Header

from ..provider import Provider
from ..signatures import SIGNATURE


def signed(capture: Capture, provider: Provider, secret: str, url: str, at: int, nonce: str) -> tuple[Header, ...]:
    """The headers of this request, signed as the provider would when it calls the URL at a time (Unix seconds), in
    place of a signature that it has. `ValueError` where the provider signs nothing."""
    if provider.signing is None:
        raise ValueError(f"{provider.title} signs nothing, as far as is known")
    new = provider.signing(capture, at, nonce)
    came = (one.header.lower().encode("latin-1") for one in provider.signatures(capture))
    names = (*came, *(name.lower() for name, _ in new))  # what begins with them is a nonce, a time
    others = tuple(header for header in capture.headers if not header[0].lower().startswith(names))
    unsigned = replace(capture, headers=(*others, *((name, value.replace(SIGNATURE, b"")) for name, value in new)))
    one = provider.signatures(unsigned)[0]
    make = one.make or one.expect
    made = make(secret, one.signed(url)[0]).encode() if make else b""
    return (*others, *((name, value.replace(SIGNATURE, made)) for name, value in new))
