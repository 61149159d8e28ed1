"""Values as settings hold them: each in its type, or an error that says what it should be."""

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta
from difflib import get_close_matches
from types import TracebackType

SWITCH = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
DURATION = re.compile(r"([0-9]{1,6})(ms|s|m|h|d)")
SECONDS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400}
SIZE = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,3})?) ?(MiB|GiB|TiB)")
OCTETS = {"MiB": 2**20, "GiB": 2**30, "TiB": 2**40}
MOST_DAYS = 36_500
KINDS = ["brand", "campaign", "number", "message", "order"]


class ConfigError(Exception):
    """Settings that cannot be used; its text says which and what to do."""

    def __init__(self, text: str, source: str = "") -> None:
        super().__init__(text)
        self.flagged = source == "flag"
        """It was said on the command line."""


def near(key: str, names: Sequence[str]) -> str:
    """A hint at the name that was meant, if one is close."""
    close = get_close_matches(key, names, 1)
    return f" (did you mean {close[0]}?)" if close else ""


def only(where: str, said: Iterable[str], known: Sequence[str]) -> None:
    """Raises `ConfigError` at the first that there is not."""
    if wrong := [one for one in said if one not in known]:
        raise ConfigError(f"{where}: unknown {wrong[0]}{near(wrong[0], known)}. There are {', '.join(known)}")


def url(name: str, value: object, source: str) -> str:
    """An http or https URL."""
    if not isinstance(value, str) or not value.startswith(("http://", "https://")):
        raise ConfigError(f"{name} ({source}) begins with http:// or https://, and is {value!r}", source)
    return value


def path(name: str, value: object, source: str) -> str:
    """The path of a file on this machine: a URL taken for one would make folders of its parts."""
    if not isinstance(value, str) or "://" in value:
        raise ConfigError(f"{name} ({source}) is the path of a file, and is {value!r}", source)
    return value


def switch(name: str, value: object, source: str) -> bool:
    """On or off."""
    if (found := SWITCH.get(str(value).lower())) is None:
        raise ConfigError(f"{name} ({source}) is true or false, and is {value!r}", source)
    return found


def port(value: object, source: str) -> int:
    """A port, 0 for any."""
    text = str(value)
    if not re.fullmatch("[0-9]{1,5}", text) or int(text) > 65535:  # noqa: PLR2004
        raise ConfigError(f"port ({source}) is a number from 0 (any free port) to 65535, and is {value!r}", source)
    return int(text)


def duration(kind: str, value: object, source: str) -> timedelta:
    """How long a kind of entity may be pending."""
    if kind not in KINDS:
        raise ConfigError(f"[overdue] ({source}): unknown {kind}{near(kind, KINDS)}. There are {', '.join(KINDS)}")
    return span(f"overdue.{kind} ({source})", value)


def span(name: str, value: object) -> timedelta:
    """A length of time."""
    found = DURATION.fullmatch(value) if isinstance(value, str) else None
    if not found:
        raise ConfigError(f"{name} is a time such as 500ms, 30s, 15m, 2h or 7d, and is {value!r}")
    return timedelta(seconds=int(found[1]) * SECONDS[found[2]])


def age(name: str, value: object) -> timedelta | None:
    """How many days; 0 is for ever."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= MOST_DAYS:
        raise ConfigError(f"{name} is a number of days, 0 for ever, and is {value!r}")
    return timedelta(days=value) if value else None


def octets(name: str, value: object) -> int | None:
    """A size in bytes; "off" is any."""
    if value == "off":
        return None
    found = SIZE.fullmatch(value) if isinstance(value, str) else None
    if not found or not float(found[1]):
        raise ConfigError(f'{name} is a size such as "500 MiB" or "2 GiB", or "off", and is {value!r}')
    return int(float(found[1]) * OCTETS[found[2]])


class Troubles:
    """What is wrong, gathered: `with troubles:` goes on behind each of them."""

    def __init__(self) -> None:
        self._errors: list[ConfigError] = []

    def __enter__(self) -> None:
        return

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _at: TracebackType | None
    ) -> bool:
        if isinstance(error, ConfigError):
            self._errors.append(error)
        return isinstance(error, ConfigError)

    def tell(self) -> None:
        """Raise them as one, a line each."""
        if self._errors:
            flagged = all(error.flagged for error in self._errors)
            lines = dict.fromkeys(str(error) for error in self._errors)
            raise ConfigError("\n".join(lines), "flag" if flagged else "")
