"""What a test is told when something does not come, or is not taken."""

import pytest

from tui.testing import Callboard


def test_what_does_not_come_says_what_came_instead(callboard: Callboard) -> None:
    callboard.send("telnyx/message_sent")
    [event] = callboard.wait("kind:message", timeout=60)
    assert [one.seq for one in callboard.events("provider:telnyx")] == [event.seq]
    with pytest.raises(AssertionError, match="0 of 1 match 'phase:ok'; heard:\n  message to"):
        callboard.wait("phase:ok", timeout=0.3)
    with pytest.raises(AssertionError, match="no sample is called"):
        callboard.send("telnyx/no_such_thing")
