"""What providers' codes mean: a table in a file beside the adapters, with the document that says so."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "providers" / "codes"


@dataclass(frozen=True, slots=True, eq=False)
class Codes:
    """The codes of one provider."""

    source: str = ""
    """The document that lists them."""
    meanings: Mapping[str, str] = field(default_factory=dict)

    def meaning(self, code: str | None) -> str | None:
        """What a code means and who says so; None where nobody does."""
        means = self.meanings.get(code or "")
        return f"{means} ({self.source})" if means else None


NO_CODES = Codes()


def codes(name: str) -> Codes:
    """The table `codes/<name>.toml`: `source`, and `[codes]` with a line for each."""
    table = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    return Codes(table["source"], table["codes"])
