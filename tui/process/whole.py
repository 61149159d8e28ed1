"""An app that leaves the terminal whole, however it ends, and says why in one sentence."""

import asyncio
import gc
import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from rich.console import RenderableType
from rich.text import Text
from textual.app import App
from textual.binding import Binding, BindingType
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Resize
from textual.geometry import Size
from textual.worker import WorkerFailed, get_current_worker

from ..text import safe
from .leaving import FAULT, HUNG_UP, last_resort, leave_on_signals, nobody_reads, note_fault, sentence, terminal_gone

LOOK = 1.0
"""Seconds between two looks whether the terminal is still there."""
SWEPT = (10_000, 5, 5)
"""New things among which garbage is looked for, and how often among older ones: with Python's 700 that takes a third of
what a screen costs; with its 10 and 10 a screen that was closed would stay for an hour."""
AGAIN = 2.0
"""Seconds in which a second ctrl+c counts."""


class Whole(App[None]):
    """Ends with the exit code that the reason asks for."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+l", "redraw", "redraw", show=False, id="board.redraw"),
        Binding("ctrl+q", "quit", "quit at once", show=False, priority=True, id="board.quit-at-once"),
    ]

    def __init__(self, store: Path) -> None:
        super().__init__()
        self._store = store
        self._interrupted = False
        self._resort: threading.Timer | None = None
        self._given_back = False
        """The shell has the terminal."""

    def on_mount(self) -> None:
        if self.is_headless:
            return
        leave_on_signals(self._leave)
        in_turn(signal.SIGWINCH, self._tell_size)
        in_turn(signal.SIGTSTP, self._stopped)
        signal.signal(signal.SIGCONT, self._go_on)  # at once: what is drawn before would wait for ever
        self.app_resume_signal.subscribe(self, self._come_back)
        self.set_interval(LOOK, self._leave_a_dead_terminal)
        # What is there by the first paint stays: looking through it again and again made the longest pauses.
        self.call_after_refresh(gc.freeze)
        gc.set_threshold(*SWEPT)

    def action_interrupt(self) -> None:
        if self._interrupted:
            self.exit()
            return
        self._interrupted = True
        self.set_timer(AGAIN, self._forget)
        self.notify("ctrl+c once more quits; so do q and ctrl+q", markup=False)

    def action_suspend_process(self) -> None:
        """Give the terminal back, then stop every process that the shell started with this one: under `make` the shell
        waits for them all, and Textual would stop only itself. Where no shell would wake them, nothing is stopped."""
        driver = self._driver
        if isinstance(driver, LinuxDriver) and driver.can_suspend:
            self._suspend_signal()
            driver.suspend_application_mode()
            self._given_back = True
            signal.signal(signal.SIGTSTP, signal.SIG_DFL)
            os.killpg(0, signal.SIGTSTP)
            in_turn(signal.SIGTSTP, self._stopped)
            self._wake(driver)

    def _stopped(self) -> None:
        """Told to from outside, maybe while another program has the terminal."""
        if isinstance(self._driver, LinuxDriver) and self._driver._auto_restart:  # noqa: SLF001  as its own handler
            self.action_suspend_process()
        else:
            os.kill(os.getpid(), signal.SIGSTOP)

    def _go_on(self, *_: object) -> None:
        """Textual would start once more what already runs, and that never ends: not everybody who stops a process has
        it give its terminal back before, and with a hang-up comes this signal, too."""
        driver = self._driver
        if isinstance(driver, LinuxDriver) and driver._auto_restart and not self._wake(driver):  # noqa: SLF001  likewise
            driver._loop.call_soon_threadsafe(self._retake, driver)  # noqa: SLF001  likewise

    def _wake(self, driver: LinuxDriver) -> bool:
        """Take the terminal again if it was given back; whether it was. To be woken twice must not take it twice."""
        given, self._given_back = self._given_back, False
        if given:
            driver._must_signal_resume = True  # noqa: SLF001  as its own handler of SIGTSTP does
            driver.resume_application_mode()
        return given

    def _retake(self, driver: LinuxDriver) -> None:
        """Somebody may have had the terminal meanwhile, and left it as they like it."""
        if self._running and not (self._exit or terminal_gone()):
            driver.suspend_application_mode()
            self._given_back = True
            self._wake(driver)

    def action_redraw(self) -> None:
        self.screen.refresh(layout=True)

    def _come_back(self, _: object) -> None:
        """Textual has put its own handler in place again."""
        in_turn(signal.SIGWINCH, self._tell_size)
        self._tell_size()
        self.action_redraw()

    def _tell_size(self) -> None:
        driver = self._driver
        if isinstance(driver, LinuxDriver) and not driver._in_band_window_resize:  # noqa: SLF001  as its own handler
            size = Size(*driver._get_terminal_size())  # noqa: SLF001  likewise
            self.post_message(Resize(size, size))

    def _forget(self) -> None:
        self._interrupted = False

    def _leave_a_dead_terminal(self) -> None:
        if terminal_gone():
            self._leave(HUNG_UP)

    def _leave(self, code: int) -> None:
        self._resort = self._resort or last_resort(code)
        self.exit(return_code=code)

    def left(self) -> None:
        """The board has ended by itself."""
        if self._resort:
            self._resort.cancel()
        if terminal_gone():
            nobody_reads()

    def _handle_exception(self, error: Exception) -> None:
        """A screen is taken away from below, and its workers come last: what they still look for on it is gone. And
        whoever leaves already is not held up."""
        if not (self._exit or _for_what_goes(error)):
            super()._handle_exception(error)

    def panic(self, *_renderables: RenderableType) -> None:
        """Textual comes here with what it would print, also from the thread that reads a terminal that is gone."""
        if terminal_gone():
            self._leave(HUNG_UP)
            return
        self._return_code = FAULT
        self._fatal_error()

    def _fatal_error(self) -> None:
        """Textual prints a traceback with local variables here, and what was captured with them."""
        if not (self.is_web and terminal_gone()):  # a browser that is gone is no fault
            said = sentence(self._exception, note_fault(self._exception, self._store))
            self._exit_renderables.append(Text(safe(said)))
        self._close_messages_no_wait()


def _for_what_goes(error: Exception) -> bool:
    """Whether a worker failed of which nobody will see what it did."""
    return isinstance(error, WorkerFailed) and get_current_worker().node._pruning  # noqa: SLF001  no other way to ask


def in_turn(number: signal.Signals, tell: Callable[[], None]) -> None:
    """Have a signal told between two things the board does. Textual's own handlers may be interrupted by the next one,
    and would tell the older size after the newer, or interrupt who holds the lock that they wait for."""
    asyncio.get_running_loop().add_signal_handler(number, tell)
