"""Forms of meetings: when and where, topics, minutes of an item, actions, hands."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from decisions.committee.models.meetings import AgendaItem, Meeting, MeetingAction
from decisions.states.votes import Choice
from partnerdesk.core.days import today_shown


class MeetingForm(forms.ModelForm[Meeting]):
    """When and where. A meeting lies ahead, and within a year."""

    starts_at = forms.DateTimeField(
        label=gettext_lazy("Begins"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    class Meta:
        model = Meeting
        fields = ("starts_at", "place")

    def clean_starts_at(self) -> dt.datetime:
        found: dt.datetime = self.cleaned_data["starts_at"]
        now = timezone.now()
        if found < now - dt.timedelta(days=1):
            raise forms.ValidationError(_("This day is past: choose one that lies ahead."))
        if found > now + dt.timedelta(days=366):
            raise forms.ValidationError(_("This is more than a year ahead: choose an earlier day."))
        return found


class TopicForm(forms.ModelForm[AgendaItem]):
    """A topic of its own."""

    class Meta:
        model = AgendaItem
        fields = ("title", "planned_minutes")


class TimeForm(forms.ModelForm[AgendaItem]):
    """How long an item is planned for."""

    class Meta:
        model = AgendaItem
        fields = ("planned_minutes",)


class MinutesForm(forms.ModelForm[AgendaItem]):
    """What was said and decided, over which revision."""

    revision = forms.IntegerField(min_value=0, max_value=1_000_000, widget=forms.HiddenInput)

    class Meta:
        model = AgendaItem
        fields = ("notes", "decision")
        widgets = {"notes": forms.Textarea(attrs={"rows": 8}), "decision": forms.Textarea(attrs={"rows": 3})}


class ActionForm(forms.ModelForm[MeetingAction]):
    """What somebody does by when."""

    class Meta:
        model = MeetingAction
        fields = ("text", "owner", "due_on")
        widgets = {"due_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner"].queryset = User.objects.get_queryset().active().by_name()  # type: ignore[attr-defined]  # a choice of rows

    def clean_due_on(self) -> dt.date:
        found: dt.date = self.cleaned_data["due_on"]
        if found < today_shown():
            raise forms.ValidationError(_("This day is past: choose one that lies ahead."))
        return found


class DoneForm(forms.Form):
    words = forms.CharField(label=gettext_lazy("What came of it"), max_length=300, required=False)


class HandForm(forms.Form):
    """One raised hand, or none."""

    choice = forms.ChoiceField(
        label=gettext_lazy("Vote"), required=False, choices=[("", gettext_lazy("not yet")), *Choice.choices]
    )
    comment = forms.CharField(label=gettext_lazy("Comment or dissent"), max_length=5000, required=False)
    condition = forms.CharField(label=gettext_lazy("Condition"), max_length=250, required=False)
