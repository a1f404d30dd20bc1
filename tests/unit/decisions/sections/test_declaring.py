"""Words that fill a field and say nothing."""

import pytest

from decisions.sections.declaring import meant


@pytest.mark.parametrize(
    "text", ["", " ", "-", "—", "?", "None.", "nothing", "N/A", "n.a.", "not applicable", "ＮＡ", "なし。"]
)
def test_they_are_not_meant(text):
    assert meant(text) == ""


@pytest.mark.parametrize("text", ["No budget", "None of the ten resellers", " Legal ", "1", "なし崩し"])
def test_all_else_is_meant_as_it_stands(text):
    assert meant(text) == text.strip()
