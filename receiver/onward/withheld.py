"""What is never sent on, whoever asks for it."""

from store import Capture

from ..meaning.page import by_browser
from .sending import came_back

TOO_LARGE = 413
DAMAGED = "it is damaged on the disk: what came cannot be read"


def why_not(capture: Capture) -> str:
    """Why a request is never sent on; empty where it may be."""
    if capture.damaged:
        return f"not sent on: {DAMAGED}"
    if came_back(capture):
        return "not sent on: callboard itself had sent it"
    if said := by_browser(capture):
        return f"not sent on: {said}"
    if capture.answer == TOO_LARGE and not capture.body:
        return "not sent on: it was refused, and its body is not kept"
    return ""
