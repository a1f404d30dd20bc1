"""Changing the address by which a person signs in: asked for with the password, done by a link to the new address.

Whether somebody else has the address already is told to nobody who asks: then no link is sent.
"""

import datetime as dt
import hashlib
import secrets
import uuid

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.languages import speaking_to
from accounts.models import AddressChange, User
from partnerdesk.core import jobs
from partnerdesk.core.events import record_event
from partnerdesk.core.refusals import Blocked

ASK, TELL = "mail.address", "mail.address_changed"
VALID = dt.timedelta(hours=24)


def register() -> None:
    """Name the jobs that write these letters. Called as the app starts."""
    jobs.register(ASK, send_link)
    jobs.register(TELL, tell_old_address)


@transaction.atomic
def ask_for_address(person: User, email: str, *, password: str, now: dt.datetime) -> None:
    """Have a link sent to the new address. A link of before is void. Raises Blocked for a wrong password."""
    if not person.check_password(password):
        raise Blocked(_("This is not your password."))
    email = email.strip().lower()
    given = {"before": person.email, "email": email, "asked_at": now, "token_sha256": ""}
    change, _is_new = AddressChange.objects.update_or_create(person=person, changed_at=None, defaults=given)
    if not User.objects.filter(email=email).exists():
        jobs.enqueue(ASK, change.pk)


def send_link(change_id: uuid.UUID) -> str:
    """The job that sends the link. Its token is made here, and known to the mail alone."""
    change = (
        AddressChange.objects.select_for_update(of=("self",))
        .select_related("person")
        .filter(pk=change_id, changed_at=None)
        .first()
    )
    if change is None or not change.person.is_active:
        return _("It is not wanted any more.")
    token = secrets.token_urlsafe(32)
    change.token_sha256 = _hash(token)
    change.save(update_fields=["token_sha256"])
    address = settings.PUBLIC_ADDRESS + reverse("accounts:address_confirm", args=[token])
    _send(change.person, change.email, "address_link", _("Confirm your new address"), link=address)
    return _("Sent.")


def change_behind(token: str, now: dt.datetime) -> AddressChange | None:
    """The change that a link stands for, as long as it can be made."""
    found = AddressChange.objects.select_related("person").filter(
        token_sha256=_hash(token), changed_at=None, asked_at__gt=now - VALID, person__is_active=True
    )
    change = found.first()
    return change if change and change.person.email == change.before else None


@transaction.atomic
def change_address(change: AddressChange, *, now: dt.datetime) -> None:
    """Make the change; the old address is told. Raises Blocked where somebody has taken the new one meanwhile."""
    person = User.objects.select_for_update().get(pk=change.person_id)
    taken = Blocked(_("This address can't be used here; ask for another one."))
    if person.email != change.before or User.objects.filter(email=change.email).exists():
        raise taken
    person.email = change.email
    try:
        with transaction.atomic():
            person.save(update_fields=["email"])
    except IntegrityError as error:
        raise taken from error
    EmailAddress.objects.filter(user=person).delete()
    change.changed_at = now
    change.save(update_fields=["changed_at"])
    record_event("person.address_changed", subject_kind="person", subject_id=person.pk, by=person, now=now)
    jobs.enqueue(TELL, change.pk)


def tell_old_address(change_id: uuid.UUID) -> str:
    """The job that tells the old address."""
    change = AddressChange.objects.select_related("person").get(pk=change_id)
    _send(
        change.person, change.before, "address_changed", _("Your address was changed"), at=change.changed_at
    )
    return _("Sent.")


def _send(person: User, to: str, name: str, subject: str, **context: object) -> None:
    with speaking_to(person), timezone.override(person.time_zone):
        body = render_to_string(f"mail/{name}.txt", context | {"person": person})
        headers = {"Auto-Submitted": "auto-generated"}
        EmailMessage(subject, body, to=[to], headers=headers).send()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
