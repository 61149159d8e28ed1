"""A provider's API is read and set, and whatever goes wrong is a sentence that says what to do."""

import pytest

from receiver.hooks.account import Account, Hook, Unclear, Wanted, accounts
from receiver.hooks.registering import Api, Refused, Unknown, callable_url, curl
from store import Json
from tests.an_api import KEY, api, whole

PROFILE = "/v2/messaging_profiles/4001"
TELNYX = accounts()["telnyx"]
[HOOK] = TELNYX.hooks(Wanted(messaging_profile="4001"))
OLD, NEW = "https://old.example/hook", "https://new.example/telnyx"


async def test_what_is_called_is_read_and_set() -> None:
    held: dict[str, dict[str, Json]] = {PROFILE: {"webhook_url": OLD, "webhook_failover_url": "https://f.example"}}
    async with api(held) as there, Api.open(TELNYX, there.url, KEY) as line:
        was = dict(await line.held(HOOK))
        await line.do(HOOK.writes(was, NEW), HOOK)
        assert was["webhook_url"] == OLD
        assert (await line.held(HOOK))["webhook_url"] == NEW
    assert there.changes == [("PATCH", PROFILE, {"webhook_url": NEW})]


REFUSED = {
    "unauthorised": (whole(401, {}), "does not take the API key (401): check CALLBOARD_KEY_TELNYX"),
    "not there": (whole(404, {}), "knows no messaging profile 4001 (404): check the id"),
    "invalid": (whole(422, {"detail": [{"loc": ["url"], "msg": "not a\x1b[2J URL"}]}), "refuses it (422): not a"),
    "too many": (whole(429, {}, "Retry-After: 7"), "too often (429): try again after 7 s"),
    "elsewhere": (whole(302, {}, "Location: http://evil.example/"), "points elsewhere (302)"),
    "no reason": (whole(400, {}), "it does not say why"),
}


@pytest.mark.parametrize("name", REFUSED)
async def test_a_refusal_says_what_to_do_and_is_not_tried_again(name: str) -> None:
    answer, says = REFUSED[name]
    async with api({PROFILE: {"webhook_url": OLD}}) as there, Api.open(TELNYX, there.url, KEY) as line:
        there.fails = [answer, answer]
        with pytest.raises(Refused) as read:
            await line.held(HOOK)
        with pytest.raises(Refused) as written:
            await line.do(HOOK.writes({}, NEW), HOOK)
    assert says in str(read.value)
    assert not isinstance(written.value, Unknown)
    assert len(there.asked) == 2
    assert there.held[PROFILE]["webhook_url"] == OLD


async def test_where_the_api_stalls_or_breaks_off_it_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("receiver.hooks.registering.PATIENCE", 0.2)
    async with api({PROFILE: {}}) as there, Api.open(TELNYX, there.url, KEY) as line:
        there.fails = [b"", whole(503, {})]
        with pytest.raises(Unknown, match=r"did not answer within 0\.2 s"):
            await line.do(HOOK.writes({}, NEW), HOOK)
        with pytest.raises(Unknown, match=r"a trouble of its own \(503\)"):
            await line.do(HOOK.writes({}, NEW), HOOK)


async def test_where_nobody_listens_nothing_was_changed() -> None:
    async with api() as there:
        base = there.url
    async with Api.open(TELNYX, base, KEY) as line:
        with pytest.raises(Refused, match="is not reached at") as error:
            await line.do(HOOK.writes({}, NEW), HOOK)
    assert not isinstance(error.value, Unknown)


@pytest.mark.parametrize("answer", [b"<html>", b"[" * 100_000, b'{"no": "data"}', b'{"data": 5}'])
async def test_an_answer_that_is_not_as_documented_is_not_acted_on(answer: bytes) -> None:
    raw = b"HTTP/1.1 200 X\r\nContent-Length: %d\r\n\r\n" % len(answer) + answer
    async with api() as there, Api.open(TELNYX, there.url, KEY) as line:
        there.fails = [raw]
        with pytest.raises(Refused):
            await line.held(HOOK)


def test_a_put_takes_along_what_it_might_otherwise_reset() -> None:
    """Telnyx renews a campaign by itself unless it is told not to each time."""
    [campaign] = TELNYX.hooks(Wanted(campaign="C/1"))
    call = campaign.writes({"autoRenewal": False, "sample1": "Hi", "webhookFailoverURL": OLD, "status": "x"}, NEW)
    assert (call.method, call.path) == ("PUT", "/v2/10dlc/campaign/C%2F1")
    assert call.body == {"autoRenewal": False, "sample1": "Hi", "webhookFailoverURL": OLD, "webhookURL": NEW}


def test_each_of_telnyx_s_places_has_its_own_call() -> None:
    hooks = TELNYX.hooks(Wanted(brand="B", campaign="C", shared_campaign="S", messaging_profile="P"))
    calls = [hook.writes({}, NEW) for hook in hooks]
    assert [f"{call.method} {call.path}" for call in calls] == [
        "PATCH /v2/messaging_profiles/P",
        "PUT /v2/10dlc/brand/B",
        "PUT /v2/10dlc/campaign/C",
        "PATCH /v2/10dlc/partner_campaigns/S",
    ]
    with pytest.raises(Unclear, match="say which"):
        TELNYX.hooks(Wanted())


MTA = accounts()["mta"]


def of_event(event: str, *signed: str) -> Hook:
    [hook] = MTA.hooks(Wanted(events=(event,), secret="".join(signed)))
    return hook


async def test_mta_s_webhook_is_made_where_there_is_none_and_taken_away_again() -> None:
    hook = of_event("message-reply", "hush")
    rows: list[dict[str, Json]] = [{"id": 7, "event": "delivery-status", "url": OLD}]
    async with api(rows=rows) as there, Api.open(MTA, there.url, KEY) as line:
        was = await line.held(hook)
        assert was == {}
        await line.do(hook.writes(was, NEW), hook)
        now = await line.held(hook)
        assert now["url"] == NEW
        assert hook.removes
        await line.do(hook.removes(now), hook)
    assert [row["id"] for row in there.rows] == [7]
    assert there.changes[0] == ("POST", "/v3/webhooks", {"event": "message-reply", "url": NEW, "secret": "hush"})


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([{"id": 1, "event": "message-reply"}, {"id": 2, "event": "message-reply"}], r"2 webhooks for .*--webhook ID"),
        ([], "needs a secret"),
    ],
)
async def test_what_is_not_clear_of_mta_is_asked(rows: list[Json], says: str) -> None:
    hook = of_event("message-reply")
    with pytest.raises(Unclear, match=says):
        hook.writes(hook.found({"data": {"rows": rows}}), NEW)


def test_a_list_that_goes_on_is_not_guessed() -> None:
    with pytest.raises(Unclear, match="only 0 of them"):
        of_event("message-reply").found({"data": {"rows": [], "total": 30}})


def test_one_webhook_of_several_is_named() -> None:
    [hook] = MTA.hooks(Wanted(webhook="2"))
    rows: list[Json] = [{"id": 1, "url": OLD}, {"id": 2, "url": NEW}]
    assert hook.found({"data": {"rows": rows}}) == rows[1]
    with pytest.raises(Unclear, match="no webhook 2"):
        hook.found({"data": {"rows": []}})
    with pytest.raises(Unclear, match="there is no event"):
        MTA.hooks(Wanted(events=("x",)))


@pytest.mark.parametrize("account", [one for one in accounts().values() if one.recipes(Wanted(), NEW)])
def test_a_request_to_send_oneself_holds_the_url_and_no_secret(account: Account) -> None:
    for recipe in account.recipes(Wanted(campaign='C"$(x)`'), "https://a.example/'$(id)"):
        said = curl(recipe, account, account.base)
        assert "$(x)" not in said
        assert "'\"'\"'$(id)" in said
        assert "hush" not in said
        assert recipe.facts


@pytest.mark.parametrize(
    ("url", "may"),
    [
        ("https://a.example/telnyx", True),
        ("http://127.0.0.1:8010/x", False),
        ("http://localhost/x", False),
        ("http://[::1]/x", False),
    ],
)
def test_nobody_can_call_this_machine_by_its_own_names(url: str, *, may: bool) -> None:
    assert callable_url(url) == may
