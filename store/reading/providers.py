"""What is asked about those who call."""

from ..models import Habits
from .callers import Caller, Calls, callers, calls
from .finding import CALLED
from .opened import Opened


class Providers(Opened):
    async def providers(self) -> tuple[str, ...]:
        """Those that have called."""
        rows = await self._rows(CALLED, ())
        return tuple(str(name) for (name,) in rows)

    async def habits(self, provider: str) -> Habits | None:
        """What a provider expects of us."""
        rows = await self._rows("SELECT habits FROM habits WHERE provider = ?", (provider,))
        return Habits.model_validate_json(rows[0][0]) if rows else None

    async def callers(self, after: int = 0) -> tuple[Caller, ...]:
        """The providers that called from elsewhere after the entry `after`, each with the host that it called last."""
        return await self._ask(lambda db: callers(db, after))

    async def calls(self, *paths: str) -> Calls:
        """How often any of some paths was called, itself and below."""
        return await self._ask(lambda db: calls(db, *paths))
