from tests.unit.metrics.measures.cases import Case, amounts, divided, is_number, total


def expected(question):
    rows = question.rows[is_number(question.rows.amount) & is_number(question.rows.cost)]
    revenue = total(rows.amount)
    return divided(100 * (revenue - total(rows.cost)), revenue)


CASE = Case(
    fields={"revenue": "amount", "cost": "cost"},
    cells={"amount": amounts, "cost": amounts},
    expected=expected,
    worked=("partner,date,amount,cost\na,2024-01-05,100,40\nb,2024-02-05,300,260\nb,2024-02-05,50,\n", 25),
)
