from fractions import Fraction

from metrics.files.reading.rules import ReadingRule
from tests.unit.metrics.measures.cases import Case, amounts, between


def expected(question):
    rows = question.rows[between(question.rows.amount, -100, 400) & (question.rows.partner != "")]
    values = rows.amount.map(Fraction).sort_values()
    middle = values.iloc[(len(values) - 1) // 2 : len(values) // 2 + 1]
    return sum(middle, Fraction(0)) / len(middle) if len(values) else None


CASE = Case(
    fields={"value": "amount"},
    cells={"amount": amounts},
    rule=ReadingRule(bounds=(-100, 400)),
    expected=expected,
    # 1, 2, 3, 10, 20, 90: 6.5. The median of the partners' medians (2 and 20) would be 11.
    worked=(
        (
            "partner,date,amount\na,2024-01-05,1\na,2024-01-06,3\na,2024-02-06,2\na,2024-02-07,\n"
            "b,2024-01-05,20\nb,2024-02-05,10\nb,2024-03-05,90\nb,2024-03-05,900\n"
        ),
        Fraction(13, 2),
    ),
)
