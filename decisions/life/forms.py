"""Forms around a record: beginning one, filtering the list, putting it away, linking and copying."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from decisions.life.index import needing_attention
from decisions.record.models import RecordLink
from decisions.states.classes import DecisionClass
from decisions.states.stages import Stage
from frameworks.models import FrameworkVersion


class NewRecordForm(forms.Form):
    question = forms.CharField(
        label=_("Decision question"),
        max_length=300,
        widget=forms.TextInput(attrs={"autofocus": True}),
        help_text=_("One question that a choice answers."),
    )
    decision_class = forms.ChoiceField(
        label=_("Class"),
        choices=DecisionClass,
        initial=DecisionClass.STANDARD,
        widget=forms.RadioSelect,
        help_text=_("Light decisions need little; major ones a committee. It can be changed later."),
    )
    owner = forms.ModelChoiceField(
        label=_("Owner"),
        queryset=User.objects.none(),
        required=False,
        help_text=_("Who answers for the decision."),
    )
    is_private = forms.BooleanField(
        label=_("Private: only for the people whom the record names"), required=False
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner"].queryset = User.objects.get_queryset().active().by_name()  # type: ignore[attr-defined]  # a choice of rows


class RecordFilter(forms.Form):
    """Filters of the list. Unknown values count as not given."""

    MINE, ATTENTION, ARCHIVED = "mine", "attention", "archived"

    stage = forms.ChoiceField(label=_("Stage"), required=False)
    framework = forms.ChoiceField(label=_("Framework"), required=False)
    whose = forms.ChoiceField(
        label=_("Owner"), required=False, choices=[("", _("everybody’s")), (MINE, _("mine"))]
    )

    needs = forms.ChoiceField(
        label=_("Needs"), required=False, choices=[("", _("anything")), (ATTENTION, _("attention"))]
    )

    shelf = forms.ChoiceField(
        label=_("Archive"), required=False, choices=[("", _("left out")), (ARCHIVED, _("archived only"))]
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        names = {
            version.content.key: version.content.names.en for version in FrameworkVersion.objects.newest()
        }
        self.fields["stage"].choices = [("", _("every stage")), *Stage.choices]  # type: ignore[attr-defined]
        self.fields["framework"].choices = [  # type: ignore[attr-defined]
            ("", _("every framework")),
            *sorted(names.items(), key=lambda item: item[1]),
        ]

    def chosen(self, user: User) -> dict[str, object]:
        """Conditions on the summary's columns."""
        self.is_valid()
        given = {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value}
        conditions: dict[str, object] = {}
        if "stage" in given:
            conditions["stage"] = given["stage"]
        if "framework" in given:
            conditions["framework_key"] = given["framework"]
        if given.get("whose") == self.MINE:
            conditions["owner"] = user
        if given.get("needs") == self.ATTENTION:
            conditions["record__in"] = needing_attention()
        if given.get("shelf") == self.ARCHIVED:
            conditions["is_archived"] = True
        return conditions


class RetentionForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=500, required=False)


class LinkForm(forms.Form):
    code = forms.CharField(label=_("Code of the other record"), max_length=12)
    kind = forms.ChoiceField(label=_("This record"), choices=RecordLink.Kind.choices)

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).strip().upper()


class CopyForm(forms.Form):
    months = forms.TypedChoiceField(
        label=_("Days are moved on by"),
        coerce=int,
        initial=3,
        choices=[(1, _("a month")), (3, _("a quarter")), (6, _("half a year")), (12, _("a year"))],
    )
