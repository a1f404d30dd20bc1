"""Forms of the partner directory."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from partnerdesk.core.days import today_shown
from partners.editing import SeenForm
from partners.models import (
    ComplianceCheckpoint,
    LabelMerge,
    LifecycleStage,
    Partner,
    PartnerQuerySet,
    RiskFlag,
)

DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
TOLD = ("segment", "tier", "region", "country")


def active_people() -> QuerySet[User]:
    return User.objects.get_queryset().active().by_name()


def labels_of(attribute: str) -> list[str]:
    """The labels that partners bear, in order."""
    found = Partner.objects.exclude(**{attribute: ""}).order_by(attribute)
    return list(found.values_list(attribute, flat=True).distinct())


class PartnerForm(SeenForm):
    class Meta:
        model = Partner
        fields = (
            "name", "key", "segment", "tier", "stage", "region", "country", "owner", "renewal_on",
        )  # fmt: skip
        widgets = {"renewal_on": DAY}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        owner.queryset = active_people()  # type: ignore[attr-defined]
        owner.empty_label = _("nobody yet")  # type: ignore[attr-defined]
        for name in TOLD:
            self.fields[name].widget.attrs["list"] = f"labels-{name}"

    def clean_key(self) -> str:
        return str(self.cleaned_data["key"]).strip()

    @property
    def known_labels(self) -> dict[str, list[str]]:
        """What other partners bear, offered while typing."""
        return {name: labels_of(name) for name in TOLD}


class RiskFlagForm(SeenForm):
    class Meta:
        model = RiskFlag
        fields = ("kind", "severity", "statement", "mitigation", "owner", "raised_on", "closed_on")
        widgets = {"raised_on": DAY, "closed_on": DAY}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = active_people()  # type: ignore[attr-defined]
        self.fields["raised_on"].initial = today_shown

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        raised, closed = cleaned.get("raised_on"), cleaned.get("closed_on")
        if raised and closed and closed < raised:
            self.add_error("closed_on", _("It can't be closed before it was raised."))
        return cleaned


class CheckpointForm(SeenForm):
    class Meta:
        model = ComplianceCheckpoint
        fields = ("name", "owner", "due_on", "status", "checked_on")
        widgets = {"due_on": DAY, "checked_on": DAY}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = active_people()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        is_open = cleaned.get("status") == ComplianceCheckpoint.Status.OPEN
        if is_open and cleaned.get("checked_on"):
            self.add_error("status", _("Say whether it passed or failed; only an open one has no date."))
        if cleaned.get("status") and not is_open and not cleaned.get("checked_on"):
            self.add_error("checked_on", _("Say when it was checked."))
        return cleaned


class DirectoryFilter(forms.Form):
    """A GET form over the directory."""

    q = forms.CharField(
        label=gettext_lazy("Name or key"),
        required=False,
        widget=forms.TextInput({"type": "search"}),
    )
    segment = forms.ChoiceField(label=gettext_lazy("Segment"), required=False)
    tier = forms.ChoiceField(label=gettext_lazy("Tier"), required=False)
    stage = forms.ChoiceField(label=gettext_lazy("Stage"), required=False)
    region = forms.ChoiceField(label=gettext_lazy("Region"), required=False)
    country = forms.ChoiceField(label=gettext_lazy("Country"), required=False)
    flags = forms.ChoiceField(
        label=gettext_lazy("Risk flags"),
        required=False,
        choices=[("", gettext_lazy("all")), ("open", gettext_lazy("with an open one"))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = [("", _("all"))]
        for name in TOLD:
            labels = [(label, label) for label in labels_of(name)]
            self.fields[name].choices = every + labels  # type: ignore[attr-defined]
        self.fields["stage"].choices = every + list(LifecycleStage.choices)  # type: ignore[attr-defined]

    def partners(self) -> PartnerQuerySet:
        """The partners that are asked for, by name. A filter that can't be is left out."""
        self.is_valid()
        asked = self.cleaned_data
        found = Partner.objects.matching(asked.get("q", ""))
        for name in (*TOLD, "stage"):
            if asked.get(name):
                found = found.filter(**{name: asked[name]})
        if asked.get("flags") == "open":
            found = found.filter(risk_flags__in=RiskFlag.objects.filter(closed_on=None)).distinct()
        return found.by_name()


class MergeForm(forms.Form):
    attribute = forms.ChoiceField(choices=LabelMerge.Attribute)
    label = forms.CharField(max_length=80)
    into = forms.CharField(max_length=80)
