"""Every model with a hash says whether its rows are proven; those that are write an event of each."""

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from partnerdesk.core import proofs
from partnerdesk.core.proofs import NotProven, Proven, hash_sql, proof_of, proven_models

PROVEN = {
    "accounts_user",
    "decisions_access",
    "decisions_enactment",
    "decisions_member",
    "decisions_minutes",
    "decisions_record",
    "decisions_scorecard",
    "decisions_seat",
    "decisions_trigger",
    "decisions_version",
    "decisions_versionstanding",
    "decisions_vote",
    "metrics_rate",
    "metrics_ratetable",
}


def test_every_model_with_a_hash_is_declared():
    for model in apps.get_models(include_auto_created=True):
        found = proof_of(model)
        assert found is None or isinstance(found, Proven) or (isinstance(found, NotProven) and found.reason)


def test_what_is_proven_is_what_is_stated():
    assert {model._meta.db_table for model in proven_models()} == PROVEN


def test_an_undeclared_hash_and_an_unknown_field_raise():
    class Undeclared(models.Model):
        content_sha256 = models.CharField(max_length=64)

        class Meta:
            app_label = "decisions"
            managed = False
            apps = type(apps)()

        def __str__(self):
            return "undeclared"

    with pytest.raises(proofs.NoProof, match="Undeclared"):
        proof_of(Undeclared)
    with pytest.raises(FieldDoesNotExist, match="shade"):
        Proven("shade").hash_sql(Undeclared, "r")
    Undeclared.proof = NotProven("a test")
    with pytest.raises(proofs.NoProof):
        hash_sql(Undeclared, "r")


@pytest.mark.parametrize("model", proven_models(), ids=lambda model: model._meta.db_table)
def test_what_is_proven_has_all_that_it_froze(model):
    names = set(proof_of(model).fields)
    for field in model._meta.concrete_fields:
        if isinstance(field, models.BinaryField) or "sha256" in field.name:
            assert field.name in names
