"""Talk that nobody reads makes nobody wait."""

import fcntl
import os
import signal
import subprocess
import sys
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


CLOSED = """
import os, sys
from pathlib import Path
from tui.spoken import Spoken, open_streams, unheld
os.closerange(0, 3)
sys.stdin = sys.stdout = sys.stderr = None
open_streams()
with unheld():
    print("said", file=sys.stderr)
spoken = Spoken(sys.stdout)
spoken.say("said")
spoken.end()
Path(sys.argv[1]).write_text(" ".join(str(os.path.samestat(os.fstat(n), os.stat(os.devnull))) for n in range(3)))
"""


def test_streams_that_were_closed_lead_nowhere_and_no_socket_takes_their_place(tmp_path: Path) -> None:
    said = tmp_path / "said"
    subprocess.run([sys.executable, "-c", CLOSED, str(said)], check=True, timeout=PATIENCE)
    assert said.read_text(encoding="utf-8") == "True True True"
