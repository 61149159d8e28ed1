"""The part of the app that knows the tunnel: its state in the top line, a new URL told loudly, and its screen."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.reactive import var

from ..clipboard.clipping import Clipping
from ..showing import Showing
from ..status import Way
from .reach import AskTunnel, Reach, proof, told
from .tunnel import TunnelScreen
from .urls import Urls

LOOK = 1.0
"""Seconds between two questions."""
LONG = 12.0


class Reaching(Clipping, Showing):
    """`t`, and what is copied of URLs."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "tunnel", "tunnel", show=False, id="board.tunnel", tooltip="how the world reaches us, and why not")
    ]
    reach: var[Reach] = var(Reach, init=False)
    renamed = False
    """There is another URL than providers were given, and the user has not looked at it."""
    ask_tunnel: AskTunnel | None = None
    providers: Sequence[str] = ()
    """Their names, as paths."""

    def on_mount(self) -> None:
        if self.ask_tunnel:
            self.set_interval(LOOK, self.look_out)
            self.run_worker(self.look_out)  # type: ignore[arg-type]

    async def look_out(self) -> None:
        """AskTunnel; where nobody answers, what was known stays, and its age says so."""
        if self.ask_tunnel:
            whole = {"all": True} if isinstance(self.screen, TunnelScreen) else {}
            self.reach = await told(self.ask_tunnel, **whole) or self.reach
        if isinstance(self.screen, TunnelScreen):
            self.screen.say(self.reach)

    def reached_at(self, url: str) -> None:
        """The world reaches us there; empty where it does not any more."""
        raise NotImplementedError

    def public(self) -> str:
        """What a provider's name is put behind."""
        return self.reach.url or self.address()

    def way(self) -> Way | None:
        """What the top line says of it."""
        said = proof(self.reach, self.now())
        return Way(self.reach.url or self.reach.name, *said) if said else None

    def watch_reach(self, was: Reach, reach: Reach) -> None:
        if reach.url != was.url:
            self.reached_at(reach.url)
        if reach.was and reach.url != was.url:
            self.renamed = True
            self.bell()
            said = f"another URL: {reach.url}. Tell your provider; it was {reach.was}"
            self.notify(said, severity="warning", timeout=LONG, markup=False)
        if (was.state == "verified") != (reach.state == "verified") and was.state != "none":
            self._turned(reach)

    def _turned(self, reach: Reach) -> None:
        if reach.state == "verified":
            self.notify(f"the tunnel is verified: {reach.url}", markup=False)
        else:
            self.notify(
                f"the tunnel is {reach.state}: {reach.why or 'see t'}", severity="error", timeout=LONG, markup=False
            )

    def badges(self) -> tuple[str, ...]:
        return ("NEW URL",) * self.renamed + super().badges()

    async def action_tunnel(self) -> None:
        self.renamed = False
        if self.ask_tunnel:
            await self.push_screen(TunnelScreen(self.ask_tunnel, self.now, self.providers))
            self.run_worker(self.look_out)  # type: ignore[arg-type]

    def action_urls(self) -> None:
        """Choose a provider, and copy the URL for it."""
        self.push_screen(Urls(self.public(), self.providers), self._taken)

    def _taken(self, url: str | None) -> None:
        if url:
            self.renamed = False
            self.clip("public URL", url)
