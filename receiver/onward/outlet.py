"""What the forwarder's process says to the receiver's: what it begins to send, what came of it, and how it stands.

Each message is a line of JSON; `sent` is followed by the bodies of the answers, as long as its `sizes` say. The
receiver says `kept` once they are in the store.
"""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from pydantic import TypeAdapter

from store import Sent

GATHER = 0.02
"""Seconds in which what was sent comes together for one writing."""
MOST_AT_ONCE = 2 * 2**20
"""Bytes of answers in one message."""
PACE = 2**20
"""Bytes of answers a second: more of them would take the disk from captures, and the time from our own answers."""

SENTS = TypeAdapter(list[Sent])


@dataclass(slots=True)
class Outlet:
    """The process's voice: nothing is said twice, and nobody waits for it but who must."""

    out: asyncio.StreamWriter
    _begun: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    _unsaid: deque[tuple[str, Sent, asyncio.Future[None]]] = field(default_factory=deque)
    _some: asyncio.Event = field(default_factory=asyncio.Event)
    _kept: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, sentence: str) -> None:
        self._say(do="tell", sentence=sentence)

    def begins(self, name: str, seq: int) -> None:
        """From now on it may have arrived."""
        self._begun[name].add(seq)
        self._say(do="begins", name=name, seq=seq)

    def begun(self, name: str) -> set[int]:
        """What is with an app, or was and is not kept."""
        return self._begun[name]

    def looked(self, upto: int, takes: Sequence[tuple[int, float | None]]) -> None:
        """Of the captures up to `upto`, the app that is asked gets these; for how many seconds the provider waits."""
        self._say(do="looked", upto=upto, takes=takes)

    def state(self, said: object) -> None:
        self._say(do="state", targets=said)

    async def keep(self, name: str, sent: Sent) -> None:
        """Return once it is in the store."""
        kept: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._unsaid.append((name, sent, kept))
        self._some.set()
        await kept

    def kept(self) -> None:
        """The receiver has stored what it was told."""
        self._kept.set()

    async def work(self) -> None:
        """Tell what was sent, as much at a time as is there."""
        while True:
            await self._some.wait()
            batch = self._next()
            if not self._unsaid:
                self._some.clear()
            self._say_sent([(name, sent) for name, sent, _ in batch])
            await self.out.drain()
            await self._kept.wait()
            self._kept.clear()
            for name, sent, kept in batch:
                self._begun[name].discard(sent.capture)
                if not kept.done():
                    kept.set_result(None)
            await asyncio.sleep(GATHER + sum(len(sent.body) for _, sent, _ in batch) / PACE)

    def _next(self) -> list[tuple[str, Sent, asyncio.Future[None]]]:
        batch, octets = [self._unsaid.popleft()], 0
        while self._unsaid and octets < MOST_AT_ONCE:
            batch.append(self._unsaid.popleft())
            octets += len(batch[-1][1].body)
        return batch

    def _say_sent(self, sent: list[tuple[str, Sent]]) -> None:
        heads = [one.model_copy(update={"body": b""}) for _, one in sent]
        self._say(
            do="sent",
            names=[name for name, _ in sent],
            sent=SENTS.dump_json(heads).decode(),
            sizes=[len(one.body) for _, one in sent],
        )
        for _, one in sent:
            self.out.write(one.body)

    def _say(self, **said: object) -> None:
        self.out.write(json.dumps(said).encode() + b"\n")
