from fractions import Fraction

from tests.unit.metrics.measures.cases import Case, amounts, is_number, total


def expected(question):
    rows = question.rows[is_number(question.rows.amount)]
    return total(rows.amount) if len(rows) else None


CASE = Case(
    fields={"value": "amount"},
    cells={"amount": amounts},
    expected=expected,
    worked=(
        "partner,date,amount\na,2024-01-05,10.50\nb,2024-02-05,-0.25\nb,2024-02-06,\n",
        Fraction("10.25"),
    ),
)
