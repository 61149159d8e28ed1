"""The ASGI app: it stores each request as it came and answers after that; it parses nothing."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

from store import Header, Request, Unstorable

from .answers.refusing import Refusing
from .answers.reply import NOTHING, OK, Answers, AtOnce, Reply
from .answers.replying import AS_SENT, Exchange, Replying, answer

if TYPE_CHECKING:
    from uvicorn._types import ASGIReceiveCallable, ASGISendCallable, HTTPScope, Scope

MIB = 2**20
OURS = "/.callboard/"
HEALTH = OURS + "health"

EMPTY = (b"content-length", b"0")
CLOSE = (b"connection", b"close")
LATER = (b"retry-after", b"5")


class Captures(Protocol):
    """Where requests go: `store.Intake`, or what stands for it."""

    async def capture(self, request: Request, /) -> int: ...
    async def answered(self, seq: int, status: int, /) -> None: ...


class TooLarge(Exception):
    """The body is above the limit."""


class Gone(Exception):
    """The sender left before the body was complete."""


class Receiver:
    """Any method and any path is captured, but for ours, and answered once it is stored: 200, if nobody says else."""

    def __init__(self, intake: Captures, answers: Answers, refusing: Refusing, *, body_limit: int) -> None:
        self._intake = intake
        self._answers = answers
        self._refusing = refusing
        self._body_limit = body_limit
        self._replying = Replying()

    async def __call__(self, scope: "Scope", receive: "ASGIReceiveCallable", send: "ASGISendCallable") -> None:
        if scope["type"] != "http":
            raise RuntimeError(f"a receiver serves http, not {scope['type']}")
        target = target_of(scope)
        if target.startswith(OURS):
            await _answer_ours(scope["method"], target, send)
            return
        try:
            body = await self._body(scope["headers"], receive)
        except TooLarge:
            await self._refuse(scope, target, send)
        except Gone:
            return
        else:
            await self._capture(request_of(scope, target, body), scope, receive, send)

    async def _body(self, headers: Iterable[Header], receive: "ASGIReceiveCallable") -> bytes:
        """The whole body. What is declared too large is not even asked for, so it gets no `100 Continue`."""
        if declared_length(headers) > self._body_limit:
            raise TooLarge
        chunks: list[bytes] = []
        size = 0
        while True:
            message = await receive()
            if message["type"] != "http.request":
                raise Gone
            chunks.append(message["body"])
            size += len(message["body"])
            if size > self._body_limit:
                raise TooLarge
            if not message["more_body"]:
                return b"".join(chunks)

    async def _capture(
        self, request: Request, scope: "HTTPScope", receive: "ASGIReceiveCallable", send: "ASGISendCallable"
    ) -> None:
        reply = self._answers.planned(request)
        if reply is not OK:
            request.answer = reply.answer if reply else NOTHING
        try:
            seq = await self._stored(request)
        except Unstorable:
            await answer(send, 503, EMPTY, LATER)
        except asyncio.CancelledError:  # the server leaves and cannot wait for the disk any longer
            await answer(send, 503, EMPTY, LATER)
            raise
        else:
            if reply is OK:
                await answer(send, 200, EMPTY)
            else:
                await self._reply(reply, seq, request, Exchange(scope, receive, send))

    async def _stored(self, request: Request) -> int:
        try:
            seq = await self._intake.capture(request)
        except Unstorable as error:
            self._refusing.refused(str(error))
            raise
        if self._refusing.why:
            self._refusing.over()
        return seq

    async def _reply(self, planned: Reply | None, seq: int, request: Request, exchange: Exchange) -> None:
        """What the provider heard is in the log: a sender that left before a late answer heard nothing."""
        given = await self._replying.give(planned or await self._answers.found(seq, request), exchange)
        if given != request.answer:
            with suppress(Unstorable):
                await self._intake.answered(seq, given)

    async def _refuse(self, scope: "HTTPScope", target: str, send: "ASGISendCallable") -> None:
        """The refusal is worth knowing and is stored without the body; 413 stands whether that works or not."""
        with suppress(Unstorable):
            await self._intake.capture(request_of(scope, target, b"", answer=413))
        await answer(send, 413, EMPTY, CLOSE)


def receiver_app(
    intake: Captures, answers: Answers | None = None, refusing: Refusing | None = None, *, body_limit: int = MIB
) -> Receiver:
    """The app over a store."""
    return Receiver(intake, answers or AtOnce(), refusing or Refusing(), body_limit=body_limit)


def request_of(scope: "HTTPScope", target: str, body: bytes, *, answer: int = 200) -> Request:
    """The request in the words of the store. It was received when its body was complete: now."""
    client = scope["client"]
    return Request(
        received_at=datetime.now(UTC),
        method=scope["method"],
        target=target,
        http_version=scope["http_version"],
        headers=headers_of(scope),
        body=body,
        peer=client[0] if client else "",
        answer=answer,
    )


def declared_length(headers: Iterable[Header]) -> int:
    for name, value in headers:
        if name == b"content-length":
            return int(value)
    return 0


def target_of(scope: "HTTPScope") -> str:
    """Path and query byte for byte; under a server other than ours, as near as ASGI comes to that."""
    target = scope.get("extensions", {}).get(AS_SENT, {}).get("target")
    if isinstance(target, bytes):
        return target.decode("latin-1")
    query = scope["query_string"]
    return (scope["raw_path"] + (b"?" + query if query else b"")).decode("latin-1")


def headers_of(scope: "HTTPScope") -> tuple[Header, ...]:
    """The headers in the sender's case; under a server other than ours, in lower case."""
    headers = scope.get("extensions", {}).get(AS_SENT, {}).get("headers")
    return headers if isinstance(headers, tuple) else tuple(scope["headers"])


async def _answer_ours(method: str, target: str, send: "ASGISendCallable") -> None:
    """Nothing under our own paths is captured; what is not there is closed, so that no body is read for nothing."""
    if method == "GET" and target.partition("?")[0] == HEALTH:
        body = b'{"status":"ok"}'
        kind = (b"content-type", b"application/json")
        await answer(send, 200, kind, (b"content-length", b"%d" % len(body)), body=body)
    else:
        await answer(send, 404, EMPTY, CLOSE)
