"""The pytest plugin: a receiver for each test that wants one, and what it heard."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Callable, Coroutine, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest

if TYPE_CHECKING:
    from store import Entry

T = TypeVar("T")

COMMAND = (sys.executable, "-m", "tui")
STOPS = 10.0
"""Seconds."""


class Callboard:
    """A receiver on a free port, over a store in a temporary folder."""

    def __init__(self, store: Path, url: str, secrets: Mapping[str, str]) -> None:
        self.store, self.url = store, url
        self._secrets = secrets

    def send(self, *samples: str, to: str | None = None, count: int | None = None, sign: bool | None = None) -> None:
        """Post sample callbacks as their providers would, to this receiver or to your own app; `callboard send --list`
        names them. Raises `AssertionError` with what was said where one was not taken."""
        self._send(*samples, sign=sign, options={"to": to, "count": count})

    async def play(
        self,
        provider: str,
        *,
        to: str | None = None,
        seed: int = 1,
        speed: str = "max",
        sign: bool | None = None,
        **more: int,
    ) -> None:
        """Post a whole registration and its messages as a provider would, the same for the same seed. `more` are
        `messages`, and in percent of them `failures`, `duplicates`, `late` and `out_of_order`. Raises `AssertionError`
        where one callback was not taken."""
        plan: dict[str, str | int | None] = {"to": to, "seed": seed, "speed": speed, **more}
        await asyncio.to_thread(self._send, "--lifecycle", provider, sign=sign, options=plan)

    def secret(self, provider: str) -> str:
        """What your app is to check signatures with: `sign` signs with this receiver's own test key."""
        return (self._secrets or _secrets(self.store))[provider]

    def _send(self, *words: str, sign: bool | None, options: Mapping[str, str | int | None]) -> None:
        named = [(f"--{name.replace('_', '-')}", str(value)) for name, value in options.items() if value is not None]
        signed = bool(self._secrets) if sign is None else sign
        _callboard_send(self.store, *words, *(part for pair in named for part in pair), *(["--sign"] * signed))

    def events(self, where: str = "") -> "list[Entry]":
        """What has been read so far and matches the filter, oldest first."""
        return _apart(lambda: self._events(where))

    def wait(self, where: str = "", *, count: int = 1, timeout: float = 10.0) -> "list[Entry]":
        """So many matching events, oldest first, of all that this receiver has heard. Raises `AssertionError` with what
        there was instead at the timeout, in seconds."""
        return _apart(lambda: self.wait_for(where, count=count, timeout=timeout))

    async def wait_for(self, where: str = "", *, count: int = 1, timeout: float = 10.0) -> "list[Entry]":  # noqa: ASYNC109
        """As `wait`, where the test is a coroutine."""
        from store import parse

        from .process.waiting import Waiting

        found: list[Entry] = []
        try:
            async with Waiting(self.store, parse(where), 0).within(timeout) as entries:
                async for entry in entries:
                    found.append(entry)
                    if len(found) == count:
                        break
        except TimeoutError:
            heard = "\n".join(f"  {entry.event.summary}" for entry in await self._events("")) or "  nothing"
            raise AssertionError(
                f"after {timeout:g} s {len(found)} of {count} match {where!r}; heard:\n{heard}"
            ) from None
        return found

    async def _events(self, where: str) -> "list[Entry]":
        from store import Reader, parse

        async with Reader.open(self.store) as reader:
            return list(reversed(await reader.entries(where=parse(where), limit=2**31)))


@pytest.fixture
def callboard_options() -> tuple[str, ...]:
    """Options of `callboard serve` for the receiver: override it to give others, such as `--config`."""
    return ()


@pytest.fixture
def callboard_signs() -> bool:
    """Whether callbacks are signed with a test key, and the receiver checks that: override it to return True."""
    return False


@pytest.fixture
def callboard(tmp_path: Path, callboard_options: tuple[str, ...], callboard_signs: bool) -> Iterator[Callboard]:  # noqa: FBT001  a fixture
    """A receiver of its own for this test."""
    store = tmp_path / "callboard" / "callboard.db"
    secrets = _secrets(store) if callboard_signs else {}
    command = (*COMMAND, "serve", "--output", "json", "--store", str(store), "--port", "0", *callboard_options)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=_environment(secrets)) as process:  # noqa: S603  ourselves
        try:
            line = process.stdout.readline() if process.stdout else ""
            if not line:
                pytest.fail("callboard did not start: what it says stands above")
            yield Callboard(store, str(json.loads(line)["url"]), secrets)
        finally:
            process.terminate()
            process.wait(STOPS)


def _callboard_send(store: Path, *words: str) -> str:
    """What it said. Raises `AssertionError` where it failed."""
    done = subprocess.run(  # noqa: S603  ourselves
        (*COMMAND, "send", *words, "--store", str(store)), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise AssertionError(f"callboard send {' '.join(words)}: {done.stderr or done.stdout}")
    return done.stdout


def _secrets(store: Path) -> dict[str, str]:
    """Those of the store's test key, for each provider that signs."""
    import tomllib

    told: dict[str, str] = tomllib.loads(_callboard_send(store, "--test-key"))["secrets"]
    return told


def _environment(secrets: Mapping[str, str]) -> dict[str, str]:
    """Ours with these secrets, without the store and the port of a developer's own board."""
    kept = {name: value for name, value in os.environ.items() if name not in ("CALLBOARD_STORE", "CALLBOARD_PORT")}
    return {**kept, **{f"CALLBOARD_SECRET_{name.upper()}": value for name, value in secrets.items()}}


def _apart(work: Callable[[], Coroutine[object, object, T]]) -> T:
    """In a thread with a loop of its own: the test may stand in another."""
    with ThreadPoolExecutor(1) as one:
        return one.submit(lambda: asyncio.run(work())).result()
