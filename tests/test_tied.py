"""Programs of others that end when we do: the one that started them is a process that is really killed."""

import asyncio
import os
import signal
import subprocess
import sys

import uvloop

from receiver.outside.tied import Tied
from tests.terminal import Watched
from tests.until import PATIENCE, until

STARTS = """
import asyncio
from receiver.outside.tied import Tied

async def main():
    tied = await Tied.start("sh", "-c", "trap '' TERM; sleep 60 & echo $! $$; wait")
    print((await tied.process.stdout.readline()).decode(), flush=True)
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
    assert watched.gone()


async def test_a_program_ends_as_it_is_told_and_its_guard_with_it() -> None:
    tied = await Tied.start("sh", "-c", "echo $$; exec sleep 60")
    assert tied.process.stdout
    assert int(await tied.process.stdout.readline()) == tied.pid
    await tied.end()
    assert tied.process.returncode == -signal.SIGTERM
    await until(lambda: not _group(tied.pid))


def test_the_loop_that_we_run_on_hands_nothing_else_down() -> None:
    async def output() -> bytes:
        tied = await Tied.start("sh", "-c", "ls -l /proc/self/fd | wc -l; echo over")
        try:
            return await asyncio.wait_for(tied.process.stdout.read(), PATIENCE) if tied.process.stdout else b""
        finally:
            await tied.end()

    assert uvloop.run(output()) == b"5\nover\n"  # a line of its own, three pipes, and the folder that is listed


async def test_one_that_ends_by_itself_says_so_and_leaves_no_guard() -> None:
    tied = await Tied.start("sh", "-c", "echo over; exit 3")
    assert tied.process.stdout
    assert await tied.process.stdout.read() == b"over\n"
    assert await tied.process.wait() == 3
    await tied.end()
    await until(lambda: not _group(tied.pid))


async def test_a_stopped_program_is_told_from_one_that_goes_on() -> None:
    tied = await Tied.start("sleep", "60")
    try:
        assert not tied.stopped
        os.kill(tied.pid, signal.SIGSTOP)
        await until(lambda: tied.stopped)
        assert tied.stopped
        os.kill(tied.pid, signal.SIGCONT)
        await until(lambda: not tied.stopped)
    finally:
        os.kill(tied.pid, signal.SIGKILL)
        await asyncio.wait_for(tied.end(), PATIENCE)
    assert not tied.stopped


def _group(number: int) -> bool:
    """Somebody is in it."""
    try:
        os.killpg(number, 0)
    except ProcessLookupError:
        return False
    return True
