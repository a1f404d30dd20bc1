from fractions import Fraction

from hypothesis import strategies as st

from tests.unit.metrics.measures.cases import Case, between, divided, mostly


def expected(question):
    answers = question.rows.answer[between(question.rows.answer, 0, 10)].map(Fraction)
    promoters, detractors = (answers >= 9).sum().item(), (answers <= 6).sum().item()
    if len(answers) < 10:
        return None
    return divided(100 * Fraction(promoters - detractors), Fraction(len(answers)))


CASE = Case(
    fields={"value": "answer"},
    cells={"answer": mostly(st.integers(0, 10).map(str), "", "?", "-1", "11")},
    expected=expected,
    # 7 promoters, 1 detractor, 2 passives: 70 % less 10 %.
    worked=(
        "partner,date,answer\n" + "a,2024-01-05,9\n" * 7 + "b,2024-02-05,8\n" * 2 + "b,2024-02-05,6\n",
        60,
    ),
)
