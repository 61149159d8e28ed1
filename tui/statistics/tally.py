"""Statistics as one JSON object: a contract with other programs."""

from datetime import timedelta

from store import LAGS, Group, Health, Json, Lags, Phase, Statistics, Step, rfc3339

from .telling import rate, share


def statistics_json(figures: Statistics) -> dict[str, Json]:
    """Times in RFC 3339, lengths of time in seconds, shares in percent."""
    return {
        "v": 1,
        "kind": "stats",
        "since": rfc3339(figures.since),
        "until": rfc3339(figures.until),
        "step": figures.step.total_seconds(),
        "events": figures.entries,
        "more": figures.more,
        "counted": figures.counted,
        "per_second": round(rate(figures), 3),
        "buckets": [
            {"start": rfc3339(one.start), **{phase.value: one.phases.get(phase, 0) for phase in Phase}}
            for one in figures.buckets
        ],
        "deliveries": [_step_json(step, figures.steps[0].messages) for step in figures.steps],
        "codes": [
            {"provider": one.provider, "code": one.code, "meaning": one.meaning, "events": one.events}
            for one in figures.codes
        ],
        "lags": _lags_json(figures.lags),
        "by": figures.by,
        "groups": [_group_json(group) for group in figures.groups],
        "more_groups": figures.more_groups,
        "health": _health_json(figures.health),
    }


def _step_json(step: Step, every: int) -> dict[str, Json]:
    return {
        "step": step.name,
        "messages": step.messages,
        "share": share(step.messages, every),
        "codes": {code: n for code, n in step.codes},  # noqa: C416  a dict of its own type
        "oldest": rfc3339(step.oldest),
    }


def _lags_json(lags: Lags) -> dict[str, Json]:
    edges = (*(edge.total_seconds() for edge in LAGS), None)
    return {
        "p50": _seconds(lags.p50),
        "p95": _seconds(lags.p95),
        "p99": _seconds(lags.p99),
        "bars": [{"below": edge, "events": n} for edge, n in zip(edges, lags.bars, strict=False)],
        "unknown": lags.unknown,
        "lowest": {skew.provider: _seconds(skew.lowest) for skew in lags.skews},
    }


def _group_json(group: Group) -> dict[str, Json]:
    return {
        "provider": group.provider,
        "id": group.id,
        "name": group.name,
        "events": group.events,
        "messages": group.messages,
        "delivered": group.delivered,
        "share": share(group.delivered, group.messages),
        "failed": group.failed,
        "code": group.code,
        "buckets": list(group.buckets),
    }


def _health_json(health: Health) -> dict[str, Json]:
    return {
        "verdicts": {trust.value: n for trust, n in health.verdicts.items()},
        "unrecognised": health.unrecognised,
        "unreadable": health.unreadable,
        "redelivered": health.redelivered,
        "late": health.late,
        "answered_p50": _seconds(health.answered_p50),
        "answered_p99": _seconds(health.answered_p99),
    }


def _seconds(length: timedelta | None) -> float | None:
    return None if length is None else length.total_seconds()
