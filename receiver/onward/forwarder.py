"""The forwarder's process as the receiver holds it: what it has sent is stored, and what it says is passed on."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from store import Intake, Sent, StoreError

from ..control import Said
from ..forward import Forward
from ..process import TRY_AGAIN, Helper
from .outlet import SENTS

UNKNOWN = "callboard stopped sending while it was on its way: nobody knows whether it arrived, so it is not sent again"


class Asked(Protocol):
    """Whoever gives the first app's answers to providers."""

    def looked(self, upto: int, takes: Sequence[tuple[int, float | None]]) -> None: ...
    def came(self, sent: Sequence[Sent]) -> None: ...
    def stands(self, *, down: bool) -> None: ...


class Nobody:
    """Nobody waits for an app's answer."""

    def looked(self, upto: int, takes: Sequence[tuple[int, float | None]]) -> None: ...
    def came(self, sent: Sequence[Sent]) -> None: ...
    def stands(self, *, down: bool) -> None: ...


@dataclass(slots=True, kw_only=True)
class Forwarder(Helper):
    """It hears `news`, `kept` and `leave`."""

    intake: Intake
    forwards: Sequence[Forward]
    asked: Asked
    targets: Sequence[Mapping[str, Any]] = ()
    """How each stands: `name`, `url`, `insecure`, `waits`, `paused`, `down_since`."""
    _begun: dict[tuple[str, int], datetime] = field(default_factory=dict)
    """What may be with an app, by its name, and since when."""

    @classmethod
    @asynccontextmanager
    async def running(
        cls,
        log: Path,
        intake: Intake,
        forwards: Sequence[Forward],
        own_ports: Sequence[int],
        tell: Callable[[str], None],
        asked: Asked | None = None,
    ) -> AsyncIterator["Forwarder"]:
        """What is captured from now on is sent on while the block runs."""
        told = {
            "log": str(log),
            "forwards": [asdict(one) for one in forwards],
            "own_ports": list(own_ports),
            "since": await intake.newest(),
            "asked": asked is not None,
        }
        made = cls(
            called="forwarder",
            module="receiver.onward",
            told=told,
            tell=tell,
            intake=intake,
            forwards=forwards,
            asked=asked or Nobody(),
        )
        async with made.started() as process:
            yield process

    async def _ended(self, process: asyncio.subprocess.Process) -> int:
        if process.stdout:
            with suppress(ValueError, asyncio.IncompleteReadError):  # it was killed in the middle of a word
                await self._hear(process.stdout)
        code = await process.wait()
        urls = {one.name: one.url for one in self.forwards}
        lost = [_lost(seq, at, urls[name]) for (name, seq), at in self._begun.items()]
        self._begun.clear()
        if lost:
            await self._keep(lost)
        return code

    async def _hear(self, out: asyncio.StreamReader) -> None:
        while line := await out.readline():
            said = json.loads(line)
            if said["do"] == "sent":
                bodies = [await out.readexactly(size) for size in said["sizes"]]
                heads = SENTS.validate_json(said["sent"])
                sent = [head.model_copy(update={"body": body}) for head, body in zip(heads, bodies, strict=True)]
                await self._sent(said["names"], sent)
            else:
                self._heard(said)

    def _heard(self, said: Mapping[str, Any]) -> None:
        match said["do"]:
            case "begins":
                self._begun[said["name"], said["seq"]] = datetime.now(UTC)
            case "looked":
                self.asked.looked(said["upto"], said["takes"])
            case "state":
                self.targets = said["targets"]
                self.asked.stands(down=any(one["down_since"] for one in self.targets[:1]))
            case "tell":
                self.tell(said["sentence"])

    async def _sent(self, names: Sequence[str], sent: Sequence[Sent]) -> None:
        self.asked.came([one for name, one in zip(names, sent, strict=True) if name == self.forwards[0].name])
        await self._keep(sent)
        for name, one in zip(names, sent, strict=True):
            self._begun.pop((name, one.capture), None)
        self.order("kept")

    async def _keep(self, sent: Sequence[Sent]) -> None:
        """Nothing more is sent until what was is stored."""
        told = False
        while True:
            try:
                return await self.intake.keep_sent(*sent)
            except StoreError as error:
                if not told:
                    self.tell(f"what was sent on cannot be stored ({error}): nothing more is sent until it can")
                told = True
                await asyncio.sleep(TRY_AGAIN)


async def standing(forwarders: Sequence[Forwarder], _said: Said) -> Said:
    """How the targets stand, for whoever asks over the control socket."""
    return {"targets": [target for one in forwarders for target in one.targets]}


def _lost(seq: int, at: datetime, url: str) -> Sent:
    return Sent(capture=seq, at=at, why="forward", target=url, status=None, took=timedelta(0), trouble=UNKNOWN)
