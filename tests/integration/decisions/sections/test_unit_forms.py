"""The form of each kind of unit, drawn: it has each field that people fill in, once, and those alone."""

import lxml.html
import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from decisions.draft.forms import FORMS
from decisions.life.page import RecordPage
from decisions.sections.registry import UNITS
from decisions.states.stages import Stage
from tests.integration.decisions.sections.test_field_walk import filled

CARRIED = {"csrfmiddlewaretoken", "revision", "save_id"}
OF_ITS_ROW = {"override": {"scenario"}}
"""What a form carries unseen beside its save."""


@pytest.fixture
def record_page():
    record = filled()
    return RecordPage.of(record, record.created_by, Stage.COMMIT, timezone.now())


def test_every_kind_draws_each_of_its_fields_once(record_page):
    seen = set()
    for kind, model in UNITS.items():
        for unit in record_page.content.all(model):
            html = render_to_string(
                record_page.unit(unit).template_name, {"page": record_page, "view": record_page.unit(unit)}
            )
            (form,) = lxml.html.fromstring(f"<div>{html}</div>").xpath(f"//form[@id='{unit.anchor}']")
            drawn = [control.name for control in form.inputs if control.name and control.name not in CARRIED]
            assert sorted(drawn) == sorted(set(FORMS[kind].base_fields) | OF_ITS_ROW.get(kind, set()))
            seen.add(kind)
    assert seen == set(UNITS)
