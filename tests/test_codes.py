"""What codes mean: a table for each provider that has codes, with its source."""

import pytest

from receiver.found import found
from receiver.meaning.reading import read
from receiver.payloads.codes import FOLDER, Codes, codes
from store import Capture
from tests.callbacks import changed, sampled

PROVIDERS = {provider.name: provider for provider in found()[0]}
TABLES = sorted(file.stem for file in FOLDER.glob("*.toml"))
LONGEST = 80


@pytest.mark.parametrize("name", TABLES)
def test_a_table_belongs_to_a_provider_that_uses_it(name: str) -> None:
    own, table = PROVIDERS[name].codes, codes(name)
    assert (own.source, own.meanings) == (table.source, table.meanings)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_names_its_source_and_says_of_every_code_what_it_means(name: str) -> None:
    table = codes(name)
    assert table.source.strip()
    assert table.meanings
    for code, meaning in table.meanings.items():
        assert code.strip() == code != ""
        assert 0 < len(meaning.strip()) == len(meaning) <= LONGEST, code
        assert not meaning.endswith("."), code


@pytest.mark.parametrize(
    ("capture", "code", "meaning"),
    [
        (sampled("telnyx/message_finalized_two_recipients"), "40300", "the recipient has opted out (STOP)"),
        (sampled("signalwire/compat_sms_status_failed"), "30003", "handset unreachable"),
        (sampled("plivo/message_status_failed"), "30", "spam detected"),
        (sampled("zipwhip/provision_add_42030"), "42030", "the provided campaign is not active"),
        (sampled("mta/v3_delivery_status_08_delivery_rejected"), "8", "blocked by the carrier"),
    ],
    ids=["telnyx", "signalwire", "plivo", "zipwhip", "mta"],
)
def test_the_meaning_of_a_code_stands_on_the_event_with_its_source(capture: Capture, code: str, meaning: str) -> None:
    event = read(capture, list(PROVIDERS.values())).events[-1]
    source = PROVIDERS[event.provider or ""].codes.source
    assert (event.code, event.meaning) == (code, f"{meaning} ({source})")


def test_a_code_that_no_document_lists_means_nothing() -> None:
    capture = changed("signalwire/message_status_failed", error_code=99999)
    [event] = read(capture, list(PROVIDERS.values())).events
    assert (event.code, event.meaning) == ("99999", None)


def test_without_a_code_or_a_table_there_is_no_meaning() -> None:
    assert codes("telnyx").meaning(None) is None
    assert Codes().meaning("40300") is None


@pytest.mark.parametrize("code", ["0", "1", "2", "200"])
def test_a_code_that_means_something_else_on_each_path_has_no_meaning_of_its_own(code: str) -> None:
    assert codes("zipwhip").meaning(code) is None
