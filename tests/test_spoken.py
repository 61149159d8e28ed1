"""Talk that nobody reads makes nobody wait."""

import fcntl
import os
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.running import CALLBOARD, LIFE, Running, environment
from tests.until import PATIENCE


@contextmanager
def unheard(store: Path) -> Iterator[Running]:
    """A receiver whose stderr is a pipe that is full, and that nobody reads."""
    read, write = os.pipe()
    fcntl.fcntl(write, fcntl.F_SETPIPE_SZ, 4096)
    os.write(write, b"." * fcntl.fcntl(write, fcntl.F_GETPIPE_SZ))
    command = (*CALLBOARD, "serve", "--output", "json", "--store", str(store), "--port", "0", "--log-level", "debug")
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=write, text=True, env=environment(store.parent)
    ) as process:
        patience = threading.Timer(LIFE, process.kill)
        patience.start()
        try:
            yield Running(store, process)
        finally:
            patience.cancel()
            process.kill()
            os.close(read)
            os.close(write)


def test_captures_are_acknowledged_and_read_while_nobody_reads_the_talk(tmp_path: Path) -> None:
    with unheard(tmp_path / "callboard.db") as receiver:
        assert [receiver.post(b"%d" % number) for number in range(3)] == [200, 200, 200]
        assert [event["seq"] for event in receiver.events(3)] == [1, 2, 3]
        receiver.process.send_signal(signal.SIGTERM)
        assert receiver.process.wait(PATIENCE) == 143
