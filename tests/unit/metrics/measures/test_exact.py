"""Every measure over any set of partners and any window: what pandas makes of the raw rows, from the kept parts."""

import datetime as dt
import io
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.files.reading.mapping import ImportMapping
from metrics.files.reading.reader import read_file
from metrics.measures import MEASURES, combine_partners, combine_periods
from metrics.measures.exact_json import read_exactly
from metrics.measures.months import month_of, months_between
from metrics.measures.windows import parse_month
from tests.unit.metrics.measures.cases import MONTHS, PARTNERS, Question, case_of, dates, partners

CASES = {kind: case_of(kind) for kind in MEASURES}
CLOSE = Fraction(1, 10**18)


def kept_parts(kind, case, text):
    """What an import would keep of a file: parts by partner and month, with values as the database gives them."""
    mapping = ImportMapping.model_validate(
        {
            "source": "file",
            "partner": {"column": "partner", "create_unknown": True},
            "period": {"column": "date"},
            "metrics": [{"metric": "it", "measure": kind, **case.fields}],
        }
    )
    with TemporaryDirectory() as folder:
        path = Path(folder) / "file.csv"
        path.write_text(text, encoding="utf-8")
        reading = read_file(path, mapping, today=dt.date(2024, 6, 1), rules={"it": case.rule})
    [data] = reading.measured
    kept = [read_exactly(text) for text in data.kept.as_json()] if data.kept else [None] * len(data.rows)
    found = {}
    for partner, month, row, values in zip(
        data.partners, data.months, data.parts.tolist(), kept, strict=True
    ):
        key = reading.partners[partner]
        numbers = [
            Decimal(number).scaleb(-decimals) for number, decimals in zip(row, data.decimals, strict=True)
        ]
        found[key, month_of(int(month))] = data.measure.observed(numbers, values, key)
    return found


def value_of(kind, kept, of_partners, first, last):
    """The value over a set and a window as the product combines it: partners first, then periods."""
    measure = MEASURES[kind]
    periods = [
        combine_partners(
            measure, [kept[partner, month] for partner in of_partners if (partner, month) in kept]
        )
        for month in months_between(parse_month(first), parse_month(last))
    ]
    parts = combine_periods(measure, [row for row in periods if row is not None])
    return None if parts is None else measure.value(parts)


@st.composite
def questions(draw, case):
    """A file as text, and a question about it."""
    row = st.fixed_dictionaries({"partner": partners, "date": dates, **case.cells})
    rows = draw(st.lists(row, min_size=6, max_size=25))
    first = draw(st.sampled_from(MONTHS))
    last = draw(st.sampled_from([month for month in reversed(MONTHS) if month >= first]))
    asked = draw(st.sets(st.sampled_from(PARTNERS), min_size=1))
    file = pd.DataFrame(rows)
    return file.to_csv(index=False), Question(file, frozenset(asked), first, last)


@pytest.mark.parametrize("kind", MEASURES)
@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_any_set_and_window_is_what_pandas_finds_in_the_raw_rows(kind, data):
    case = CASES[kind]
    text, question = data.draw(questions(case))
    found = value_of(kind, kept_parts(kind, case, text), question.partners, question.first, question.last)
    wanted = case.expected(question)
    if wanted is None or found is None:
        assert found == wanted
    else:
        assert abs(Fraction(found) - wanted) <= CLOSE * max(1, abs(wanted))


@pytest.mark.parametrize("kind", MEASURES)
def test_an_example_that_can_be_done_by_hand(kind):
    case = CASES[kind]
    text, wanted = case.worked
    kept = kept_parts(kind, case, text)
    everybody = frozenset(partner for partner, _month in kept)
    assert value_of(kind, kept, everybody, "2024-01", "2024-12") == pytest.approx(
        Decimal(0) + _decimal(wanted)
    )
    file = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)
    assert case.expected(Question(file, everybody, "2024-01", "2024-12")) == wanted


def _decimal(number):
    return Decimal(Fraction(number).numerator) / Fraction(number).denominator
