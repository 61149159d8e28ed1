"""What the tunnels over ssh share: the client's options, and its ways of failing."""

import re

from .tunnel import News, Said

ALONE = ("-o", "BatchMode=yes", "-o", "ExitOnForwardFailure=yes", "-o", "ConnectTimeout=10")
"""No question to a terminal that is the board's."""
PATIENT = (*ALONE, "-o", "ServerAliveInterval=15", "-o", "ServerAliveCountMax=2")
"""A dead line is noticed in half a minute: where each start gives another name, it is not given up for less."""
QUICK = (*ALONE, "-o", "ServerAliveInterval=1", "-o", "ServerAliveCountMax=3")
"""It is noticed in four seconds."""

FAULTS = (
    (r"Permission denied", "the server does not take this key: try `ssh {host}` in another shell"),
    (
        r"Host key verification failed|No .* host key is known",
        "the server's key is not known yet: connect once by hand, `ssh {host}`, and look at it",
    ),
    (
        r"REMOTE HOST IDENTIFICATION HAS CHANGED",
        "the server's key is another than before: find out why, then `ssh-keygen -R {host}`",
    ),
    (
        r"remote port forwarding failed",
        "the server does not give this port: it is taken, or its AllowTcpForwarding says no",
    ),
    (r"Could not resolve hostname", "{host} is not known here: is there a network?"),
    (r"Connection refused", "nothing answers at {host}: is it running, and is this its port?"),
    (r"(Operation|Connection) timed out|No route to host|Network is unreachable", "{host} cannot be reached from here"),
    (
        r"closed by remote host|Connection reset|Broken pipe|Timeout, server .* not responding",
        "the line to {host} was cut",
    ),
)


def fault(line: str, host: str) -> Said | None:
    """Why ssh gives up, with the next step."""
    found = next((sentence for pattern, sentence in FAULTS if re.search(pattern, line)), None)
    return Said(News.FAILED, found.format(host=host)) if found else None
