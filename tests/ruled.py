"""Rules as settings tell them."""

from collections.abc import Mapping

from tui.config.rule import Rule, rule_of


def rules_of(tables: Mapping[str, Mapping[str, object]]) -> tuple[Rule, ...]:
    return tuple(rule_of(name, table) for name, table in tables.items())
