"""The way from the store to whoever a replay is for: judged, signed where that is asked, and kept."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING

from .frame import Failure, keys, providers

if TYPE_CHECKING:
    from receiver.provider import Provider
    from receiver.sending import Answer
    from receiver.trust import Keys
    from store import Capture, Sent

    from ..replaying import Send
    from ..settings import Settings

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
    async def opened(self) -> "AsyncIterator[Send]":
        from receiver.sending import Line
        from receiver.target import Target

        from ..replaying import sent

        # What is taken for this machine is judged again at each request, and is not named: it cannot become another.
        async with Line.open(Target(self.to, named=not self.here)) as line:

            async def send(capture: "Capture") -> "Answer":
                at = datetime.now(UTC)
                answer = await line.send(capture)
                await self._keep(sent(capture, at, self.to, answer))
                return answer

            yield send

    def signed(self, capture: "Capture") -> "Capture":
        from receiver.reading import whose
        from receiver.trust import signed

        known, kit = self._signers
        provider, _ = whose(capture, known, kit.routes)
        secrets = kit.secrets.get(provider.name, ()) if provider else ()
        if provider is None or not secrets:
            raise ValueError(f"capture {capture.seq} cannot be signed: no secret is set for its provider")
        bare = _bare(capture, provider)
        return replace(bare, headers=(*bare.headers, *signed(bare, provider, secrets[0], self.to)))

    @cached_property
    def _signers(self) -> "tuple[tuple[Provider, ...], Keys]":
        """Asked once: a secret may be a command's."""
        try:
            return providers(self.chosen), keys(self.chosen)
        except Failure as error:
            raise ValueError(error.message) from error

    async def _keep(self, sent: "Sent") -> None:
        """That it cannot be kept ends nothing: it was sent."""
        from store import StoreError

        try:
            await self.keep(sent)
        except (StoreError, OSError) as error:
            self.troubles.append(str(error))


def _bare(capture: "Capture", provider: "Provider") -> "Capture":
    """Without any of its provider's signatures, and what begins with their names: a nonce, a time."""
    came = [one.header.lower().encode("latin-1") for one in provider.signatures(capture)]
    names = (*came, *(name.lower() for name, _ in provider.signing))
    return replace(capture, headers=tuple(one for one in capture.headers if not one[0].lower().startswith(names)))


def way(chosen: "Settings", to: str, keep: Keep | None = None) -> OneWay:
    """Whoever types a URL names it: it may be another machine. Raises `ValueError` where nothing may be sent."""
    from ipaddress import ip_address

    from receiver import sent
    from receiver.target import Refused, Target, dialled

    try:
        address = dialled(Target(to, named=True))
    except Refused as error:
        raise ValueError(str(error)) from error
    return OneWay(chosen, to, ip_address(address).is_loopback, keep or partial(sent.keep, chosen.store))
