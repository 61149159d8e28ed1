"""The requests of a HAR as lines that an export has: its own come back exactly, a browser's as far as it tells them."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from pydantic_core import to_json

ORIGIN = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://([^/?#]*)")
OWN = "_callboard"
SAFE = "".join(map(chr, range(0x21, 0x7F)))


def lines_of(har: Mapping[str, Any]) -> Iterator[bytes]:
    """A line each, whatever is in it: it is looked at where every line is."""
    for entry in har["log"]["entries"]:
        yield to_json(_line(entry), inf_nan_mode="null")


def _line(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    request, own = entry["request"], entry.get(OWN) or {}
    body, encoding = _body(request.get("postData") or {}, own)
    host, target = _called(str(request["url"]))
    version = re.search(r"[0-9.]+", str(request.get("httpVersion") or ""))
    return {
        "v": 1,
        "kind": "capture",
        "received_at": entry["startedDateTime"],
        "received_us": own.get("received_us"),
        "method": request["method"],
        "path": "",
        "query": "",
        "target": own.get("target") or target,
        "http_version": version[0] if version else "1.1",
        "headers": _headers(request["headers"], host),
        "body": body,
        "body_encoding": encoding,
        "peer": str(own.get("peer") or "127.0.0.1"),
        "answer": own.get("answer", (entry.get("response") or {}).get("status") or 0),
        "marked": own.get("marked", False),
        "note": own.get("note"),
    }


def _headers(said: list[Mapping[str, Any]], host: str) -> list[tuple[Any, Any]]:
    """HTTP/2 says the host elsewhere, and has names that are none."""
    headers = [(one["name"], one["value"]) for one in said if not str(one["name"]).startswith(":")]
    names = {str(name).lower() for name, _ in headers}
    return headers if "host" in names or len(headers) == len(said) else [("Host", host), *headers]


def _body(posted: Mapping[str, Any], own: Mapping[str, Any]) -> tuple[Any, str]:
    """Ours stands beside it where it is no text."""
    if "body" in own:
        return own["body"], "base64"
    text, params = posted.get("text"), posted.get("params") or []
    if not text and params:
        text = urlencode([(str(one["name"]), str(one.get("value", ""))) for one in params])
    return (text or ""), "base64" if posted.get("encoding") == "base64" else "utf-8"


def _called(url: str) -> tuple[str, str]:
    """The host, and the target as it would be sent to it."""
    origin = ORIGIN.match(url)
    rest = (url[origin.end() :] if origin else url).partition("#")[0]
    target = quote(rest, safe=SAFE) or "/"
    return origin[1] if origin else "", target if target.startswith("/") else f"/{target}"
