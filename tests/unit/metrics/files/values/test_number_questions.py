"""What is asked about numbers, and what follows from an answer."""

from collections import Counter

import pytest

from metrics.files.questions import UnknownAnswer
from metrics.files.values.columns import Cell
from metrics.files.values.number_questions import settle_currency, settle_scale, settle_signs
from metrics.files.values.numbers import number_column, shown
from metrics.files.values.plain import plain


def column(*texts, name="Amount"):
    return number_column(name, [Cell(text, plain(text), 1, line) for line, text in enumerate(texts, 2)])


def values(found):
    return [shown(number) for number, _count in found.values()]


def test_an_unproven_sign_is_asked_with_own_values_read_each_way():
    found = column("12.500", "8.250", "1.125", "9.375")
    [question] = settle_signs(found, [], {})
    assert (question.id, question.must, question.likely) == ("decimal:Amount", True, None)
    assert {choice.answer: choice.read for choice in question.choices} == {
        "thousands": ("12500", "8250", "1125"), "decimal": ("12.500", "8.250", "1.125"),
    }  # fmt: skip
    assert question.choices[0].follows.shown() == "“.” groups thousands: “12.500” is 12500."


@pytest.mark.parametrize(("answer", "read"), [("thousands", ["12500"]), ("decimal", ["12.500"])])
def test_an_answered_sign_is_taken(answer, read):
    found = column("12.500")
    assert settle_signs(found, [], {"decimal:Amount": answer}) == []
    assert values(found) == read


def test_a_proven_sign_is_not_asked():
    found = column("12.500", "7,5")
    assert settle_signs(found, [], {}) == []
    assert values(found) == ["12500", "7.5"]


def test_a_mixed_column_is_asked_and_the_rest_is_bad():
    found = column("1.234,56", "1,234.56")
    [question] = settle_signs(found, [], {})
    assert {choice.answer: choice.read for choice in question.choices} == {
        "thousands": ("1234.56",), "decimal": ("1234.56",),
    }  # fmt: skip
    assert settle_signs(found, [], {"decimal:Amount": "thousands"}) == []
    assert (values(found), found.unreadable()) == (["1234.56"], 1)


def test_the_factor_of_a_header():
    found = column("12.5", name="Revenue (in K)")
    assert settle_scale(found, {}) == []
    assert values(found) == ["12500.0"]


def test_an_unclear_factor_is_asked():
    found = column("12.5", name="Revenue (M)")
    [question] = settle_scale(found, {})
    assert {choice.answer: choice.read for choice in question.choices} == {
        "1": ("12.5",), "1000": ("12500.0",), "1000000": ("12500000.0",),
    }  # fmt: skip
    assert settle_scale(found, {"scale:Revenue (M)": 1000}) == []
    assert values(found) == ["12500.0"]
    with pytest.raises(UnknownAnswer):
        settle_scale(found, {"scale:Revenue (M)": 7})


def test_a_factor_of_the_bare_cells_alone():
    found = column("1.2M", "350")
    assert settle_scale(found, {"scale:Amount": 1000000}) == []
    assert values(found) == ["1200000.0", "350000000"]


@pytest.mark.parametrize(
    ("texts", "name", "code"),
    [
        (["5 €"], "Amount", "EUR"), (["5"], "Amount (EUR)", "EUR"), (["$5"], "Amount USD", "USD"),
        (["US$5"], "Amount", "USD"), (["5円"], "Amount", "JPY"), (["5 USD", "6 USD"], "Amount", "USD"),
        (["5"], "Amount", None), (["£5"], "Amount", "GBP"),
    ],
)  # fmt: skip
def test_a_proven_currency(texts, name, code):
    found = column(*texts, name=name)
    assert settle_currency(found, Counter(), {}) == []
    assert found.currency == code


def test_a_sign_of_several_countries_is_asked_and_nothing_waits_for_it():
    found = column("$5")
    [question] = settle_currency(found, Counter(), {})
    assert (question.must, question.likely, found.currency) == (False, None, None)
    assert question.choices[0].answer == "USD"
    assert question.choices[0].read == ("5 USD",)
    assert settle_currency(found, Counter(), {"currency:Amount": "AUD"}) == []
    assert found.currency == "AUD"
    with pytest.raises(UnknownAnswer):
        settle_currency(found, Counter(), {"currency:Amount": "dollars"})


def test_yen_are_likely_in_a_japanese_file():
    [question] = settle_currency(column("¥500"), Counter(), {}, is_japanese=True)
    assert question.likely == "JPY"


def test_a_column_of_currencies_settles_a_sign():
    found = column("$5")
    assert settle_currency(found, Counter({"CAD": 1}), {}) == []
    assert found.currency == "CAD"


def test_several_currencies_in_the_cells_must_be_answered_and_the_others_are_bad():
    found = column("$5", "6 €", "7 €")
    [question] = settle_currency(found, Counter(), {})
    assert question.must
    assert question.choices[0].answer == "EUR"
    assert question.choices[0].read == ("6 EUR", "7 EUR")
    assert "1 in other" in question.choices[0].follows.shown()
    assert settle_currency(found, Counter(), {"currency:Amount": "EUR"}) == []
    assert (values(found), found.unreadable()) == (["6", "7"], 1)


def test_several_currencies_beside_must_be_answered():
    found = column("5", "6")
    [question] = settle_currency(found, Counter({"USD": 7, "EUR": 9}), {})
    assert (question.must, [choice.answer for choice in question.choices]) == (True, ["EUR", "USD"])
    assert "9 rows in EUR" in question.choices[0].follows.shown()


@pytest.mark.parametrize("texts", [["007", "008"], ["a", "b"], ["5", "a"], ["1234567890123456789"]])
def test_codes_and_words_are_no_numbers(texts):
    assert column(*texts) is None


def test_the_few_that_are_no_number_are_bad():
    found = column(*[str(number) for number in range(19)], "soon")
    assert found.unreadable() == 1
