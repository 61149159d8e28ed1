"""What a browser sends, for a page that somebody looks at: never a provider's."""

from store import Request

SAYS = ("sec-fetch-site", "origin")
"""Headers that browsers add, and pages cannot leave out."""


def by_browser(request: Request) -> str:
    """A sentence on who sent it; empty where it was no browser."""
    if not any(request.header(name) for name in SAYS):
        return ""
    origin = request.header("origin")
    page = f" for a page of {origin}" if origin and origin != "null" else ""
    return f"a browser sent it{page}: no provider does"
