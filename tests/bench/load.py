"""A sender: as fast as it can over many connections, or at a steady rate, with the time of every answer."""

import asyncio
import time
from collections.abc import Callable
from itertools import count
from typing import cast

from tests.until import until

BODY = (
    b'{"data":{"event_type":"message.finalized","id":"%032d","occurred_at":"2026-11-22T10:00:00.000+00:00",'
    b'"payload":{"id":"m-%032d","direction":"outbound","type":"SMS","from":{"phone_number":"+13125550101"},'
    b'"to":[{"phone_number":"+13125550102","status":"delivered"}],"text":"Hello there! Your order has shipped.",'
    b'"errors":[],"tags":["a","b"],"parts":1,"encoding":"GSM-7","cost":{"amount":"0.0051","currency":"USD"},'
    b'"tcr_campaign_id":"CEXMPL1","webhook_url":"https://hooks.example.com/telnyx"},"record_type":"event"},'
    b'"meta":{"attempt":1,"delivered_to":"https://hooks.example.com/telnyx"}}'
)
HEAD = b"POST /telnyx HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"


def requests(begin: int = 0) -> Callable[[], bytes]:
    """Another message with every call."""
    numbers = count(begin)

    def another() -> bytes:
        number = next(numbers)
        body = BODY % (number, number)
        return HEAD % len(body) + body

    return another


class Sender(asyncio.Protocol):
    """One connection that posts the next as soon as the last was answered."""

    def __init__(self, load: "Load") -> None:
        self._load = load
        self._sent = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._load.idle.append(self)
        self._load.came()

    def data_received(self, data: bytes) -> None:
        if not data.startswith(b"HTTP/1.1 200"):
            self._load.refused += 1
        self._load.answered(time.perf_counter() - self._sent)
        self._load.idle.append(self)
        self._load.came()

    def post(self, request: bytes) -> None:
        self._sent = time.perf_counter()
        self._transport.write(request)


class Load:
    """Posts for some seconds."""

    def __init__(self, another: Callable[[], bytes], *, greedy: bool) -> None:
        self._another, self._greedy = another, greedy
        self.idle: list[Sender] = []
        self.times: list[float] = []
        self.refused = 0
        self.running = False

    def answered(self, seconds: float) -> None:
        self.times.append(seconds)

    def came(self) -> None:
        if self._greedy and self.running:
            self.send()

    def send(self) -> None:
        if self.idle:
            self.idle.pop(0).post(self._another())


async def greedy(port: int, seconds: float, another: Callable[[], bytes], connections: int = 32) -> float:
    """Answers a second at so many connections."""
    load = await _connected(port, Load(another, greedy=True), connections)
    load.running = True
    began = time.perf_counter()
    for _ in range(connections):
        load.send()
    await asyncio.sleep(seconds)
    load.running = False
    return (len(load.times) - load.refused) / (time.perf_counter() - began)


async def steady(port: int, seconds: float, rate: float, another: Callable[[], bytes]) -> list[float]:
    """The time of every answer in seconds, at so many posts a second."""
    load = await _connected(port, Load(another, greedy=False), 32)
    began = time.perf_counter()
    for number in range(int(seconds * rate)):
        await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
        load.send()
    await asyncio.sleep(0.2)
    return load.times


async def exactly(port: int, total: int, another: Callable[[], bytes]) -> None:
    """Post so many."""
    load = await _connected(port, Load(another, greedy=True), 32)
    load.running = True
    for _ in range(32):
        load.send()
    await until(lambda: len(load.times) >= total, seconds=300)
    load.running = False


async def _connected(port: int, load: Load, connections: int) -> Load:
    loop = asyncio.get_running_loop()
    for _ in range(connections):
        await loop.create_connection(lambda: Sender(load), "127.0.0.1", port)
    return load
