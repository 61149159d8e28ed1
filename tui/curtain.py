"""A screen that is first seen once there is something on it."""

from .stage import Stage

LONGEST = 0.15
"""Seconds after which it is seen all the same."""


class Curtain(Stage):
    """What was on the terminal before stays there meanwhile: to draw an empty screen first, and lay it out again and
    again as it fills, costs more than all that is put on it."""

    _down = True

    def on_mount(self) -> None:
        self.set_timer(LONGEST, self.rise)

    def rise(self) -> None:
        """There is something to see."""
        if self._down:
            self._down = False
            self.refresh()

    def _compositor_refresh(self) -> None:
        if not self._down:
            super()._compositor_refresh()
