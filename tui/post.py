"""Posts sample callbacks as their providers would."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import AsyncExitStack
from itertools import cycle, islice
from typing import Protocol

import httpx

Header = tuple[bytes, bytes]


class Sample(Protocol):
    """A request in a file: `receiver.sample.Sample`."""

    @property
    def name(self) -> str: ...
    @property
    def method(self) -> str: ...
    @property
    def target(self) -> str: ...
    @property
    def headers(self) -> tuple[Header, ...]: ...
    @property
    def body(self) -> bytes: ...


class NobodyThere(OSError):
    """The address is no receiver's; the text is a sentence."""


async def post(
    samples: Sequence[Sample], to: str, *, named: bool, count: int, rate: float | None
) -> AsyncIterator[tuple[str, int | str]]:
    """Post `count` requests, the samples in turn, at most `rate` a second; each name with the status of the answer, or
    with why there was none. With `named`, the provider's name is put before the path."""
    async with AsyncExitStack() as stack:
        # No proxy from the environment: what is posted to this machine stays on it.
        client = await stack.enter_async_context(httpx.AsyncClient(trust_env=False, timeout=15))
        loop = asyncio.get_running_loop()
        began = loop.time()
        for number, sample in enumerate(islice(cycle(samples), count)):
            if rate:
                await asyncio.sleep(max(0.0, began + number / rate - loop.time()))
            yield sample.name, await _post(client, sample, url_for(sample, to, named=named))


def url_for(sample: Sample, to: str, *, named: bool) -> str:
    """Where a sample goes: below `to`, with the path that the provider adds."""
    prefix = f"/{sample.name.partition('/')[0]}" if named else ""
    path = "" if sample.target == "/" else sample.target
    return f"{to.rstrip('/')}{prefix}{path.removeprefix('/') if path.startswith('/?') else path}"


async def _post(client: httpx.AsyncClient, sample: Sample, url: str) -> int | str:
    try:
        answer = await client.request(sample.method, url, headers=list(sample.headers), content=sample.body)
    except (httpx.ConnectError, httpx.UnsupportedProtocol, httpx.InvalidURL, ExceptionGroup) as error:
        raise NobodyThere(
            f"nothing takes callbacks at {url} ({error}): start `callboard`, or say where with --to"
        ) from error
    except httpx.HTTPError as error:
        return str(error) or type(error).__name__
    return answer.status_code


def failed(answers: Iterable[int | str]) -> bool:
    """Something was not taken."""
    return any(not isinstance(answer, int) or answer >= 300 for answer in answers)  # noqa: PLR2004
