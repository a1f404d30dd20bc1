"""The scorecard that a framework publishes with a version in force: frozen, dated, with its rules in words."""

import io
import json
from decimal import Decimal

import pikepdf
import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from decisions import models as m
from decisions.committee import propose
from decisions.documents.file_store import path_of
from decisions.documents.print_jobs import do_papers, paper_of, stored_paper
from decisions.documents.scorecard_colours import colour_of, rule_words
from decisions.documents.scorecards import sheet_of
from decisions.life import reopen
from decisions.readiness.move import adapt
from decisions.states.stages import Stage
from decisions.verification.verify import Result, verify
from partnerdesk.core.canonical import canonical_bytes, sha256_hex
from partners.models import RiskFlag
from tests.factories import decide, fresh, make_decided, make_partner, make_person, version_of
from tests.integration.people import client_of


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.parametrize(
    ("value", "good", "poor", "higher", "colour"),
    [
        ("30", "30", "20", True, "green"),
        ("29.9", "30", "20", True, "yellow"),
        ("20", "30", "20", True, "red"),
        ("20", "20", "30", False, "green"),
        ("25", "20", "30", False, "yellow"),
        ("30", "20", "30", False, "red"),
        (None, "30", "20", True, "grey"),
        ("30", None, "20", True, "grey"),
        ("30", "30", None, True, "grey"),
    ],
)
def test_colours_by_their_levels(value, good, poor, higher, colour):
    value, good, poor = (None if number is None else Decimal(number) for number in (value, good, poor))
    assert colour_of(value, good, poor, higher_is_better=higher) == colour


def test_the_rule_is_said_in_words():
    column = {"good_from": "30", "poor_from": "20", "unit": "pct", "higher_is_better": True}
    assert rule_words(column) == "green from 30.0 % on, red up to 20.0 %, yellow between"
    assert rule_words(column | {"higher_is_better": False}).startswith("green up to 30.0 %")
    assert rule_words(column | {"good_from": None}) == "not rated: no levels were set"


def test_it_is_published_with_the_version_in_force_and_frozen():
    record = make_decided("alignment-scorecard")
    version = version_of(record)
    card = m.Scorecard.objects.get()
    data = card.data()
    assert sha256_hex(canonical_bytes(data)) == card.sha256
    assert data["record"] == {"code": record.code, "version": 1, "sha256": version.sha256}
    assert len(data["metrics"]) == 3
    assert len(data["inputs"]) == 3
    for statement in ("update", "delete"):
        rows = m.Scorecard.objects.filter(pk=card.pk)
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(sha256="x") if statement == "update" else rows._raw_delete("default")


def test_other_frameworks_publish_none():
    make_decided()
    assert not m.Scorecard.objects.exists()


def test_partners_stand_in_it_with_values_flags_and_colours():
    owner = make_person()
    partner = make_partner(name="Acme", segment="Gold")
    RiskFlag.objects.create(
        partner=partner,
        kind="legal",
        severity="high",
        statement="x",
        owner=owner,
        raised_on=timezone.localdate(),
    )
    make_decided("alignment-scorecard")
    rows = {row["name"]: row for row in sheet_of(m.Scorecard.objects.get()).rows}
    assert (rows["Acme"]["segment"], rows["Acme"]["severity"]) == ("Gold", "high")
    assert {cell["colour"] for cell in rows["Acme"]["cells"]} == {"grey"}


def test_the_next_version_publishes_the_next_one_and_the_old_one_says_so():
    record = make_decided("alignment-scorecard")
    by, now = record.created_by, timezone.now()
    adapt(record, by=by, now=now, reason="A new quarter.")
    plan = m.ReviewPlan.objects.get(record=record)
    reopen.save_unit(
        plan,
        plan.values() | {"confirmed_by": by.pk, "confirmed_on": timezone.localdate()},
        revision=plan.revision,
        save_id=record.pk,
        by=by,
        now=now,
    )
    from decisions.readiness.move import move_draft

    move_draft(record, to=Stage.COMMIT, by=by, now=now)
    propose.propose(fresh(record), by=by, now=now)
    decide(record)
    reader = client_of(make_person(Role.VIEWER))
    address = reverse("decisions:scorecard", args=[record.code])
    newest = reader.get(address).content.decode()
    assert "Version</dt><dd>2, in force" in newest
    assert "counts no longer" not in newest
    assert "counts no longer" in reader.get(f"{address}?version=1").content.decode()
    assert reader.get(f"{address}?version=3").status_code == 404


def test_its_paper_is_tagged_carries_its_data_and_verifies():
    record = make_decided("alignment-scorecard")
    version = version_of(record)
    do_papers(version.pk)
    stored = stored_paper(version, m.Artifact.Kind.SCORECARD)
    data = path_of(stored.sha256).read_bytes()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert str(pdf.Root.Lang) == "en"
        assert pdf.Root.MarkInfo.Marked
        name = f"{record.code}-v1-scorecard.json"
        assert json.loads(pdf.attachments[name].get_file().read_bytes()) == m.Scorecard.objects.get().data()
    assert verify(data).result == Result.MATCH
    assert verify(data).version.number == 1
    changed = bytearray(data)
    changed[-40] ^= 1
    assert verify(bytes(changed)).result == Result.ALTERED
    path_of(stored.sha256).unlink()
    again = m.Version.objects.select_related("standing", "scorecard").get(pk=version.pk)
    assert paper_of(again, m.Artifact.Kind.SCORECARD).sha256 == stored.sha256


def test_a_record_without_one_has_no_such_page():
    record = make_decided()
    reader = client_of(make_person(Role.VIEWER))
    assert reader.get(reverse("decisions:scorecard", args=[record.code])).status_code == 404
    paper = reverse("decisions:paper", args=[record.code, 1, "scorecard"])
    assert reader.get(paper).status_code == 404
