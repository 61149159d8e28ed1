"""Proxy mode: the app's own answer is given to the provider, as long as it comes before the provider gives up."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from store import Request, Sent, StoreError

from .reply import OK, Reply

USUAL = 5.0
"""Seconds, where it is not known how long the provider waits."""
SHARE = 0.8
"""Of the provider's patience: the answer has a way to go."""
LONGEST = 9.0
OURS = {
    *(b"connection", b"keep-alive", b"proxy-authenticate", b"proxy-connection", b"te", b"trailer"),
    *(b"transfer-encoding", b"upgrade", b"content-length"),
}
"""What belongs to the connection between the app and us."""


@dataclass(slots=True)
class Waiting:
    """A provider that waits for the app."""

    answer: asyncio.Future[Sent | str]
    """What the app answered, or why that is not waited for."""
    began: float
    patience: asyncio.Timeout


@dataclass(slots=True)
class FromApp:
    """The `Answers` of an app: 200 in its place where it does not answer in time."""

    url: str
    keep: Callable[[Sent], Awaitable[None]]
    """Has it stored that we answered in its place."""
    _waiting: dict[int, Waiting] = field(default_factory=dict)
    _down: bool = False

    def planned(self, _request: Request, /) -> Reply | None:
        return None

    async def found(self, seq: int, _request: Request, /) -> Reply:
        began = asyncio.get_running_loop().time()
        answer = "the app is not there" if self._down else await self._answer(seq, began)
        if isinstance(answer, Sent):
            return _reply(answer)
        if answer:
            await self._say(seq, asyncio.get_running_loop().time() - began, answer)
        return OK

    async def _answer(self, seq: int, began: float) -> Sent | str:
        try:
            async with asyncio.timeout(USUAL) as patience:
                waiting = Waiting(asyncio.get_running_loop().create_future(), began, patience)
                self._waiting[seq] = waiting
                return await waiting.answer
        except TimeoutError:
            return "the app had not answered"
        finally:
            del self._waiting[seq]

    def looked(self, upto: int, takes: Sequence[tuple[int, float | None]]) -> None:
        """What is not for the app is not waited for."""
        within = dict(takes)
        for seq, one in [(seq, one) for seq, one in self._waiting.items() if seq <= upto]:
            if seq in within:
                limit = min(LONGEST, (within[seq] or USUAL / SHARE) * SHARE)
                if not one.answer.done():
                    one.patience.reschedule(one.began + limit)
            elif not one.answer.done():
                one.answer.set_result("")

    def came(self, sent: Sequence[Sent]) -> None:
        for one in sent:
            waiting = self._waiting.get(one.capture)
            if waiting and not waiting.answer.done():
                waiting.answer.set_result(one if one.status is not None else f"it had no answer ({one.trouble})")

    def stands(self, *, down: bool) -> None:
        self._down = down
        for waiting in self._waiting.values():
            if down and not waiting.answer.done():
                waiting.answer.set_result("the app is not there")

    async def _say(self, seq: int, seconds: float, why: str) -> None:
        told = f"{why}: the provider was told {OK.status} after {seconds:.1f} s"
        took = timedelta(seconds=seconds)
        with suppress(StoreError):
            await self.keep(
                Sent(
                    capture=seq,
                    at=datetime.now(UTC),
                    why="forward",
                    target=self.url,
                    status=None,
                    took=took,
                    trouble=told,
                    again=True,
                )
            )


def _reply(sent: Sent) -> Reply:
    """The app's answer; of one that is longer than what is kept only the status."""
    if sent.cut:
        return Reply(status=sent.status or OK.status)
    headers = tuple(header for header in sent.headers if header[0].lower() not in OURS)
    return Reply(status=sent.status or OK.status, headers=headers, body=sent.body)
