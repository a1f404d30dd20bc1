"""Which months and which partners a figure is over."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from metrics.measures.windows import BadWindow, Window
from metrics.observations.partner_sets import PartnerSet
from partners.models import Partner

MONTH = forms.TextInput(attrs={"type": "month", "placeholder": "2024-01"})


def window_problem(error: BadWindow) -> forms.ValidationError:
    """Why a window can't be, in the reader's language."""
    return forms.ValidationError(gettext(error.words), params=error.values)


class WindowForm(forms.Form):
    """A GET form: without anything it means the twelve newest months of everybody."""

    last = forms.IntegerField(label=_("Newest months"), required=False, min_value=1, max_value=240)
    first = forms.CharField(label=_("From"), required=False, widget=MONTH)
    to = forms.CharField(label=_("To"), required=False, widget=MONTH)
    segment = forms.ChoiceField(label=_("Segment"), required=False)
    partner = forms.UUIDField(required=False, widget=forms.HiddenInput)
    by = forms.ChoiceField(
        label=_("Table by"),
        required=False,
        choices=[("segment", _("segment")), ("partner", _("partner")), ("period", _("period"))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = Partner.objects.segments()
        choices = [("", _("all partners")), *((name, name) for name in names)]
        self.fields["segment"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("first") or cleaned.get("to"):
            cleaned["last"] = None
        try:
            cleaned["window"] = Window.of(cleaned.get("first"), cleaned.get("to"), cleaned.get("last"))
        except BadWindow as error:
            self.add_error("first", window_problem(error))
        return cleaned

    @property
    def window(self) -> Window:
        """The window that was asked for, or the usual one where it can't be."""
        found: Window | None = self.cleaned_data.get("window") if self.is_valid() else None
        return found or Window()

    @property
    def partner_set(self) -> PartnerSet:
        if not self.is_valid():
            return PartnerSet()
        partner = self.cleaned_data["partner"]
        ids = frozenset({str(partner)}) if partner else None
        return PartnerSet(segment=self.cleaned_data["segment"] or None, ids=ids)

    @property
    def table_by(self) -> str:
        """What the table lists: a single partner's by period."""
        asked: str = self.cleaned_data.get("by", "") if self.is_valid() else ""
        usual = "period" if self.partner_set.ids or self.partner_set.segment else "segment"
        return asked or usual
