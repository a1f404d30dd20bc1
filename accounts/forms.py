"""Forms about people."""

import zoneinfo

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, User


def zone_choices() -> list[tuple[str, str]]:
    return [(zone, zone.replace("_", " ")) for zone in sorted(zoneinfo.available_timezones())]


class ProfileForm(forms.ModelForm[User]):
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices)

    class Meta:
        model = User
        fields = ("name", "time_zone", "language", "theme")


class InvitationForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("Email"), max_length=254)
    role = forms.ChoiceField(label=_("Role"), choices=Role, initial=Role.MANAGER)


class PersonForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Role)
    is_active = forms.BooleanField(label=_("May sign in"), required=False)
