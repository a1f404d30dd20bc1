"""Filtering gaps, and looking after one."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from metrics.definitions.models import DefinitionVersion
from metrics.definitions.people import PersonChoice
from metrics.gaps.models import Gap
from metrics.provenance.models import Source


class GapFilter(forms.Form):
    """A GET form. Without anything: the open gaps."""

    status = forms.ChoiceField(label=_("Status"), required=False)
    source = forms.ModelChoiceField(
        label=_("Source"),
        queryset=Source.objects.all(),
        to_field_name="name",
        required=False,
        empty_label=_("all"),
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    metric = forms.ChoiceField(label=_("Metric"), required=False)
    owner = forms.ChoiceField(label=_("Owner"), required=False)

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        every = [("", _("all"))]
        choices = {
            "status": [
                ("", _("open")),
                ("accepted", _("accepted")),
                ("gone", _("gone")),
                ("all", _("all")),
            ],
            "kind": every + list(Gap.Kind.choices),
            "metric": every
            + [(version.metric_id, version.name) for version in DefinitionVersion.objects.newest()],
            "owner": [*every, ("me", _("me")), ("nobody", _("nobody yet"))],
        }
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]

    def gaps(self) -> QuerySet[Gap]:
        """The gaps that are asked for, most rows first. A filter that can't be is left out."""
        self.is_valid()
        asked = self.cleaned_data
        found = Gap.objects.select_related("source", "metric", "owner", "imported")
        status = asked.get("status") or Gap.Status.OPEN
        if status != "all":
            found = found.filter(status=status)
        if asked.get("source"):
            found = found.filter(source=asked["source"])
        if asked.get("kind"):
            found = found.filter(kind=asked["kind"])
        if asked.get("metric"):
            found = found.filter(Q(metric=asked["metric"]) | Q(concerns__contains=[asked["metric"]]))
        if asked.get("owner"):
            found = found.filter(owner=self.person if asked["owner"] == "me" else None)
        return found.order_by("-count", "source__name", "kind", "period", "pk")


class GapForm(forms.Form):
    owner = PersonChoice()
    is_accepted = forms.BooleanField(
        label=_("Accepted as it is"),
        required=False,
        help_text=_("It still stands beside the figures that it weakens, with the note."),
    )
    note = forms.CharField(
        label=_("Note"), max_length=500, required=False, widget=forms.Textarea({"rows": 2})
    )
