"""Imports: a file replaces by scope, whole or not at all, and what was replaced stays readable."""

import datetime as dt

import pytest
from django.utils import timezone

from metrics.files.reading.scanning import Unreadable
from metrics.imports import run
from metrics.models import HAND_SOURCE, Cause, Gap, Import, MetricSummary, Observation, Source
from partners.actions import merge_labels
from partners.models import Partner

ROWS = ("a,2024-01-05,100,60", "a,2024-02-05,200,150", "b,2024-01-06,50,NULL")


def test_parts_are_kept_not_ratios(load, observed):
    load(*ROWS)
    assert observed() == {
        ("fulfilled_revenue", "a", "2024-01"): (100,),
        ("fulfilled_revenue", "a", "2024-02"): (200,),
        ("fulfilled_revenue", "b", "2024-01"): (50,),
        ("gross_margin", "a", "2024-01"): (40, 100),
        ("gross_margin", "a", "2024-02"): (50, 200),
    }


def test_the_same_file_twice_adds_nothing(load):
    load(*ROWS)
    again = load(*ROWS)
    assert again.result["observations"] == {"added": 0, "unchanged": 5, "replaced": 0, "removed": 0}
    assert Observation.objects.count() == 5


def test_a_corrected_file_replaces_and_removes_and_the_old_values_stay_readable(load, observed):
    first = load(*ROWS)
    second = load("a,2024-01-05,110,60", "a,2024-02-05,200,150")
    assert second.result["observations"] == {"added": 0, "unchanged": 2, "replaced": 2, "removed": 1}
    assert observed()["fulfilled_revenue", "a", "2024-01"] == (110,)
    assert ("fulfilled_revenue", "b", "2024-01") not in observed()
    [before] = Observation.objects.filter(
        series__metric="fulfilled_revenue", partner__key="a", period="2024-01-01"
    ).exclude(replaced_at=None)
    assert (before.parts, before.imported, before.replaced_by) == ([100], first, second)


def test_months_that_a_file_does_not_cover_are_left_alone(load, observed):
    load(*ROWS)
    load("a,2024-02-05,1,1")
    assert observed()["fulfilled_revenue", "a", "2024-01"] == (100,)
    assert observed()["fulfilled_revenue", "a", "2024-02"] == (1,)


def test_metrics_that_a_file_does_not_give_are_left_alone(load, observed):
    load(*ROWS)
    load("a,2024-01-05,1,1", metrics=[{"metric": "fulfilled_revenue", "measure": "sum", "value": "amount"}])
    assert observed()["gross_margin", "a", "2024-01"] == (40, 100)


def test_another_source_replaces_nothing(load):
    load(*ROWS)
    other = load(*ROWS, source="other")
    assert other.result["observations"]["added"] == 5
    assert Observation.objects.current().count() == 10


def test_another_currency_is_another_value(load):
    load("a,2024-01-05,100,60")
    metrics = [{"metric": "fulfilled_revenue", "measure": "sum", "value": "amount", "unit": "EUR"}]
    assert load("a,2024-01-05,100,60", metrics=metrics).result["observations"]["replaced"] == 1
    assert Observation.objects.current().get(series__metric="fulfilled_revenue").currency == "EUR"


def test_unknown_partners_are_left_out_unless_asked_for(load, observed):
    Partner.objects.create(key="a", name="Alpha")
    found = load(*ROWS, partner={"column": "partner"})
    assert {key[1] for key in observed()} == {"a"}
    assert found.result["partners"] == {"added": 0}
    [gap] = Gap.objects.filter(kind=Gap.Kind.UNKNOWN_PARTNER)
    assert gap.examples == [{"partner": "b"}]


LIST = "key,name,kind,land\na,Alpha,Warehouse,DE\nb,Beta,Ware House,FR\nc,Gamma,Warehouse,DE\n"
LISTED = {"file": "list.csv", "key": "key", "name": "name", "segment": "kind", "country": "land"}


def test_a_partner_list_names_new_partners_and_completes_known_ones(load):
    Partner.objects.create(key="a", name="a", segment="Kept")
    load(*ROWS, partner_list=LIST, partners=LISTED)
    alpha, beta, _gamma = Partner.objects.order_by("key")
    assert (alpha.name, alpha.segment, alpha.country) == ("Alpha", "Kept", "DE")
    assert (beta.name, beta.segment) == ("Beta", "Ware House")


def test_a_merged_label_is_read_as_the_right_one(load, person):
    merge_labels("segment", label="Ware House", into="Warehouse", by=person(), now=timezone.now())
    load(*ROWS, partner_list=LIST, partners=LISTED)
    assert set(Partner.objects.values_list("segment", flat=True)) == {"Warehouse"}


def test_a_new_partner_spelt_like_a_known_one_is_told(load):
    Partner.objects.create(key="Acme GmbH", name="Acme")
    load("ACME-GmbH,2024-01-05,1,1")
    [gap] = Gap.objects.filter(kind=Gap.Kind.SIMILAR_LABEL)
    assert gap.examples == [{"value": "ACME-GmbH", "like": "Acme GmbH"}]


def test_a_column_of_sentences_is_no_partner(load):
    with pytest.raises(Unreadable, match="too long for a partner's key"):
        load(f"{'long words ' * 20},2024-01-05,1,1")


def test_quarterly_metrics_gather_by_quarter(load, observed):
    scores = [{"metric": "compliance_score", "measure": "score", "value": "amount"}]
    load("a,2024-01-05,80,1", "a,2024-02-05,60,1", "a,2024-04-05,90,1", metrics=scores)
    assert observed() == {
        ("compliance_score", "a", "2024-01"): (140, 2),
        ("compliance_score", "a", "2024-04"): (90, 1),
    }


def test_a_value_out_of_its_definitions_bounds_is_a_gap(load, observed):
    scores = [{"metric": "compliance_score", "measure": "score", "value": "amount"}]
    load("a,2024-01-05,180,1", "b,2024-01-05,90,1", metrics=scores)
    assert set(observed()) == {("compliance_score", "b", "2024-01")}
    assert Gap.objects.get(kind=Gap.Kind.OUT_OF_RANGE).metric_id == "compliance_score"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"metrics": [{"metric": "nonsense", "measure": "sum", "value": "amount"}]}, "no metric “nonsense”"),
        (
            {"metrics": [{"metric": "gross_margin", "measure": "sum", "value": "amount"}]},
            "measured by “margin”",
        ),
        ({"metrics": [{"metric": "value_proposition", "measure": "count"}]}, "is measured by “–”"),
        ({"source": HAND_SOURCE}, "is no source of files"),
        ({"partner": {"column": "who"}}, "has no column who"),
    ],
)
def test_what_cannot_be_imported_stores_nothing(changed, words, load):
    with pytest.raises(Unreadable, match=words):
        load(*ROWS, **changed)
    assert not Observation.objects.exists()


def test_a_preview_says_the_same_and_stores_nothing(upload, load, mapping):
    imported = upload("partner,date,amount,cost\n" + "\n".join(ROWS) + "\n")
    imported.mapping = mapping().as_data()
    preview = run.preview(imported, progress=lambda _share: None, today=timezone.localdate())
    assert not Partner.objects.exists()
    assert not Source.objects.exists()
    assert preview.result == load(*ROWS).result
    assert preview.details["first"] == "2024-01"
    assert preview.details["partners"] == {"in_file": 2, "known": 0, "listed": 0, "completed": 0}
    margin = preview.details["metrics"][1]
    assert (margin["value"], margin["unit"], margin["observations"]) == ("30.000000", "pct", 2)


def test_a_preview_tells_what_another_source_gives_already(upload, load, mapping):
    load(*ROWS, source="other")
    imported = upload("partner,date,amount,cost\n" + "\n".join(ROWS) + "\n")
    imported.mapping = mapping().as_data()
    preview = run.preview(imported, progress=lambda _share: None, today=timezone.localdate())
    assert preview.details["overlaps"] == [{"source": "other", "values": 5}]


def test_a_last_line_without_a_line_break_is_told(load):
    found = load(text="partner,date,amount,cost\na,2024-01-05,100,6")
    assert found.details["is_ended"] is False


def test_the_mapping_stays_with_the_source(load, mapping, person):
    load(*ROWS, by=person("manager"))
    source = Source.objects.get()
    assert source.mapping == mapping().as_data()
    assert source.owner == person("manager")


def test_the_summary_follows_the_import(load):
    load(*ROWS)
    margin = MetricSummary.objects.get(metric="gross_margin")
    assert (margin.value, f"{margin.newest:%Y-%m}", margin.partners) == (30, "2024-02", 1)


def test_gaps_are_found_again_with_what_people_said(load, person):
    load(*ROWS)
    gap, until = Gap.objects.get(kind=Gap.Kind.MISSING_VALUE), dt.date(2062, 1, 1)
    said = {"status": "accepted", "accepted_until": until, "reason": "the ERP has none", "owner": person()}
    Cause.objects.filter(pk=gap.cause_id).update(**said)
    load(*ROWS, "b,2024-01-07,50,NULL", "b,2024-02-07,50,NULL")
    again = Gap.objects.get(kind=Gap.Kind.MISSING_VALUE, period="2024-01-01")
    assert (again.pk, again.count, again.cause_id) == (gap.pk, 2, gap.cause_id)
    [cause] = Cause.objects.filter(kind=Gap.Kind.MISSING_VALUE).with_extent()
    assert {name: getattr(cause, name) for name in said} == said
    assert (cause.rows, cause.months) == (3, 2), "the new month joins the cause"


def test_a_gap_that_a_better_file_closes_is_gone_and_comes_back(load):
    load(*ROWS)
    load("a,2024-01-05,100,60", "b,2024-01-06,50,40")
    assert Gap.objects.get(kind=Gap.Kind.MISSING_VALUE).status == Gap.Status.GONE
    load(*ROWS)
    assert Gap.objects.get(kind=Gap.Kind.MISSING_VALUE).status == Gap.Status.OPEN


def test_gaps_of_other_months_stay(load):
    load(*ROWS)
    load("b,2024-02-06,50,40")
    assert Gap.objects.get(kind=Gap.Kind.MISSING_VALUE).status == Gap.Status.OPEN


def test_gaps_of_the_partner_list_stay_until_a_list_comes_again(load):
    load(*ROWS, partner_list=LIST, partners=LISTED)
    load(*ROWS)
    assert Gap.objects.get(kind=Gap.Kind.SIMILAR_LABEL).status == Gap.Status.OPEN
    load(*ROWS, partner_list=LIST.replace("Ware House", "Warehouse"), partners=LISTED)
    assert Gap.objects.get(kind=Gap.Kind.SIMILAR_LABEL).status == Gap.Status.GONE


def test_late_data_depend_on_the_day(load):
    assert load(*ROWS, now=dt.datetime(2024, 4, 14, tzinfo=dt.UTC)).state == Import.State.DONE
    assert not Gap.objects.filter(kind=Gap.Kind.LATE).exists()
    load(*ROWS, now=dt.datetime(2024, 4, 15, tzinfo=dt.UTC))
    assert Gap.objects.filter(kind=Gap.Kind.LATE).count() == 2
