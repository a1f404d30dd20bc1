"""Files for the tests of measures that keep values, and what pandas makes of them."""

import datetime as dt
from decimal import Decimal

from tests.unit.metrics.measures.cases import MONTHS, Question, case_of

TODAY = dt.date(2024, 6, 15)
KINDS = {"typical_order": "median", "customers": "distinct", "seats": "last"}
MAPPED = [
    {"metric": "typical_order", "measure": "median", "value": "amount", "unit": "USD"},
    {"metric": "customers", "measure": "distinct", "column": "customer"},
    {"metric": "seats", "measure": "last", "value": "amount"},
]
WINDOWS = [(first, last) for first in MONTHS for last in MONTHS if first <= last]
COVERED = {"from": "2024-01-01", "to": "2024-05-31"}


ROWS = (
    "a,2024-01-05,10,Acme",
    "a,2024-01-20,40,acme",
    "a,2024-02-03,,Bolt",
    "b,2024-01-09,5,ＡＣＭＥ",
    "b,2024-03-09,25,Core",
    "b,2024-03-09,6.5,",
)


def exact(number):
    return None if number is None else round(Decimal(number.numerator) / number.denominator, 6)


def expected(file, key, asked, first, last):
    return exact(case_of(KINDS[key]).expected(Question(file, frozenset(asked), first, last)))
