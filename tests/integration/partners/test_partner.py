"""One partner: its page, its forms, two people on one form, its history."""

import datetime as dt

import pytest
from django.utils import timezone

from partnerdesk.core.models import Event
from partnerdesk.core.refusals import Blocked, NotAllowed
from partners import actions
from partners.history import changes_of
from partners.models import ComplianceCheckpoint, Partner, RiskFlag

DAY = "2024-06-01"


@pytest.fixture
def manager(signed_in):
    return signed_in("manager")


@pytest.fixture
def partner(partners):
    return partners(1, segment="Shop", country="DE")[0]


def edit(partner: Partner, **changed):
    """What the edit page of a partner posts: fields with what the page showed."""
    names = ("name", "key", "segment", "tier", "stage", "region", "country", "owner", "renewal_on")
    shown = {name: str(getattr(partner, f"{name}_id" if name == "owner" else name) or "") for name in names}
    return shown | {f"initial-{name}": value for name, value in shown.items()} | changed


def test_the_page(signed_in, partner, person, load):
    load("K001,2024-01-05,100,50")
    RiskFlag.objects.create(partner=partner, kind="legal", severity="high", statement="A lawsuit", owner=person(),
                            raised_on=dt.date(2024, 1, 1))  # fmt: skip
    ComplianceCheckpoint.objects.create(
        partner=partner, name="ISO 27001", due_on=dt.date(2020, 1, 1), owner=person()
    )
    html = signed_in("viewer").get(partner.get_absolute_url()).content.decode()
    for words in (
        "Partner 001",
        "50.0 %",
        "100.00 USD",
        "A lawsuit",
        "high",
        "ISO 27001",
        "overdue",
        "file, Jan 2024",
    ):
        assert words in html
    assert "Raise one" not in html
    assert "style=" not in html.split("<main")[1]


def test_a_partner_is_added(manager):
    data = {"name": "Acme", "key": " acme ", "stage": "prospect"}
    answer = manager.post("/partners/new/", data)
    added = Partner.objects.get(key="acme")
    assert answer.url == added.get_absolute_url()
    assert Event.objects.get(kind="partner.added").subject_id == added.pk
    again = manager.post("/partners/new/", data)
    assert again.status_code == 422
    assert Partner.objects.count() == 1


def test_a_partner_is_changed_and_the_change_is_told(manager, partner, person):
    answer = manager.post(
        f"{partner.get_absolute_url()}edit/", edit(partner, tier="gold", owner=str(person("manager").pk))
    )
    assert answer.url == partner.get_absolute_url()
    partner.refresh_from_db()
    assert (partner.tier, partner.owner) == ("gold", person("manager"))
    assert Event.objects.get(kind="partner.changed").data["fields"] == ["tier", "owner"]
    change = changes_of(partner)[0]
    assert change.by == person("manager")
    told = [(field.label, field.before, field.after) for field in change.fields]
    assert told == [("tier", "–", "gold"), ("owner", "–", "A manager")]
    html = manager.get(partner.get_absolute_url()).content.decode()
    assert "<ins>gold</ins>" in html


def test_two_people_change_different_fields_and_both_stay(manager, partner):
    seen = edit(partner, tier="gold")
    Partner.objects.update(region="West")
    assert manager.post(f"{partner.get_absolute_url()}edit/", seen).status_code == 302
    partner.refresh_from_db()
    assert (partner.tier, partner.region) == ("gold", "West")


def test_two_people_change_one_field_and_both_words_are_shown(manager, partner):
    seen = edit(partner, tier="gold")
    Partner.objects.update(tier="silver")
    answer = manager.post(f"{partner.get_absolute_url()}edit/", seen)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody made it “silver” meanwhile" in html
    assert 'value="gold"' in html
    assert Partner.objects.get().tier == "silver"
    assert (
        manager.post(f"{partner.get_absolute_url()}edit/", seen | {"initial-tier": "silver"}).status_code
        == 302
    )
    assert Partner.objects.get().tier == "gold"


def flag(person, **changed):
    return {
        "kind": "legal",
        "severity": "high",
        "statement": "A lawsuit",
        "owner": str(person.pk),
        "raised_on": DAY,
    } | changed


def test_a_risk_flag_is_raised_changed_and_closed(manager, partner, person):
    page = partner.get_absolute_url()
    assert manager.post(f"{page}flags/new/", flag(person())).url == page
    raised = RiskFlag.objects.get()
    shown = {f"initial-{name}": value for name, value in flag(person(), mitigation="", closed_on="").items()}
    manager.post(f"{page}flags/{raised.pk}/", flag(person(), mitigation="A lawyer") | shown)
    raised.refresh_from_db()
    assert raised.mitigation == "A lawyer"
    closing = (
        flag(person(), mitigation="A lawyer", closed_on="2024-07-01")
        | shown
        | {"initial-mitigation": "A lawyer"}
    )
    manager.post(f"{page}flags/{raised.pk}/", closing)
    raised.refresh_from_db()
    assert raised.closed_on == dt.date(2024, 7, 1)
    kinds = list(Event.objects.exclude(kind__startswith="row.").order_by("pk").values_list("kind", flat=True))
    assert kinds == ["risk_flag.raised", "risk_flag.changed", "risk_flag.closed"]
    assert {change.what for change in changes_of(partner)} == {"", "A lawsuit"}


def test_a_flag_is_not_closed_before_it_was_raised(manager, partner, person):
    answer = manager.post(f"{partner.get_absolute_url()}flags/new/", flag(person(), closed_on="2024-05-01"))
    assert answer.status_code == 422
    assert "closed before it was raised" in answer.content.decode()


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({}, 302), ({"status": "passed", "checked_on": DAY}, 302), ({"status": "failed"}, 422),
        ({"checked_on": DAY}, 422), ({"due_on": ""}, 422), ({"status": "nonsense"}, 422),
    ],
)  # fmt: skip
def test_checkpoints(changed, status, manager, partner, person):
    data = {
        "name": "ISO 27001",
        "owner": str(person().pk),
        "due_on": DAY,
        "status": "open",
        "checked_on": "",
    } | changed
    assert manager.post(f"{partner.get_absolute_url()}checkpoints/new/", data).status_code == status
    assert ComplianceCheckpoint.objects.count() == (status == 302)


def test_a_checkpoint_is_checked(manager, partner, person):
    known = ComplianceCheckpoint.objects.create(
        partner=partner, name="ISO", due_on=dt.date(2024, 6, 1), owner=person()
    )
    shown = {"name": "ISO", "owner": str(person().pk), "due_on": DAY, "status": "open", "checked_on": ""}
    data = (
        shown
        | {f"initial-{name}": value for name, value in shown.items()}
        | {"status": "passed", "checked_on": DAY}
    )
    address = f"{partner.get_absolute_url()}checkpoints/{known.pk}/"
    assert manager.get(address).status_code == 200
    assert manager.post(address, data).status_code == 302
    known.refresh_from_db()
    assert known.status == "passed"


def test_an_import_tells_its_file_in_the_history(load, person):
    load("z,2024-01-05,1,1", by=person("manager"))
    change = changes_of(Partner.objects.get(key="z"))[0]
    assert (change.is_new, change.source, change.by) == (True, "sales.csv", person("manager"))


def test_who_may(signed_in, partner, person):
    page, viewer = partner.get_absolute_url(), signed_in("viewer")
    for address in ("/partners/new/", f"{page}edit/", f"{page}flags/new/", f"{page}checkpoints/new/"):
        assert viewer.get(address).status_code == 403
        assert viewer.post(address, {"name": "x", "key": "x", "stage": "left"}).status_code == 403
    with pytest.raises(NotAllowed):
        actions.change_partner(partner, tier="x", by=person("viewer"), now=timezone.now())
    with pytest.raises(NotAllowed):
        actions.add_partner(key="x", name="x", by=person("viewer"), now=timezone.now())


def test_addresses_and_methods(manager, partner, partners, person):
    page = partner.get_absolute_url()
    other = partners(1)[0]
    foreign = RiskFlag.objects.create(partner=other, kind="legal", severity="low", statement="x", owner=person(),
                                      raised_on=dt.date(2024, 1, 1))  # fmt: skip
    assert manager.get(f"{page}flags/{foreign.pk}/").status_code == 404
    assert manager.get("/partners/nonsense/").status_code == 404
    assert manager.get("/partners/6b0c4d1e-7f0b-4b1e-8d53-2f0a9f6c7e11/").status_code == 404
    assert manager.post(page).status_code == 405
    for address in ("/partners/new/", f"{page}edit/", f"{page}flags/new/", f"{page}checkpoints/new/"):
        assert manager.delete(address).status_code == 405


def test_a_key_is_taken_once(person, partner):
    with pytest.raises(Blocked, match="is taken"):
        actions.add_partner(key=partner.key, name="x", by=person("manager"), now=timezone.now())
