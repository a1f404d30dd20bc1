"""What an entry of the dictionary may say."""

import pytest
from pydantic import ValidationError

from metrics.definitions.schema import Definition, Dictionary
from metrics.dictionary.load import LIBRARY
from partnerdesk.core.library import check

ENTRY = check(Dictionary, LIBRARY).definitions[0]


def test_entries_without_weights_are_stored_as_they_always_were():
    assert "weights" not in ENTRY.as_data()
    assert ENTRY.identity.keys() == {"metric", "measure", "unit", "period"}


def test_weights_belong_to_a_measure_that_weighs():
    with pytest.raises(ValidationError, match="a measure that weighs components, and only there"):
        Definition.model_validate(ENTRY.as_data() | {"weights": {"reach": 2}})


@pytest.mark.parametrize(
    "weights", [{"Reach": 1}, {"reach": 0}, {"reach": 1.5}, {"reach": -1}, {"reach": 1001}]
)
def test_weights_are_whole_numbers_by_key(weights):
    with pytest.raises(ValidationError, match=r"weights\."):
        Definition.model_validate(ENTRY.as_data() | {"weights": weights})
