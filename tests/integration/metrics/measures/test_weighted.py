"""The weighted score from the dictionary over the mapping page to its figure."""

import pytest
from django.utils import timezone

from metrics.definitions.schema import Definition
from metrics.dictionary import edit
from metrics.files.reading.scanning import Unreadable
from metrics.models import Gap, Import, Observation
from tests.integration.metrics.imports.pages import begin, fields

TEXT = """\
partner,date,Reach,Skill
ada,2024-01-05,80,60
ada,2024-01-06,90,
bob,2024-01-07,40,40
bob,2024-02-07,20,140
"""


@pytest.fixture
def weighed(definition, person):
    """The entry “Partner fit”: reach counts three times as much as skill."""
    entry = definition("compliance_score").content.as_data() | {
        "key": "partner_fit",
        "names": {"en": "Partner fit"},
        "measure": "weighted",
        "weights": {"reach": 3, "skill": 1},
        "period": "month",
        "rubric": [],
    }
    found = Definition.model_validate(entry)
    return edit.add_definition(found, by=person("steward"), now=timezone.now())


def mapped(**components):
    spec = {"metric": "partner_fit", "measure": "weighted", "components": components}
    return {"text": TEXT, "period": {"column": "date"}, "metrics": [spec]}


def test_a_file_gives_the_score_of_any_set_and_its_gaps(weighed, load, figure, observed):
    load(**mapped(reach="Reach", skill="Skill"))
    assert observed() == {
        ("partner_fit", "ada", "2024-01"): (300, 4),
        ("partner_fit", "bob", "2024-01"): (160, 4),
    }
    everybody = [
        row.partner for row in Observation.objects.select_related("partner").order_by("partner__name")
    ]
    assert figure("partner_fit", partners=everybody[:1]).value == 75
    assert figure("partner_fit", partners=everybody[1:]).value == 40
    assert figure("partner_fit").value == 57.5
    assert set(
        Gap.objects.filter(metric="partner_fit", period__isnull=False).values_list("kind", "column")
    ) >= {
        ("missing_value", "Skill"),
        ("out_of_range", "Skill"),
    }


def test_the_mapping_page_asks_for_a_column_of_each_component(weighed, signed_in, work):
    client = signed_in("manager")
    address, values = begin(client, work, TEXT)
    client.post(address, values | {"do": "add-metric"})
    values |= {
        "do": "redraw",
        "metrics-total": "1",
        "metrics-0-metric": "partner_fit",
        "metrics-0-where-total": "0",
    }
    html = client.post(address, values).content.decode()
    values |= fields(html) | {"do": "preview"}
    assert {"metrics-0-components-reach", "metrics-0-components-skill"} <= values.keys()
    answer = client.post(address, values | {"metrics-0-components-reach": "Reach"})
    assert answer.status_code == 422
    assert "skill: Needed for this metric." in answer.content.decode()
    answer = client.post(
        address, values | {"metrics-0-components-reach": "Reach", "metrics-0-components-skill": "Skill"}
    )
    assert work() == ["done"]
    assert "57.5" in client.get(answer.url).content.decode()
    [spec] = Import.objects.get().mapping["metrics"]
    assert spec["components"] == {"reach": "Reach", "skill": "Skill"}


def test_a_mapping_of_other_components_is_refused(weighed, load):
    with pytest.raises(Unreadable, match="Partner fit weighs reach, skill, the mapping gives reach"):
        load(**mapped(reach="Reach"))


def test_other_weights_are_another_way_of_measuring(weighed, load, person, definition, figure):
    load(**mapped(reach="Reach", skill="Skill"))
    changed = weighed.content.model_copy(update={"weights": {"reach": 1, "skill": 1}})
    version = edit.change_definition(changed, seen=1, by=person("steward"), now=timezone.now())
    assert version.series != weighed.series
    assert figure("partner_fit").value is None


def test_the_entry_shows_its_weights_and_takes_no_typed_values(weighed, signed_in):
    client = signed_in("steward")
    html = client.get("/metrics/partner_fit/").content.decode()
    assert "reach 3 · skill 1" in html
    assert client.get("/metrics/partner_fit/scores/").status_code == 404
