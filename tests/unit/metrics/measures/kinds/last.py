from fractions import Fraction

from metrics.files.reading.rules import ReadingRule
from tests.unit.metrics.measures.cases import Case, amounts, between


def expected(question):
    """Of each partner the newest row; of one day the file's last. Pandas sorts stably, so the file's order stays."""
    rows = question.rows[between(question.rows.amount, -100, 400) & (question.rows.partner != "")]
    newest = rows.sort_values("date", kind="stable").groupby("partner").amount.last()
    return sum(map(Fraction, newest), Fraction(0)) if len(newest) else None


CASE = Case(
    fields={"value": "amount"},
    cells={"amount": amounts},
    rule=ReadingRule(bounds=(-100, 400)),
    expected=expected,
    # a has 40 in January and nothing later; b has 25 and then 5 on one day in March, after 30: 40 + 5.
    worked=(
        (
            "partner,date,amount\n"
            "b,2024-03-09,25\nb,2024-03-09,5\nb,2024-03-01,30\nb,2024-03-10,\na,2024-01-05,10\na,2024-01-20,40\n"
        ),
        45,
    ),
)
