"""What is sent on, and where: a rule as a value."""

from dataclasses import dataclass

from .onward.target import Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Forward:
    """One local app, and what it is to get."""

    name: str
    url: str
    named: bool = False
    """It stands in a settings file: then it may be another machine."""
    where: str = ""
    """A filter; empty for everything."""
    path: str = "/"
    """What was called below it."""
    cacert: str | None = None
    insecure: bool = False
    concurrency: int = 4
    """Requests that may be with the app at once."""
    retries: int = 0
    """How often that is sent again which the app has failed at. What did not reach it is, until it does."""
    redeliveries: bool = False
    """What it has taken once goes to it again where it comes again, signed."""

    @property
    def target(self) -> Target:
        return Target(self.url, self.named, self.cacert, self.insecure)
