"""Versions of every form of content are read for ever: printed, compared, exported, verified, by the same code.

`forms/<number>.json` are the canonical bytes of a version that was proposed when the form was new (`whole.py` made its
record). What was printed of it then stands beside: a paper that is printed again has to be the same.
"""

import json
import os
from pathlib import Path

import pytest
from django.utils import timezone

from decisions import models as m
from decisions.documents.export_json_md import json_bytes, markdown_bytes
from decisions.documents.external_copy import external_copy
from decisions.documents.one_pager import LEVELS, OnePager
from decisions.documents.pdf.render import print_full, print_one_pager
from decisions.states.stages import Stage
from decisions.verification.verify import Result, verify
from decisions.versions.compare import differences
from decisions.versions.freeze import hash_of
from decisions.versions.frozen import FORMS as KNOWN
from decisions.versions.frozen import WATCHABLE_FROM, FrozenVersion, form_of
from decisions.versions.report import Report, report_of_version
from tests.factories import make_person, make_record, version_of
from tests.integration.decisions.whole import make_whole
from tests.integration.loading import load, mapping, upload  # noqa: F401  (fixtures)

FOLDER = Path(__file__).parent / "forms"
FORMS = {
    1: "ce969facc696b293a0110f9472f729c696faee4db9a2fbbbb4488069508f01ce",
    2: "d2ff56562498bf8015151c2db0b5d51033e4fce2f27612f4ac17c37b49c734cd",
}
NEW = int(os.environ.get("NEW_FORM", "0"))
"""Set to the number of a form that no version was given out in yet, its version is made anew."""

every_form = pytest.mark.parametrize("form", FORMS)


def bytes_of(form):
    return (FOLDER / f"{form}.json").read_bytes()


def report_of(form, **changes):
    given = {"sha256": FORMS[form], "standing": "in_force"} | changes
    return Report(data=json.loads(bytes_of(form)), **given)


@pytest.fixture
def stored(form):
    """A version with these bytes, in force, as a database holds it."""
    record = make_record()
    data = json.loads(bytes_of(form))
    version = m.Version.objects.create(
        record=record,
        number=data["record"]["version"],
        content=bytes_of(form),
        sha256=FORMS[form],
        proposed_by=record.created_by,
    )
    m.VersionStanding.objects.create(version=version)
    voter, now = make_person(), timezone.now()
    seats = m.Round.objects.create(
        version=version, sha256=FORMS[form], opened_by=record.created_by, opened_at=now
    )
    m.Seat.objects.create(round=seats, user=voter)
    m.Vote.objects.create(round=seats, user=voter, choice="approve", cast_at=now)
    m.VersionStanding.objects.filter(version=version).update(state="in_force")
    m.Enactment.objects.create(version=version, record=record, in_force_from=timezone.now(), approvals=[])
    return m.Version.objects.select_related("standing", "enactment").get(pk=version.pk)


@every_form
def test_its_bytes_are_canonical_and_hash_to_what_they_did(form):
    data = json.loads(bytes_of(form))
    assert hash_of(data) == (bytes_of(form), FORMS[form])
    assert data["schema"] == f"partner-desk/version/{form}"


@every_form
def test_it_prints_what_it_printed(form):
    report = report_of(form)
    assert markdown_bytes(report).decode() == (FOLDER / f"{form}.md").read_text()
    external = json_bytes(external_copy(report)).decode()
    assert external == (FOLDER / f"{form}.external.json").read_text()


@pytest.mark.one_in(2)
@every_form
def test_its_papers_are_printed_whole_and_for_others(form):
    report = report_of(form)
    for found in (report, external_copy(report)):
        for print_it in (print_one_pager, print_full):
            assert print_it(found, paper="A4").data.startswith(b"%PDF")
        assert OnePager(found, LEVELS[0]).report is found


@every_form
def test_it_is_compared_with_itself_and_with_a_change(form):
    before, after = report_of(form), report_of(form)
    assert differences(before, after) == []
    after.data["parts"]["brief"]["question"] = "Another one?"
    ((line,),) = [section.differences for section in differences(before, after)]
    assert line.after == "Another one?"


@every_form
def test_a_stored_version_is_read_and_verified(form, stored):
    assert report_of_version(stored).title == report_of(form).title
    found = verify(json_bytes(report_of_version(stored)))
    assert (found.result, found.version.sha256) == (Result.ALTERED, FORMS[form])


@every_form
def test_it_is_read_by_those_who_act_on_it(form):
    data = json.loads(bytes_of(form))
    found = FrozenVersion(data, form_of(data), {})
    assert found.can_be_watched == (form >= WATCHABLE_FROM)
    assert (len(found.metrics), len(found.limits), len(found.paths)) == (5, 4, 5)
    assert [limit.watches for limit in found.limits] == ["level", "change", "level", "date"]
    assert found.reviews.rhythm == "quarterly"
    assert [step.after_days for step in found.reviews.steps] == [3, 9]
    assert (len(found.compared.options), found.compared.chosen, len(found.compared.axes)) == (3, 1, 5)
    assert len(list(found.assumptions)) == 3
    is_named = form > 1
    assert all((metric.series_id is not None) == is_named for metric in found.metrics.values())
    assert [len(limit.members) for limit in found.limits] == ([4, 3, 8, 8] if is_named else [0] * 4)
    assert len(found.limits[2].each) == (8 if is_named else 0)
    assert {row.watches for row in found.guardrails} == (
        {"risk_flags", "compliance_checkpoints", "statement"} if is_named else {"statement"}
    )


@every_form
@pytest.mark.parametrize("other", FORMS)
def test_it_is_compared_with_every_other_form(form, other):
    found = differences(report_of(form), report_of(other))
    assert bool(found) == (form != other)


def test_every_form_has_its_version():
    found = {path.stem for path in FOLDER.glob("*.json") if path.stem.isdigit()}
    assert found == {str(form) for form in FORMS} == {str(form) for form in KNOWN.values()}


if NEW:

    def test_the_version_of_a_new_form_is_made(load):
        version = version_of(make_whole(load, to=Stage.PROPOSED, voters=3).record)
        assert version.form == NEW
        report = Report(data=version.data(), sha256=version.sha256, standing="in_force")
        (FOLDER / f"{NEW}.json").write_bytes(bytes(version.content))
        (FOLDER / f"{NEW}.md").write_bytes(markdown_bytes(report))
        (FOLDER / f"{NEW}.external.json").write_bytes(json_bytes(external_copy(report)))
        raise AssertionError(f"written: its hash is {version.sha256}")
