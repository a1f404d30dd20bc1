from fractions import Fraction

from tests.unit.metrics.measures.cases import Case

CASE = Case(
    fields={},
    cells={},
    expected=lambda question: Fraction(len(question.rows)) if len(question.rows) else None,
    worked=("partner,date\na,2024-01-05\na,2024-01-05\nb,2024-03-01\n,2024-03-01\nb,soon\n", 3),
)
