"""A board that is found again as it was left."""

from .process.whole import Whole
from .session import Session
from .text import safe

LOOK = 1.0
"""Seconds between two looks whether something is to be kept."""


class Keeping(Whole):
    """Keeps what `note` puts into the session a moment after it changes, and on every way out."""

    session: Session
    _own_theme = ""
    """The theme that the board has unless the user takes another."""

    def note(self) -> None:
        """Put into the session what is to be kept."""

    def on_mount(self) -> None:
        self._own_theme = self.theme
        if (theme := self.session.get("theme", "")) in self.available_themes:
            self.theme = theme
        if self.session.trouble:
            self.notify(safe(self.session.trouble), markup=False)
        self.set_interval(LOOK, self._save)

    async def on_unmount(self) -> None:
        self._save()

    def _leave(self, code: int) -> None:
        """Kept first: what does not end soon enough is ended where it stands."""
        self._save()
        super()._leave(code)

    def _save(self) -> None:
        self.session.put("theme", self.theme if self.theme != self._own_theme else "")
        self.note()
        try:
            self.session.save()
        except OSError as error:
            if not self.session.trouble and self.is_running:
                self.notify(safe(f"how the board is left cannot be kept: {error}"), markup=False)
            self.session.trouble = str(error)
