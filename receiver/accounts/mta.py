"""Mobile Text Alerts: one webhook an event.

`GET /v3/webhooks` lists them (`data.rows`, 25 a page, `total`), `POST` makes one (`event`, `url` and `secret` must be
there), `PATCH /v3/webhooks/{id}` changes what is named, `DELETE` takes one away:
https://developers.mobile-text-alerts.com/api-reference/webhooks
"""

from functools import partial

from store import Json

from ..hooks.account import Account, Call, Fields, Hook, Unclear, Wanted, object_in, part

PATH = "/v3/webhooks"
EVENTS = ("message-reply", "delivery-status", "message-send", "number-opt-in")
FACTS = (
    "documented: PATCH with url alone; POST wants event, url and secret; retries only with retryOnError",
    "not documented: how to ask for the second page of the list",
)


def hooks(wanted: Wanted) -> tuple[Hook, ...]:
    if wanted.webhook:
        return (_hook(f"webhook {wanted.webhook}", wanted, webhook=wanted.webhook),)
    if wrong := [event for event in wanted.events if event not in EVENTS]:
        raise Unclear(f"there is no event {wrong[0]}: there are {', '.join(EVENTS)}")
    return tuple(_hook(f"webhook for {event}", wanted, event=event) for event in wanted.events or EVENTS)


def _hook(what: str, wanted: Wanted, *, event: str = "", webhook: str = "") -> Hook:
    def writes(was: Fields, url: Json) -> Call:
        if was:
            return Call("PATCH", _path(was), {"url": url})
        if not wanted.secret:
            raise Unclear("a new webhook needs a secret: set CALLBOARD_SECRET_MTA to one (128 hexadecimal digits)")
        return Call("POST", PATH, {"event": event, "url": url, "secret": wanted.secret})

    return Hook(
        what=what,
        reads=Call("GET", PATH),
        found=partial(_numbered, webhook) if webhook else partial(_only, event),
        url="url",
        writes=writes,
        beside=("event", "retryOnError"),
        removes=None if webhook else lambda was: Call("DELETE", _path(was)),
        hidden=("secret",),
        facts=FACTS,
    )


def _numbered(webhook: str, answer: Json) -> Fields:
    for row in _rows(answer):
        if str(row.get("id")) == webhook:
            return row
    raise Unclear(f"there is no webhook {webhook}")


def _only(event: str, answer: Json) -> Fields:
    """The one of an event; nothing where there is none yet."""
    rows = [row for row in _rows(answer) if row.get("event") == event]
    if len(rows) > 1:
        ids = ", ".join(str(row.get("id")) for row in rows)
        raise Unclear(f"there are {len(rows)} webhooks for {event} ({ids}): say which with --webhook ID")
    return rows[0] if rows else {}


def _path(row: Fields) -> str:
    return f"{PATH}/{part(str(row.get('id')))}"


def _rows(answer: Json) -> list[Fields]:
    listed = object_in(answer, "data")
    rows = listed.get("rows")
    if not isinstance(rows, list):
        raise Unclear("the answer is not as documented: it holds no data.rows")
    total = listed.get("total")
    if isinstance(total, int) and total > len(rows):
        raise Unclear(f"there are {total} webhooks, and only {len(rows)} of them are listed: change it by hand")
    return [row for row in rows if isinstance(row, dict)]


ACCOUNT = Account(name="mta", title="Mobile Text Alerts", base="https://api.mobile-text-alerts.com", hooks=hooks)
