"""A forgotten password: the link to set another one, sent by the worker.

The answer to who asks is the same, as fast, and sends nothing, whether an address is known or not.
"""

import uuid
from typing import Any

from allauth.account.forms import ResetPasswordForm
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from accounts.invitations import invitation_link
from accounts.languages import speaking_to
from accounts.models import User
from partnerdesk.core import jobs

RESET = "mail.reset"


def register() -> None:
    """Name the job that writes the letter. Called as the app starts."""
    jobs.register(RESET, send_reset)


class ResetForm(ResetPasswordForm):
    """The library's form, whose letters leave with the worker and go to people of this desk alone."""

    def save(self, request: HttpRequest, **options: Any) -> str:
        for person in User.objects.filter(email=self.cleaned_data["email"].lower(), is_active=True):
            jobs.enqueue(RESET, person.pk)
        email: str = self.cleaned_data["email"]
        return email


def send_reset(person_id: uuid.UUID) -> str:
    """The job that sends the link."""
    person = User.objects.get(pk=person_id)
    if not person.is_active:
        return _("It is not wanted any more.")
    with speaking_to(person):
        body = render_to_string("mail/reset.txt", {"person": person, "link": invitation_link(person)})
        headers = {"Auto-Submitted": "auto-generated"}
        EmailMessage(_("Set another password"), body, to=[person.email], headers=headers).send()
    return _("Sent.")
