"""Programs of others that end when we do: the one that started them is a process that is really killed."""

import asyncio
import os
import signal
import subprocess
import sys

from receiver.tied import end, start, stopped
from tests.terminal import Watched
from tests.until import until

STARTS = """
import asyncio
from receiver.tied import start

async def main():
    process = await start("sh", "-c", "trap '' TERM; sleep 60 & echo $! $$; wait")
    print((await process.stdout.readline()).decode(), flush=True)
    await asyncio.sleep(60)

asyncio.run(main())
"""


def test_the_kernel_ends_a_program_and_what_it_started_when_we_are_killed() -> None:
    with subprocess.Popen((sys.executable, "-c", STARTS), stdout=subprocess.PIPE) as ours:
        assert ours.stdout
        pids = [int(pid) for pid in ours.stdout.readline().split()]
        assert len(pids) == 2
        watched = Watched(*pids)
        ours.kill()
    assert watched.gone(15)


async def test_a_program_ends_as_it_is_told_and_its_guard_with_it() -> None:
    process = await start("sh", "-c", "echo $$; exec sleep 60")
    assert process.stdout
    assert int(await process.stdout.readline()) == process.pid
    await end(process)
    assert process.returncode == -signal.SIGTERM
    await until(lambda: not _group(process.pid), 15)


async def test_one_that_ends_by_itself_says_so_and_leaves_no_guard() -> None:
    process = await start("sh", "-c", "echo over; exit 3")
    assert process.stdout
    assert await process.stdout.read() == b"over\n"
    assert await process.wait() == 3
    await end(process)
    await until(lambda: not _group(process.pid), 15)


async def test_a_stopped_program_is_told_from_one_that_goes_on() -> None:
    process = await start("sleep", "60")
    try:
        assert not stopped(process)
        os.kill(process.pid, signal.SIGSTOP)
        await until(lambda: stopped(process), 15)
        assert stopped(process)
        os.kill(process.pid, signal.SIGCONT)
        await until(lambda: not stopped(process), 15)
    finally:
        os.kill(process.pid, signal.SIGKILL)
        await asyncio.wait_for(end(process), 15)
    assert not stopped(process)


def _group(number: int) -> bool:
    """Somebody is in it."""
    try:
        os.killpg(number, 0)
    except ProcessLookupError:
        return False
    return True
