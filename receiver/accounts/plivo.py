"""Plivo: `url` and `method` are given with what is made.

https://www.plivo.com/docs/messaging/api/10dlc/brand and …/concepts/callbacks/10dlc-callbacks; what else is asked for is
in the SDK's `plivo/resources/brand.py` and `campaign.py` (https://github.com/plivo/plivo-python). By the documentation
a campaign's update takes a `url`; the SDK's does not.
"""

from ..hooks.account import Account, Call, Recipe, Wanted, part

TENDLC = "/v1/Account/$PLIVO_AUTH_ID/10dlc"
SAID = "documented: url and method; anything but 200 is tried again after 60, 120 and 240 s"
UNSAID = "not documented: that the URL can be changed afterwards (a campaign's update is documented, the SDK has none)"


BRAND = {"brand_alias": "NAME", "brand_type": "STANDARD", "profile_uuid": "PROFILE_UUID"}
CAMPAIGN = {"vertical": "VERTICAL", "usecase": "USECASE", "description": "DESCRIPTION", "sample1": "SAMPLE"}


def recipes(wanted: Wanted, url: str) -> tuple[Recipe, ...]:
    told = {"url": url, "method": "POST"}
    campaign = _campaign(wanted, told)
    numbers = _numbers(f"{TENDLC}/Campaign/{part(wanted.campaign) or 'CAMPAIGN_ID'}/Number/", told)
    only = (*(numbers if wanted.campaign else ()), *((campaign,) if wanted.brand else ()))
    return only or (_brand(told), campaign, *numbers)


def _brand(told: dict[str, str]) -> Recipe:
    return Recipe("a brand", Call("POST", f"{TENDLC}/Brand/", {**BRAND, **told}), (SAID, UNSAID))


def _campaign(wanted: Wanted, told: dict[str, str]) -> Recipe:
    asked = {"brand_id": wanted.brand or "BRAND_ID", **CAMPAIGN, **told}
    return Recipe("a campaign", Call("POST", f"{TENDLC}/Campaign/", asked), (SAID, UNSAID))


def _numbers(path: str, told: dict[str, str]) -> tuple[Recipe, ...]:
    """Linked, and unlinked."""
    linked = Call("POST", path, {"numbers": ["1NUMBER"], **told})
    unlinked = Call("DELETE", f"{path}1NUMBER/", dict(told))
    doubt = "not documented: that a DELETE's body is read; the SDK sends it"
    return (
        Recipe("numbers linked to a campaign", linked, (SAID,)),
        Recipe("a number unlinked", unlinked, (SAID, doubt)),
    )


ACCOUNT = Account(
    name="plivo",
    title="Plivo",
    base="https://api.plivo.com",
    recipes=recipes,
    login='-u "$PLIVO_AUTH_ID:$PLIVO_AUTH_TOKEN"',
)
