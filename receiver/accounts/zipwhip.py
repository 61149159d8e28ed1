"""Zipwhip: how the URL of its provisioning callbacks is set is not documented.

https://dev-portal-dev.zipwhip.com/api/10dlc-webhooks/ ("Webhook Configuration: More details to come"). Of the older
message webhooks a third party shows `POST /webhook/add` (https://github.com/acapps/using-zipwhip).
"""

from ..hooks.account import Account, Call, Recipe, Wanted

OLDER = "not documented by Zipwhip: a third party's notes on the older message webhooks"
NEWER = (
    "not documented: how the URL of the campaign and provisioning callbacks is set; ask Zipwhip, and give it this one"
)


def recipes(_: Wanted, url: str) -> tuple[Recipe, ...]:
    body = {"session": "SESSION", "type": "message", "event": "receive", "url": url, "method": "POST"}
    return (Recipe("messages that come in", Call("POST", "/webhook/add", body), (OLDER, NEWER)),)


ACCOUNT = Account(name="zipwhip", title="Zipwhip", base="https://api.zipwhip.com", recipes=recipes)
