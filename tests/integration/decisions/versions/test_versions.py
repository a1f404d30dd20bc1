"""Frozen versions: what they hold, how they are hashed and chained, whose names they hide."""

import json
import re

import pytest
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import NameSeal
from accounts.seals import names_of, seal_of
from decisions import models as m
from decisions.committee.propose import propose
from decisions.documents.export_json_md import as_json
from decisions.documents.one_pager import LEVELS, OnePager
from decisions.sections.registry import SECTIONS
from decisions.states.stages import Stage
from decisions.versions.freeze import hash_of
from decisions.versions.report import report_of_version
from partnerdesk.core.canonical import canonical_bytes, sha256_hex
from tests.factories import FRAMEWORKS, decide, fresh, make_person, make_record, version_of


@pytest.fixture(scope="module")
def kept(keep):
    return keep(make_record, to=Stage.PROPOSED)


@pytest.fixture
def proposed(kept):
    return fresh(kept)


def test_the_stored_bytes_are_canonical_and_their_hash_is_the_versions(proposed):
    version = version_of(proposed)
    data = json.loads(bytes(version.content))
    assert canonical_bytes(data) == bytes(version.content)
    assert sha256_hex(bytes(version.content)) == version.sha256
    assert hash_of(data)[1] == version.sha256


def test_a_later_version_names_the_hash_of_the_one_before(proposed):
    first = version_of(proposed)
    decide(proposed, "return")
    second = propose(fresh(proposed), by=proposed.created_by, now=timezone.now())
    assert (second.number, second.previous_sha256) == (2, first.sha256)
    assert second.data()["previous_sha256"] == first.sha256
    assert second.sha256 != first.sha256


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_every_part_of_every_framework_is_frozen(framework):
    data = version_of(make_record(framework, to=Stage.PROPOSED)).data()
    assert set(data["parts"]) == set(SECTIONS)
    placed = {part for section in data["sections"] for part in section["parts"]}
    expected = set(SECTIONS) - {"text"}
    if framework != "alignment-scorecard":
        expected -= {"guardrails"}
    if framework not in {"alignment-scorecard", "channel-prioritization"}:
        expected -= {"artifact"}
    assert placed == expected, "each part has one home, and only one"
    assert data["parts"]["options"]["rows"][1]["value"] is not None


def test_no_name_stands_in_frozen_content():
    author, approver = make_person(name="Zacharias Quill"), make_person(name="Yolanda Brandt")
    record = make_record(to=Stage.PROPOSED, author=author, approver=approver)
    content = bytes(version_of(record).content).decode()
    assert "Zacharias" not in content
    assert "Yolanda" not in content
    report = report_of_version(version_of(record))
    assert report.person(report.parts["approvals"]["approver"]) == "Yolanda Brandt"


def test_the_same_person_has_one_seal_and_a_new_name_another():
    person = make_person(name="Ann Other")
    first = seal_of(person)
    assert seal_of(person) == first
    person.name = "Ann Newname"
    person.save()
    assert seal_of(person) != first
    assert names_of([first, seal_of(person)]) == {first: "Ann Other", seal_of(person): "Ann Newname"}


def test_an_erased_name_leaves_content_and_hash_whole(proposed):
    version = version_of(proposed)
    NameSeal.objects.filter(user=proposed.created_by).delete()
    report = report_of_version(version)
    seal = report.parts["approvals"]["author"]
    assert report.person(seal) == f"({seal[:8]})"
    assert sha256_hex(bytes(version_of(proposed).content)) == version.sha256


def test_what_changes_after_proposing_does_not_reach_the_version(proposed):
    before = version_of(proposed).data()
    m.Option.objects.filter(record=proposed).update(name="Changed")
    m.Brief.objects.filter(record=proposed).update(question="Changed?")
    assert version_of(proposed).data() == before
    assert report_of_version(version_of(proposed)).title == before["parts"]["brief"]["question"]


def test_a_light_record_prints_what_was_not_done():
    record = make_record(to=Stage.COMMIT)
    m.Risk.objects.filter(record=record).delete()
    version = propose(record, by=record.created_by, now=timezone.now())
    assert set(version.data()["not_done"]) == {
        "Name at least one risk, or accept one that is suggested.",
        "Choose the committee that votes on it.",
    }


@pytest.mark.parametrize("body", ["full_body", "one_pager_body"])
def test_the_papers_of_a_light_record_do_not_end_with_what_it_lacks(proposed, body):
    report = report_of_version(version_of(proposed))
    report.data["not_done"] = ["Choose the committee that votes on it."] * 21
    context = {"report": report, "page": OnePager(report, LEVELS[0])}
    words = " ".join(render_to_string(f"decisions/documents/{body}.html", context).split())
    assert words.count("A light decision: what only a standard or a major one asks for is left out.") == 1
    assert "Choose the committee" not in words
    assert not re.search(r"\b21\b", words.split("A light decision:")[1])
    report.data["parts"]["brief"]["class"] = "standard"
    words = render_to_string(f"decisions/documents/{body}.html", context)
    assert ("Choose the committee" in words) == (body == "full_body")
    assert "What only a major decision asks for is left out." in words


def test_the_export_holds_content_enactment_and_names(proposed):
    decide(proposed)
    found = as_json(report_of_version(version_of(proposed)))
    assert found["sha256"] == sha256_hex(canonical_bytes(found["content"]))
    assert (found["standing"], found["approvals"][0]["choice"]) == ("in_force", "approve")
    assert proposed.created_by.name in found["names"].values()


def test_versions_of_one_record_cannot_share_a_number(proposed):
    version = version_of(proposed)
    with pytest.raises(IntegrityError), transaction.atomic():
        m.Version.objects.create(
            record=version.record, number=1, content=b"{}", sha256="x", proposed_by=version.proposed_by
        )
