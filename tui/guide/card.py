"""The card that stands there until the first callback: where to point a provider, and what to do without one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from ..drawing.keys import written
from ..drawing.sheet import Sheet
from ..text import Span, Spans, safe

Keys = Mapping[str, str]
KEYS = {"board.sample": "a", "board.help": "question_mark", "board.quit": "q"}
"""The keys that it names, by what they do, as long as the user has no others."""
LOOPBACK = ("127.", "localhost", "[::1]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where callbacks come in, and where they are kept."""

    address: str
    """The receiver's URL; empty where somebody else has one."""
    store: str
    public_url: str = ""
    session: Path | None = None
    """How the board was left; without it, it begins anew each time."""
    anew: tuple[str, ...] = ()
    """What of that is not taken over."""


class Card(Sheet):
    """Says the address and what is next."""

    def __init__(self, place: Place, keymap: Mapping[str, str] = MappingProxyType({})) -> None:
        super().__init__(id="card")
        self._keys = {name: written(keymap.get(name, usual).partition(",")[0]) for name, usual in KEYS.items()}
        self.place = place
        self.address, self.store = safe(place.address), safe(place.store)
        self.found(place.public_url)

    def on_mount(self) -> None:
        self.border_title = "Waiting for the first callback"

    def found(self, public: str) -> None:
        """The world reaches us there."""
        public = safe(public.rstrip("/"))
        lines = (
            first_run(self.address, self.store, public, self._keys)
            if self.address
            else first_watch(self.store, self._keys)
        )
        self.write(tuple(lines))


def first_run(address: str, store: str, public: str, keys: Keys) -> Iterator[Spans]:
    """With a receiver of our own."""
    where = "" if public else _where(address)
    yield ((f"This machine is listening{where}. Nothing has arrived yet.", ""),)
    yield ()
    yield _step("1", "Give your provider this URL")
    yield _more((f"{public or address}/telnyx", "key"))
    yield _more(
        ("or /twilio, /signalwire, /plivo, …: `callboard providers` names them; any other path is read, too", "dim")
    )
    if public:
        yield _more(("y u", "key"), ("  copies the URL for the provider that you choose", ""))
    else:
        yield _more(("t", "key"), ("  starts a tunnel (cloudflared, ngrok, ssh, …), which makes it a public one", ""))
    yield ()
    yield _step("2", "Or try it now, without a provider")
    yield _more((keys["board.sample"], "key"), ("  sends a sample callback", ""))
    yield _more(("ctrl+p play", "key"), ("  plays a whole registration and its messages", ""))
    yield ()
    yield _step("3", "Signatures")
    yield _more(("Without a secret, events are shown and marked –: unchecked.", ""))
    yield _more(("CALLBOARD_SECRET_TELNYX", "key"), (" and its like have them checked.", ""))
    yield ()
    yield from _kept(store, keys)


def first_watch(store: str, keys: Keys) -> Iterator[Spans]:
    """Over a store that somebody else writes."""
    yield (("Nothing has arrived in this store yet.", ""),)
    yield ()
    yield _step("1", "Have a receiver write to it")
    yield _more((f"callboard serve --store {store}", "key"))
    yield ()
    yield from _kept(store, keys)


def _kept(store: str, keys: Keys) -> Iterator[Spans]:
    yield ((f"Callbacks are kept in {store}", "dim"),)
    yield ((keys["board.help"], "key"), ("  all keys     ", ""), (keys["board.quit"], "key"), ("  quit", ""))


def _where(address: str) -> str:
    return ", reachable from here only" if any(f"//{host}" in address for host in LOOPBACK) else ""


def _step(number: str, text: str) -> Spans:
    return ((f"{number}  ", "key"), (text, "strong"))


def _more(*spans: Span) -> Spans:
    return (("     ", ""), *spans)
