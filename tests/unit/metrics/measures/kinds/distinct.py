from fractions import Fraction

from hypothesis import strategies as st

from tests.unit.metrics.measures.cases import Case


def expected(question):
    rows = question.rows[(question.rows.partner != "") & (question.rows.customer.str.strip() != "")]
    names = rows.customer.str.normalize("NFKC").str.casefold().str.split().str.join(" ")
    return Fraction(names.nunique()) if len(rows) else None


NAMES = (
    "Acme",
    "ACME",
    "ＡＣＭＥ",
    " acme ",
    "Straße",
    "STRASSE",
    "A-1",
    "A1",
    "Big  Co",
    "big co",
    "0",
    " ",
    "",
)

CASE = Case(
    fields={"column": "customer"},
    cells={"customer": st.sampled_from(NAMES)},
    expected=expected,
    # Both have Acme, one of them in two months: Acme, Bolt and Core are three, not five.
    worked=(
        (
            "partner,date,customer\na,2024-01-05,Acme\na,2024-02-05,acme\na,2024-02-06,\n"
            "a,2024-02-07,Bolt\nb,2024-01-09,ＡＣＭＥ\nb,2024-03-09,Core\n"
        ),
        3,
    ),
)
