"""Sends a captured request on, as it came, and takes the answer, of which only so much is kept."""

import asyncio
import ssl
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

import httpx

from store import Answer, Header, Request

from .target import Refused, Target, Unknown, dialled

CONNECT, READ, TOTAL = 2.0, 10.0, 30.0
"""Seconds."""
KEPT = 2**20
"""Bytes of an answer's body that are kept; the rest is not read."""
ANEW = httpx.Limits(max_keepalive_connections=0)
"""Of a connection that was kept and breaks off, nobody can tell whether the request arrived."""
HOP = b"X-Callboard-Hop"
"""Put on everything that is sent on: what comes back with it is not sent on again."""
NOT_KEPT = {
    *(b"connection", b"keep-alive", b"proxy-authenticate", b"proxy-authorization", b"proxy-connection", b"te"),
    *(b"trailer", b"transfer-encoding", b"upgrade", b"expect", b"content-length", b"host", HOP.lower()),
    *(b"x-forwarded-host", b"x-forwarded-proto", b"x-forwarded-for"),
}
"""What belongs to one connection, or is said anew. What `Connection` names is kept: it may name a signature."""


@dataclass(frozen=True, slots=True)
class Line:
    """The way to one target."""

    target: Target
    client: httpx.AsyncClient
    own_ports: tuple[int, ...] = ()

    @classmethod
    @asynccontextmanager
    async def open(cls, target: Target, own_ports: Iterable[int] = ()) -> AsyncIterator["Line"]:
        """No proxy, no cookie and no password from the environment, and no redirect is followed."""
        timeout = httpx.Timeout(READ, connect=CONNECT, pool=TOTAL)
        client = httpx.AsyncClient(
            trust_env=False, follow_redirects=False, timeout=timeout, verify=_verify(target), limits=ANEW
        )
        async with client:
            yield cls(target, client, tuple(own_ports))

    async def send(self, request: Request) -> Answer:
        """Never raises for what the other side does: its trouble is the answer."""
        began = time.monotonic()
        try:
            async with asyncio.timeout(TOTAL):
                return await self._sent(request, began)
        except TimeoutError:
            return _nothing(began, f"no whole answer within {TOTAL:g} s")
        except Unknown as error:
            return _nothing(began, str(error), reached=False)
        except Refused as error:
            return _nothing(began, str(error))
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            return _nothing(began, _said(error), reached=False)
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, ssl.SSLError) as error:
            return _nothing(began, _said(error))

    async def _sent(self, request: Request, began: float) -> Answer:
        loop = asyncio.get_running_loop()
        address = await loop.run_in_executor(None, dialled, self.target, self.own_ports)
        outgoing = httpx.Request(
            request.method,
            _url(self.target, request, address),
            headers=headers_for(request, self.target),
            content=request.body,
            extensions={"sni_hostname": self.target.host, "timeout": self.client.timeout.as_dict()},
        )
        answer = await self.client.send(outgoing, stream=True)
        try:
            body, cut = await _body(answer)
        finally:
            await answer.aclose()
        took = timedelta(seconds=time.monotonic() - began)
        return Answer(answer.status_code, took, _redirect(answer), tuple(answer.headers.raw), body, cut)


def headers_for(request: Request, target: Target) -> list[Header]:
    """Those that came, in their order and case, with who asked for what; the names in `NOT_KEPT` are left out."""
    kept = [header for header in request.headers if header[0].lower() not in NOT_KEPT]
    scheme = request.header("x-forwarded-proto") or "http"
    host = request.header("x-forwarded-host") or request.header("host") or ""
    return [
        (b"Host", urlsplit(target.url).netloc.encode("ascii")),
        *kept,
        (b"X-Forwarded-Host", host.encode("latin-1")),
        (b"X-Forwarded-Proto", scheme.encode("latin-1")),
        (b"X-Forwarded-For", (request.header("x-forwarded-for") or request.peer).encode("latin-1")),
        (HOP, b"1"),
    ]


def came_back(request: Request) -> bool:
    """callboard itself sent it on."""
    return request.header(HOP.decode()) is not None


def _url(target: Target, request: Request, address: str) -> httpx.URL:
    """At the address that was judged. Its own path, if the target has one, else the request's; the request's query."""
    parts = urlsplit(target.url)
    path = parts.path if parts.path.strip("/") else request.path
    raw = f"{path}?{request.query}" if request.query else path
    host = f"[{address}]" if ":" in address else address
    return httpx.URL(f"{parts.scheme}://{host}:{target.port}").copy_with(raw_path=raw.encode("latin-1"))


async def _body(answer: httpx.Response) -> tuple[bytes, bool]:
    """As it came off the wire: what is compressed stays so."""
    body = bytearray()
    async for part in answer.aiter_raw():
        body += part
        if len(body) > KEPT:
            return bytes(body[:KEPT]), True
    return bytes(body), False


def _redirect(answer: httpx.Response) -> str:
    if not answer.has_redirect_location:
        return ""
    return f"it points to {answer.headers['location']}, where nothing is sent"


def _verify(target: Target) -> ssl.SSLContext | bool:
    if target.insecure:
        return False
    return ssl.create_default_context(cafile=target.cacert) if target.cacert else True


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".rstrip(": ")


def _nothing(began: float, trouble: str, *, reached: bool = True) -> Answer:
    return Answer(None, timedelta(seconds=time.monotonic() - began), trouble, reached=reached)
