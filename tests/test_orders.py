"""What a process of the receiver's hears, and that it never outlives it."""

import os
import signal
import subprocess
import sys
from contextlib import suppress

import pytest

from tests.terminal import Watched

STOPPED = """
import os, signal, sys
from receiver.orders import _end_with_the_receiver
if os.fork():
    sys.stdin.read()
_end_with_the_receiver()
print(os.getpid(), flush=True)
os.kill(os.getpid(), signal.SIGSTOP)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the end of its input ends it, once it goes on")
def test_one_that_is_stopped_ends_with_the_receiver_too() -> None:
    with subprocess.Popen([sys.executable, "-c", STOPPED], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as receiver:
        assert receiver.stdout
        helper = int(receiver.stdout.readline())
        watched = Watched(helper)
        receiver.kill()
        try:
            assert watched.gone(20)
        finally:
            with suppress(ProcessLookupError):
                os.kill(helper, signal.SIGKILL)
