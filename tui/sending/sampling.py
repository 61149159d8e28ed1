"""Sending samples from the board: the key, and what came of it."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType

from ..clipboard.clipping import BRIEFLY
from ..given import Given
from ..text import safe


class Sampling(App[None]):
    """The next sample with each key press."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "sample", "sample", id="board.sample", tooltip="post a sample callback"),
    ]
    _given: Given

    async def action_sample(self) -> None:
        if send := self._given.send_sample:
            self.run_worker(partial(self._sample, send))  # type: ignore[arg-type]

    async def _sample(self, send: Callable[[], Awaitable[str]]) -> None:
        try:
            said = await send()
        except OSError as error:
            said = f"the sample was not sent: {error}"
        self.notify(safe(said, 400), markup=False, timeout=BRIEFLY)
