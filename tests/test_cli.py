"""The command line, as other programs and people meet it."""

import json
import re
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from receiver.found import found
from tests.running import CALLBOARD, LIFE, callboard, environment, json_lines, running
from tests.until import PATIENCE

ASSIGNED = "telnyx/phone_assignment_success"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store" / "callboard.db"


def test_a_callback_goes_from_http_to_every_list(store: Path, tmp_path: Path) -> None:
    at = ("--store", str(store))
    with running(store) as receiver:
        assert callboard("send", ASSIGNED, *at, home=tmp_path).stdout == f"{ASSIGNED}  200\n"
        [event] = receiver.events(1)
        assert event["summary"] == "+13125550123 assigned"
        [listed] = json_lines(callboard("ls", "--json", *at, home=tmp_path))
        assert listed == event
    [number] = json_lines(callboard("ls", "--entities", "kind:number", "--json", *at, home=tmp_path))
    assert (number["entity"], number["phase"]) == ({"kind": "number", "id": "+13125550123"}, "ok")
    [capture] = json_lines(callboard("ls", "--captures", "--json", *at, home=tmp_path))
    assert (capture["method"], capture["path"], capture["answer"]) == ("POST", "/telnyx", 200)
    doubted = callboard("ls", "provider:telnix", *at, home=tmp_path)
    assert (doubted.stdout, doubted.stderr) == ("", "no provider named telnix has called (did you mean telnyx?)\n")
    shown = callboard("show", "1", *at, home=tmp_path).stdout
    assert "+13125550123 assigned" in shown
    assert "no secret for telnyx" in shown
    raw = callboard("show", "1", "--raw", *at, home=tmp_path).stdout
    assert json.loads(raw)["data"]["payload"]["status"] == "success"
    [whole] = json_lines(callboard("show", "1", "--json", *at, home=tmp_path))
    assert whole["events"] == [event]


def test_event_lines_have_the_keys_of_the_contract(store: Path, tmp_path: Path) -> None:
    with running(store) as receiver:
        callboard("send", ASSIGNED, "--store", str(store), home=tmp_path)
        [event] = receiver.events(1)
    assert {name: event[name] for name in ("v", "kind", "seq", "capture", "provider", "type", "status", "phase")} == {
        "v": 1,
        "kind": "event",
        "seq": 1,
        "capture": 1,
        "provider": "telnyx",
        "type": "phone_number.ASSIGNMENT",
        "status": "success",
        "phase": "ok",
    }
    assert event["occurred_at"] == "2024-08-07T17:22:37.328Z"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", str(event["received_at"]))
    assert (event["verdict"], event["verdict_reason"], event["attempt"]) == ("unchecked", "no secret for telnyx", 1)


def test_what_is_captured_while_leaving_is_kept(store: Path) -> None:
    with running(store) as receiver:
        for number in range(20):
            assert receiver.post(b"%d" % number) == 200
        receiver.process.send_signal(signal.SIGTERM)
        assert receiver.process.wait(PATIENCE) == 143
        rest = receiver.lines.read().splitlines()
    assert [json.loads(line)["capture"] for line in rest] == list(range(1, 21))


@pytest.mark.parametrize(("number", "code"), [(signal.SIGHUP, 129), (signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_the_receiver_leaves_on_a_signal_with_its_code(store: Path, number: signal.Signals, code: int) -> None:
    with running(store) as receiver:
        receiver.process.send_signal(number)
        assert receiver.process.wait(PATIENCE) == code
        assert receiver.process.stderr
        assert receiver.process.stderr.read() == f"listening on {receiver.url}\n"
    for file in (store, store.with_name("callboard.view.db")):
        wal = file.with_name(f"{file.name}-wal")
        assert not wal.exists() or not wal.stat().st_size


def test_a_taken_port_is_one_sentence_with_a_way_out(store: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        done = callboard("serve", "--store", str(store), "--port", port, home=tmp_path, code=2)
    assert done.stdout == ""
    assert port in done.stderr
    assert "--port" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_second_receiver_on_the_same_store_exits_with_a_sentence(store: Path, tmp_path: Path) -> None:
    with running(store) as first:
        done = callboard("serve", "--store", str(store), "--port", "0", home=tmp_path, code=2)
        assert f"process {first.process.pid} at {first.url}" in done.stderr
        assert len(done.stderr.splitlines()) == 1


def test_a_reread_makes_the_view_again_with_and_without_a_receiver(store: Path, tmp_path: Path) -> None:
    at = ("--store", str(store))
    with running(store) as receiver:
        callboard("send", ASSIGNED, *at, home=tmp_path)
        receiver.events(1)
        assert "the receiver reads" in callboard("reread", *at, home=tmp_path).stderr
        receiver.post(b"the next line is of what is new")
        assert receiver.events(1)[0]["capture"] == 2
    assert callboard("reread", *at, home=tmp_path).stderr == "2 captures read again\n"
    assert len(json_lines(callboard("ls", "--json", *at, home=tmp_path))) == 2


def test_a_missing_view_is_made_by_the_command_that_needs_it(store: Path, tmp_path: Path) -> None:
    at = ("--store", str(store))
    with running(store) as receiver:
        callboard("send", ASSIGNED, *at, home=tmp_path)
        receiver.events(1)
    for left in store.parent.glob("*.view.db*"):
        left.unlink()
    assert len(json_lines(callboard("ls", "--json", *at, home=tmp_path))) == 1


def test_a_wrong_filter_is_exit_2_with_a_caret(store: Path, tmp_path: Path) -> None:
    with running(store):
        done = callboard("ls", "phase:ok", "attempt>x", "--store", str(store), home=tmp_path, code=2)
    assert done.stderr.splitlines()[0].endswith("phase:ok attempt>x")
    assert "^" in done.stderr


def test_what_a_code_means_is_shown_with_its_source(store: Path, tmp_path: Path) -> None:
    at = ("--store", str(store))
    with running(store) as receiver:
        callboard("send", "signalwire/compat_sms_status_failed", *at, home=tmp_path)
        receiver.events(1)
    meaning = "handset unreachable (developer.signalwire.com/rest/compatibility-api/overview/error-codes)"
    shown = callboard("show", "1", *at, home=tmp_path).stdout
    assert "  code      30003\n" in shown
    assert f"  meaning   {meaning}\n" in shown
    for what in ((), ("--entities",)):
        [one] = json_lines(callboard("ls", "has:reason", *what, "--json", *at, home=tmp_path))
        assert (one["code"], one["reason"], one["meaning"]) == ("30003", None, meaning)


@pytest.mark.parametrize("filter_", [("-type:*ASSIGN*",), ("-has:reason", "-kind:brand"), ("-(", "phase:ok", ")")])
def test_a_filter_may_begin_with_not(store: Path, tmp_path: Path, filter_: tuple[str, ...]) -> None:
    with running(store) as receiver:
        callboard("send", ASSIGNED, "telnyx/brand_registration_failed", "--store", str(store), home=tmp_path)
        receiver.events(2)
    found = json_lines(callboard("ls", *filter_, "--json", "--store", str(store), home=tmp_path))
    kinds = {"-has:reason": "number"}.get(filter_[0], "brand")
    assert {str(one["type"]).partition(".")[0] for one in found} == {kinds.replace("number", "phone_number")}


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("ls",), 2, "there is no store"),
        (("show", "1"), 2, "there is no store"),
        (("reread",), 2, "there is no store"),
        (("send",), 2, "--list"),
        (("send", "telnyx/phone_assignment_sucess"), 2, ASSIGNED),
        (("serv",), 2, "serve"),
        (("ls", "--limt", "3"), 2, "--limit"),
        (("ls", "--port", "many"), 2, "65535"),
        (("ls", "phase:faild"), 2, "did you mean failed?"),
        (("--config", "/none.toml", "ls"), 6, "no file"),
        (("watch",), 2, "callboard serve"),
    ],
)
def test_a_mistake_has_a_code_and_says_what_to_do(
    tmp_path: Path, arguments: tuple[str, ...], code: int, says: str
) -> None:
    done = callboard(*arguments, home=tmp_path, code=code)
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_without_a_terminal_it_is_the_receiver_alone_and_says_so(store: Path, tmp_path: Path) -> None:
    command = (*CALLBOARD, "--store", str(store), "--port", "0")
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, env=environment(tmp_path)
    ) as process:
        patience = threading.Timer(LIFE, process.kill)
        patience.start()
        assert process.stdout
        assert process.stderr
        assert process.stderr.readline() == "callboard: no terminal, so this is `callboard serve --output compact`\n"
        assert process.stderr.readline().startswith("listening on http://127.0.0.1:")
        callboard("send", ASSIGNED, "--store", str(store), home=tmp_path)
        assert "+13125550123" in process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 143
        patience.cancel()


def test_nothing_that_listens_is_a_failure_of_send(tmp_path: Path) -> None:
    done = callboard("send", "telnyx/*", "--to", "http://127.0.0.1:9", home=tmp_path, code=1)
    assert "--to" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert "does not begin with http" in callboard("send", "telnyx/*", "--to", "notaurl", home=tmp_path, code=2).stderr


def test_samples_of_every_provider_are_listed(tmp_path: Path) -> None:
    names = callboard("send", "--list", home=tmp_path).stdout.split()
    assert {name.partition("/")[0] for name in names} == {one.name for one in found()[0]}


def test_providers_say_what_they_read_and_what_is_not_known(tmp_path: Path) -> None:
    providers = json_lines(callboard("providers", "--json", home=tmp_path))
    assert [one["name"] for one in providers] == [one.name for one in found()[0]]
    assert all(one["reads"] for one in providers)
    assert "Telnyx" in callboard("providers", home=tmp_path).stdout


def test_a_config_file_teaches_plivo_a_field_name(store: Path, tmp_path: Path) -> None:
    config = tmp_path / "mine.toml"
    config.write_text('[providers.plivo.keys]\nstatus = ["zustand"]\n', encoding="utf-8")
    body = b"type=brand&zustand=registered&brand_id=BEXMPL1"
    form = {"content-type": "application/x-www-form-urlencoded"}
    with running(store, "--config", str(config)) as receiver:
        receiver.post(body, "/plivo", **form)
        assert (receiver.events(1)[0]["status"], "plivo") == ("registered", "plivo")
    config.write_text("[providers.plvo]\nx = 1", encoding="utf-8")
    done = callboard("serve", "--config", str(config), "--store", str(store), home=tmp_path, code=6)
    assert "plvo" in done.stderr


def test_nothing_that_came_drives_the_terminal(store: Path, tmp_path: Path) -> None:
    hostile = b'{"data":{"event_type":"\x1b]52;c;aGk=\x1b\\\\","record_type":"event","payload":{}}}\x9b31m'
    at = ("--store", str(store), "--color", "never")
    with running(store) as receiver:
        receiver.post(hostile, "/telnyx/%1b", **{"x-odd": "\u202e"[:0] + "a"})
        receiver.post("\u009b31m \u202e \u200b".encode())
        receiver.events(2)
        printed = [callboard(*command, *at, home=tmp_path).stdout for command in _looks()]
    for text in printed:
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202e]", text)


def _looks() -> list[tuple[str, ...]]:
    return [("ls",), ("ls", "--captures"), ("ls", "--entities"), ("show", "1"), ("show", "2")]


def test_a_broken_pipe_is_quiet(store: Path, tmp_path: Path) -> None:
    with running(store) as receiver:
        for _ in range(40):
            receiver.post(b"x" * 2000)
        receiver.events(40)
        command = f"{' '.join(CALLBOARD)} ls --captures --json --store {store} | head -1"
        done = subprocess.run(
            ["bash", "-c", command], capture_output=True, text=True, env=environment(tmp_path), check=False
        )
    assert done.stderr == ""
    assert done.stdout.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("--help",),
        ("config", "--help"),
        ("config", "show", "--help"),
        ("ls", "--help"),
        ("stats", "--help"),
        ("send", "--help"),
        ("serve", "--help"),
    ],
)
def test_help_loads_nothing_heavy(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    code = (
        "import sys\nfrom tui.cli import cli\n"
        f"try: cli.main({list(arguments)!r})\nexcept SystemExit: pass\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment(tmp_path), check=True
    )
    loaded = set(eval(done.stderr))  # noqa: S307  a list that we have printed
    assert not loaded & {"textual", "rich", "pydantic", "httpx", "uvicorn", "aiosqlite", "phonenumbers", "receiver"}
    assert "Usage:" in done.stdout


def test_help_says_every_command(tmp_path: Path) -> None:
    text = callboard("--help", home=tmp_path).stdout
    for command in ("serve", "watch", "ls", "show", "send", "reread", "providers", "config", "completion"):
        assert re.search(rf"^  {command} ", text, re.MULTILINE), command


def test_kill_9_at_any_moment_loses_nothing_that_was_acknowledged(store: Path) -> None:
    """Ten rounds, each killed while eight senders post."""
    from tests.senders import acknowledged_until_killed

    acknowledged: set[bytes] = set()
    for round_ in range(6):
        with running(store) as receiver:
            acknowledged |= acknowledged_until_killed(receiver, round_)
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(store)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        stored = {body for (body,) in db.execute("SELECT body FROM captures")}
    assert len(acknowledged) > 200
    assert acknowledged - stored == set()


def test_a_signed_callback_is_believed_and_a_forged_one_changes_nothing(store: Path, tmp_path: Path) -> None:
    """A vector of Plivo's through a real socket, and the same with another body."""
    token = tmp_path / "token"
    token.write_text("FAKE_AUTH_TOKEN_1234567890\n", encoding="utf-8")
    config = tmp_path / "mine.toml"
    config.write_text(
        f'public_url = "https://example.com"\n[secrets]\nplivo = ["wrong", "file:{token}"]', encoding="utf-8"
    )
    at = ("--store", str(store), "--config", str(config))
    vectors = json.loads((Path(__file__).parent / "vectors.json").read_text(encoding="utf-8"))["vectors"]
    vector = next(one for one in vectors if one["id"] == "plivo-v3-third-party-golden")
    headers = {**vector["headers"], "content-type": "application/x-www-form-urlencoded"}
    with running(store, "--config", str(config)) as receiver:
        receiver.post(vector["body"].encode(), "/plivo/inbound", **headers)
        receiver.post(vector["body"].encode() + b"x", "/plivo/inbound", **headers)
        receiver.post(vector["body"].encode(), "/plivo/inbound?x=1", **headers)
        verdicts = [one["verdict"] for one in receiver.events(3)]
    assert verdicts == ["verified", "rejected", "rejected"]
    [message] = json_lines(callboard("ls", "--entities", "--json", *at, home=tmp_path))
    assert message["events"] == 1
    why = callboard("show", "1", "--why", *at, home=tmp_path).stdout
    assert "✓ it matches" in why
    assert "https://example.com/plivo/inbound (from" in why.replace("  ", " ")
    wrong = callboard("show", "1", "--why", *at, "--public-url", "http://example.com", home=tmp_path, code=5).stdout
    assert "would match  https://example.com/plivo/inbound" in wrong
    assert "FAKE_AUTH" not in why + wrong


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ('telnyx = "not-a-key-but-a-secret"', "base64 of 32 bytes"),
        ('telnxy = "x"', "no provider telnxy"),
        ('mta = "env:CALLBOARD_NOTHING_HERE"', "not set"),
        ('mta = "file:/none/at/all"', "cannot be read"),
        ('mta = "cmd:false"', "failed"),
        ("mta = 7", "a text, or a list"),
    ],
)
def test_a_secret_that_cannot_be_right_is_an_error_that_does_not_tell_it(
    store: Path, tmp_path: Path, table: str, says: str
) -> None:
    config = tmp_path / "mine.toml"
    config.write_text(f"[secrets]\n{table}\n", encoding="utf-8")
    done = callboard("serve", "--config", str(config), "--store", str(store), home=tmp_path, code=6)
    assert says in done.stderr
    assert "not-a-key" not in done.stderr


def test_signed_samples_are_believed(store: Path, tmp_path: Path) -> None:
    config = tmp_path / "mine.toml"
    config.write_text('[secrets]\nplivo = "a"\nmta = ["b"]\nsignalwire = "c"', encoding="utf-8")
    at = ("--store", str(store), "--config", str(config))
    patterns = ("plivo/message*", "mta/v3_message*", "signalwire/brand*", "signalwire/compat*")
    with running(store, "--config", str(config)) as receiver:
        sent = callboard("send", "--sign", *patterns, *at, home=tmp_path).stdout.splitlines()
        verdicts = {str(one["verdict"]) for one in receiver.events(len(sent))}
    assert len(sent) > 15
    assert verdicts == {"verified"}
    config.write_text('[secrets]\ntelnyx = "A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg="', encoding="utf-8")
    assert "only Telnyx" in callboard("send", "--sign", "telnyx", *at, home=tmp_path, code=2).stderr
