"""ngrok by its SDK, in a process of its own that speaks as its program does: it is native code, and ends as that may.

`python -m receiver.outside.by_sdk PORT [NAME]`
"""

import asyncio
import json
import os
import sys
from importlib.util import find_spec


def there() -> bool:
    """It is installed: `pip install 'callboard[ngrok]'`."""
    return find_spec("ngrok") is not None


async def main(port: str, name: str = "") -> None:
    import ngrok  # noqa: PLC0415  an extra, and ten megabytes

    try:
        session = await ngrok.SessionBuilder().authtoken_from_env().handle_disconnection(_lost).connect()
        endpoint = session.http_endpoint()
        if name:
            endpoint.domain(name.removeprefix("https://"))
        listener = await endpoint.listen_and_forward(f"http://127.0.0.1:{port}")
    except ValueError as error:
        _say(lvl="eror", err=": ".join(map(str, error.args)))
        return
    _say(msg="started tunnel", url=listener.url())
    await asyncio.Event().wait()


def _lost(_address: str, error: str) -> None:
    _say(msg="session closing", err=error)


def _say(**said: str) -> None:
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
    os._exit(1)  # what it has loaded does not survive an orderly end: seen with 1.4.0
