"""Waiting that ends: one timer for everything that waits, as one for each would cost half of what a request costs."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

T = TypeVar("T")
Task = asyncio.Task[object]


class Patience:
    """How long the tasks of one event loop wait for something."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._deadlines: dict[Task | None, float] = {}
        """Of each task that waits, the first to end first."""
        self._timer: asyncio.TimerHandle | None = None

    async def wait(self, awaited: Awaitable[T]) -> T:
        """What is awaited; after too long it is cancelled, and this raises `TimeoutError`."""
        task = asyncio.current_task()
        self._watch(task, asyncio.get_running_loop())
        try:
            return await awaited
        except asyncio.CancelledError:
            if task is None or task in self._deadlines:  # somebody else ends us
                raise
            task.uncancel()
            raise TimeoutError from None
        finally:
            self._deadlines.pop(task, None)

    def _watch(self, task: Task | None, loop: asyncio.AbstractEventLoop) -> None:
        deadline = loop.time() + self._seconds
        self._deadlines[task] = deadline
        if self._timer is None:
            self._timer = loop.call_at(deadline, self._look, loop)

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        """End what is over, and come back for the next."""
        now = loop.time()
        for task in [task for task, deadline in self._deadlines.items() if deadline <= now]:
            del self._deadlines[task]
            if task is not None:
                task.cancel()
        first = next(iter(self._deadlines.values()), None)
        self._timer = None if first is None else loop.call_at(first, self._look, loop)
