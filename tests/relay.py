"""A tunnel in one process: it speaks as localtunnel's client does, and hands on what comes to a port of its own.

`python tests/relay.py PORT`
"""

import asyncio
import sys
from contextlib import suppress


async def main(there: int) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        other, out = await asyncio.open_connection("127.0.0.1", there)
        await asyncio.gather(hand_on(reader, out), hand_on(other, writer))

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    sys.stdout.write(f"your url is: http://127.0.0.1:{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


async def hand_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while part := await reader.read(65536):
            writer.write(part)
            await writer.drain()
    writer.close()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
