"""A secret in every place in which a request can have one."""

from base64 import b64encode

from store import Request
from tests.make import NOON

TOKEN = "Fx7kQp2mZt9LwV3a"  # noqa: S105  nobody's
"""The path token of our tunnel."""
SET = "whsec-set-in-the-settings/1+2"
"""What the settings say, and no name tells."""


def planted(number: int) -> str:
    return f"hush{number:02}hush"


def posted(target: str, body: bytes, *headers: tuple[str, str]) -> Request:
    """A request; its headers are Latin-1."""
    return Request(
        received_at=NOON,
        method="POST",
        target=target,
        http_version="1.1",
        headers=tuple((name.encode(), value.encode("latin-1")) for name, value in headers),
        body=body,
        peer="127.0.0.1",
    )


JSON = ("Content-Type", "application/json")
FORM = ("Content-Type", "application/x-www-form-urlencoded")
BASIC = b64encode(f"user:{planted(2)}".encode()).decode()
MULTIPART = f'--b\r\nContent-Disposition: form-data; name="api_key"\r\n\r\n{planted(17)}\r\n--b--'
PEM = f"-----BEGIN PRIVATE KEY-----\\n{planted(18)}\\n-----END PRIVATE KEY-----"

PLACES: tuple[tuple[str, Request], ...] = (
    (planted(1), posted("/telnyx", b"{}", ("Authorization", f"Bearer {planted(1)}"))),
    (BASIC, posted("/telnyx", b"{}", ("AUTHORIZATION", f"Basic {BASIC}"))),
    (planted(3), posted("/telnyx", b"{}", ("Cookie", f"a=b; session={planted(3)}"))),
    (
        planted(4),
        posted("/telnyx", b"{}", ("X-Api-Key", planted(4)), ("X-Hub-Signature-256", f"sha256={planted(4)}")),
    ),
    (planted(5), posted(f"/telnyx?a=1&access_token={planted(5)}&b", b"{}")),
    (TOKEN, posted(f"/{TOKEN}/telnyx", b'{"data": {}}')),
    ("Zt7kQp2mFx9LwV3b", posted("/hooks/Zt7kQp2mFx9LwV3b?x", b"what nobody can read")),
    (planted(6), posted("/", f'{{"auth_token": "{planted(6)}", "id": 9007199254740993}}'.encode(), JSON)),
    (planted(7), posted("/", f'{{"a": [{{"Client-Secret": {{"v": ["{planted(7)}", 1]}}}}]}}'.encode(), JSON)),
    (planted(8), posted("/", f'{{"inner": "{{\\"password\\": \\"{planted(8)}\\"}}"}}'.encode(), JSON)),
    (planted(9), posted("/", f'{{"t\\u006fken": "{planted(9)}", "x": "é"}}'.encode(), JSON)),
    (planted(10), posted("/", f"a=1&AccountToken={planted(10)}&b=%2B1".encode(), FORM)),
    (planted(11), posted("/", f"a=1&%74oken={planted(11)}".encode(), FORM)),
    (BASIC, posted("/", f'{{"sent": "curl -H \'authorization: Basic {BASIC}\' x"}}'.encode(), JSON)),
    (planted(12), posted("/", f'{{"url": "https://me:{planted(12)}@h.test/x"}}'.encode(), JSON)),
    (planted(13), posted("/", f'{{"url": "https://h.test/x?signature={planted(13)}&y=1"}}'.encode(), JSON)),
    (planted(14), posted("/", b"{}", ("Referer", f"https://h.test/?token={planted(14)}"))),
    (planted(15), posted("/", f"<a><ApiToken>{planted(15)}</ApiToken></a>".encode())),
    (planted(16), posted("/", f'{{"token": "{planted(16)}", broken'.encode(), JSON)),
    (planted(17), posted("/", MULTIPART.encode(), ("Content-Type", "multipart/form-data; boundary=b"))),
    (planted(18), posted("/", f'{{"pem": "{PEM}"}}'.encode(), JSON)),
    (SET, posted(f"/x?y={SET}", f'{{"y": "{SET}", "z": "whsec-set-in-the-settings%2F1%2B2"}}'.encode(), JSON)),
    (planted(19), posted("/", b"\xff\xfe" + f"api_key={planted(19)}".encode() + b"\x00\x9b")),
    (planted(20), posted("/token/" + planted(20), b"")),
)
"""What stands where; the bytes of that may be in no export."""
