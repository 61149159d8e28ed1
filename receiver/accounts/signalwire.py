"""SignalWire: `status_callback_url` is given with what is made.

https://github.com/signalwire/docs `specs/signalwire-rest/relay-rest/campaign-registry`: `POST` of brands, campaigns and
orders takes it; `PUT` of a brand does, too, but once the brand has left `unverified` every field other than
`signalwire_contact_emails` is refused with `invalid_state`; `PUT` of a campaign takes its name and those addresses.
"""

from store import Json

from ..hooks.account import Account, Call, Recipe, Wanted, part

REGISTRY = "/api/relay/rest/registry/beta"
URL = "status_callback_url"
ONCE = "documented: the URL of a campaign or an order cannot be changed after it was made"


def recipes(wanted: Wanted, url: str) -> tuple[Recipe, ...]:
    brand, campaign = part(wanted.brand) or "BRAND_ID", part(wanted.campaign) or "CAMPAIGN_ID"
    changed = (_unverified(brand, url), _campaign(wanted.brand or brand, brand, url))
    order = _order(campaign, url)
    only = (*((order,) if wanted.campaign else ()), *(changed if wanted.brand else ()))
    return only or (_brand(url), *changed, order)


def _brand(url: str) -> Recipe:
    asked: dict[str, Json] = {
        "csp_self_registered": True,
        "name": "NAME",
        "csp_brand_reference": "TCR_BRAND_ID",
        URL: url,
    }
    said = f"documented: a brand that SignalWire registers takes {URL} too, and its company's name, EIN, …"
    return Recipe("an approved brand of your own, imported", Call("POST", f"{REGISTRY}/brands", asked), (said,))


def _unverified(brand: str, url: str) -> Recipe:
    said = "documented: refused with invalid_state once it is verified"
    return Recipe("a brand that is still unverified", Call("PUT", f"{REGISTRY}/brands/{brand}", {URL: url}), (said,))


def _campaign(id_: str, brand: str, url: str) -> Recipe:
    asked = {"name": "NAME", "brand_id": id_, "csp_campaign_reference": "TCR_ID", URL: url}
    said = f"documented: a campaign that SignalWire registers takes {URL} too, and use case, samples, flow, …"
    call = Call("POST", f"{REGISTRY}/brands/{brand}/campaigns", asked)
    return Recipe("an approved campaign, imported", call, (said, ONCE))


def _order(campaign: str, url: str) -> Recipe:
    call = Call("POST", f"{REGISTRY}/campaigns/{campaign}/orders", {"phone_numbers": ["+1NUMBER"], URL: url})
    return Recipe("an order that assigns numbers", call, ("documented: events of the assignments go there, too", ONCE))


ACCOUNT = Account(
    name="signalwire",
    title="SignalWire",
    base="https://YOUR_SPACE.signalwire.com",
    recipes=recipes,
    login='-u "$SIGNALWIRE_PROJECT:$SIGNALWIRE_TOKEN"',
)
