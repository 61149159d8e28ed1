"""The board's own receiver over real processes: started, told of, started again, stopped."""

import asyncio
import os
import signal
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from receiver.control import ask
from tests.running import environment, running
from tests.terminal import Watched, family
from tests.until import PATIENCE, until
from tui.process.child import LOG_LIMIT, Child, NotStarted


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A child has our environment."""
    for name in set(os.environ) - set(environment(tmp_path)):
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))


def child_of(folder: Path, *arguments: str, port: int = 0) -> Child:
    store = folder / "store" / "callboard.db"
    return Child(["--store", str(store), *arguments], port, store.with_name("receiver.log"))


@asynccontextmanager
async def started(child: Child) -> AsyncIterator[Child]:
    await child.start()
    try:
        await child.listening()
        yield child
    finally:
        await child.stop()


async def post(child: Child) -> int:
    async with httpx.AsyncClient(trust_env=False, timeout=PATIENCE) as client:
        return (await client.post(child.address, content=b"{}")).status_code


async def test_it_says_where_it_listens_and_takes_callbacks_until_it_is_stopped(tmp_path: Path) -> None:
    async with started(child_of(tmp_path)) as child:
        assert (child.state, child.sentence) == ("listening", "")
        assert child.address == f"http://127.0.0.1:{child.port}"
        assert await post(child) == 200
        assert child.pid
        processes = Watched(child.pid, *family(child.pid))
    assert processes.gone()
    with pytest.raises(httpx.ConnectError):
        await post(child)
    await child.stop()


async def test_a_taken_port_is_its_sentence_and_code(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        child = child_of(tmp_path, port=port)
        with pytest.raises(NotStarted, match=rf"^port {port} on 127\.0\.0\.1 is already in use: .*--port") as raised:
            async with started(child):
                pass
    assert raised.value.code == 2
    assert child.state == "starting"


async def test_a_mistake_in_the_settings_is_its_sentence_and_code(tmp_path: Path) -> None:
    with pytest.raises(NotStarted, match=r"none\.toml") as raised:
        async with started(child_of(tmp_path, "--config", "/none.toml")):
            pass
    assert raised.value.code == 6


async def test_only_the_last_start_has_words(tmp_path: Path) -> None:
    """What an earlier receiver said of another port is not said again."""
    child = child_of(tmp_path)
    child.talk.parent.mkdir()
    child.talk.write_text("callboard: an old story\n", encoding="utf-8")
    with running(tmp_path / "store" / "callboard.db") as other, pytest.raises(NotStarted) as raised:
        async with started(child):
            pass
    assert str(raised.value).startswith(f"another receiver (process {other.process.pid} at {other.url})")
    assert child.talk.read_text(encoding="utf-8").startswith("callboard: an old story\n")


async def test_its_talk_is_for_the_user_only_and_does_not_grow_for_ever(tmp_path: Path) -> None:
    child = child_of(tmp_path)
    child.talk.parent.mkdir()
    child.talk.write_bytes(b"x" * (LOG_LIMIT + 1))
    child.talk.chmod(0o600)
    async with started(child):
        assert child.talk.stat().st_size < 1000
    child.talk.unlink()
    async with started(child):
        assert child.talk.stat().st_mode & 0o777 == 0o600


async def test_a_killed_receiver_is_told_and_started_again_where_it_was(tmp_path: Path) -> None:
    async with started(child_of(tmp_path)) as child:
        address, first = child.address, child.pid
        watching = asyncio.create_task(child.watch())
        try:
            for _ in range(2):
                assert child.pid
                os.kill(child.pid, signal.SIGKILL)
                await until(lambda: child.state == "restarting")
                assert child.sentence.startswith("the receiver was killed by signal 9: nothing is received")
                await until(listens(child))
            assert (child.address, child.sentence) == (address, "")
            assert child.pid != first
            assert await post(child) == 200
        finally:
            watching.cancel()


def listens(child: Child) -> Callable[[], bool]:
    return lambda: child.state == "listening"


async def test_what_is_asked_for_so_many_times_is_not_begun_anew(tmp_path: Path) -> None:
    """What the board has asked for meanwhile holds, too."""
    async with started(child_of(tmp_path, "--respond", "500 x3")) as child:
        assert [await post(child), await post(child)] == [500, 500]
        await ask(tmp_path / "store" / "callboard.db", "respond", add='404 x2 X-Why="a b"')
        assert await post(child) == 404
        assert child.pid
        os.kill(child.pid, signal.SIGKILL)
        watching = asyncio.create_task(child.watch())
        await until(lambda: child.state == "restarting")
        await until(listens(child))
        watching.cancel()
        assert [await post(child) for _ in range(3)] == [404, 500, 200]


async def test_a_receiver_that_cannot_come_back_is_tried_again_and_says_why(tmp_path: Path) -> None:
    async with started(child_of(tmp_path)) as child:
        assert child.pid
        watching = asyncio.create_task(child.watch())
        try:
            os.kill(child.pid, signal.SIGKILL)
            await until(lambda: child.state == "restarting")
            with socket.socket() as other:
                other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                other.bind(("127.0.0.1", child.port))
                other.listen()
                await until(lambda: "ended with code 2 (port" in child.sentence)
                assert child.state == "restarting"
                assert child.sentence.endswith("nothing is received; it is started again in 1 s")
            await until(listens(child))
            assert await post(child) == 200
        finally:
            watching.cancel()


async def test_a_receiver_that_will_not_leave_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.process.child.LEAVE", 0.2)
    async with started(child_of(tmp_path)) as child:
        assert child.pid
        processes = Watched(child.pid, *family(child.pid))
        os.kill(child.pid, signal.SIGSTOP)
        await child.stop()
        assert processes.gone()
