"""What the actions of the board need to know of where the user is."""

from store import Capture, Entry

from .masking import Masking


class Here(Masking):
    """Actions on the request of the row with the keys; the board says which that is."""

    async def request_here(self) -> tuple[Entry, Capture] | None:
        """The entry that the user is on, and its request."""
        raise NotImplementedError

    def address(self) -> str:
        """Where requests come to."""
        raise NotImplementedError

    def public(self) -> str:
        """What a provider's name is put behind, to have it call us."""
        raise NotImplementedError
