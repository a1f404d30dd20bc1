from fractions import Fraction

from metrics.files.reading.rules import ReadingRule
from tests.unit.metrics.measures.cases import Case, amounts, between, divided, total


def expected(question):
    rows = question.rows[between(question.rows.amount, -100, 400)]
    return divided(total(rows.amount), Fraction(len(rows)))


CASE = Case(
    fields={"value": "amount"},
    cells={"amount": amounts},
    rule=ReadingRule(bounds=(-100, 400)),
    expected=expected,
    # 10 once for one partner, 20 three times for another: 70 ÷ 4, not the mean of 10 and 20.
    worked=("partner,date,amount\na,2024-01-05,10\n" + "b,2024-02-05,20\n" * 3, Fraction(35, 2)),
)
