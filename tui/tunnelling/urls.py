"""The URL for each provider, of which one is copied."""

from collections.abc import Sequence

from ..drawing.menu import Menu, MenuScreen
from ..text import Spans, safe, shorten
from .reach import given

NAME, ROOM = 14, 60


class Urls(MenuScreen[str | None]):
    """Goes with the URL that was chosen."""

    HEADING = "The URL for"
    NONE = ("no provider is known here",)

    def __init__(self, url: str, providers: Sequence[str]) -> None:
        super().__init__()
        self._url, self._providers = url, providers

    def rows(self) -> Sequence[Spans]:
        return [
            ((safe(name).ljust(NAME), "strong"), (shorten(given(self._url, name), ROOM), ""))
            for name in self._providers
        ]

    def hint(self) -> str:
        return "enter copies"

    def on_menu_chosen(self, message: Menu.Chosen) -> None:
        self.dismiss(given(self._url, self._providers[message.index]))
