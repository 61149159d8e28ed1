"""The carriers' names behind the numbers that The Campaign Registry gives them (`mnoId`, network id)."""

# The registry's own list (/enum/mno) is not public. Public code that asks it has both numbers; the first is also in the
# examples of Vonage's 10DLC API (`mno_metadata`). A number that is not named by more than one source stays a number.
CARRIERS = {
    "10017": "AT&T",
    "10035": "T-Mobile",
}


def carrier(id_: str) -> str:
    """A carrier's name with its number, or the number alone."""
    return f"{CARRIERS[id_]} ({id_})" if id_ in CARRIERS else id_
