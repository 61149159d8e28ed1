"""How Plivo signs."""

from urllib.parse import parse_qsl

from receiver.signatures import Signature, as_bytes, keyed, matches, read_as_form
from store import Capture, form_pairs

V2, V3 = "HMAC-SHA256 over URL and nonce (V2)", "HMAC-SHA256 over URL, form and nonce (V3)"


def signatures(capture: Capture) -> tuple[Signature, ...]:
    """V2 covers the URL without its query and a nonce, V3 the form too; Ma- is the main account's token.

    https://www.plivo.com/docs/messaging/concepts/signature-validation; plivo-python 4.63.0 utils/. V3 is documented for
    voice, and seen on live messaging callbacks by two public implementations.
    """
    found = [
        _signature(capture, f"X-Plivo-Signature-{account}{version}", version)
        for version in ("V3", "V2")
        for account in ("", "Ma-")
    ]
    return tuple(one for one in found if capture.header(one.header) is not None)


def _signature(capture: Capture, header: str, version: str) -> Signature:
    nonce, expect = capture.header(f"X-Plivo-Signature-{version}-Nonce"), keyed("sha256", "base64")
    strong = version == "V3"
    return Signature(
        scheme=V3 if strong else V2,
        header=header,
        given=tuple(one.strip() for one in (capture.header(header) or "").split(",")),
        signed=lambda url: (as_bytes(f"{_v3(capture, url)}.{nonce}" if strong else f"{url.partition('?')[0]}{nonce}"),),
        check=matches(expect),
        expect=expect,
        covers_body=strong,
        needs_url=True,
        nonce=nonce,
        flaw=_flaw(capture, version, nonce),
    )


def _flaw(capture: Capture, version: str, nonce: str | None) -> str | None:
    """V3 puts a dot before its nonce: one with a dot could have been the end of the form, or of a path under V2."""
    if not nonce:
        return f"X-Plivo-Signature-{version}-Nonce is missing"
    if "." in nonce:
        return f"X-Plivo-Signature-{version}-Nonce has a dot in it"
    uncovered = version == "V3" and capture.body.strip() and not _is_signed_form(capture)
    return "the body is not covered by it" if uncovered else None


def _is_signed_form(capture: Capture) -> bool:
    return capture.method != "GET" and read_as_form(capture)


def _v3(capture: Capture, url: str) -> str:
    """The URL with all that was sent, sorted: a form stands behind a `?` even where there is no query."""
    base, _, said = url.partition("?")
    query = "&".join(f"{name}={value}" for name, value in sorted(parse_qsl(said, keep_blank_values=True)))
    form = form_pairs(capture) if _is_signed_form(capture) else ()
    pairs = "".join(f"{name}{value}" for name, value in sorted(form))
    if not pairs:
        return f"{base}?{query}" if query else base
    return f"{base}?{query}.{pairs}" if query else f"{base}?{pairs}"
