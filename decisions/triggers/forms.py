"""Forms around a version in force. They check what was written; the actions check whether it may be done."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from decisions.draft.fields import NumberField
from decisions.triggers.models import Review
from decisions.versions.frozen_inputs import VersionInput

OF_INPUT = 350
"""Characters of what is said about an input: its name stands before them, and a case holds 500."""
WIND_DOWN = 5
"""So many actions can be given with a stop."""


class DayField(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class WordsField(forms.CharField):
    """A sentence or more."""

    widget = forms.Textarea(attrs={"rows": 2})

    def __init__(self, *, most: int = 2000, **options: Any) -> None:
        super().__init__(max_length=most, **options)


class ReportForm(forms.Form):
    words = WordsField(
        label=gettext_lazy("What has changed"),
        most=500,
        help_text=gettext_lazy(
            "A partner was acquired, a contract is lost, an input no longer holds. It opens a case."
        ),
    )

    def __init__(self, *args: Any, about: VersionInput | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if about is not None:
            self.fields["words"] = WordsField(
                label=_("What has changed, and why it matters"),
                most=OF_INPUT,
                help_text=_("It opens a case for the owner of the decision."),
            )


class AmendForm(forms.Form):
    """New levels of a trigger, in the unit of its samples."""

    level = NumberField(label=gettext_lazy("Fires at"))
    clear_level = NumberField(
        label=gettext_lazy("Clears at"), help_text=gettext_lazy("Further on the safe side, or at the level.")
    )
    samples = forms.IntegerField(label=gettext_lazy("Samples in a row"), min_value=1, max_value=60)
    reason = WordsField(label=gettext_lazy("Why"), most=500)

    def __init__(self, *args: Any, is_below: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.is_below = is_below
        for name in ("level", "clear_level"):
            self.fields[name].widget.attrs |= {"inputmode": "decimal"}

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        level, clear = given.get("level"), given.get("clear_level")
        if level is not None and clear is not None and (clear < level if self.is_below else clear > level):
            self.add_error("clear_level", _("It clears on the safe side of the level, or at it."))
        return given


class AcknowledgeForm(forms.Form):
    words = forms.CharField(label=gettext_lazy("A word to the others"), max_length=300, required=False)


class _ToComeForm(forms.Form):
    """A form with a day that is still to come."""

    def __init__(self, *args: Any, today: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today

    def later(self, name: str) -> dt.date | None:
        day: dt.date | None = self.cleaned_data.get(name)
        if day is not None and day <= self.today:
            raise ValidationError(_("Choose a day that is still to come."))
        return day


class SnoozeForm(_ToComeForm):
    until = DayField(label=gettext_lazy("Until"))
    reason = forms.CharField(label=gettext_lazy("Why it can wait"), max_length=300)

    def clean_until(self) -> dt.date | None:
        return self.later("until")


class CloseForm(forms.Form):
    words = WordsField(label=gettext_lazy("Why this is settled"), most=500)


class MoveForm(_ToComeForm):
    to = DayField(label=gettext_lazy("To"))
    reason = forms.CharField(label=gettext_lazy("Why it moves"), max_length=500)

    def clean_to(self) -> dt.date | None:
        return self.later("to")


class ContinueForm(_ToComeForm):
    words = WordsField(label=gettext_lazy("Still valid because …"))
    next_on = DayField(label=gettext_lazy("Next review"), required=False)

    def clean_next_on(self) -> dt.date | None:
        return self.later("next_on")


class OutcomeForm(forms.Form):
    words = WordsField(label=gettext_lazy("Why"))


class WindDownForm(forms.Form):
    """An action that winds the decision down. Left empty it is none; begun it is complete."""

    text = forms.CharField(label=gettext_lazy("Action"), max_length=300)
    owner = forms.ModelChoiceField(label=gettext_lazy("Owner"), queryset=User.objects.none())
    due_on = DayField(label=gettext_lazy("Due"))

    def __init__(self, *args: Any, **options: Any) -> None:
        options |= {"empty_permitted": True, "use_required_attribute": False}
        super().__init__(*args, **options)
        self.fields["owner"].queryset = User.objects.get_queryset().active().by_name()  # type: ignore[attr-defined]  # a choice of rows


def wind_down_forms(data: Any = None) -> list[WindDownForm]:
    """The rows of actions that a stop offers."""
    return [WindDownForm(data, prefix=f"action{number}") for number in range(1, WIND_DOWN + 1)]


class DueFilter(forms.Form):
    """Filters of the list of reviews. Unknown values count as not given."""

    whose = forms.ChoiceField(
        label=gettext_lazy("Owner"),
        required=False,
        choices=[("", gettext_lazy("everybody’s")), ("mine", gettext_lazy("mine"))],
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Review"),
        required=False,
        choices=[("", gettext_lazy("every kind")), *Review.Kind.choices],
    )
    late = forms.ChoiceField(
        label=gettext_lazy("Time"),
        required=False,
        choices=[("", gettext_lazy("all")), ("late", gettext_lazy("late"))],
    )

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value}
