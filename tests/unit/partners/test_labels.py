"""Labels that are probably one."""

from hypothesis import given
from hypothesis import strategies as st

from partners.labels import alike_to_reference, alike_within, closest, squeezed


def pairs(found):
    return {(pair.label, pair.suggestion) for pair in found}


def test_spaces_case_and_width_are_typing():
    assert squeezed("Ware House") == squeezed("warehouse") == squeezed("ＷＡＲＥ－ＨＯＵＳＥ")


def test_the_rarer_label_is_the_suspect():
    counts = {"Warehouse": 227, "Ware House": 5, "Specialty Bike Shop": 231}
    assert pairs(alike_within(counts)) == {("Ware House", "Warehouse")}


def test_typing_errors_against_a_list():
    found = alike_to_reference(
        ["technolgy", "Philipines", "GTXPro", "retail"], ["technology", "Philippines", "GTX Pro"]
    )
    assert pairs(found) == {("technolgy", "technology"), ("Philipines", "Philippines"), ("GTXPro", "GTX Pro")}


def test_other_numbers_and_short_words_are_other_labels():
    assert closest("Region 11", ["Region 12"]) is None
    assert closest("Gold", ["Bold"]) is None
    assert closest("Tier 1", ["Tier 2"]) is None


@given(st.dictionaries(st.text(min_size=1, max_size=12), st.integers(min_value=1, max_value=9), max_size=12))
def test_nothing_is_like_itself(counts):
    for pair in alike_within(counts):
        assert pair.label != pair.suggestion
        assert counts[pair.label] <= counts[pair.suggestion]
