"""Two people on one form: only what one changed is written, and where both did, both are shown."""

from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext as _


class SeenForm(forms.ModelForm[Any]):
    """A model form that carries what its page showed, so that it knows what the person changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = True

    def changes(self) -> dict[str, Any]:
        """The values that the person changed, by field."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name in self.cleaned_data}

    def meets_others(self, current: Model) -> bool:
        """Whether somebody else changed a field that this person changes too; then it is marked with both.

        Saving the marked form once more puts this person's value in its place, knowingly.
        """
        posted: Any = self.data.copy()  # type: ignore[attr-defined]
        for name in self.changed_data:
            bound = self[name]
            seen = str(posted.get(bound.html_initial_name, ""))
            raw = current._meta.get_field(name).value_from_object(current)  # type: ignore[union-attr]
            now = "" if raw is None else str(raw)
            if now != seen and now != str(posted.get(bound.html_name, "")):
                words = _words(self.fields[name], raw) or _("empty")
                self.add_error(
                    name,
                    _("Somebody made it “%(words)s” meanwhile. Save again to put yours in its place.")
                    % {"words": words},
                )
                posted[bound.html_initial_name] = now
        self.data = posted
        return bool(self.errors)


def _words(field: forms.Field, raw: Any) -> str:
    """A stored value as people read it."""
    if isinstance(field, forms.ModelChoiceField):
        found = field.queryset.filter(pk=raw).first() if raw and field.queryset is not None else None
        return str(found or "")
    if isinstance(field, forms.TypedChoiceField):
        return str(dict(field.choices).get(raw, raw))  # type: ignore[arg-type]
    return "" if raw is None else str(raw)
