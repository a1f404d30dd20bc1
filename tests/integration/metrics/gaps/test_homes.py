"""Homes in which gaps had no causes: what people said about months is carried to what the months have in common."""

import importlib

import pytest

from metrics.models import Cause, CauseNote, Import, Source
from tests import source
from tests.factories import make_person

GAP = """
    INSERT INTO metrics_gap (id, source_id, imported_id, kind, metric_id, concerns, "column", label, period, count,
                             examples, status, owner_id, note)
    VALUES (gen_random_uuid(), %s, %s, %s, 'gross_margin', '{}', 'cost', '', %s, 2, '[]', %s, %s, %s)
"""


@pytest.fixture
def made():
    (path,) = (source.ROOT / "metrics" / "migrations").glob("*_causes.py")
    return importlib.import_module(f"metrics.migrations.{path.stem}")


@pytest.fixture
def carried(load, gaps_before_causes, made):
    """Causes of gaps as they were: `carried((kind, month, status, owner, note), …)`; the sentence of each."""
    load("a,2024-01-05,100,60")
    cursor = gaps_before_causes()

    def carried(*rows):
        of, imported = Source.objects.create(name="before"), Import.objects.latest("created_at")
        for kind, month, status, owner, note in rows:
            given = [of.pk, imported.pk, kind, f"{month}-01", status, owner.pk if owner else None, note]
            cursor.execute(GAP, given)
        for statement in (made.CAUSES, made.OF_GAPS, made.NOTES, made.STATES):
            cursor.execute(statement)
        cursor.execute("SELECT count(*) FROM metrics_gap WHERE cause_id IS NULL OR status = 'accepted'")
        assert cursor.fetchone() == (0,)
        return list(Cause.objects.filter(source=of).order_by("kind"))

    return carried


def test_months_become_one_cause_with_its_owner(carried):
    owner = make_person()
    [cause] = carried(
        ("missing_value", "2024-01", "gone", None, ""),
        ("missing_value", "2024-02", "open", owner, ""),
        ("missing_value", "2024-03", "open", None, ""),
    )
    assert (cause.status, cause.owner, cause.settled_at, cause.metric_id) == (
        "open",
        owner,
        None,
        "gross_margin",
    )


def test_what_was_accepted_everywhere_stays_so_for_a_while(carried):
    [cause] = carried(
        ("missing_value", "2024-01", "accepted", None, "The ERP has none."),
        ("missing_value", "2024-02", "gone", None, ""),
    )
    assert (cause.status, cause.reason, cause.accepted_until is not None) == (
        "accepted",
        "The ERP has none.",
        True,
    )
    assert not CauseNote.objects.exists()


def test_what_was_accepted_in_some_months_is_open_and_its_note_stays(carried):
    [cause] = carried(
        ("missing_value", "2024-01", "accepted", None, "The ERP has none."),
        ("missing_value", "2024-02", "open", None, ""),
    )
    assert (cause.status, [note.text for note in cause.notes.all()]) == ("open", ["The ERP has none."])


def test_what_is_gone_is_settled(carried):
    [cause] = carried(("missing_value", "2024-01", "gone", None, ""))
    assert (cause.status, cause.settled_at is not None) == ("settled", True)


def test_kinds_and_columns_stay_apart(carried):
    assert (
        len(
            carried(
                ("missing_value", "2024-01", "open", None, ""), ("bad_number", "2024-01", "open", None, "")
            )
        )
        == 2
    )
