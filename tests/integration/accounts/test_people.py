"""People: who changes whom, the last administrator, one's own settings, names behind seals."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from accounts import actions
from accounts.mail_messages import mail_message
from accounts.models import NameSeal, Role, User
from accounts.seals import names_of, seal_of
from decisions.triggers.cases.handle import FIRED
from metrics.files.store import keep_file
from metrics.imports.steps import start_import
from partnerdesk.core.canonical import canonical_bytes, sha256_hex
from partnerdesk.core.models import Event, Mail, Notice
from partnerdesk.core.refusals import Blocked, NotAllowed
from tests.factories import NOW, make_person
from tests.integration.people import client_of


def change(person, by, role=Role.VIEWER, is_active=True):
    return actions.change_person(person, role=role, is_active=is_active, by=by, now=NOW)


def stored(person):
    return User.objects.values_list("role", "is_active").get(pk=person.pk)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.MANAGER, Role.STEWARD])
def test_nobody_but_an_administrator_changes_people(role):
    person, other = make_person(role), make_person()
    for act in (
        lambda: change(other, person),
        lambda: change(person, person, Role.ADMIN),
        lambda: actions.invite_person(email="x@example.com", name="X", role=role, by=person, now=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert stored(person) == (role, True)
    assert not User.objects.filter(email="x@example.com").exists()


def test_a_role_is_changed_at_once_and_leaves_an_event():
    admin, person = make_person(Role.ADMIN), make_person(Role.VIEWER)
    client = client_of(person)
    assert client.get("/records/new/").status_code == 403
    sent = {"role": "manager", "is_active": "on"}
    assert client_of(admin).post(f"/settings/people/{person.pk}/", sent)["Location"] == "/settings/people/"
    assert client.get("/records/new/").status_code == 200
    event = Event.objects.get(kind="person.changed")
    assert (event.subject_id, event.by) == (person.pk, admin)
    assert (event.data["before"]["role"], event.data["after"]["role"]) == ("viewer", "manager")


def test_an_administrator_who_was_demoted_a_moment_ago_changes_nobody():
    first, second, person = make_person(Role.ADMIN), make_person(Role.ADMIN), make_person()
    change(second, first, Role.MANAGER)
    with pytest.raises(NotAllowed):
        change(person, User.objects.get(pk=second.pk))


@pytest.mark.parametrize(("role", "is_active"), [(Role.MANAGER, True), (Role.ADMIN, False)])
def test_the_last_administrator_stays_one(role, is_active):
    admin = make_person(Role.ADMIN)
    make_person(Role.ADMIN, is_active=False)
    with pytest.raises(Blocked, match="another administrator"):
        change(admin, admin, role, is_active)
    assert stored(admin) == (Role.ADMIN, True)
    other = make_person(Role.ADMIN)
    change(admin, other, role, is_active)
    assert stored(admin) == (role, is_active)


def test_the_screen_says_why_the_last_administrator_stays():
    admin = make_person(Role.ADMIN)
    answer = client_of(admin).post(f"/settings/people/{admin.pk}/", {"role": "viewer", "is_active": "on"})
    assert answer.status_code == 422
    assert "Name another administrator first" in answer.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "no address"},
        {"email": f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 20}.example.com"},
        {"name": ""},
        {"name": "x" * 121},
        {"role": "king"},
        {"email": "known@example.com"},
        {"email": "KNOWN@example.com"},
    ],
)
def test_an_invitation_that_cannot_be_is_refused(wrong):
    admin = make_person(Role.ADMIN)
    User.objects.create_user("known@example.com", name="Known")
    sent = {"email": "new@example.com", "name": "New", "role": "viewer"} | wrong
    with transaction.atomic():
        answer = client_of(admin).post("/settings/people/invite/", sent)
    assert answer.status_code == 422
    assert User.objects.count() == 2


def test_the_link_is_shown_until_a_password_is_set():
    admin = make_person(Role.ADMIN)
    client = client_of(admin)
    sent = {"email": "new@example.com", "name": "New", "role": "viewer"}
    page = client.post("/settings/people/invite/", sent)["Location"]
    assert "/account/password/reset/key/" in client.get(page).content.decode()
    person = User.objects.get(email="new@example.com")
    person.set_password("a-long-test-password")
    person.save()
    assert "/account/password/reset/key/" not in client.get(page).content.decode()


def test_the_database_keeps_addresses_in_one_spelling_and_roles_known():
    person = make_person()
    for wrong in ({"email": "Upper@example.com"}, {"role": "king"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.filter(pk=person.pk).update(**wrong)


# One's own settings


def settings_of(person, **sent):
    whole = {"name": "New Name", "time_zone": "Asia/Tokyo", "language": "en", "theme": "dark"}
    return client_of(person).post("/settings/", whole | sent)


def test_zone_language_and_theme_are_ones_own():
    person = make_person(Role.VIEWER)
    assert (
        settings_of(person, role="admin", email="other@example.com", is_active="")["Location"] == "/settings/"
    )
    kept = User.objects.get(pk=person.pk)
    assert (kept.name, kept.time_zone, kept.theme) == ("New Name", "Asia/Tokyo", "dark")
    assert (kept.role, kept.email, kept.is_active) == (Role.VIEWER, person.email, True)
    html = client_of(kept).get("/settings/").content.decode()
    assert 'data-theme="dark"' in html


def test_a_language_that_is_not_offered_falls_back_to_english():
    person = make_person(language="ja")
    client = client_of(person)
    answer = client.get("/settings/")
    assert answer["Content-Language"] == "en"
    html = answer.content.decode()
    assert '<html lang="en"' in html
    assert 'value="en"' in html
    assert 'value="ja"' not in html
    assert 'lang="ja"' not in mail_to(person)


def test_the_page_says_in_which_language_it_is(settings):
    settings.LANGUAGES = [("en", "English"), ("ja", "Japanese")]
    person = make_person(language="ja")
    answer = client_of(person).get("/settings/")
    assert answer["Content-Language"] == "ja"
    assert '<html lang="ja"' in answer.content.decode()
    assert '<html lang="en"' in client_of(make_person()).get("/settings/").content.decode()
    assert '<html lang="ja"' in mail_to(person)


def mail_to(person):
    """The HTML of a mail to this person."""
    notice = Notice(person=person, kind=FIRED, key="1", what="What", address="/", created_at=NOW)
    message = mail_message(Mail(person=person, written_at=NOW), person, [notice])
    return str(message.alternatives[0].content)


@pytest.mark.parametrize(
    "wrong",
    [{"time_zone": "Mars/Base"}, {"language": "xx"}, {"language": "ja"}, {"theme": "pink"}, {"name": ""}],
    ids=str,
)
def test_settings_that_there_are_not_are_refused(wrong):
    person = make_person()
    assert settings_of(person, **wrong).status_code == 422
    assert User.objects.get(pk=person.pk).name == person.name


def test_times_stand_in_ones_own_zone():
    tokyo, berlin = make_person(time_zone="Asia/Tokyo"), make_person(time_zone="Europe/Berlin")
    late = dt.datetime(2026, 3, 1, 22, 30, tzinfo=dt.UTC)
    start_import(keep_file([b"a,b\n1,2\n"]), "f.csv", by=tokyo, now=late)
    assert "2 Mar 2026" in client_of(tokyo).get("/metrics/imports/").content.decode()
    assert "1 Mar 2026" in client_of(berlin).get("/metrics/imports/").content.decode()


# Names behind seals (docs/adr/0002)


def test_anybody_can_check_a_seal_while_its_salt_is_kept():
    person = make_person(name="Ann Other")
    row = NameSeal.objects.get(seal=seal_of(person))
    content = {"salt": row.salt, "person": person.pk, "name": "Ann Other"}
    assert sha256_hex(canonical_bytes(content)) == row.seal
    assert len(bytes.fromhex(row.salt)) == 16


def test_two_people_of_one_name_have_two_seals():
    one, other = make_person(name="Same Name"), make_person(name="Same Name")
    assert seal_of(one) != seal_of(other)


def test_an_erased_name_is_gone_and_a_new_seal_does_not_bring_it_back():
    person = make_person(name="Ann Other")
    seal = seal_of(person)
    NameSeal.objects.filter(user=person).delete()
    assert names_of([seal]) == {}
    assert seal_of(person) != seal, "another salt: the old seal can't be found by trying names"


def test_a_person_whom_frozen_content_names_is_not_deleted():
    person = make_person()
    seal_of(person)
    with pytest.raises(ProtectedError):
        person.delete()


def test_every_change_of_a_person_stays_in_the_history_without_passwords():
    person = make_person(name="Before")
    User.objects.filter(pk=person.pk).update(name="After")
    events = User.pgh_event_model.objects.filter(pgh_obj_id=person.pk).order_by("pgh_id")
    assert [event.name for event in events] == ["Before", "After"]
    assert not hasattr(events[0], "password")
    assert events[1].pgh_created_at <= timezone.now()
