"""What is never sent on, whoever asks for it."""

from store import Capture

from .sending import came_back

TOO_LARGE = 413


def why_not(capture: Capture) -> str:
    """Why a request is never sent on; empty where it may be."""
    if came_back(capture):
        return "not sent on: callboard itself had sent it"
    if from_browser(capture):
        return "not sent on: a web page had a browser send it"
    if capture.answer == TOO_LARGE and not capture.body:
        return "not sent on: it was refused, and its body is not kept"
    return ""


def from_browser(capture: Capture) -> bool:
    """Browsers say where a request comes from; providers have nothing to say there."""
    return any(capture.header(name) is not None for name in ("origin", "sec-fetch-site"))
