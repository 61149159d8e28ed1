"""The way from the store to whoever a replay is for: judged, signed where that is asked, and kept."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property, partial
from typing import TYPE_CHECKING

from .frame import Failure, providers
from .signer import Signer

if TYPE_CHECKING:
    from receiver.provider import Provider
    from store import Answer, Capture, Sent

    from ..config.settings import Settings
    from ..sending.replaying import Send
    from .signer import Signer

Keep = Callable[["Sent"], Awaitable[None]]


@dataclass(frozen=True)
class OneWay:
    """`replaying.Way`."""

    chosen: "Settings"
    to: str
    here: bool
    keep: Keep
    """Stores what was sent."""
    troubles: list[str] = field(default_factory=list)

    @asynccontextmanager
    async def opened(self, *, changed: bool = False) -> "AsyncIterator[Send]":
        from receiver.onward.sending import Line
        from receiver.onward.target import Target
        from receiver.onward.withheld import DAMAGED
        from store import Answer

        from ..sending.replaying import sent

        # What is taken for this machine is judged again at each request, and is not named: it cannot become another.
        async with Line.open(Target(self.to, named=not self.here)) as line:

            async def send(capture: "Capture") -> "Answer":
                if capture.damaged:
                    return Answer(None, timedelta(), f"not sent: {DAMAGED}")
                at = datetime.now(UTC)
                answer = await line.send(capture)
                await self._keep(sent(capture, at, self.to, answer, changed=changed))
                return answer

            yield send

    def signed(self, capture: "Capture") -> "Capture":
        from receiver.meaning.reading import whose

        try:
            provider, _ = whose(capture, self._providers, self._signer.keys.routes)
            if provider is None:
                raise ValueError(f"capture {capture.seq} cannot be signed: its provider is not known")
            return replace(capture, headers=self._signer.headers(capture, provider, self.to))
        except Failure as error:
            raise ValueError(error.message) from error

    @cached_property
    def _signer(self) -> Signer:
        """Asked once: a secret may be a command's."""
        return Signer(self.chosen)

    @cached_property
    def _providers(self) -> "tuple[Provider, ...]":
        return providers(self.chosen)

    async def _keep(self, sent: "Sent") -> None:
        """That it cannot be kept ends nothing: it was sent."""
        from store import StoreError

        try:
            await self.keep(sent)
        except (StoreError, OSError) as error:
            self.troubles.append(str(error))


def way(chosen: "Settings", to: str, keep: Keep | None = None) -> OneWay:
    """Whoever types a URL names it: it may be another machine. Raises `ValueError` where nothing may be sent."""
    from ipaddress import ip_address

    from receiver.keeping import sent
    from receiver.onward.target import Refused, Target, dialled

    try:
        address = dialled(Target(to, named=True))
    except Refused as error:
        raise ValueError(str(error)) from error
    return OneWay(chosen, to, ip_address(address).is_loopback, keep or partial(sent.keep, chosen.store))
