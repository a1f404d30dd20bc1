"""What is sealed comes back with the same key, and with no other."""

import pytest

from partnerdesk.core.sealing import Unsealable, seal, unseal


@pytest.mark.parametrize("text", ["", "secret", "pass wörd 鍵", "x" * 5000])
def test_what_is_sealed_comes_back(text):
    assert unseal(seal(text)) == text


def test_it_can_not_be_read_and_looks_different_each_time():
    first, second = seal("a-password"), seal("a-password")
    assert first != second
    assert "a-password" not in first


def test_another_key_or_another_text_opens_nothing(settings):
    sealed = seal("secret")
    with pytest.raises(Unsealable):
        unseal(sealed[:-4] + "AAA=")
    settings.CREDENTIALS_KEY = "another key"
    with pytest.raises(Unsealable):
        unseal(sealed)
