"""Labels that are read as others, by what people said of a source."""

import numpy as np

from metrics.files.reading.mapping import ImportMapping
from metrics.files.reading.parsing import rename_labels
from metrics.measures.parsed import Labels
from tests.unit.metrics.conftest import SALES


def test_two_labels_become_one():
    read = rename_labels(Labels(np.array([0, 1, 2, -1]), ["a", "b", "c"]), {"b": "a", "z": "c"})
    assert (read.values, read.codes.tolist()) == (["a", "c"], [0, 0, 1, -1])


def test_what_is_not_named_stays():
    labels = Labels(np.array([0]), ["a"])
    assert rename_labels(labels, {"b": "a"}) is labels


def test_rows_of_a_partner_by_another_name_are_theirs(read, values):
    same = [{"column": "partner", "label": "A Ltd", "into": "a"}]
    found = read("partner,date,amount\na,2024-01-05,1\nA Ltd,2024-01-06,2\n", same=same)
    assert values(found) == {("a", "2024-01"): (3,)}


def test_an_answer_of_the_source_is_taken_where_the_mapping_says_nothing():
    kept = {
        "same": [
            {"column": "partner", "label": "x", "into": "a"},
            {"column": "gone", "label": "x", "into": "a"},
        ],
        "format": {"answers": {"spelling:Stage:Won": "same", "decimal:Amount": "decimal"}},
    }
    written = ImportMapping.model_validate(SALES)
    assert written.answered_like(kept).as_data()["same"] == kept["same"][:1]
    assert written.answered_like(kept).format == written.format, "a stated format leaves nothing open"
    understood = ImportMapping.model_validate(SALES | {"format": {"as": "understood"}})
    assert understood.answered_like(kept).format.answers == {"spelling:Stage:Won": "same"}
    own = SALES | {
        "same": [{"column": "partner", "label": "x", "into": "b"}],
        "format": {"as": "understood", "answers": {"spelling:Stage:Won": "apart"}},
    }
    mine = ImportMapping.model_validate(own)
    assert mine.answered_like(kept) == mine
    assert written.answered_like({}) == written


def test_it_holds_for_the_next_file():
    mapping = ImportMapping.model_validate(
        SALES | {"same": [{"column": "partner", "label": "x", "into": "a"}]}
    )
    assert mapping.for_next_file()["same"]
