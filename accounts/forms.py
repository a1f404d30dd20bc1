"""Forms about people."""

import zoneinfo
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, User
from partnerdesk.core import outbox
from partnerdesk.core.models import Workspace


def zone_choices() -> list[tuple[str, str]]:
    return [(zone, zone.replace("_", " ")) for zone in sorted(zoneinfo.available_timezones())]


def language_choices() -> list[tuple[str, str]]:
    return [(code, str(name)) for code, name in settings.LANGUAGES]


class ProfileForm(forms.ModelForm[User]):
    language = forms.ChoiceField(label=_("Language"), choices=language_choices)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices)

    class Meta:
        model = User
        fields = ("name", "time_zone", "language", "theme")


class AddressForm(forms.Form):
    """Another address to sign in with; the password says who asks."""

    email = forms.EmailField(label=_("New email"), max_length=254)
    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )


def hour_choices() -> list[tuple[int, str]]:
    return [(hour, f"{hour:02}:00") for hour in range(24)]


def kind_choices() -> list[tuple[str, str]]:
    """What can be mailed: each kind of notice, and whether it waits for the digest."""
    return [
        (kind.key, _("%(label)s (at once)") % {"label": kind.label} if kind.is_urgent else str(kind.label))
        for kind in outbox.kinds.values()
    ]


class MailForm(forms.Form):
    """When a person's digest comes, and what is in it."""

    digest_hour = forms.TypedChoiceField(
        label=_("Hour of the digest"),
        coerce=int,
        choices=hour_choices,
        help_text=_(
            "One mail a day, when there is something new. What can't wait, like a stop, comes at once."
        ),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=zone_choices, help_text=_("Times on all pages are in this zone, too.")
    )
    mailed = forms.MultipleChoiceField(
        label=_("Mail me"),
        choices=kind_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Whatever is not mailed still stands among your notices."),
    )

    @classmethod
    def of(cls, person: User, data: Any = None) -> "MailForm":
        """The form with what the person has chosen."""
        mailed = [key for key in outbox.kinds if key not in person.muted_kinds]
        initial = {"digest_hour": person.digest_hour, "time_zone": person.time_zone, "mailed": mailed}
        return cls(data, initial=initial)


class WorkspaceForm(forms.Form):
    """What holds for the whole workspace."""

    time_zone = forms.ChoiceField(
        label=_("Time zone of the workspace"),
        choices=zone_choices,
        help_text=_(
            "Its days count where nobody acts: when a month has ended, when a review opens, the dates of papers."
        ),
    )
    language = forms.ChoiceField(
        label=_("Language of the workspace"),
        choices=Workspace.Language,
        help_text=_(
            "Screens and papers are in English. "
            "With Japanese, the Japanese names of frameworks and metrics stand beside the English ones."
        ),
    )

    @classmethod
    def of_today(cls) -> "WorkspaceForm":
        """The form with what holds now."""
        found = Workspace.objects.first() or Workspace()
        return cls(initial={"time_zone": found.time_zone, "language": found.language})


class InvitationForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("Email"), max_length=254)
    role = forms.ChoiceField(label=_("Role"), choices=Role, initial=Role.MANAGER)


class PersonForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Role)
    is_active = forms.BooleanField(label=_("May sign in"), required=False)
