"""What the board is given by who has the keys to the other rooms."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from store import Capture, Keeping

from .config.route import Route
from .config.rule import Rule
from .export.exporting import Redacting
from .marking import Keep
from .responding.standing import Respond
from .sending.destinations import AskTargets
from .sending.playing import Player
from .sending.replaying import Ways
from .status import ReceiverView
from .text import Spans
from .tunnelling.reach import AskTunnel

Explain = Callable[[Capture], Iterable[Spans]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Each may be missing: then what needs it is not offered."""

    receiver: ReceiverView | None = None
    """Where callbacks come in, and whether it is well."""
    send_sample: Callable[[], Awaitable[str]] | None = None
    """Posts the next sample callback; what was sent, and the answer."""
    player: Player | None = None
    """Plays whole registrations."""
    explain: Explain | None = None
    """Why a signature holds or not."""
    keep: Keep | None = None
    """Has a mark or a note stored."""
    noting: bool = True
    """A note is kept for longer than the board is open."""
    ways: Ways | None = None
    """Where requests are posted again."""
    replay_to: str = ""
    """The URL that they are posted to as a rule."""
    tunnel: AskTunnel | None = None
    """Asks the receiver of its tunnel, or has it do something about it."""
    providers: Sequence[str] = ()
    """The names under which providers call."""
    rules: Sequence[Rule] = ()
    respond: Respond | None = None
    """Has the receiver answer otherwise, and says what stands."""
    routes: Mapping[str, Route] = field(default_factory=dict)
    """`[routes.<name>]` tables."""
    targets: AskTargets | None = None
    """How the apps stand that captures are sent on to."""
    keeping: Keeping | None = None
    """How long and how much is kept."""
    redacting: Redacting | None = None
    """Says what is known to be secret, so that it is left out of what is exported."""
    private: bool = False
    """It starts masked."""


NOTHING = Given()
