"""A HAR file in the network panel of a real browser."""

import json
from pathlib import Path

import pytest

from tests.chromium import chromium
from tests.make import numbered, request
from tui.export.formats.har import Writer

LOOK = """(async () => {
    const {HARFormat, Importer} = await import("devtools://devtools/bundled/models/har/har.js");
    const requests = Importer.Importer.requestsFromHARLog(new HARFormat.HARRoot(%s).log);
    return await Promise.all(requests.map(async (one) =>
        [one.requestMethod, one.url(), one.statusCode, await one.requestFormData(), one.duration > 0]));
})()"""
"""What its panel makes of a file that is opened there."""


async def test_a_browser_shows_each_request_with_its_body_and_our_answer(tmp_path: Path) -> None:
    writer, bodies = Writer(), (b'{"text": "\xc3\xa9"}', b"To=%2B1555&a=b", b"\xff\xfe")
    said = b"".join(writer.take(numbered(request(body), seq), ()) for seq, body in enumerate(bodies, 1))
    har = json.loads(writer.begin() + said + writer.end())
    async with chromium(tmp_path) as page:
        await page.go("devtools://devtools/bundled/devtools_app.html")
        shown = await page.ask(LOOK % json.dumps(har))
    if not isinstance(shown, list):
        pytest.skip(f"this browser's own tools are not to be had: {shown}")
    assert [(method, status, ended) for method, _, status, _, ended in shown] == [("POST", 200, True)] * 3
    assert [body for *_, body, _ in shown] == [body.decode("utf-8", "replace") for body in bodies]
    assert {url for _, url, *_ in shown} == {one["request"]["url"] for one in har["log"]["entries"]}
