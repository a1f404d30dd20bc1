"""Choosing a person."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class PersonChoice(forms.ModelChoiceField[User]):
    """An active person by name, or nobody."""

    def __init__(self, *, label: Any = "", required: bool = False, empty: Any = "") -> None:
        super().__init__(
            queryset=User.objects.get_queryset().active().by_name(),
            required=required,
            label=label or _("Owner"),
            empty_label=empty or _("nobody yet"),
        )


class OwnerForm(forms.Form):
    owner = PersonChoice()
