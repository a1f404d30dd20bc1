"""A corrected table: which files it touches, and importing them anew."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.models import Role
from metrics.files.store import path_of
from metrics.imports.anew import import_anew, offered
from metrics.models import Gap, Import, Observation, Source
from partnerdesk.core.refusals import Blocked, NotAllowed

STATED = [
    {
        "metric": "fulfilled_revenue",
        "measure": "sum",
        "value": "amount",
        "unit": "USD",
        "currency_column": "currency",
    }
]
HEADER = "partner,date,amount,currency\n"
JANUARY = HEADER + "a,2025-01-05,100,EUR\na,2025-01-06,1,USD\n"
FEBRUARY = HEADER + "a,2025-02-05,10,JPY\n"
LATER = dt.date(2025, 4, 30)


def values():
    rows = Observation.objects.current().select_related("partner")
    return {(row.partner.name, f"{row.period:%Y-%m}"): row.parts[0] for row in rows}


def test_a_corrected_rate_offers_its_files_and_they_are_imported_anew(give_rates, load, work, person):
    give_rates()
    first, second = load(text=JANUARY, metrics=STATED), load(text=FEBRUARY, metrics=STATED)
    assert not offered()
    assert values() == {("a", "2025-01"): Decimal("104.54"), ("a", "2025-02"): Decimal("0.0659")}

    give_rates("month,currency,rate\n2025-01,EUR,2\n", dated_on=LATER)
    [offer] = offered()
    assert (offer.imported, offer.following) == (first, ())
    [touched] = offer.touched
    assert (touched.currency, touched.before, touched.now) == ("EUR", Decimal("1.0354"), Decimal(2))
    assert values()["a", "2025-01"] == Decimal("104.54"), "nothing moves by itself"

    made = import_anew(first, by=person(Role.STEWARD), now=timezone.now())
    work()
    made.refresh_from_db()
    assert (made.state, made.file_id) == (Import.State.DONE, first.file_id)
    assert values() == {("a", "2025-01"): Decimal(201), ("a", "2025-02"): Decimal("0.0659")}
    assert not offered()
    assert Observation.objects.filter(imported=first, replaced_by=made).count() == 1
    assert Observation.objects.get(imported=second).replaced_by is None


def test_a_rate_that_comes_later_fills_what_it_left_out(give_rates, load, work):
    give_rates("month,currency,rate\n2025-01,EUR,2\n")
    load(text=FEBRUARY, metrics=STATED)
    assert not values()
    assert Gap.objects.get(kind="missing_rate").status == "open"
    give_rates("month,currency,rate\n2025-02,JPY,0.01\n", dated_on=LATER)
    [offer] = offered()
    assert offer.touched[0].before is None
    import_anew(offer.imported, by=None, now=timezone.now())
    work()
    assert values() == {("a", "2025-02"): Decimal("0.1")}
    assert Gap.objects.get(kind="missing_rate").status == "gone"
    assert not offered()


def test_a_table_of_an_earlier_day_touches_nothing(give_rates, load):
    give_rates()
    load(text=JANUARY, metrics=STATED)
    give_rates("month,currency,rate\n2025-01,EUR,2\n", dated_on=dt.date(2025, 1, 31))
    assert not offered()
    give_rates("month,currency,rate\n2025-01,EUR,1.0354\n", dated_on=LATER)
    assert not offered(), "the same rate from another table"


def test_what_a_later_file_said_of_the_same_month_stays(give_rates, load, work):
    """The old file alone would bring back what the later one corrected."""
    give_rates()
    first = load(text=JANUARY, metrics=STATED)
    later = load(text=HEADER + "a,2025-01-05,50,EUR\n", metrics=STATED)
    give_rates("month,currency,rate\n2025-01,EUR,2\n", dated_on=LATER)
    offer = offered()[0]
    assert (offer.imported, offer.following) == (first, (later,))
    import_anew(first, by=None, now=timezone.now())
    work()
    assert values() == {("a", "2025-01"): Decimal(100)}
    assert not offered()


def test_the_source_keeps_the_mapping_of_its_newest_file(give_rates, load, work):
    give_rates()
    first = load(text=JANUARY, metrics=STATED)
    load(
        text=HEADER + "a,2026-01-05,50,USD\n",
        metrics=STATED,
        required=[{"column": "amount", "where": "partner"}],
    )
    mapping = Source.objects.get().mapping
    give_rates("month,currency,rate\n2025-01,EUR,2\n", dated_on=LATER)
    import_anew(first, by=None, now=timezone.now())
    work()
    assert Source.objects.get().mapping == mapping


def test_who_may_and_when(give_rates, load, person):
    give_rates()
    imported = load(text=JANUARY, metrics=STATED)
    with pytest.raises(Blocked):
        import_anew(imported, by=person(Role.STEWARD), now=timezone.now())
    give_rates("month,currency,rate\n2025-01,EUR,2\n", dated_on=LATER)
    with pytest.raises(NotAllowed):
        import_anew(imported, by=person(Role.VIEWER), now=timezone.now())
    import_anew(imported, by=person(Role.STEWARD), now=timezone.now())
    with pytest.raises(Blocked, match="being imported"):
        import_anew(imported, by=person(Role.STEWARD), now=timezone.now())


def test_a_file_that_is_another_by_now_is_refused_whole(give_rates, load, work):
    give_rates()
    first = load(text=JANUARY, metrics=STATED)
    give_rates("month,currency,rate\n2025-01,EUR,2\n", dated_on=LATER)
    made = import_anew(first, by=None, now=timezone.now())
    path_of(first.file_id).write_text("nothing of the kind\n1\n")
    work()
    made.refresh_from_db()
    assert made.state == Import.State.REFUSED
    assert values() == {("a", "2025-01"): Decimal("104.54")}
    assert [offer.imported for offer in offered()] == [first]
