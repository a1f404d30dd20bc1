"""Values entered by hand: the grid, what was pasted, two people at once."""

import datetime as dt
from decimal import Decimal

import pytest
from django.apps import apps
from django.utils import timezone

from metrics.manual_entry.cells import read_cell
from metrics.manual_entry.grid import read_pasted
from metrics.manual_entry.save import CellChange, hand_source, save_entries
from metrics.models import HandEntry, MetricSummary, Observation
from partnerdesk.core.models import Event
from partnerdesk.core.refusals import Blocked, NotAllowed

SCORES = "/metrics/compliance_score/scores/"
UNTIL = "?until=2024-05"
Q1, Q2 = dt.date(2024, 1, 1), dt.date(2024, 4, 1)


@pytest.fixture
def manager(signed_in):
    return signed_in("manager")


@pytest.fixture
def pair(partners):
    return partners(2)


def cell(partner, period, text, shown="0|"):
    return {f"cell.{partner.pk}.{period:%Y-%m}": text, f"shown.{partner.pk}.{period:%Y-%m}": shown}


def saving(person, **cells):
    told = {"assessor": str(person.pk), "assessed_on": "2024-06-01", "note": "from the audit", "do": "save"}
    return told | cells


def test_the_grid_shows_quarters_the_rubric_and_what_to_write(manager, pair):
    html = manager.get(SCORES + UNTIL).content.decode()
    for words in ("Q3 2023", "Q2 2024", "Partner 001", "In breach", "one number, for example 72"):
        assert words in html
    assert "Q3 2024" not in html


def test_a_value_is_saved_with_who_when_and_why(manager, person, pair, figure):
    data = saving(person("manager"), **cell(pair[0], Q2, "72"), **cell(pair[1], Q2, ""))
    assert manager.post(SCORES + UNTIL, data).url == SCORES + UNTIL
    entry = HandEntry.objects.get()
    assert (entry.partner, entry.period, entry.value, entry.parts) == (pair[0], Q2, 72, [72, 1])
    assert (entry.assessor, f"{entry.assessed_on}", entry.note) == (
        person("manager"),
        "2024-06-01",
        "from the audit",
    )
    observation = Observation.objects.get()
    assert (observation.entry, observation.source, observation.imported) == (entry, hand_source(), None)
    assert figure("compliance_score").value == 72
    assert figure("compliance_score").by_hand == 1
    assert MetricSummary.objects.get(metric="compliance_score").value == 72
    assert Event.objects.get(kind="values.entered").data["values"] == 1
    assert 'value="72"' in manager.get(SCORES + UNTIL).content.decode()


def test_a_changed_value_keeps_the_one_before(manager, person, pair):
    manager.post(SCORES + UNTIL, saving(person("manager"), **cell(pair[0], Q2, "72")))
    manager.post(SCORES + UNTIL, saving(person("manager"), **cell(pair[0], Q2, "80", "1|72")))
    entry = HandEntry.objects.get()
    assert (entry.value, entry.revision) == (80, 2)
    before, now = Observation.objects.order_by("pk")
    assert (before.parts[0], before.replaced_at is not None) == (72, True)
    assert (now.parts[0], now.replaced_at) == (80, None)
    history = apps.get_model("metrics", "HandEntryEvent").objects.order_by("pgh_id")
    assert [row.value for row in history] == [72, 80]


def test_a_value_is_taken_back_by_emptying_its_cell(manager, person, pair, figure):
    manager.post(SCORES + UNTIL, saving(person("manager"), **cell(pair[0], Q2, "72")))
    manager.post(SCORES + UNTIL, saving(person("manager"), **cell(pair[0], Q2, "", "1|72")))
    assert HandEntry.objects.get().value is None
    assert not Observation.objects.current().exists()
    assert figure("compliance_score").value is None
    manager.post(SCORES + UNTIL, saving(person("manager"), **cell(pair[0], Q2, "55", "2|")))
    assert figure("compliance_score").value == 55


def test_cells_that_did_not_change_are_left_alone(manager, person, pair):
    manager.post(SCORES + UNTIL, saving(person("manager"), **cell(pair[0], Q2, "72")))
    data = saving(person("manager"), **cell(pair[0], Q2, "72", "1|72"), **cell(pair[1], Q2, "50"))
    manager.post(SCORES + UNTIL, data)
    assert HandEntry.objects.get(partner=pair[0]).revision == 1


@pytest.mark.parametrize(
    ("text", "words"), [("150", "Between 0 and 100."), ("abc", "is no number"), ("=1", "is no number")]
)
def test_a_cell_that_cannot_be_read_is_marked_and_nothing_is_saved(text, words, manager, person, pair):
    data = saving(person("manager"), **cell(pair[0], Q2, text), **cell(pair[1], Q2, "50"))
    answer = manager.post(SCORES + UNTIL, data)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert words in html
    assert f'value="{text}"' in html
    assert 'value="50"' in html
    assert not HandEntry.objects.exists()


def test_two_people_at_once_both_values_are_shown(manager, signed_in, person, pair):
    signed_in("manager", "Other").post(
        SCORES + UNTIL, saving(person("manager", "Other"), **cell(pair[0], Q2, "65"))
    )
    data = saving(person("manager"), **cell(pair[0], Q2, "70"), **cell(pair[1], Q2, "50"))
    answer = manager.post(SCORES + UNTIL, data)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Other wrote 65 meanwhile" in html
    assert 'value="70"' in html
    assert HandEntry.objects.get(partner=pair[0]).value == 65
    assert HandEntry.objects.get(partner=pair[1]).value == 50
    again = saving(person("manager"), **cell(pair[0], Q2, "70", "1|65"))
    assert manager.post(SCORES + UNTIL, again).status_code == 302
    assert HandEntry.objects.get(partner=pair[0]).value == 70


def test_what_a_file_gives_is_shown_beside_the_cell(manager, load):
    load("a,2024-04-05,80,1", metrics=[{"metric": "compliance_score", "measure": "score", "value": "amount"}])
    assert "file: 80.0" in manager.get(SCORES + UNTIL).content.decode()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"assessed_on": "2999-01-01"}, "in the future"),
        ({"assessor": ""}, "This field is required"),
        ({"assessed_on": "x"}, "Enter a valid date"),
    ],
)
def test_who_and_when_are_needed(changed, words, manager, person, pair):
    answer = manager.post(SCORES + UNTIL, saving(person("manager"), **cell(pair[0], Q2, "70")) | changed)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not HandEntry.objects.exists()


def test_a_pasted_table_fills_the_grid_and_saves_nothing(manager, pair):
    table = "partner\tQ1 2024\t2024-Q2\nK001\t70\t75\nPartner 002\t\t200\nNobody\t1\t1\n"
    answer = manager.post(SCORES + UNTIL, {"do": "paste", "table": table})
    html = answer.content.decode()
    assert 'value="75"' in html
    assert 'value="200"' in html
    assert "Between 0 and 100." in html
    assert "There is no single partner “Nobody”" in html
    assert not HandEntry.objects.exists()


def test_pasted_columns_without_names_are_the_grids(partners):
    [one] = partners(1)
    found = read_pasted(f"{one.key}\t1\t2", [Q1, Q2], 3)
    assert found.texts == {f"{one.pk}.2024-01": "1", f"{one.pk}.2024-04": "2"}
    assert read_pasted("  ", [Q1], 3).problems == ["Nothing was pasted."]


def test_a_name_that_two_partners_bear_is_not_guessed(partners):
    one, two = partners(2)
    type(one).objects.update(name="Same")
    found = read_pasted(f"Same\t1\n{two.key}\t2", [Q1], 3)
    assert found.texts == {f"{two.pk}.2024-01": "2"}
    assert found.problems == ["There is no single partner “Same”."]


@pytest.mark.parametrize(
    "query", ["?q=002", "?segment=x", "?until=nonsense", "?until=1900-01", "?page=99", "?segment=none"]
)
def test_filters_never_break(query, manager, pair):
    type(pair[0]).objects.filter(pk=pair[0].pk).update(segment="x")
    assert manager.get(SCORES + query).status_code == 200


def test_shares_are_entered_as_how_many_of_how_many(manager, person, pair, figure):
    address = "/metrics/enablement_completion/scores/?until=2024-04"
    data = saving(person("manager"), **cell(pair[0], Q2, "18/24"), **cell(pair[1], Q2, "1/6"))
    assert manager.post(address, data).status_code == 302
    assert float(figure("enablement_completion").value) == pytest.approx(100 * 19 / 30, abs=1e-5)
    assert 'value="18/24"' in manager.get(address).content.decode()


def test_money_by_hand_has_the_desks_currency(manager, person, pair, settings):
    settings.DEFAULT_CURRENCY = "JPY"
    address = "/metrics/mdf_spend/scores/?until=2024-04"
    manager.post(address, saving(person("manager"), **cell(pair[0], Q2, "12,500")))
    assert (Observation.objects.get().currency, Observation.objects.get().parts) == ("JPY", [Decimal(12_500)])


def test_what_cannot_be_entered(manager, definition, person, pair):
    assert manager.get("/metrics/pipeline_velocity/scores/").status_code == 404
    assert manager.get("/metrics/value_proposition/scores/").status_code == 404
    change = CellChange(pair[0].pk, Q2, read_cell("1", "score", None), 0)
    with pytest.raises(Blocked):
        save_entries(definition("pipeline_velocity"), [change], assessor=person(), assessed_on=Q2, note="",
                     by=person(), now=timezone.now())  # fmt: skip


def test_who_may_and_how(signed_in, person, definition, pair):
    viewer = signed_in("viewer")
    assert viewer.get(SCORES).status_code == 403
    assert viewer.post(SCORES, {"do": "save"}).status_code == 403
    assert signed_in("manager").put(SCORES).status_code == 405
    assert signed_in("manager").get("/metrics/none/scores/").status_code == 404
    change = CellChange(pair[0].pk, Q2, read_cell("1", "score", None), 0)
    with pytest.raises(NotAllowed):
        save_entries(definition("compliance_score"), [change], assessor=person(), assessed_on=Q2, note="",
                     by=person("viewer"), now=timezone.now())  # fmt: skip


def test_strange_field_names_are_ignored(manager, person, pair):
    data = saving(person("manager")) | {
        "cell.nonsense.2024-04": "1",
        "cell.": "2",
        f"cell.{pair[0].pk}.x": "3",
    }
    assert manager.post(SCORES + UNTIL, data).status_code == 302
    assert not HandEntry.objects.exists()
