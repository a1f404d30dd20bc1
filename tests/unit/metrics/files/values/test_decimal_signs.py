"""Each rule of proof, and what is evidence only."""

import pytest

from metrics.files.values.decimal_signs import likely_beside, signs_of
from metrics.files.values.written import written_in


def signs(*texts):
    return signs_of([(written_in(text), 1) for text in texts])


@pytest.mark.parametrize(
    ("texts", "decimal", "why"),
    [
        (["12.500", "0.500"], ".", "a leading 0 is no group"),
        (["12.500", "12.5"], ".", "one digit behind"),
        (["12,500", "12,50"], ",", "two digits behind"),
        (["12.500", "7.1234"], ".", "four digits behind"),
        (["12.500", "1234.567"], ".", "more than three digits before"),
        (["12.500", ".125"], ".", "nothing before"),
        (["12.500", "1.234.567"], ",", "the same sign twice groups"),
        (["12,500", "1,234,567"], ".", "the same sign twice groups"),
        (["12.500", "1.234,56"], ",", "two signs prove both"),
        (["12,500", "1,234.56"], ".", "two signs prove both"),
        (["12.500", "7,5"], ",", "the other one is decimal"),
        (["12.500", "1,234,567"], ".", "the other one groups"),
        (["12.500", "1 234 567"], ".", "a space groups"),
        (["12.500", "1'234'567"], ".", "’ groups"),
        (["12.500", "1 234,567"], ",", "a space groups before it"),
        (["12,500", "12,34,567"], ".", "Indian groups"),
        (["12.500", "1.234E+05"], ".", "an exponent"),
    ],
)
def test_proof(texts, decimal, why):
    for order in (texts, texts[::-1]):
        found = signs(*order)
        assert (found.decimal, found.asked, found.is_mixed) == (decimal, None, False), why


@pytest.mark.parametrize(
    ("texts", "sign", "likely", "why"),
    [
        (["12.500", "8.250"], ".", None, "nothing speaks"),
        (["12,500"], ",", None, "nothing speaks"),
        (["12.500", "1234"], ".", None, "four digits are not grouped in some countries"),
        (["12.500", "980"], ".", "thousands", "who writes .500 would write 980.000"),
        (["12.345", "67890"], ".", "decimal", "who groups would group five digits"),
        (["12.500", "67890"], ".", None, "neither way of writing explains both"),
        (["12,500円", "8,200円"], ",", "thousands", "yen have no decimals"),
        (["12.500 €", "8.200 €"], ".", None, "prices with three decimals exist"),
    ],
)
def test_evidence_is_asked(texts, sign, likely, why):
    found = signs(*texts)
    assert (found.decimal, found.asked, found.likely) == (None, sign, likely), why


@pytest.mark.parametrize("texts", [["980", "12"], ["12345"], ["1 234 567"], []])
def test_without_a_sign_nothing_is_asked(texts):
    assert signs(*texts).asked is None


def test_two_ways_in_one_column_are_asked():
    found = signs("1.234,56", "1,234.56", "12.500")
    assert (found.is_mixed, found.decimal) == (True, None)
    assert found.asked == "."


@pytest.mark.parametrize(
    ("texts", "decimal", "thousands"),
    [
        (["1.234,56"], ",", "."), (["1 234,56"], ",", " "), (["1'234.56"], ".", "'"), (["12.5"], ".", None),
        (["12.500", "7,5"], ",", "."), (["1,234,567"], ".", ","), (["12"], None, None), (["1 234"], None, " "),
    ],
)  # fmt: skip
def test_the_sign_that_groups(texts, decimal, thousands):
    found = signs(*texts)
    assert (found.decimal, found.thousands(found.decimal)) == (decimal, thousands)


def test_another_column_makes_it_likely():
    mine = signs("12.500")
    assert likely_beside(mine, [signs("7,5")]) == "thousands"
    assert likely_beside(mine, [signs("7.5")]) == "decimal"
    assert likely_beside(mine, [signs("7.5"), signs("7,5")]) is None
