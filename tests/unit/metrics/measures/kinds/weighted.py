from fractions import Fraction

from metrics.files.reading.rules import ReadingRule
from tests.unit.metrics.measures.cases import Case, between, scores, total

WEIGHTS = {"reach": 50, "skill": 30, "loyalty": 20}


def expected(question):
    """The weighted mean of the components' own means, over the rows that have all of them."""
    rows = question.rows
    for name in WEIGHTS:
        rows = rows[between(rows[name], 0, 100)]
    if not len(rows):
        return None
    means = {name: total(rows[name]) / len(rows) for name in WEIGHTS}
    return sum(weight * means[name] for name, weight in WEIGHTS.items()) / sum(WEIGHTS.values())


CASE = Case(
    fields={"components": {name: name for name in WEIGHTS}},
    cells=dict.fromkeys(WEIGHTS, scores),
    rule=ReadingRule(weights=WEIGHTS),
    expected=expected,
    # (50 × 80 + 30 × 60 + 20 × 100) ÷ 100 = 78 and (50 × 40 + 30 × 40 + 20 × 40) ÷ 100 = 40: 59 over both.
    # A row without its loyalty, and one with a reach of 120, count for nothing.
    worked=(
        (
            "partner,date,reach,skill,loyalty\na,2024-01-05,80,60,100\nb,2024-02-05,40,40,40\n"
            "b,2024-02-06,100,100,\nb,2024-02-07,120,100,100\n"
        ),
        Fraction(59),
    ),
)
