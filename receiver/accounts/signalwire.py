"""SignalWire: `status_callback_url` is given with what is made.

https://github.com/signalwire/docs `specs/signalwire-rest/relay-rest/campaign-registry`: `POST` of brands, campaigns and
orders takes it; `PUT` of a brand does, too, but once the brand has left `unverified` every field other than
`signalwire_contact_emails` is refused with `invalid_state`; `PUT` of a campaign takes its name and those addresses.
"""

from ..account import Account, Call, Recipe, Wanted, part

REGISTRY = "/api/relay/rest/registry/beta"
URL = "status_callback_url"
ONCE = "documented: the URL of a campaign or an order cannot be changed after it was made"


def recipes(wanted: Wanted, url: str) -> tuple[Recipe, ...]:
    brand, campaign = part(wanted.brand) or "BRAND_ID", part(wanted.campaign) or "CAMPAIGN_ID"
    made = (
        Recipe(
            "an approved brand of your own, imported",
            Call(
                "POST",
                f"{REGISTRY}/brands",
                {"csp_self_registered": True, "name": "NAME", "csp_brand_reference": "TCR_BRAND_ID", URL: url},
            ),
            (f"documented: a brand that SignalWire registers takes {URL} too, and its company's name, EIN, …",),
        ),
        Recipe(
            "a brand that is still unverified",
            Call("PUT", f"{REGISTRY}/brands/{brand}", {URL: url}),
            ("documented: refused with invalid_state once it is verified",),
        ),
        Recipe(
            "an approved campaign, imported",
            Call(
                "POST",
                f"{REGISTRY}/brands/{brand}/campaigns",
                {"name": "NAME", "brand_id": wanted.brand or brand, "csp_campaign_reference": "TCR_ID", URL: url},
            ),
            (f"documented: a campaign that SignalWire registers takes {URL} too, and use case, samples, flow, …", ONCE),
        ),
        Recipe(
            "an order that assigns numbers",
            Call("POST", f"{REGISTRY}/campaigns/{campaign}/orders", {"phone_numbers": ["+1NUMBER"], URL: url}),
            ("documented: events of the assignments go there, too", ONCE),
        ),
    )
    only = (made[3:] if wanted.campaign else ()) + (made[1:3] if wanted.brand else ())
    return only or made


ACCOUNT = Account(
    name="signalwire",
    title="SignalWire",
    base="https://YOUR_SPACE.signalwire.com",
    recipes=recipes,
    login='-u "$SIGNALWIRE_PROJECT:$SIGNALWIRE_TOKEN"',
)
