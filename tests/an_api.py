"""A provider's API as it is documented: a real server with what it holds, that can be told to fail."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from store import Json

from .an_app import app

KEY = "KEY-hush-hush"
MAY = "Bearer " + KEY


@dataclass
class Api:
    """What it holds, by path; and what it was asked."""

    held: dict[str, dict[str, Json]]
    rows: list[dict[str, Json]] = field(default_factory=list)
    """Those of a list at `/v3/webhooks`."""
    asked: list[tuple[str, str, Json]] = field(default_factory=list)
    fails: list[bytes] = field(default_factory=list)
    """Whole answers that the next requests get instead; empty for none, ever."""
    after: bool = False
    """What fails was done nevertheless."""
    url: str = ""

    @property
    def changes(self) -> list[tuple[str, str, Json]]:
        return [one for one in self.asked if one[0] != "GET"]

    def answer(self, head: str, body: Json) -> bytes:
        method, path, _ = head.split(" ", 2)
        self.asked.append((method, path, body))
        if self.fails and (method != "GET" or not self.after):
            if self.after:
                self.do(method, path, body)
            return self.fails.pop(0)
        if f"authorization: {MAY}".lower() not in head.lower():
            return whole(401, {"errors": [{"title": "Authentication failed", "detail": "no such key"}]})
        return self.do(method, path, body)

    def do(self, method: str, path: str, body: Json) -> bytes:
        told = body if isinstance(body, dict) else {}
        if path.startswith("/v3/webhooks"):
            return self.webhooks(method, path.rpartition("/")[2], told)
        if path not in self.held:
            return whole(404, {"errors": [{"title": "Resource not found"}]})
        if method in {"PUT", "PATCH"}:
            self.held[path] |= told
        inside = self.held[path]
        return whole(200, {"data": inside} if "profiles" in path else inside)

    def webhooks(self, method: str, named: str, told: dict[str, Json]) -> bytes:
        if method == "GET":
            return whole(200, {"data": {"rows": [*self.rows], "page": 0, "pageSize": 25, "total": len(self.rows)}})
        if method == "POST":
            self.rows.append({"id": 100 + len(self.rows), **told})
        found = self.rows[-1:] if method == "POST" else [row for row in self.rows if str(row["id"]) == named]
        if not found:
            return whole(404, {"message": "there is none"})
        if method == "DELETE":
            self.rows.remove(found[0])
        found[0].update(told)
        return whole(200, {"data": found[0]})


def whole(status: int, body: Json, *more: str) -> bytes:
    """An answer as it goes over the wire."""
    said = json.dumps(body).encode()
    head = "\r\n".join((f"HTTP/1.1 {status} X", f"Content-Length: {len(said)}", *more))
    return head.encode() + b"\r\n\r\n" + said


@asynccontextmanager
async def api(
    held: dict[str, dict[str, Json]] | None = None, rows: list[dict[str, Json]] | None = None
) -> AsyncIterator[Api]:
    there = Api(held or {}, rows or [])
    async with app() as server:

        def answer(writer: asyncio.StreamWriter) -> None:
            head, _, body = server.requests[-1].partition(b"\r\n\r\n")
            writer.write(there.answer(head.decode("ascii"), json.loads(body or b"null")))

        server.answer, there.url = answer, server.url
        yield there
