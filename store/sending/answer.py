"""What came back of a request that was sent to somebody."""

from dataclasses import dataclass
from datetime import timedelta

from ..captures.request import Header

SUCCESS = range(200, 300)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, or why nothing did."""

    status: int | None
    took: timedelta
    trouble: str = ""
    headers: tuple[Header, ...] = ()
    body: bytes = b""
    cut: bool = False
    """There was more of the body."""
    reached: bool = True
    """False where nothing of the request can have arrived: there was no connection."""

    @property
    def good(self) -> bool:
        return self.status in SUCCESS

    def __str__(self) -> str:
        return self.trouble if self.status is None else str(self.status)
