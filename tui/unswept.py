"""Making much at a time, of which nothing is garbage yet."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def unswept() -> Iterator[None]:
    """All of what is made is kept: to look through it for garbage again and again takes longer than to make it."""
    looking = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looking:  # else whoever stopped it is at work in another thread
            gc.enable()
