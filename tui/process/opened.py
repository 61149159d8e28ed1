"""A file that the board is opened over: nothing is received, and nothing is written."""

from dataclasses import dataclass

FILE = "file"


@dataclass(frozen=True, slots=True)
class Opened:
    """What stands where else the receiver does."""

    name: str
    trouble: str = ""
    """Why not all of it could be read."""
    state: str = FILE

    @property
    def sentence(self) -> str:
        return f"{self.trouble}: what stands before that is shown" if self.trouble else ""

    @property
    def address(self) -> str:
        return self.name
