"""Editing an entry of the dictionary."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError

from metrics.definitions.models import DefinitionVersion
from metrics.definitions.schema import Definition
from metrics.definitions.units import NAMES
from metrics.measures import MEASURES
from metrics.measures.freshness import SLACK_DAYS

MEASURE_NAMES = {
    "": gettext_lazy("described, not measured"),
    **{measure.kind: gettext_lazy(measure.label) for measure in MEASURES.values()},
}
DIRECTIONS = {
    "higher": gettext_lazy("higher is better"),
    "lower": gettext_lazy("lower is better"),
    "none": gettext_lazy("neither"),
}
PERIODS = {"month": gettext_lazy("month"), "quarter": gettext_lazy("quarter")}
KINDS = {"metric": gettext_lazy("metric"), "input": gettext_lazy("input")}

LONG = {"rows": 2}


class DefinitionForm(forms.Form):
    """The fields of `schema.Definition`, which checks what they give."""

    key = forms.CharField(
        label=gettext_lazy("Key"),
        max_length=60,
        help_text=gettext_lazy("Lower-case words joined by “_”. It never changes."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=KINDS.items())
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    name_ja = forms.CharField(label=gettext_lazy("Japanese name"), max_length=120, required=False)
    summary = forms.CharField(label=gettext_lazy("In one sentence"), widget=forms.Textarea(LONG))
    formula = forms.CharField(label=gettext_lazy("Formula"), widget=forms.Textarea(LONG))
    counts = forms.CharField(label=gettext_lazy("What counts"), widget=forms.Textarea(LONG))
    excludes = forms.CharField(label=gettext_lazy("What does not"), widget=forms.Textarea(LONG))
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), choices=NAMES.items())
    measure = forms.ChoiceField(label=gettext_lazy("Measure"), choices=MEASURE_NAMES.items(), required=False)
    direction = forms.ChoiceField(label=gettext_lazy("Direction"), choices=DIRECTIONS.items())
    period = forms.ChoiceField(label=gettext_lazy("Period"), choices=PERIODS.items())
    lag_days = forms.IntegerField(
        label=gettext_lazy("Usual delay, days"),
        min_value=0,
        max_value=365,
        initial=14,
        help_text=gettext_lazy("From a period's end until its data are there."),
    )
    slack_days = forms.IntegerField(
        label=gettext_lazy("Late for, days"),
        min_value=0,
        max_value=365,
        initial=SLACK_DAYS,
        required=False,
        help_text=gettext_lazy("So long after that day data are late; then they are stale."),
    )
    weights = forms.CharField(
        label=gettext_lazy("Weights"),
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("For a weighted measure. One component a line: key | weight, a whole number."),
    )
    least = forms.IntegerField(label=gettext_lazy("Least value"), required=False)
    most = forms.IntegerField(label=gettext_lazy("Greatest value"), required=False)
    owner = forms.CharField(
        label=gettext_lazy("Owner's role"),
        max_length=120,
        help_text=gettext_lazy(
            "The role that usually owns the figure. The person is named on the metric's page."
        ),
    )
    rubric = forms.CharField(
        label=gettext_lazy("Rubric"),
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text=gettext_lazy("One level a line: score | name | what an assessor sees."),
    )
    not_the_same_as = forms.MultipleChoiceField(
        label=gettext_lazy("Not the same as"), required=False, widget=forms.SelectMultiple({"size": 5})
    )
    source = forms.CharField(
        label=gettext_lazy("Where the formula comes from"), required=False, max_length=300
    )

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = DefinitionVersion.objects.newest()
        self.fields["not_the_same_as"].choices = [  # type: ignore[attr-defined]
            (version.metric_id, version.name) for version in others
        ]
        if not is_new:
            for name in ("key", "kind"):
                self.fields[name].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        try:
            cleaned["definition"] = Definition.model_validate(as_data(cleaned))
        except ValidationError as error:
            for problem in error.errors(include_url=False):
                name = (
                    FIELD_OF.get(str(problem["loc"][0]), str(problem["loc"][0])) if problem["loc"] else None
                )
                message = str(problem["msg"]).removeprefix("Value error, ")
                self.add_error(name if name in self.fields else None, message)
        return cleaned

    def clean_weights(self) -> dict[str, int]:
        weights: dict[str, int] = {}
        for line in self.cleaned_data["weights"].splitlines():
            key, _bar, weight = (field.strip() for field in line.partition("|"))
            if not line.strip():
                continue
            if not weight.isdecimal() or key in weights:
                raise forms.ValidationError(
                    _("“%(line)s”: write key | weight, each key once."), params={"line": line[:60]}
                )
            weights[key] = int(weight)
        return weights

    def clean_rubric(self) -> list[dict[str, Any]]:
        levels = []
        for line in self.cleaned_data["rubric"].splitlines():
            if not line.strip():
                continue
            fields = [field.strip() for field in line.split("|")]
            if len(fields) != 3 or not fields[0].isdigit():
                raise forms.ValidationError(
                    _("“%(line)s”: write score | name | what an assessor sees."), params={"line": line[:60]}
                )
            levels.append({"score": int(fields[0]), "label": fields[1], "sign": fields[2]})
        return levels


FIELD_OF = {"names": "name", "bounds": "least"}
"""Fields of the schema that the form calls otherwise."""


def as_data(cleaned: dict[str, Any]) -> dict[str, Any]:
    """What the form gives, in the shape of the schema."""
    least, most = cleaned["least"], cleaned["most"]
    return {
        "key": cleaned["key"],
        "kind": cleaned["kind"],
        "names": {"en": cleaned["name"], "ja": cleaned["name_ja"] or None},
        "bounds": None if least is None and most is None else (least, most),
        "measure": cleaned["measure"] or None,
        "source": cleaned["source"] or None,
        "slack_days": SLACK_DAYS if cleaned["slack_days"] is None else cleaned["slack_days"],
        **{
            name: cleaned[name]
            for name in (
                "summary", "unit", "direction", "formula", "counts", "excludes", "period", "owner",
                "lag_days", "weights", "rubric", "not_the_same_as",
            )
        },
    }  # fmt: skip


def initial_of(definition: Definition) -> dict[str, Any]:
    """The form's values for an entry."""
    least, most = definition.bounds or (None, None)
    lines = [f"{level.score} | {level.label} | {level.sign}" for level in definition.rubric]
    return definition.model_dump(mode="json") | {
        "name": definition.names.en,
        "name_ja": definition.names.ja or "",
        "measure": definition.measure or "",
        "least": least,
        "most": most,
        "weights": "\n".join(f"{key} | {weight}" for key, weight in definition.weights.items()),
        "rubric": "\n".join(lines),
        "source": definition.source or "",
    }


def differences(form: DefinitionForm, before: Definition) -> list[tuple[str, str, str]]:
    """What a valid form changes: the field's label, its words before and now."""
    old, new = initial_of(before), initial_of(form.cleaned_data["definition"])
    return [
        (str(field.label), _words(old[name]), _words(new[name]))
        for name, field in form.fields.items()
        if _words(old.get(name)) != _words(new.get(name))
    ]


def _words(value: Any) -> str:
    if value is None:
        return ""
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
