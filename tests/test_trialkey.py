"""The test key: made once, nobody else's to read, and a pair where a provider signs with one."""

from pathlib import Path

import pytest

from receiver.found import found
from receiver.provider import Provider
from receiver.stories.trialkey import kept, private, public, signs_with

KEY = bytes(range(32))
PROVIDERS = {one.name: one for one in found()[0]}
TELNYX, PLIVO = PROVIDERS["telnyx"], PROVIDERS["plivo"]
SIGNING = [one for one in PROVIDERS.values() if one.signs]


def test_it_is_made_once_beside_the_store_and_for_its_owner_alone(tmp_path: Path) -> None:
    store = tmp_path / "new" / "callboard.db"
    key = kept(store)
    assert len(key) == 32
    assert kept(store) == key
    assert (tmp_path / "new" / "test.key").stat().st_mode & 0o777 == 0o600
    assert kept(tmp_path / "callboard.db") != key


@pytest.mark.parametrize("provider", SIGNING, ids=lambda one: one.name)
def test_who_signs_can_be_signed_for_and_takes_what_the_key_gives(provider: Provider) -> None:
    assert provider.signing is not None
    assert provider.secret_flaw(public(KEY, provider)) is None


def test_a_secret_is_shared_and_a_pair_is_not() -> None:
    assert public(KEY, PLIVO) == private(KEY, PLIVO) != private(KEY, TELNYX)
    assert public(KEY, TELNYX) != private(KEY, TELNYX)


def test_what_is_set_is_signed_with_and_else_the_test_key() -> None:
    assert signs_with(PLIVO, (), KEY) == private(KEY, PLIVO)
    assert signs_with(PLIVO, ("a", "b"), KEY) == "a"
    assert signs_with(PLIVO, ("a", public(KEY, PLIVO)), KEY) == private(KEY, PLIVO)
    assert signs_with(TELNYX, (public(KEY, TELNYX),), KEY) == private(KEY, TELNYX)


def test_nobody_signs_for_a_provider_whose_own_public_key_is_set() -> None:
    with pytest.raises(ValueError, match=r"only Telnyx has the key .* --test-key"):
        signs_with(TELNYX, (public(KEY[::-1], TELNYX),), KEY)
