"""Labels: which are probably one, and merging them."""

import pytest
from django.utils import timezone

from partnerdesk.core.models import Event
from partnerdesk.core.refusals import Blocked, NotAllowed
from partners.actions import merge_labels
from partners.history import changes_of
from partners.models import LabelMerge, Partner

MERGE = "/partners/labels/merge/"


@pytest.fixture
def shops(partners):
    partners(5, segment="Warehouse")
    partners(2, segment="Ware House")


def test_the_suspects_are_marked(signed_in, shops):
    html = signed_in("manager").get("/partners/labels/").content.decode()
    assert "like Warehouse" in html
    assert html.count("like Warehouse") == 1
    assert "Merge" not in signed_in("viewer").get("/partners/labels/").content.decode()
    assert signed_in("viewer").get("/partners/labels/").status_code == 200


def test_merging_changes_every_partner_and_is_told(signed_in, person, shops):
    data = {"attribute": "segment", "label": "Ware House", "into": "Warehouse"}
    assert signed_in("steward").post(MERGE, data).status_code == 302
    assert Partner.objects.filter(segment="Warehouse").count() == 7
    event = Event.objects.get(kind="partners.labels_merged")
    assert (event.data["partners"], event.by) == (2, person("steward"))
    change = changes_of(Partner.objects.get(key="K006"))[0]
    assert [(field.before, field.after) for field in change.fields] == [("Ware House", "Warehouse")]
    assert change.by == person("steward")


def test_merges_of_merges_lead_to_the_last(person, shops):
    now, by = timezone.now(), person("steward")
    merge_labels("segment", label="Ware House", into="Warehouse", by=by, now=now)
    merge_labels("segment", label="Warehouse", into="Depot", by=by, now=now)
    assert {(merge.label, merge.into) for merge in LabelMerge.objects.all()} == {
        ("Ware House", "Depot"), ("Warehouse", "Depot"),
    }  # fmt: skip
    merge_labels("segment", label="Depot", into="Ware House", by=by, now=now)
    assert {(merge.label, merge.into) for merge in LabelMerge.objects.all()} == {
        ("Warehouse", "Ware House"), ("Depot", "Ware House"),
    }  # fmt: skip
    assert set(Partner.objects.values_list("segment", flat=True)) == {"Ware House"}


@pytest.mark.parametrize(
    "data",
    [
        {}, {"attribute": "segment", "label": "a", "into": "a"}, {"attribute": "name", "label": "a", "into": "b"},
        {"attribute": "segment", "label": "", "into": "b"},
    ],
)  # fmt: skip
def test_what_cannot_be_merged(data, signed_in):
    assert signed_in("steward").post(MERGE, data).status_code == 422


def test_who_may_and_how(signed_in, person, shops):
    data = {"attribute": "segment", "label": "Ware House", "into": "Warehouse"}
    assert signed_in("viewer").post(MERGE, data).status_code == 403
    assert signed_in("steward").get(MERGE).status_code == 405
    with pytest.raises(NotAllowed):
        merge_labels("segment", label="a", into="b", by=person("viewer"), now=timezone.now())
    with pytest.raises(Blocked):
        merge_labels("key", label="a", into="b", by=person("steward"), now=timezone.now())
