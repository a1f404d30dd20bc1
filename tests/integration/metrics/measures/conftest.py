"""Entries of the dictionary whose measures keep values, and files for them."""

import pytest
from django.utils import timezone

from metrics.definitions.schema import Definition
from metrics.dictionary import edit
from tests.integration.metrics.measures.kept_cases import KINDS, MAPPED
from tests.unit.metrics.measures.cases import case_of


@pytest.fixture
def entry(definition):
    """An entry of the dictionary, not yet added: `entry("seats", "last", "count")`."""

    def entry(key: str, measure: str, unit: str, **more) -> Definition:
        content = definition("fulfilled_revenue").content.as_data()
        named = {"key": key, "names": {"en": key.replace("_", " ").capitalize()}, "not_the_same_as": []}
        return Definition.model_validate(content | named | {"measure": measure, "unit": unit} | more)

    return entry


@pytest.fixture
def entries(entry, person):
    """A median with the bounds of its test's case, a distinct count, and a stock."""
    for key, unit in (("typical_order", "money"), ("customers", "count"), ("seats", "count")):
        bounds = case_of(KINDS[key]).rule.bounds
        content = entry(key, KINDS[key], unit, bounds=bounds)
        edit.add_definition(content, by=person("steward"), now=timezone.now())


@pytest.fixture
def bring(load, entries):
    """Import rows of partner, date, amount and customer."""

    def bring(*rows, text="", **changed):
        given = {"period": {"column": "date"}, "format": {}, "metrics": MAPPED} | changed
        return load(
            text=text or "partner,date,amount,customer\n" + "".join(f"{row}\n" for row in rows), **given
        )

    return bring
