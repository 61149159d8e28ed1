"""The guard: uvicorn's HTTP protocol, but only a sound request of limited size reaches the app."""

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import unquote

import httptools
from uvicorn.protocols.http.flow_control import HIGH_WATER_LIMIT
from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

from store import Header

from .answers.replying import AS_SENT
from .entrance.connection import BODY, HEAD, REFUSED, WHOLE, Connection, Limits
from .entrance.head import FRAMING, Refusal, check_head, origin_form

if TYPE_CHECKING:
    from uvicorn._types import HTTPScope


class Guard(Connection):
    """What a request may look like. Where the parser is strict the rule is its own; `tests/hostile.py` holds both."""

    head = 0
    """Bytes of the head in the reads before this one."""
    size = 0
    """Bytes of this read."""
    alone = True
    """This read holds bytes of one head, or of one body, and of nothing else."""
    sent: list[Header]

    def data_received(self, data: bytes) -> None:
        if self.stage is REFUSED:
            self._discard(len(data))
            return
        self.alone = True
        self.size = len(data)
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade as upgrade:
            self._without_upgrade(data[upgrade.args[0] :])
        except httptools.HttpParserError as error:
            cause = error.__context__
            self.refuse(cause.status if isinstance(cause, Refusal) else 400)
        else:
            self._weigh()

    def on_message_begin(self) -> None:
        self.stage = HEAD
        self.url = b""
        self.sent = []
        self.head = 0
        self.deadline = self.loop.time() + self.limits.request

    def on_header(self, name: bytes, value: bytes) -> None:
        """What comes here after the head is a trailer. It never is a header, or a signature could follow the body."""
        self.sent.append((name, value))

    def on_headers_complete(self) -> None:
        if len(self.sent) > self.limits.headers or self._head_too_large():
            raise Refusal(431)
        version = self.parser.get_http_version()
        self.sent = [(name, value.rstrip(b" \t")) for name, value in self.sent]
        headers = [(name.lower(), value) for name, value in self.sent]
        named = dict(headers)
        check_head(version, headers, named)
        self.scope = self._scope_of(version, headers)
        self.alone = False
        self.stage = BODY
        self._begin(version, expects=named.get(b"expect"))

    def on_body(self, body: bytes) -> None:
        self.overhead -= len(body)
        cycle = self.cycle
        if cycle.response_complete:
            return
        cycle.body += body
        if len(cycle.body) > HIGH_WATER_LIMIT:
            self.flow.pause_reading()
        cycle.message_event.set()

    def on_message_complete(self) -> None:
        if self.parser.should_upgrade():  # only the parser thinks so: see `_without_upgrade`
            return
        self.cycle.more_body = False
        self.cycle.message_event.set()
        self.alone = False
        if self.stage is BODY:
            self.stage = WHOLE
            self.deadline += self.limits.answer

    def _begin(self, version: str, *, expects: bytes | None) -> None:
        """Hand the request to the app, or keep it until those before it are answered."""
        waits = self.owed > 0
        modern = version == "1.1"
        keep_alive = modern and self.parser.should_keep_alive() and not self.parser.should_upgrade()
        self.cycle = RequestResponseCycle(
            scope=self.scope,
            transport=self.outgoing,
            flow=self.flow,
            logger=self.logger,
            access_logger=self.access_logger,
            access_log=False,
            default_headers=self.server_state.default_headers,
            message_event=asyncio.Event(),
            expect_100_continue=modern and expects is not None and expects.lower() == b"100-continue",
            keep_alive=keep_alive and not self.leaving,
            on_response=self.on_response_complete,
        )
        self.owed += 1
        if waits:
            self.flow.pause_reading()
            self.pipeline.appendleft((self.cycle, self.app))
        else:
            self._start_asgi_task(self.cycle, self.app)

    def _scope_of(self, version: str, headers: list[Header]) -> "HTTPScope":
        method = self.parser.get_method().decode("ascii")
        target = origin_form(method, self.url)
        path, _, query = target.partition(b"?")
        return {
            "type": "http",
            "asgi": {"version": self.asgi_version, "spec_version": "2.3"},
            "http_version": version,
            "server": self.server,
            "client": self.client,
            "scheme": "http",
            "method": method,
            "root_path": "",
            "path": unquote(path.decode("latin-1")),
            "raw_path": path,
            "query_string": query,
            "headers": headers,
            "extensions": {AS_SENT: {"target": target, "headers": tuple(self.sent), "connection": self}},
        }

    def _without_upgrade(self, rest: bytes) -> None:
        """Read on as if nobody had asked for another protocol. The parser cannot, it takes the body for that protocol:
        a second one gets the framing alone."""
        framing = [name + b": " + value + b"\r\n" for name, value in self.sent if name.lower() in FRAMING]
        self.parser = httptools.HttpRequestParser(Remainder(self))
        self.parser.set_dangerous_leniencies(lenient_data_after_close=True)
        self.parser.feed_data(b"POST / HTTP/1.1\r\nconnection: close\r\n" + b"".join(framing) + b"\r\n")
        self.data_received(rest)

    def _weigh(self) -> None:
        """Count what is no body and in no whole head. A read of several things is not counted: it is bounded."""
        if not self.alone:
            self.overhead = 0
        elif self.stage is HEAD:
            self.head += self.size
            if self.head > self.limits.head:
                self.refuse(431)
        elif self.stage is BODY:
            self.overhead += self.size
            if self.overhead > self.limits.overhead:
                self.refuse(400)

    def _head_too_large(self) -> bool:
        """Measured only where it could be: most heads come in one small read."""
        if self.head + self.size <= self.limits.head:
            return False
        line = len(self.parser.get_method()) + len(self.url) + len("  HTTP/1.1\r\n")
        lines = sum(len(name) + len(value) + len(": \r\n") for name, value in self.sent)
        return line + lines + len("\r\n") > self.limits.head


class Remainder:
    """Hears only the body of a request."""

    def __init__(self, guard: Guard) -> None:
        self.on_body = guard.on_body
        self.on_message_complete = guard.on_message_complete


def guarded(limits: Limits) -> type[Guard]:
    """A guard with these limits."""

    class Limited(Guard):
        pass

    Limited.limits = limits
    return Limited
