"""Senders that remember what was acknowledged."""

import random
import threading
from contextlib import suppress

import httpx

from tests.running import Running
from tests.until import PATIENCE

SENDERS = 8


class Tally:
    """The bodies that were answered 200, until there are enough."""

    def __init__(self, enough: int) -> None:
        self.acknowledged: set[bytes] = set()
        self.reached = threading.Event()
        self.enough = enough

    def add(self, body: bytes) -> None:
        self.acknowledged.add(body)
        if len(self.acknowledged) >= self.enough:
            self.reached.set()


def acknowledged_until_killed(receiver: Running, round_: int) -> set[bytes]:
    """Post from eight threads, kill the receiver at some moment, and say which bodies were answered 200."""
    tally = Tally(enough=random.Random(round_).randint(20, 120))  # noqa: S311  which moment does not matter
    threads = [threading.Thread(target=_send, args=(receiver.url, f"{round_}/{n}", tally)) for n in range(SENDERS)]
    for thread in threads:
        thread.start()
    assert tally.reached.wait(PATIENCE)
    receiver.process.kill()
    for thread in threads:
        thread.join()
    return tally.acknowledged


def _send(url: str, sender: str, tally: Tally) -> None:
    with httpx.Client(trust_env=False, timeout=PATIENCE) as client, suppress(httpx.HTTPError):
        for number in range(10_000):
            body = f"{sender}/{number}".encode()
            if client.post(url, content=body).status_code == 200:
                tally.add(body)
