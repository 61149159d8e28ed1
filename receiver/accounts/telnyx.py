"""Telnyx: a messaging profile, a 10DLC brand or a campaign.

- `PATCH /v2/messaging_profiles/{id}` with `webhook_url`, the answer under `data`:
  https://developers.telnyx.com/api-reference/profiles/update-a-messaging-profile
- `PUT /v2/10dlc/brand/{id}` and `PUT /v2/10dlc/campaign/{id}` with `webhookURL`:
  https://developers.telnyx.com/docs/messaging/10dlc/event-notifications. That page shows the URLs alone; its reference
  (https://developers.telnyx.com/api-reference/brands/update-brand, and the SDK's `brand_update_params.py`) asks for
  country, displayName, email, entityType and vertical of a brand besides, and says of a campaign's `autoRenewal` that
  it is true where it is left out. So what can be set is sent along as it was read.
- `PATCH /v2/10dlc/partner_campaigns/{id}` takes the two URLs and nothing else.
"""

from store import Json

from ..hooks.account import Account, Call, Fields, Hook, Unclear, Wanted, object_in, part

URLS = ("webhookURL", "webhookFailoverURL")
BRAND = (
    *("entityType", "displayName", "country", "email", "vertical"),
    *("companyName", "firstName", "lastName", "ein", "phone", "street", "city", "state", "postalCode", "website"),
    *("stockSymbol", "stockExchange", "altBusinessId", "altBusinessIdType", "isReseller", "businessContactEmail"),
)
CAMPAIGN = (
    *("resellerId", "autoRenewal", "helpMessage", "messageFlow"),
    *("sample1", "sample2", "sample3", "sample4", "sample5"),
)
SAID = "documented: PUT with webhookURL and webhookFailoverURL"
UNSAID = "not documented: whether PUT keeps what is left out; so what can be set is sent along as it was read"
NEW_URL = "not documented: whether callbacks that are being tried again go to the new URL"


def hooks(wanted: Wanted) -> tuple[Hook, ...]:
    found = (
        *((_profile(wanted.messaging_profile),) if wanted.messaging_profile else ()),
        *((_registered("brand", wanted.brand, BRAND),) if wanted.brand else ()),
        *((_registered("campaign", wanted.campaign, CAMPAIGN),) if wanted.campaign else ()),
        *((_shared(wanted.shared_campaign),) if wanted.shared_campaign else ()),
    )
    if not found:
        raise Unclear("say which: --profile ID (messages), --brand ID, --campaign ID or --shared-campaign ID")
    return found


def _profile(named: str) -> Hook:
    path = f"/v2/messaging_profiles/{part(named)}"
    return Hook(
        what=f"messaging profile {named}",
        reads=Call("GET", path),
        found=lambda answer: object_in(answer, "data"),
        url="webhook_url",
        writes=lambda _, url: Call("PATCH", path, {"webhook_url": url}),
        beside=("webhook_failover_url", "webhook_api_version"),
        facts=(
            "documented: PATCH with webhook_url alone; a message's own webhook_url beats that of its profile",
            NEW_URL,
        ),
    )


def _registered(kind: str, named: str, settable: tuple[str, ...]) -> Hook:
    path = f"/v2/10dlc/{kind}/{part(named)}"

    def writes(was: Fields, url: Json) -> Call:
        along = {name: was[name] for name in (*settable, URLS[1]) if was.get(name) is not None}
        return Call("PUT", path, {**along, URLS[0]: url})

    numbers = ("documented: events of numbers go to the URL of their campaign",) if kind == "campaign" else ()
    return Hook(
        what=f"{kind} {named}",
        reads=Call("GET", path),
        found=object_in,
        url=URLS[0],
        writes=writes,
        beside=URLS[1:],
        facts=(SAID, *numbers, UNSAID, NEW_URL),
    )


def _shared(named: str) -> Hook:
    path = f"/v2/10dlc/partner_campaigns/{part(named)}"
    return Hook(
        what=f"shared campaign {named}",
        reads=Call("GET", path),
        found=object_in,
        url=URLS[0],
        writes=lambda _, url: Call("PATCH", path, {URLS[0]: url}),
        beside=URLS[1:],
        facts=("documented: PATCH with webhookURL and webhookFailoverURL", NEW_URL),
    )


ACCOUNT = Account(name="telnyx", title="Telnyx", base="https://api.telnyx.com", hooks=hooks)
