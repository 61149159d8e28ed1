"""Plivo: `url` and `method` are given with what is made.

https://www.plivo.com/docs/messaging/api/10dlc/brand and …/concepts/callbacks/10dlc-callbacks; what else is asked for is
in the SDK's `plivo/resources/brand.py` and `campaign.py` (https://github.com/plivo/plivo-python). By the documentation
a campaign's update takes a `url`; the SDK's does not.
"""

from ..account import Account, Call, Recipe, Wanted, part

TENDLC = "/v1/Account/$PLIVO_AUTH_ID/10dlc"
SAID = "documented: url and method; anything but 200 is tried again after 60, 120 and 240 s"
UNSAID = "not documented: that the URL can be changed afterwards (a campaign's update is documented, the SDK has none)"


def recipes(wanted: Wanted, url: str) -> tuple[Recipe, ...]:
    campaign = part(wanted.campaign) or "CAMPAIGN_ID"
    told = {"url": url, "method": "POST"}
    text = {"vertical": "VERTICAL", "usecase": "USECASE", "description": "DESCRIPTION", "sample1": "SAMPLE"}
    made = (
        Recipe(
            "a brand",
            Call(
                "POST",
                f"{TENDLC}/Brand/",
                {"brand_alias": "NAME", "brand_type": "STANDARD", "profile_uuid": "PROFILE_UUID", **told},
            ),
            (SAID, UNSAID),
        ),
        Recipe(
            "a campaign",
            Call("POST", f"{TENDLC}/Campaign/", {"brand_id": wanted.brand or "BRAND_ID", **text, **told}),
            (SAID, UNSAID),
        ),
        Recipe(
            "numbers linked to a campaign",
            Call("POST", f"{TENDLC}/Campaign/{campaign}/Number/", {"numbers": ["1NUMBER"], **told}),
            (SAID,),
        ),
        Recipe(
            "a number unlinked",
            Call("DELETE", f"{TENDLC}/Campaign/{campaign}/Number/1NUMBER/", dict(told)),
            (SAID, "not documented: that a DELETE's body is read; the SDK sends it"),
        ),
    )
    only = (made[2:] if wanted.campaign else ()) + (made[1:2] if wanted.brand else ())
    return only or made


ACCOUNT = Account(
    name="plivo",
    title="Plivo",
    base="https://api.plivo.com",
    recipes=recipes,
    login='-u "$PLIVO_AUTH_ID:$PLIVO_AUTH_TOKEN"',
)
