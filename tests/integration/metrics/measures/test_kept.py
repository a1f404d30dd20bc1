"""Measures that keep values, and the last value of each partner: from a file to the figure."""

import io
import itertools
from decimal import Decimal
from fractions import Fraction

import pandas as pd
import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from decisions.triggers.sampling import sampled_partners
from metrics.files.reading.scanning import Unreadable
from metrics.imports import run
from metrics.measures.windows import parse_month
from metrics.models import Observation
from metrics.observations.breakdown import breakdown
from metrics.observations.partner_sets import PartnerSet
from partners.actions import merge_labels
from partners.models import Partner
from tests.integration.metrics.measures.kept_cases import (
    COVERED,
    KINDS,
    MAPPED,
    ROWS,
    TODAY,
    WINDOWS,
    exact,
    expected,
)
from tests.unit.metrics.measures.cases import MONTHS, PARTNERS, amounts, case_of, dates, partners

rows_of_files = st.lists(
    st.fixed_dictionaries(
        {
            "partner": partners,
            "date": dates,
            "amount": amounts,
            "customer": case_of("distinct").cells["customer"],
        }
    ),
    min_size=4,
    max_size=20,
)


@settings(
    deadline=None,
    max_examples=8,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rows=rows_of_files, window=st.sampled_from(WINDOWS))
def test_any_set_and_window_is_what_pandas_finds_in_the_raw_rows(bring, figure, definition, rows, window):
    """Baselines, what triggers see, and the tables: the same figure, from the raw rows.

    Every set over one window, and everybody over every window.
    """
    file = pd.DataFrame(rows)
    with transaction.atomic():
        bring(text=file.to_csv(index=False), gives="statements")
        known = {partner.key: partner for partner in Partner.objects.all()}
        everybody = tuple(sorted(known))
        asked = [(chosen, window) for chosen in _subsets(everybody)]
        asked += [(everybody, other) for other in WINDOWS if everybody]
        for key, (chosen, (first, last)) in itertools.product(KINDS, asked):
            mine = [known[name] for name in chosen]
            found = figure(key, first, last, partners=mine, today=TODAY)
            assert found.value == expected(file, key, chosen, first, last), (key, chosen, first, last)
        for key in KINDS:
            _check_views(file, key, known, figure, definition)
        transaction.set_rollback(True)


def _subsets(names):
    return [chosen for size in range(1, len(names) + 1) for chosen in itertools.combinations(names, size)]


def _check_views(file, key, known, figure, definition):
    """What shows a metric by partner or period, over all four months."""
    version, first, last = definition(key), MONTHS[0], MONTHS[-1]
    found = figure(key, first, last, today=TODAY)
    for row in breakdown(version, found, PartnerSet(), by="partner"):
        assert _decimal(row["value"]) == expected(file, key, {row["key"]}, first, last)
    for row in breakdown(version, found, PartnerSet(), by="period"):
        assert _decimal(row["value"]) == expected(file, key, PARTNERS, row["key"], row["key"])
    for point in found.trend:
        month = f"{point.period:%Y-%m}"
        assert point.value == expected(file, key, PARTNERS, month, month)
    sampled = sampled_partners(
        version.series, [one.pk for one in known.values()], parse_month(first), today=TODAY
    )
    for name, partner in known.items():
        for period, value in sampled.values(partner.pk, 1).items():
            month = f"{period:%Y-%m}"
            wanted = expected(file, key, {name}, month, month)
            assert value is None if wanted is None else value == pytest.approx(float(wanted))


def _decimal(value):
    return None if value is None else round(Decimal(value), 6)


def test_the_values_are_kept_by_partner_and_period(bring, figure):
    bring(*ROWS)
    found = Observation.objects.current().select_related("series", "partner")
    kept = {(one.series.metric_id, one.partner.key, one.period.month): one for one in found}
    assert {place: (one.parts, one.kept, one.rows) for place, one in kept.items()} == {
        ("typical_order", "a", 1): ([], [10, 40], 2),
        ("typical_order", "b", 1): ([], [5], 1),
        ("typical_order", "b", 3): ([], [Decimal("6.5"), 25], 2),
        ("customers", "a", 1): ([], ["acme"], 2),
        ("customers", "a", 2): ([], ["bolt"], 1),
        ("customers", "b", 1): ([], ["acme"], 1),
        ("customers", "b", 3): ([], ["core"], 1),
        ("seats", "a", 1): ([40], None, 2),
        ("seats", "b", 1): ([5], None, 1),
        ("seats", "b", 3): ([Decimal("6.5")], None, 2),
    }
    values = [figure(key, "2024-01", "2024-03", today=TODAY).value for key in KINDS]
    assert values == [10, 3, Decimal("46.5")]


def test_the_same_file_again_changes_nothing_and_a_corrected_month_that_month_alone(bring, figure):
    bring(*ROWS)
    again = bring(*ROWS)
    assert again.result["observations"] == {"added": 0, "unchanged": 10, "replaced": 0, "removed": 0}
    corrected = bring("b,2024-03-09,30,Dyne", "b,2024-03-10,10,dyne")
    assert corrected.result["observations"] == {"added": 0, "unchanged": 0, "replaced": 3, "removed": 0}
    values = [figure(key, "2024-01", "2024-03", today=TODAY).value for key in KINDS]
    assert values == [10, 3, 50]
    replaced = Observation.objects.exclude(replaced_at=None).filter(series__metric="typical_order").get()
    assert replaced.kept == [Decimal("6.5"), 25]


def test_a_correction_that_keeps_how_many_there_are_is_one(bring):
    """The median stays, as does the number of rows: what is kept differs all the same."""
    bring("a,2024-01-05,1,x", "a,2024-01-06,2,x", "a,2024-01-07,3,x", metrics=MAPPED[:1])
    again = bring("a,2024-01-05,0,x", "a,2024-01-06,2,x", "a,2024-01-07,9,x", metrics=MAPPED[:1])
    assert again.result["observations"]["replaced"] == 1


def test_the_order_of_the_lines_changes_nothing_but_the_last_value(bring):
    bring(*ROWS)
    again = bring(*reversed(ROWS))
    assert again.result["observations"] == {"added": 0, "unchanged": 9, "replaced": 1, "removed": 0}


def many(count, partner="a"):
    return [f"{partner},2024-01-05,{number / 10},c{number}" for number in range(count)]


def test_a_thousand_values_are_kept(bring, figure):
    bring(*many(1000))
    assert [figure(key, "2024-01", "2024-01", today=TODAY).value for key in KINDS] == [
        Decimal("49.95"),
        1000,
        Decimal("99.9"),
    ]


@pytest.mark.parametrize(("metrics", "name"), [(MAPPED[:1], "Typical order"), (MAPPED[1:], "Customers")])
def test_more_are_refused_by_name(bring, upload, mapping, metrics, name):
    rows = [*many(1001), *many(1003, "b")]
    words = (
        f"{name} keeps at most 1000 values of a partner in one period; b has 1003 in Jan 2024. "
        "So it is in 1 other place. Let the mapping count fewer rows by a condition, or measure it otherwise."
    )
    with pytest.raises(Unreadable) as refused:
        bring(*rows, metrics=metrics)
    assert str(refused.value) == words
    imported = upload("partner,date,amount,customer\n" + "\n".join(rows) + "\n")
    imported.mapping = mapping(period={"column": "date"}, metrics=metrics, format={}).as_data()
    with pytest.raises(Unreadable, match="b has 1003 in Jan 2024"):
        run.preview(imported, progress=lambda _share: None, today=TODAY)
    assert not Observation.objects.exists()


def test_the_same_text_counts_once_however_often_it_comes(bring, figure):
    bring(*[f"a,2024-01-05,1,c{number % 7}" for number in range(3000)], metrics=MAPPED[1:])
    assert figure("customers", "2024-01", "2024-01", today=TODAY).value == 7


def test_values_of_partners_that_nobody_knows_are_no_reason_to_refuse(bring, figure):
    Partner.objects.create(key="a", name="a")
    bring("a,2024-01-05,7,x", *many(1001, "unknown"), partner={"column": "partner"})
    assert figure("typical_order", "2024-01", "2024-01", today=TODAY).value == 7


def test_a_renamed_partner_and_merged_segments_are_counted_together(bring, figure, definition, person):
    bring(*ROWS)
    Partner.objects.filter(key="a").update(name="Alpha", segment="north")
    Partner.objects.filter(key="b").update(segment="North ")
    merge_labels("segment", label="North ", into="north", by=person("steward"), now=timezone.now())
    found = figure("customers", "2024-01", "2024-03", segment="north", today=TODAY)
    assert found.value == 3
    rows = breakdown(
        definition("customers"), figure("customers", "2024-01", "2024-03"), PartnerSet(), by="segment"
    )
    assert [(row["key"], row["value"]) for row in rows] == [("north", 3)]
    [typical] = breakdown(
        definition("typical_order"), figure("typical_order", "2024-01", "2024-03"), PartnerSet(), by="segment"
    )
    assert (typical["value"], typical["partners"]) == (10, 2)


def test_where_no_row_is_a_zero(bring, figure):
    """April and May are covered and have no row: 0 different texts, no median, and nothing is known of a stock."""
    bring(*ROWS, covers=COVERED)
    over = {key: figure(key, "2024-04", "2024-05", today=TODAY) for key in KINDS}
    assert {key: one.value for key, one in over.items()} == {
        "typical_order": None,
        "customers": 0,
        "seats": None,
    }
    assert [one.covered for one in over.values()] == [0, 2, 0]
    bring(*ROWS, covers=COVERED, gives="events")
    over = {key: figure(key, "2024-03", "2024-05", today=TODAY) for key in KINDS}
    assert {key: one.value for key, one in over.items()} == {
        "typical_order": Decimal("15.75"),
        "customers": 1,
        "seats": Decimal("6.5"),
    }
    assert [one.covered for one in over.values()] == [2, 2, 1]
    bring(*ROWS, covers=COVERED, gives="statements")
    assert figure("customers", "2024-04", "2024-05", today=TODAY).value is None


def test_zeros_are_values_and_empty_cells_are_none(bring, figure):
    bring("a,2024-01-05,0,0", "a,2024-01-06,0,0", "a,2024-01-07,8,", "a,2024-01-08,,", "b,2024-01-08,0,0")
    values = [figure(key, "2024-01", "2024-01", today=TODAY).value for key in KINDS]
    assert values == [0, 1, 8]


def test_two_sources_give_the_same_and_the_newer_file_counts(bring, figure):
    bring("a,2024-01-05,10,Acme", source="one")
    bring("a,2024-01-05,30,Bolt", "b,2024-01-05,50,Core", source="two")
    found = {key: figure(key, "2024-01", "2024-01", today=TODAY) for key in KINDS}
    assert [one.value for one in found.values()] == [40, 2, 80]
    assert "1 values stand in two sources; the newest file counts." in found["customers"].notes


def test_a_case_by_hand_of_each_measure(bring, figure):
    """The worked examples of the measures, through the database."""
    for key, kind in KINDS.items():
        text, wanted = case_of(kind).worked
        frame = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)
        rows = frame.reindex(columns=["partner", "date", "amount", "customer"], fill_value="")
        with transaction.atomic():
            bring(text=rows.to_csv(index=False))
            assert figure(key, "2024-01", "2024-12", today=TODAY).value == exact(Fraction(wanted))
            transaction.set_rollback(True)
