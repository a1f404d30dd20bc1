"""What is asked before something is done about a cause, and how the list is filtered."""

from typing import Any

from django import forms
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from metrics.causes.answers import named_labels, unknown_labels
from metrics.definitions.models import DefinitionVersion
from metrics.definitions.people import PersonChoice
from metrics.gaps.kinds import Kind
from metrics.gaps.models import Cause, CauseQuerySet, answered_by
from metrics.gaps.states import CauseStatus
from metrics.provenance.models import Source
from partners.models import Partner


class DeedForm(forms.Form):
    """A form of something that is done about a cause."""

    def __init__(self, *args: Any, cause: Cause, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cause = cause


class AcceptForm(DeedForm):
    until = forms.DateField(label=_("Until"), widget=forms.DateInput({"type": "date"}))
    reason = forms.CharField(
        label=_("Why it may stay"),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("It stands beside the figures until that day."),
    )


class AssignForm(DeedForm):
    owner = PersonChoice(empty=_("whom it belongs to by itself"))


class DueForm(DeedForm):
    due_on = forms.DateField(label=_("Due on"), required=False, widget=forms.DateInput({"type": "date"}))


class AskForm(DeedForm):
    whom = PersonChoice(label=_("Whom"), required=True)
    words = forms.CharField(
        label=_("What you ask"), max_length=500, required=False, widget=forms.Textarea({"rows": 3})
    )


class MergeForm(DeedForm):
    are_same = forms.TypedChoiceField(
        label=_("One and the same?"),
        choices=[("yes", _("yes, they are the same")), ("no", _("no, keep them apart"))],
        coerce=lambda text: text == "yes",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.cause.kind != Kind.SPELLING:
            self.fields["are_same"].choices = [("yes", _("yes, they are the same"))]  # type: ignore[attr-defined]  # (a choice field)


class LabelForm(DeedForm):
    into = forms.ChoiceField(label=_("It means"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(label, label) for label in named_labels(self.cause)]
        self.fields["into"].choices = [("", _("choose a label")), *named]  # type: ignore[attr-defined]  # (a choice field)


class PartnerForm(DeedForm):
    label = forms.ChoiceField(label=_("In the file"))
    partner = forms.ModelChoiceField(
        label=_("In the directory"), queryset=Partner.objects.none(), empty_label=_("choose a partner")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = [(label, label) for label in unknown_labels(self.cause)]
        self.fields["label"].choices = labels  # type: ignore[attr-defined]  # (a choice field)
        self.fields["partner"].queryset = Partner.objects.by_name()  # type: ignore[attr-defined]  # (a model choice)


class NothingForm(DeedForm):
    """Nothing is asked."""


VIEWS = {
    "open": _("To do"),
    "mine": _("Mine"),
    "waiting": _("Asked, waiting"),
    "accepted": _("Accepted"),
    "settled": _("Settled"),
    "all": _("All"),
}
"""The lists of causes, each with its address."""

IN_VIEW = {
    "open": Q(status=CauseStatus.OPEN),
    "waiting": Q(status=CauseStatus.ANSWERED) | Q(status=CauseStatus.OPEN, asked_at__isnull=False),
    "accepted": Q(status=CauseStatus.ACCEPTED),
    "settled": Q(status=CauseStatus.SETTLED),
    "all": Q(),
}


class CauseFilter(forms.Form):
    """A GET form. Without anything: the open causes, most rows first. A filter that can't be is left out."""

    source = forms.ModelChoiceField(
        label=_("Source"),
        queryset=Source.objects.all(),
        to_field_name="name",
        required=False,
        empty_label=_("all"),
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    metric = forms.ChoiceField(label=_("Metric"), required=False)
    owner = forms.ModelChoiceField(
        label=_("Owner"), queryset=User.objects.none(), required=False, empty_label=_("all")
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        every = [("", _("all"))]
        metrics = [(version.metric_id, version.name) for version in DefinitionVersion.objects.newest()]
        self.fields["kind"].choices = every + list(Kind.choices)  # type: ignore[attr-defined]  # (a choice field)
        self.fields["metric"].choices = every + metrics  # type: ignore[attr-defined]  # (a choice field)
        self.fields["owner"].queryset = User.objects.get_queryset().active().by_name()  # type: ignore[attr-defined]  # (a model choice)

    @property
    def view(self) -> str:
        """Which list is asked for."""
        asked = str(self.data.get("view", ""))
        return asked if asked in VIEWS else "open"

    def filtered(self) -> CauseQuerySet:
        """The causes of all lists under the filters."""
        self.is_valid()
        asked = self.cleaned_data
        found = Cause.objects.with_owners()
        if asked.get("source"):
            found = found.filter(source=asked["source"])
        if asked.get("kind"):
            found = found.filter(kind=asked["kind"])
        if asked.get("metric"):
            found = found.of_metric(asked["metric"])
        if asked.get("owner"):
            found = found.filter(answered_by(asked["owner"]))
        return found

    def causes(self) -> CauseQuerySet:
        """Those of the list that is asked for, with owners and extent, most rows first."""
        found = in_view(self.filtered(), self.view, self.person).with_extent()
        return found.select_related("source", "metric").order_by(
            F("due_on").asc(nulls_last=True), F("rows").desc(), "source__name", "kind", "pk"
        )


def in_view(found: CauseQuerySet, view: str, person: User) -> CauseQuerySet:
    """Of some causes `with_owners` those of one list. Raises KeyError for a list that there is not."""
    if view == "mine":
        return found.exclude(status=CauseStatus.SETTLED).filter(answered_by(person) | Q(asked=person))
    return found.filter(IN_VIEW[view])
