"""What can be done with people. Each action is atomic and leaves an event."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import MANAGE_PEOPLE
from accounts.roles import role_may
from partnerdesk.core.events import record_event
from partnerdesk.core.models import Workspace
from partnerdesk.core.refusals import Blocked, NotAllowed


def _may_manage(by: User) -> None:
    if not by.has_perm(MANAGE_PEOPLE):
        raise NotAllowed(_("Only an administrator manages people."))


@transaction.atomic
def invite_person(*, email: str, name: str, role: str, by: User, now: dt.datetime) -> User:
    """Add a person who sets a password through the link that `accounts.invitations` makes."""
    _may_manage(by)
    if User.objects.filter(email=email.lower()).exists():
        raise Blocked(_("Somebody with the address %(email)s is here already.") % {"email": email})
    person = User.objects.create_user(email, name=name, role=role, time_zone=by.time_zone)
    record_event("person.invited", subject_kind="person", subject_id=person.pk, by=by, now=now, role=role)
    return person


@transaction.atomic
def change_workspace(*, time_zone: str, language: str, by: User, now: dt.datetime) -> Workspace:
    """Choose the zone whose days count where nobody acts, and the language whose names stand beside English ones."""
    _may_manage(by)
    found, _created = Workspace.objects.select_for_update().get_or_create(pk=1)
    given = {"time_zone": time_zone, "language": language}
    changed = {name: value for name, value in given.items() if getattr(found, name) != value}
    if not changed:
        return found
    before = {name: getattr(found, name) for name in changed}
    for name, value in changed.items():
        setattr(found, name, value)
    found.save(update_fields=list(changed))
    record_event(
        "workspace.changed",
        subject_kind="workspace",
        subject_id=uuid.UUID(int=found.pk),
        by=by,
        now=now,
        before=before,
        **changed,
    )
    return found


@transaction.atomic
def change_person(person: User, *, role: str, is_active: bool, by: User, now: dt.datetime) -> User:
    """Change a role, or close or open an account. The last active person who manages people stays one."""
    _may_manage(by)
    locked = {user.pk: user for user in User.objects.select_for_update().order_by("pk") if user.is_active}
    others = [user for user in locked.values() if role_may(user.role, MANAGE_PEOPLE) and user.pk != person.pk]
    if not others and not (role_may(role, MANAGE_PEOPLE) and is_active):
        raise Blocked(_("Name another administrator first: somebody has to manage people."))
    before = {"role": person.role, "is_active": person.is_active}
    person.role, person.is_active = role, is_active
    person.save(update_fields=["role", "is_active"])
    record_event(
        "person.changed",
        subject_kind="person",
        subject_id=person.pk,
        by=by,
        now=now,
        before=before,
        after={"role": role, "is_active": is_active},
    )
    return person
