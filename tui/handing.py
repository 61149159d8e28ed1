"""Handing a request over to the user's own pager or editor, and taking the terminal back."""

import asyncio
import os
import shlex
import signal
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
from typing import ClassVar

from textual.binding import Binding, BindingType

from .here import Here
from .process.leaving import leave_on_signals
from .process.typeahead import TypeAhead
from .request.fulltext import body_text, request_text
from .text import safe

PAGER = "less"
NO_EDITOR = "no editor is set: export EDITOR=nano (or VISUAL), and start callboard again"
CHANGED = "the copy was changed, and is gone: what was captured stays as it came"


class Handing(Here):
    """`o` and `e`: the request of the row with the keys, in a file that is there only so long."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "pager", "to the pager", show=False, id="event.pager"),
        Binding("e", "editor", "body to the editor", show=False, id="event.editor"),
    ]

    _typing: TypeAhead

    async def action_pager(self) -> None:
        if here := await self.request_here():
            text = await asyncio.to_thread(request_text, here[1])
            tool = os.environ.get("PAGER") or PAGER
            self.hand(partial(self._handed, tool, f"capture-{here[1].seq}.txt", text))

    async def action_editor(self) -> None:
        here = await self.request_here()
        editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
        if not editor:
            self._tell(NO_EDITOR)
        elif here:
            ending, text = await asyncio.to_thread(body_text, here[1])
            self.hand(partial(self._handed, editor, f"capture-{here[1].seq}.{ending}", text))

    def hand(self, work: Callable[[], Awaitable[None]]) -> None:
        """Have a program work in the terminal; not awaited: what the board does besides drawing goes on meanwhile."""
        self._typing.deafen()
        self.run_worker(partial(self._unheard, work), group="hand", exclusive=True)  # type: ignore[arg-type]

    async def _unheard(self, work: Callable[[], Awaitable[None]]) -> None:
        try:
            await work()
        finally:
            self._typing.listen()

    async def _handed(self, tool: str, name: str, text: str) -> None:
        with TemporaryDirectory(prefix="callboard-") as folder:
            path, body = Path(folder, name), text.encode("utf-8", "backslashreplace")
            _write(path, body)
            said = await self._run(tool, path)
            self._tell(said or (CHANGED if _read(path) not in {body, None} else ""))

    async def edited(self, name: str, text: bytes) -> bytes | None:
        """What the user's editor makes of a text; None where it says that it went wrong."""
        editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
        if not editor:
            self._tell(NO_EDITOR)
            return None
        with TemporaryDirectory(prefix="callboard-") as folder:
            path = Path(folder, name)
            _write(path, text)
            said = await self._run(editor, path)
            self._tell(said)
            return None if said else _read(path)

    async def _run(self, tool: str, path: Path) -> str:
        """What went wrong."""
        try:
            command = shlex.split(tool)
        except ValueError as error:
            return f"{tool} cannot be read as a command: {error}"
        if not command or not which(command[0]):
            return f"{tool} is not there: set $PAGER or $EDITOR to a program that is, and start callboard again"
        if not (self._driver and self._driver.can_suspend):
            return "there is no terminal to hand over"
        with self._away():
            said = await _ended(*command, str(path))
        return f"{command[0]} {said}" if said else ""

    @contextmanager
    def _away(self) -> Iterator[None]:
        """The terminal is another's: nothing that the board writes is heard, and ctrl+c is not for it."""
        driver, loop = self._driver, asyncio.get_running_loop()
        before = getattr(driver, "attrs_before", None)
        with self.suspend():
            vars(driver)["write"] = _unheard
            for one in (signal.SIGINT, signal.SIGQUIT):
                loop.add_signal_handler(one, lambda: None)
            try:
                yield
            finally:
                leave_on_signals(self._leave)
                del vars(driver)["write"]
        vars(driver)["attrs_before"] = before  # a program that was killed may have left it as no shell wants it

    def _tell(self, said: str) -> None:
        if said:
            self.notify(safe(said, 300), markup=False)


async def _ended(*command: str) -> str:
    """How a program ended, if not well; one that is not waited for any longer is told to end."""
    try:
        process = await asyncio.create_subprocess_exec(*command)
    except OSError as error:  # not let through: nobody would take the terminal back
        return f"could not be started: {error.strerror}"
    try:
        code = await process.wait()
    finally:
        if process.returncode is None:
            process.terminate()
    return "" if not code else f"ended with code {code}" if code > 0 else f"was ended by signal {-code}"


def _write(path: Path, body: bytes) -> None:
    path.touch(mode=0o600)
    path.write_bytes(body)


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def _unheard(_data: str) -> None:
    """A driver that has given its terminal away waits for ever for what it is to write."""
