"""The control socket: who may ask, what is answered, and what is said when it cannot be."""

import asyncio
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from receiver.control import NotRunning, ask, listening, socket_path
from store import StoreError


@pytest.fixture(params=["runtime folder", "beside the store"])
def log(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    with TemporaryDirectory(prefix="cb") as folder:  # the address of a socket may have some hundred letters
        if request.param == "runtime folder":
            monkeypatch.setenv("XDG_RUNTIME_DIR", f"{folder}/run")
        else:
            monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
        yield tmp_path / "c.db"


async def reread(_said: Mapping[str, object]) -> Mapping[str, object]:
    return {"ok": True}


async def echo(said: Mapping[str, object]) -> Mapping[str, object]:
    return said


async def test_what_is_asked_is_done_and_answered(log: Path) -> None:
    async with listening(log, {"reread": reread}):
        assert await ask(log, "reread") == {"ok": True}
        assert [await ask(log, "reread") for _ in range(3)] == [{"ok": True}] * 3


async def test_what_the_receiver_does_not_do_is_said(log: Path) -> None:
    async with listening(log, {"reread": reread}):
        for what in ("rm", "", "__class__", "x" * 1000):
            assert await ask(log, what) == {"error": "not a thing that the receiver does"}


async def test_what_is_said_with_a_request_is_given_to_who_does_it(log: Path) -> None:
    async with listening(log, {"echo": echo}):
        said: dict[str, object] = {"capture": 2**53 + 1, "note": "ä\n\u2028✎", "marked": None}
        assert await ask(log, "echo", **said) == said


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"\n",
        b"[1]\n",
        b"{",
        b'{"do": ["reread"]}\n',
        b"\xff\n",
        b"x" * 70_000 + b"\n",
        b"[" * 60_000 + b"\n",
        b"7\n",
    ],
)
async def test_rubbish_ends_its_own_connection_only(log: Path, said: bytes) -> None:
    async with listening(log, {"reread": reread}):
        reader, writer = await asyncio.open_unix_connection(str(socket_path(log)))
        writer.write(said)
        writer.write_eof()
        assert b"ok" not in await reader.read()
        writer.close()
        assert await ask(log, "reread") == {"ok": True}


async def test_who_connects_and_says_nothing_is_let_go(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("receiver.control.PATIENCE", 0.05)
    async with listening(log, {"reread": reread}):
        reader, writer = await asyncio.open_unix_connection(str(socket_path(log)))
        assert await reader.read() == b""
        writer.close()


async def test_a_receiver_that_hangs_is_not_waited_for_for_ever(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def hangs(_said: Mapping[str, object]) -> Mapping[str, object]:
        await asyncio.get_running_loop().create_future()
        return {}

    async with listening(log, {"reread": hangs}):
        monkeypatch.setattr("receiver.control.PATIENCE", 0.05)
        with pytest.raises(TimeoutError):
            await ask(log, "reread")


async def test_without_a_receiver_there_is_nobody_to_ask(log: Path) -> None:
    with pytest.raises(NotRunning):
        await ask(log, "reread")
    async with listening(log, {}):
        pass
    assert not socket_path(log).exists()
    with pytest.raises(NotRunning):
        await ask(log, "reread")


async def test_another_stores_receiver_is_not_asked(log: Path) -> None:
    async with listening(log, {"reread": reread}):
        with pytest.raises(NotRunning):
            await ask(log.with_name("other.db"), "reread")


async def test_only_the_user_may_connect(log: Path) -> None:
    async with listening(log, {}):
        assert socket_path(log).stat().st_mode & 0o777 == 0o600


async def test_a_folder_that_is_another_users_takes_no_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setattr("os.getuid", lambda: tmp_path.stat().st_uid + 1)
    with pytest.raises(StoreError, match="another user's"):
        async with listening(tmp_path / "callboard.db", {}):
            pass


async def test_what_a_killed_receiver_left_is_no_hindrance(log: Path) -> None:
    socket_path(log).parent.mkdir(parents=True, exist_ok=True)
    socket_path(log).write_bytes(b"")
    async with listening(log, {"reread": reread}):
        assert await ask(log, "reread") == {"ok": True}


async def test_a_store_with_a_long_name_has_its_socket_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    log = tmp_path / ("long" * 30) / "callboard.db"

    async def done(_said: Mapping[str, object]) -> Mapping[str, object]:
        return {"ok": True}

    async with listening(log, {"this": done}):
        assert await ask(log, "this") == {"ok": True}
        assert socket_path(log).parent.stat().st_mode & 0o777 == 0o700


async def test_a_place_that_takes_no_socket_is_told_with_a_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / ("long" * 30)))
    with pytest.raises(StoreError, match=r"^no control socket can be made at .*long.*: .*; set XDG_RUNTIME_DIR$"):
        async with listening(tmp_path / "callboard.db", {}):
            pass
