"""What may be wrong with a filter, though it can be read."""

from store import Filter, Reader

from ..config.values import near


async def doubt(reader: Reader, where: Filter) -> str:
    """A provider that nobody has heard of may be spelt otherwise; nothing where all is well."""
    asked = named(where, "provider")
    called = list(await reader.providers()) if asked else []
    unknown = next((name for name in asked if name not in called), None)
    return f"no provider named {unknown} has called{near(unknown, called)}" if unknown else ""


def named(where: Filter, field: str) -> list[str]:
    """The values, without patterns, that a filter asks of a field, wherever in it."""
    values = [value for part in where.parts for value in named(part, field)]
    term = where.term
    if term and term.field == field and term.op == ":" and not set(term.value) & set("*/"):
        values += [value.strip('"').lower() for value in term.value.split(",")]
    return values
