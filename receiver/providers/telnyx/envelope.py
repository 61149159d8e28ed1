"""What is around each of Telnyx's events."""

from receiver.payloads.payload import Moment, Payload, Text


class Envelope(Payload):
    event_type: Text = None
    id: Text = None
    occurred_at: Moment = None
