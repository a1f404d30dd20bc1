from tests.unit.metrics.measures.cases import Case, amounts, divided, is_number, total


def expected(question):
    rows = question.rows[is_number(question.rows.spent) & is_number(question.rows.won)]
    return divided(total(rows.spent), total(rows.won))


CASE = Case(
    fields={"numerator": "spent", "denominator": "won"},
    cells={"spent": amounts, "won": amounts},
    expected=expected,
    worked=("partner,date,spent,won\na,2024-01-05,54000,9\nb,2024-02-05,0,3\nb,2024-02-05,,9\n", 4500),
)
