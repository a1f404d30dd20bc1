"""Frozen content has one way to it, which hashes what it gives out."""

import ast

from django.apps import apps
from django.db import models

from partnerdesk.core.frozen_content import Checked, FrozenRow
from tests.source import called, calls, modules, name_of, tree_of

FROZEN = [model for model in apps.get_models() if issubclass(model, FrozenRow)]
OTHERS = {"page", "self", "head", "one", "newest"}
"""What else has a `content` in modules that know a frozen model: drafts of pages, definitions of metrics."""
COLUMNS = {"values", "values_list", "only", "F", "Cast", "in_bulk"}


def test_every_model_of_bytes_with_a_hash_is_hashed_when_it_is_read():
    for model in apps.get_models():
        fields = {field.name: field for field in model._meta.get_fields()}
        kept = [field for field in fields.values() if isinstance(field, models.BinaryField)]
        if kept and "sha256" in fields:
            assert model in FROZEN, model
            assert isinstance(model.content, Checked)
    assert len(FROZEN) == 3


def knows_a_frozen_model(tree):
    names = {model.__name__ for model in FROZEN}
    return any(
        isinstance(node, ast.ImportFrom) and names & {alias.name for alias in node.names}
        for node in ast.walk(tree)
    )


def receiver(node):
    found = node.value.func if isinstance(node.value, ast.Call) else node.value
    return found.attr if isinstance(found, ast.Attribute) else getattr(found, "id", "")


def reads(path):
    """Where a module reads the content of a frozen row without `data`, or around the check."""
    for node in ast.walk(tree_of(path)):
        is_read = isinstance(node, ast.Attribute) and node.attr == "content"
        if is_read and receiver(node) not in OTHERS:
            yield node.lineno
    for call in calls(path):
        given = [one.value for one in call.args if isinstance(one, ast.Constant)]
        if called(call) in COLUMNS and "content" in given:
            yield call.lineno


def test_nothing_reads_it_around_the_check():
    known = [path for path in modules() if knows_a_frozen_model(tree_of(path))]
    assert len(known) > 20
    assert {name_of(path): lines for path in known if (lines := list(reads(path)))} == {}
