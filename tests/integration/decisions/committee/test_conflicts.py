"""Conflicts of interest are declared and read by those who have a seat, and by nobody else."""

import pytest
from django.utils import timezone

from decisions import models as m
from decisions.committee import conflicts_of_interest
from decisions.committee import decide as deciding
from decisions.states.stages import Stage
from partnerdesk.core.refusals import NotAllowed
from tests.factories import decide, fresh, make_committee, make_partner, make_person, make_record, version_of
from tests.integration.people import client_of

REASON = "My brother owns it"


@pytest.fixture
def people():
    return [make_person(name=name) for name in ("Chair", "Member", "Deputy", "Author", "Outsider")]


@pytest.fixture
def record(people):
    committee = make_committee(*people[:2])
    m.Member.objects.filter(committee=committee, user=people[1]).update(deputy=people[2])
    approver = make_person("viewer")
    made = make_record(
        to=Stage.PROPOSED, author=people[3], approver=approver, committee=committee, **{"class": "standard"}
    )
    return fresh(made)


@pytest.mark.parametrize(("place", "may"), [(0, True), (1, True), (2, True), (3, False), (4, False)])
def test_who_has_a_seat_declares(place, may, people, record):
    person, now = people[place], timezone.now()
    assert conflicts_of_interest.has_seat(person, record) is may
    assert conflicts_of_interest.has_seat(person) is may
    page = client_of(person).get("/interests/")
    assert page.status_code == (200 if may else 403)
    for about in ({"record": record}, {"partner": make_partner()}):
        if may:
            assert deciding.declare_interest(person, **about, reason=REASON, now=now).reason == REASON
        else:
            with pytest.raises(NotAllowed):
                deciding.declare_interest(person, **about, reason=REASON, now=now)
    assert m.Interest.objects.count() == 2 * may


def test_what_was_declared_is_read_by_those_who_have_a_seat(people, record):
    deciding.declare_interest(people[1], record=record, reason=REASON, now=timezone.now())
    address = f"/records/{record.code}/versions/{version_of(record).number}/round/"
    for place, person in enumerate(people):
        client = client_of(person)
        shown = [client.get(page).content.decode() for page in (address, f"/records/{record.code}/history/")]
        assert (REASON in shown[0]) is (place < 3)
        assert ("declared conflict of interest" in shown[0]) is (place < 3)
        assert ("declared a conflict of interest" in shown[1]) is (place < 3)


def test_papers_do_not_print_what_was_declared(people, record):
    deciding.declare_interest(people[1], record=record, reason=REASON, now=timezone.now())
    decide(record, by=people[0], comment="Because.")
    if not fresh(record).in_force:
        deciding.close_early(version_of(record), by=people[0], now=timezone.now())
    client = client_of(people[4])
    enacted = fresh(record).in_force
    assert enacted
    assert REASON not in str(enacted.enactment.approvals)
    assert REASON not in client.get(f"/records/{record.code}/one-pager/").content.decode()


def test_who_had_a_seat_still_ends_what_they_declared(people, record):
    given = {"partner": make_partner(), "reason": REASON, "now": timezone.now()}
    made = conflicts_of_interest.declare(people[4], **given)
    client = client_of(people[4])
    assert client.get("/interests/").status_code == 200
    assert client.post(f"/interests/{made.pk}/end/").status_code == 302
