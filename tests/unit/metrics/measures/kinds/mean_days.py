from fractions import Fraction

import pandas as pd

from tests.unit.metrics.measures.cases import Case, dates, divided, is_date


def expected(question):
    rows = question.rows[is_date(question.rows.begun) & is_date(question.rows.ended)]
    days = (pd.to_datetime(rows.ended) - pd.to_datetime(rows.begun)).dt.days
    days = days[days >= 0]
    return divided(Fraction(int(days.sum())), Fraction(len(days)))


CASE = Case(
    fields={"from": "begun", "to": "ended"},
    cells={"begun": dates, "ended": dates},
    expected=expected,
    worked=(
        (
            "partner,date,begun,ended\na,2024-01-31,2024-01-01,2024-01-31\n"
            "b,2024-02-05,2024-02-01,2024-02-11\nb,2024-02-05,2024-02-11,2024-02-01\n"
        ),
        20,
    ),
)
