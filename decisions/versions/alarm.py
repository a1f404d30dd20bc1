"""The alarm: what does not match its hash is told to the administrators, once a day for each row."""

from django.urls import reverse
from django.utils import timezone

from accounts.languages import speaking_to
from accounts.models import User
from accounts.permissions import MANAGE_PEOPLE
from partnerdesk.core.days import workspace_today
from partnerdesk.core.frozen_content import Altered
from partnerdesk.core.outbox import Telling, notify_all

ALTERED = "content_altered"


def tell_administrators(found: Altered) -> None:
    """By notice and mail. However often it is read on a day, each is told of it once."""
    row, day = found.row, workspace_today().isoformat()
    tellings = []
    for person in User.objects.filter(is_active=True):
        if not person.has_perm(MANAGE_PEOPLE):
            continue
        with speaking_to(person):
            tellings.append(
                Telling(
                    person_id=person.pk,
                    kind=ALTERED,
                    key=f"{row._meta.label_lower}:{row.pk}:{day}",
                    what=str(found.told) % {"what": row.called()},
                    about=row.called(),
                    address=reverse("decisions:verify"),
                    subject_kind=row._meta.model_name or "",
                    subject_id=row.pk,
                )
            )
    notify_all(tellings, now=timezone.now())
