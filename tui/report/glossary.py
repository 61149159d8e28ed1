"""What the words of a report mean."""

from store import Phase

from .markup import Html, joined, tag
from .state import badge

WORDS = (
    (
        "A2P, 10DLC",
        "messages from a program to a person, and the ten-digit long codes (ordinary US numbers) they go out from",
    ),
    ("brand", "the company that sends, as The Campaign Registry knows it"),
    ("campaign", "what a brand sends for: a use case with its own approval"),
    ("number", "a telephone number that sends for a campaign, once it is assigned to it"),
    ("order", "a provider's job that assigns several numbers at once"),
    ("provider", "the company whose interface sends the messages, and which calls us back"),
    ("TCR", "The Campaign Registry, where brands and campaigns are registered"),
    ("MNO", "mobile network operator: a carrier, which approves campaigns for its network"),
    ("DLR", "delivery receipt: a carrier's word on what became of a message"),
    ("callback", "a request with which a provider tells of events"),
    (
        "event",
        "one thing that a provider says happened; it counts once, and not at all where its signature was rejected",
    ),
    ("signature", "what proves that a callback is the provider's; unchecked where its secret is not known here"),
    ("final state", "the last that will be said of a message: delivered, undelivered, failed or canceled"),
    ("p50, p95, p99", "half, 95 and 99 of 100 are at or below this"),
)
PHASES = {
    Phase.OK: "approved, assigned or delivered",
    Phase.PENDING: "on its way, or in review",
    Phase.ATTENTION: "somebody should look: it was not confirmed, or something is missing",
    Phase.FAILED: "refused, rejected or not delivered",
    Phase.ENDED: "expired, suspended, canceled or taken away",
    Phase.UNKNOWN: "the provider's word for it is not known here",
}


def glossary() -> Html:
    states = (tag("div", tag("dt", badge(phase)), tag("dd", means)) for phase, means in PHASES.items())
    words = (tag("div", tag("dt", word), tag("dd", means)) for word, means in WORDS)
    said = tag("p", "A provider's own word for a state stands behind ours.", class_="dim")
    return joined(tag("dl", states, words, class_="glossary"), said)
