from fractions import Fraction

from hypothesis import strategies as st

from tests.unit.metrics.measures.cases import Case, divided


def expected(question):
    rows = question.rows[question.rows.answer != ""]
    return divided(100 * Fraction((rows.answer == "yes").sum().item()), Fraction(len(rows)))


CASE = Case(
    fields={"column": "answer", "equals": "yes"},
    cells={"answer": st.sampled_from(["yes", "no", "perhaps", ""])},
    expected=expected,
    worked=("partner,date,answer\na,2024-01-05,yes\n" + "b,2024-02-05,no\n" * 3 + "b,2024-02-05,\n", 25),
)
