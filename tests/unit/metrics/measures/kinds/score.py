from fractions import Fraction

from metrics.files.reading.rules import ReadingRule
from tests.unit.metrics.measures.cases import Case, between, divided, scores, total


def expected(question):
    rows = question.rows[between(question.rows.points, 0, 100)]
    return divided(total(rows.points), Fraction(len(rows)))


CASE = Case(
    fields={"value": "points"},
    cells={"points": scores},
    rule=ReadingRule(bounds=(0, 100)),
    expected=expected,
    worked=("partner,date,points\na,2024-01-05,80\na,2024-02-05,70\nb,2024-02-05,250\n", 75),
)
