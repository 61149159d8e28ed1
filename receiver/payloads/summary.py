"""The one line that tells people what an event says."""

LONGEST = 200


def summary(*parts: str | None) -> str:
    """The parts that are there, on one line, cut where it gets too long."""
    line = " ".join(" ".join(part.split()) for part in parts if part)
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"


def because(reason: str | None) -> str:
    """A reason as the end of a summary."""
    return f": {reason}" if reason else ""
